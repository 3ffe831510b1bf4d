"""To the director's desk and back: what must be there, and who may."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from benefits.services import decisions
from cases.models import Application, ApplicationItem
from cases.services import applications, people
from opsapp.kernel.refusals import NotAllowed, Refusal
from tests.benefits import road
from tests.benefits.road import Office


def test_a_whole_draft_waits_for_the_signature(office: Office) -> None:
    decision = road.submitted(office)
    assert (decision.status, decision.case.status) == ("approval_pending", "approval_pending")
    move = decision.transitions.get()
    assert (move.move, move.actor) == ("submit", office.worker)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("legal_basis", "podstawa prawna"),
        ("operative_part", "rozstrzygnięcie"),
        ("reasons", "uzasadnienie"),
        ("instruction", "pouczenie"),
    ],
)
def test_a_part_that_is_missing_is_named(office: Office, field: str, words: str) -> None:
    draft = decisions.revise(road.drafted(office), version=0, actor=office.worker, **{field: "  "})
    with pytest.raises(decisions.NotReady, match=words):
        decisions.submit(draft, actor=office.worker)


def test_another_day_to_count_from_makes_the_calculation_old(office: Office) -> None:
    household = road.live_together(office)
    item = road.apply_for(household, office=office, received_on=date(2026, 10, 30))
    road.visit(item, office=office)
    draft = road.drafted(office, item=ApplicationItem.objects.get(pk=item.pk))
    applications.complete(
        item.application, on=date(2026, 11, 4),
        start_month_basis=Application.StartMonth.COMPLETED, actor=office.worker,
    )  # fmt: skip
    with pytest.raises(decisions.NotReady, match="Wyliczenie nieaktualne"):
        decisions.submit(draft, actor=office.worker)


def test_an_author_excluded_since_the_draft_hands_nothing_over(office: Office) -> None:
    draft = road.drafted(office)
    people.declare_exclusion(
        draft.addressee, user=office.worker, reason="siostra", on=road.TODAY,
        actor=office.installation,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match=r"art\. 24 k\.p\.a\.\): siostra"):
        decisions.submit(draft, actor=office.worker)


def test_everything_missing_is_said_at_once(office: Office) -> None:
    draft = decisions.revise(
        road.drafted(office), version=0, legal_basis="", reasons="", actor=office.worker
    )
    with pytest.raises(decisions.NotReady) as refusal:
        decisions.submit(draft, actor=office.worker)
    assert len(refusal.value.missing) == 2


def test_an_operative_part_with_another_amount_is_refused(office: Office) -> None:
    draft = decisions.revise(
        road.drafted(office), version=0, operative_part="Przyznać 600,00 zł.", actor=office.worker
    )
    with pytest.raises(Refusal, match="nie podaje kwoty 505"):
        decisions.submit(draft, actor=office.worker)


def test_facts_changed_since_the_calculation_are_refused_until_it_is_made_anew(
    office: Office,
) -> None:
    draft = road.drafted(office)
    row = draft.items.get()
    road.earn(row.item.person, "150.00", office=office)
    with pytest.raises(Refusal, match="Wyliczenie nieaktualne"):
        decisions.submit(draft, actor=office.worker)
    newer = road.calculate(row.item, office=office)
    draft = decisions.revise(draft, version=0, calculation=newer, actor=office.worker)
    assert decisions.submit(draft, actor=office.worker).status == "approval_pending"


def test_a_benefit_of_the_act_needs_an_interview(office: Office) -> None:
    item = road.apply_for(road.live_together(office), office=office)
    draft = road.drafted(office, item=item)
    with pytest.raises(Refusal, match=r"art\. 106 ust\. 4"):
        decisions.submit(draft, actor=office.worker)


def test_a_refusal_because_there_was_no_interview_needs_none(office: Office) -> None:
    item = road.apply_for(road.live_together(office), office=office)
    draft = road.drafted(office, item=item, kind="refusal", refusal_code="no_interview")
    assert decisions.submit(draft, actor=office.worker).status == "approval_pending"


def test_reasons_may_be_skipped_by_a_grant_of_the_whole_demand(office: Office) -> None:
    draft = decisions.revise(
        road.drafted(office), version=0, reasons="", reasons_skipped=True, actor=office.worker
    )
    assert decisions.submit(draft, actor=office.worker).status == "approval_pending"


def test_reasons_are_not_skipped_when_less_was_granted_or_nothing(office: Office) -> None:
    item = road.apply_for(
        road.live_together(office), office=office, benefit="targeted_allowance", purpose="opał"
    )
    road.visit(item, office=office)
    calculation = road.calculate(item, office=office, circumstances={"requested": "450.00"})
    draft = decisions.draft(
        calculation, amount=Decimal("300.00"), amount_reason="środki", actor=office.worker
    )
    draft = decisions.revise(draft, version=0, reasons_skipped=True, actor=office.worker)
    with pytest.raises(Refusal, match=r"art\. 107 § 4"):
        decisions.submit(draft, actor=office.worker)
    draft = decisions.revise(
        draft, version=1, kind="refusal", refusal_code="budget", actor=office.worker
    )
    with pytest.raises(Refusal, match=r"art\. 107 § 4"):
        decisions.submit(draft, actor=office.worker)


def test_only_the_author_submits_and_takes_back(office: Office) -> None:
    draft = road.drafted(office)
    with pytest.raises(NotAllowed):
        decisions.submit(draft, actor=office.clerk)
    decision = decisions.submit(draft, actor=office.worker)
    with pytest.raises(NotAllowed, match="tylko jego autor"):
        decisions.withdraw(decision, actor=office.clerk)
    back = decisions.withdraw(decision, remark="literówka", actor=office.worker)
    assert (back.status, back.case.status) == ("draft", "draft_decision")


def test_twice_submitted_is_refused(office: Office) -> None:
    with pytest.raises(Refusal, match="do podpisu"):
        decisions.submit(road.submitted(office), actor=office.worker)


def test_the_director_returns_it_with_a_reason_and_a_remark(office: Office) -> None:
    decision = road.submitted(office)
    back = decisions.return_to_author(
        decision, reason_code="letter", remark=" popraw datę ", actor=office.director
    )
    assert (back.status, back.case.status) == ("draft", "draft_decision")
    move = back.transitions.last()
    assert move is not None
    assert (move.move, move.reason_code, move.remark) == ("return", "letter", "popraw datę")
    fixed = decisions.revise(back, version=0, reasons="Poprawione.", actor=office.worker)
    assert decisions.submit(fixed, actor=office.worker).status == "approval_pending"


@pytest.mark.parametrize(
    ("code", "remark", "words"), [("nuda", "x", "przyczynę"), ("letter", " ", "Napisz")]
)
def test_a_return_says_why(office: Office, code: str, remark: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        decisions.return_to_author(
            road.submitted(office), reason_code=code, remark=remark, actor=office.director
        )


def test_only_who_signs_returns(office: Office) -> None:
    with pytest.raises(NotAllowed, match="Zatwierdzanie decyzji"):
        decisions.return_to_author(
            road.submitted(office), reason_code="letter", remark="x", actor=office.clerk
        )
