"""A mistake in a signed interview is mended by a correction, signed anew."""

from __future__ import annotations

import pytest

from cases.models import Case, IncomeRecord
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Benefit, User
from socialwork import selectors
from socialwork.models import Interview
from socialwork.services import interviews
from tests.database.sql import refused, run, set_actor
from tests.socialwork.conftest import Start, fill

pytestmark = pytest.mark.django_db


def test_a_correction_is_a_copy_that_names_what_it_corrects(
    complete: Interview, case: Case, wage: IncomeRecord, okresowy: Benefit, worker: User
) -> None:
    signed = interviews.sign(complete, actor=worker)
    correction = interviews.correct(signed, reason="Zły czynsz.", actor=worker)
    assert (correction.corrects, correction.correction_reason) == (signed, "Zły czynsz.")
    assert correction.visited_on == signed.visited_on
    assert [row.answers for row in correction.sections.order_by("code")] == [
        row.answers for row in signed.sections.order_by("code")
    ]
    assert [link.case for link in correction.case_links.all()] == [case]
    assert [link.income for link in correction.income_links.all()] == [wage]
    assert correction.plan_items.get().benefit == okresowy
    assert signed.plan_items.count() == 1


def test_it_shows_what_it_says_otherwise(signed: Interview, worker: User) -> None:
    correction = interviews.correct(signed, reason="Zły czynsz.", actor=worker)
    interviews.save_section(
        correction, "expenses", answers={"rent": "500"}, version=0, actor=worker
    )
    part, (changed,) = selectors.changes_since_last(correction)[0]
    assert (part.code, changed.before, changed.after) == (
        "expenses", "420,50\N{NO-BREAK SPACE}zł", "500,00\N{NO-BREAK SPACE}zł",
    )  # fmt: skip


def test_the_signed_correction_stands_for_the_case_and_for_the_next_one(
    start: Start, case: Case, worker: User
) -> None:
    signed = interviews.sign(fill(start(cases=[case])), actor=worker)
    correction = interviews.correct(signed, reason="Zły czynsz.", actor=worker)
    assert selectors.signed_for(case) == signed
    interviews.sign(correction, actor=worker)
    assert selectors.signed_for(case) == correction
    assert start(kind="update").previous == correction


def test_only_a_signed_interview_is_corrected(draft: Interview, worker: User) -> None:
    with pytest.raises(Refusal, match="tylko podpisany"):
        interviews.correct(draft, reason="x", actor=worker)


def test_a_correction_needs_its_reason(signed: Interview, worker: User) -> None:
    with pytest.raises(Refusal, match="Napisz, co jest błędne"):
        interviews.correct(signed, reason="  ", actor=worker)


def test_an_interview_has_one_correction(signed: Interview, worker: User, colleague: User) -> None:
    interviews.correct(signed, reason="Zły czynsz.", actor=worker)
    with pytest.raises(Refusal, match="ma już korektę"):
        interviews.correct(signed, reason="Zły prąd.", actor=colleague)


def test_an_abandoned_correction_makes_room(signed: Interview, worker: User) -> None:
    first = interviews.correct(signed, reason="Zły czynsz.", actor=worker)
    interviews.abandon(first, remark="niepotrzebna", actor=worker)
    assert interviews.correct(signed, reason="Zły prąd.", actor=worker).status == "draft"


def test_the_database_wants_a_reason_with_each_correction(signed: Interview, worker: User) -> None:
    correction = interviews.correct(signed, reason="Zły czynsz.", actor=worker)
    set_actor(worker.pk)
    with refused("interview_correction_has_reason"):
        run("UPDATE socialwork_interview SET correction_reason = '' WHERE id = %s", correction.pk)
