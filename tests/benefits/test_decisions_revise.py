"""Editing a draft: words, ruling, versions; taking it over; dropping it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from benefits.services import decisions
from opsapp.kernel.models import Job
from opsapp.kernel.money import format_pln
from opsapp.kernel.periods import Period
from opsapp.kernel.refusals import NotAllowed, Refusal
from tests.benefits import road
from tests.benefits.road import Office


def test_words_are_saved_and_the_version_grows(office: Office) -> None:
    draft = road.drafted(office)
    saved = decisions.revise(
        draft, version=0, reasons=" Nowe uzasadnienie.\r\nWiersz. ", actor=office.worker
    )
    assert (saved.reasons, saved.version) == ("Nowe uzasadnienie.\nWiersz.", 1)
    assert saved.operative_part == draft.operative_part
    assert Job.objects.filter(key=f"decision:{draft.pk}:preview:1").exists()


def test_a_stale_version_carries_what_stands(office: Office) -> None:
    draft = road.drafted(office)
    decisions.revise(draft, version=0, reasons="Moje.", actor=office.worker)
    with pytest.raises(decisions.StaleDraft) as stale:
        decisions.revise(draft, version=0, reasons="Stare.", actor=office.worker)
    assert stale.value.theirs.reasons == "Moje."
    draft.refresh_from_db()
    assert draft.reasons == "Moje."


def test_another_amount_composes_the_words_anew_and_needs_its_reason(office: Office) -> None:
    draft = road.drafted(office)
    with pytest.raises(Refusal, match="wymaga uzasadnienia"):
        decisions.revise(draft, version=0, amount=Decimal("700.00"), actor=office.worker)
    saved = decisions.revise(
        draft, version=0, amount=Decimal("700.00"), amount_reason="choroba dziecka",
        actor=office.worker,
    )  # fmt: skip
    assert format_pln(Decimal("700.00")) in saved.operative_part
    assert "choroba dziecka" in saved.reasons
    assert saved.items.get().amount == Decimal("700.00")


def test_the_same_amount_keeps_the_words_of_the_clerk(office: Office) -> None:
    draft = decisions.revise(
        road.drafted(office), version=0, reasons="Własne słowa.", actor=office.worker
    )
    saved = decisions.revise(draft, version=1, amount=Decimal("505.00"), actor=office.worker)
    assert saved.reasons == "Własne słowa."


def test_words_given_with_another_ruling_are_kept(office: Office) -> None:
    saved = decisions.revise(
        road.drafted(office), version=0, reasons="Własne słowa.",
        period=Period(date(2026, 11, 1), date(2026, 12, 31)), actor=office.worker,
    )  # fmt: skip
    assert saved.reasons == "Własne słowa."
    assert "31.12.2026" in saved.operative_part


def test_a_grant_becomes_a_refusal_and_back(office: Office) -> None:
    draft = decisions.revise(
        road.drafted(office), version=0, kind="refusal", refusal_code="property",
        actor=office.worker,
    )  # fmt: skip
    assert (draft.kind, draft.items.get().amount) == ("refusal", None)
    assert "art. 12 u.p.s." in draft.reasons
    draft = decisions.revise(draft, version=1, kind="grant", actor=office.worker)
    assert (draft.kind, draft.items.get().amount) == ("grant", Decimal("505.00"))


def test_a_newer_calculation_takes_the_place_of_the_older(office: Office) -> None:
    draft = road.drafted(office)
    row = draft.items.get()
    road.earn(row.item.person, "150.00", office=office)
    newer = road.calculate(row.item, office=office)
    saved = decisions.revise(draft, version=0, calculation=newer, actor=office.worker)
    row.refresh_from_db()
    assert (row.calculation, row.amount) == (newer, Decimal("430.00"))
    assert format_pln(Decimal("150.00")) in saved.reasons


def test_a_newer_calculation_may_turn_the_grant_into_a_refusal(office: Office) -> None:
    draft = road.drafted(office)
    row = draft.items.get()
    road.earn(row.item.person, "1010.00", office=office)
    newer = road.calculate(row.item, office=office)
    saved = decisions.revise(draft, version=0, calculation=newer, actor=office.worker)
    row.refresh_from_db()
    assert (saved.kind, row.refusal_code) == ("refusal", "income_too_high")


def test_the_calculation_of_another_item_is_refused(office: Office) -> None:
    draft = road.drafted(office)
    other = road.calculate(road.ready_item(office, first="Jan", last="Zych"), office=office)
    with pytest.raises(Refusal, match="innego wniosku"):
        decisions.revise(draft, version=0, calculation=other, actor=office.worker)


def test_only_the_author_edits_and_another_takes_it_over(office: Office) -> None:
    draft = road.drafted(office)
    with pytest.raises(NotAllowed, match="Przejmij go"):
        decisions.revise(draft, version=0, reasons="x", actor=office.clerk)
    taken = decisions.take_over(draft, actor=office.clerk)
    assert (taken.author, taken.version) == (office.clerk, 1)
    assert decisions.revise(taken, version=1, reasons="x", actor=office.clerk).reasons == "x"


def test_a_submitted_draft_is_not_edited_nor_taken_over(office: Office) -> None:
    decision = road.submitted(office)
    with pytest.raises(Refusal, match="do podpisu"):
        decisions.revise(decision, version=0, reasons="x", actor=office.worker)
    with pytest.raises(Refusal, match="nie czeka na podpis"):
        decisions.take_over(decision, actor=office.clerk)


def test_a_field_that_is_none_is_a_mistake_of_the_program(office: Office) -> None:
    with pytest.raises(TypeError, match="number"):
        decisions.revise(road.drafted(office), version=0, number=7, actor=office.worker)


def test_a_dropped_draft_lets_the_case_be_drafted_again(office: Office) -> None:
    draft = road.drafted(office)
    dropped = decisions.drop(draft, remark="pomyłka", actor=office.worker)
    assert (dropped.status, dropped.case.status) == ("dropped", "interview_done")
    again = decisions.draft(draft.items.get().calculation, actor=office.worker)
    assert again.pk != draft.pk


def test_an_issued_decision_is_not_dropped(office: Office) -> None:
    with pytest.raises(Refusal, match="nie jest możliwe"):
        decisions.drop(road.issued(office), actor=office.worker)
