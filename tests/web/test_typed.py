"""What is typed is kept, by person, form and subject; two windows do not overwrite each other."""

from __future__ import annotations

import pytest
from django.test import Client

from opsapp.kernel import drafts
from opsapp.kernel.web.typed import sheet
from opsapp.office.models import User
from tests.people import with_caps

pytestmark = pytest.mark.django_db
ADDRESS = "/szkice/application/17/"


@pytest.fixture
def visitor(client: Client, clerk: User) -> Client:
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_typed_fields_come_back_without_those_of_the_page(visitor: Client, clerk: User) -> None:
    fields = {"town": "Sandomierz", "reasons": ["u", "b"], "once": "x", "draft_version": "0"}
    answer = visitor.post(ADDRESS, fields)
    assert "zapisano" in answer.content.decode()
    kept = sheet(clerk, "application", "17")
    assert kept.initial == {"town": "Sandomierz", "reasons": ["u", "b"]}
    assert f'value="{kept.version}"' in answer.content.decode()


def test_saving_as_typed_leaves_the_key_of_the_form_alone(visitor: Client, clerk: User) -> None:
    for town in ("A", "B"):
        visitor.post(ADDRESS, {"town": town, "once": "k1"})
    assert sheet(clerk, "application", "17").initial == {"town": "B"}


def test_a_second_window_is_told_and_may_decide(visitor: Client, clerk: User) -> None:
    visitor.post(ADDRESS, {"town": "A", "draft_version": "0"})
    answer = visitor.post(ADDRESS, {"town": "B", "draft_version": "0"})
    assert answer.status_code == 409
    assert drafts.load(clerk, "application", "17").data == {"town": "A"}  # type: ignore[union-attr]
    over = {"town": "B", "draft_version": "0", "draft_over": "1"}
    assert visitor.post(ADDRESS, over).status_code == 200
    assert drafts.load(clerk, "application", "17").data == {"town": "B"}  # type: ignore[union-attr]


def test_a_page_left_while_a_saving_was_on_its_way_is_no_second_window(
    visitor: Client, clerk: User
) -> None:
    last = {"town": "Ab", "draft_version": "0", "draft_next": "1"}
    assert visitor.post(ADDRESS, last).status_code == 200  # the earlier one has not come yet
    assert visitor.post(ADDRESS, {"town": "A", "draft_version": "0"}).status_code == 409
    assert sheet(clerk, "application", "17").initial == {"town": "Ab"}
    after = {"town": "Abc", "draft_version": "0", "draft_next": "1"}
    assert visitor.post(ADDRESS, after).status_code == 200
    assert visitor.post(ADDRESS, after).status_code == 409  # the version after next is another's
    assert sheet(clerk, "application", "17").initial == {"town": "Abc"}


def test_a_draft_beyond_measure_is_refused(visitor: Client) -> None:
    assert visitor.post(ADDRESS, {"town": "x" * 300_000}).status_code == 422


def test_a_draft_is_nobody_elses(visitor: Client, installation: User) -> None:
    visitor.post(ADDRESS, {"town": "A"})
    assert sheet(with_caps("inny"), "application", "17").initial is None


def test_a_draft_is_kept_by_post_of_someone_signed_in(visitor: Client) -> None:
    assert visitor.get(ADDRESS).status_code == 405
    assert Client().post(ADDRESS, headers={"HX-Request": "true"}).status_code == 401
