"""What was typed is kept, sealed, and never overwritten unnoticed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from opsapp.kernel import clock, drafts
from opsapp.kernel.drafts import StaleDraft
from opsapp.kernel.models import Draft
from opsapp.office.models import User

pytestmark = pytest.mark.django_db
FORM = "application"


def test_what_was_typed_is_read_back(clerk: User) -> None:
    drafts.save(clerk, FORM, "person:7", {"pesel": "44051401359", "uwagi": "Żółć"})
    kept = drafts.load(clerk, FORM, "person:7")
    assert kept is not None
    assert (kept.data, kept.version) == ({"pesel": "44051401359", "uwagi": "Żółć"}, 1)


def test_a_draft_belongs_to_its_person_form_and_subject(clerk: User, administrator: User) -> None:
    drafts.save(clerk, FORM, "person:7", {"a": "1"})
    assert drafts.load(administrator, FORM, "person:7") is None
    assert drafts.load(clerk, "interview", "person:7") is None
    assert drafts.load(clerk, FORM, "person:8") is None


def test_saving_again_makes_the_next_version(clerk: User) -> None:
    first = drafts.save(clerk, FORM, "", {"a": "1"}, version=0)
    second = drafts.save(clerk, FORM, "", {"a": "2"}, version=first.version)
    assert (second.version, Draft.objects.count()) == (2, 1)


@pytest.mark.parametrize("stale", [0, 1])
def test_a_window_that_missed_a_version_is_told_what_the_other_saved(
    clerk: User, stale: int
) -> None:
    drafts.save(clerk, FORM, "", {"a": "1"}, version=0)
    drafts.save(clerk, FORM, "", {"a": "2"}, version=1)
    with pytest.raises(StaleDraft, match="innym oknie") as refused:
        drafts.save(clerk, FORM, "", {"a": "3"}, version=stale)
    assert refused.value.theirs is not None
    assert refused.value.theirs.data == {"a": "2"}


def test_a_window_whose_draft_was_sent_from_another_is_told_so(clerk: User) -> None:
    drafts.save(clerk, FORM, "", {"a": "1"}, version=0)
    drafts.discard(clerk, FORM)
    with pytest.raises(StaleDraft) as refused:
        drafts.save(clerk, FORM, "", {"a": "2"}, version=1)
    assert refused.value.theirs is None


def test_a_discarded_draft_is_gone(clerk: User) -> None:
    drafts.save(clerk, FORM, "", {"a": "1"})
    drafts.discard(clerk, FORM)
    assert drafts.load(clerk, FORM) is None


def test_old_drafts_are_forgotten(clerk: User, installation: User) -> None:
    with clock.frozen(date(2026, 1, 1)):
        drafts.save(clerk, FORM, "old", {"a": "1"})
    with clock.frozen(date(2026, 3, 1)):
        drafts.save(clerk, FORM, "new", {"a": "1"})
        assert drafts.forget_old(older_than=timedelta(days=30), actor=installation) == 1
    assert drafts.load(clerk, FORM, "new") is not None


def test_too_much_text_is_no_draft(clerk: User) -> None:
    with pytest.raises(ValueError, match="at most"):
        drafts.save(clerk, FORM, "", {"a": "x" * drafts.MAX_BYTES})


def test_the_database_holds_no_typed_word_in_clear(clerk: User) -> None:
    drafts.save(clerk, FORM, "", {"pesel": "44051401359"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM kernel_draft")
        assert b"44051401359" not in bytes(cursor.fetchone()[0])


def test_the_database_refuses_a_draft_without_an_actor(clerk: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(user=clerk, form=FORM, sealed="{}")
