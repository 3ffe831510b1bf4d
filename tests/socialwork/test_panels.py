"""What social work shows on the pages of cases and persons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Person
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import Benefit, User
from socialwork.models import Interview
from socialwork.services import interviews, plans
from tests.people import with_caps
from tests.socialwork.conftest import Start, browser, fill, order

pytestmark = pytest.mark.django_db


def page_of(case: Case, client: Client) -> str:
    return client.get(reverse("cases:case", args=[case.pk])).content.decode()


@pytest.fixture
def ordered(case: Case, worker: User) -> Iterator[Case]:
    """A case that waits for its interview."""
    yield order(case, worker)


def test_the_next_step_of_an_ordered_case_is_to_begin(ordered: Case, at_desk: Client) -> None:
    assert f"?sprawa={ordered.pk}" in page_of(ordered, at_desk)
    assert "Zacznij wywiad" in page_of(ordered, at_desk)


def test_then_to_finish_what_was_begun(ordered: Case, start: Start, at_desk: Client) -> None:
    start(cases=[ordered])
    assert "Dokończ wywiad" in page_of(ordered, at_desk)


def test_a_colleague_is_told_who_conducts_it(
    ordered: Case, start: Start, colleague: User, worker: User
) -> None:
    start(cases=[ordered])
    assert f"Wywiad prowadzi {worker}." in page_of(ordered, browser(colleague))


def test_after_the_signature_it_is_no_longer_asked_for(
    ordered: Case, start: Start, worker: User, at_desk: Client
) -> None:
    interviews.sign(fill(start(cases=[ordered])), actor=worker)
    text = page_of(ordered, at_desk)
    assert "Zacznij wywiad" not in text
    assert "podpisany" in text
    timeline = at_desk.get(
        reverse("cases:case", args=[ordered.pk]) + "?os-czasu=1", headers={"HX-Request": "true"}
    )
    assert "Podpisano wywiad środowiskowy" in timeline.content.decode()


def test_the_case_shows_what_the_plan_proposes(
    ordered: Case, start: Start, okresowy: Benefit, worker: User, at_desk: Client
) -> None:
    interview = fill(start(cases=[ordered]))
    plans.add_item(interview, person=ordered.client, benefit=okresowy, actor=worker)
    interviews.sign(interview, actor=worker)
    assert "Plan pomocy: Nowak Anna, zasiłek okresowy" in page_of(ordered, at_desk)


def test_whoever_sees_no_social_work_sees_no_interviews(
    ordered: Case, start: Start, installation: User
) -> None:
    start(cases=[ordered])
    clerk = browser(with_caps("swiadczenia", Cap.SEE_CASES, Cap.SEE_PERSONS, Cap.RUN_CASES))
    assert "/wywiady/" not in page_of(ordered, clerk)


def test_the_card_lists_interviews_with_the_family(
    signed: Interview, anna: Person, zofia: Person, at_desk: Client
) -> None:
    for person in (anna, zofia):
        address = reverse("cases:person_place", args=[person.pk, "praca-socjalna"])
        text = at_desk.get(address).content.decode()
        assert reverse("socialwork:interview", args=[signed.pk]) in text
        assert f"?rodzina={signed.household_id}" in text


def test_the_overview_names_the_last_interview(
    signed: Interview, anna: Person, at_desk: Client
) -> None:
    text = at_desk.get(reverse("cases:person", args=[anna.pk])).content.decode()
    assert reverse("socialwork:interview", args=[signed.pk]) in text
