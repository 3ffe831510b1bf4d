"""Drafting: what a calculation bears, the words composed from its trace, the case moved on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from benefits.models import Decision
from benefits.services import decisions
from cases.models import Case
from cases.services import applications, households, incomes, people
from opsapp.kernel import numbering
from opsapp.kernel.models import Job
from opsapp.kernel.money import format_pln
from opsapp.kernel.periods import Month, Period
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.services import settings
from tests.benefits import road
from tests.benefits.road import Office

NOVEMBER_TO_JANUARY = Period(date(2026, 11, 1), date(2027, 1, 31))


def test_a_draft_grants_the_proposed_amount_from_the_month_of_receipt(office: Office) -> None:
    draft = road.drafted(office)
    row = draft.items.get()
    assert (row.kind, row.amount, row.proposed_amount) == ("grant", Decimal(505), Decimal(505))
    assert Period.from_range(row.period) == NOVEMBER_TO_JANUARY
    assert (draft.status, draft.author, draft.version) == ("draft", office.worker, 0)
    assert draft.case.status == "draft_decision"
    assert [link.reason.code for link in row.reason_links.all()] == ["unemployment"]


def test_the_reasons_name_every_income_counted_or_not_and_the_way_to_the_amount(
    office: Office,
) -> None:
    item = road.ready_item(office, children=("Jan", "Zofia", "Piotr"))
    amounts = {"salary_net": "1980.55", "child_benefit_800": "800.00", "nursing_allowance": "1.16"}
    for kind, amount in amounts.items():
        road.earn(item.person, amount, kind, office=office)
    draft = road.drafted(office, item=item)
    for amount in amounts.values():
        assert f"| {format_pln(Decimal(amount))} |" in draft.reasons
    assert "świadczenie wychowawcze (800+)" in draft.reasons
    assert "art. 8 ust. 4 pkt 7 u.p.s." in draft.reasons
    for words in ("Anna Nowak (wnioskodawca)", "Zofia Nowak (dziecko)", "bezrobocie"):
        assert words in draft.reasons
    assert f"kryterium a dochodem: {format_pln(Decimal('1310.29'))}" in draft.reasons
    assert "50\N{NO-BREAK SPACE}%" in draft.reasons


def test_a_person_alone_reads_the_criterion_of_a_person_alone(office: Office) -> None:
    reasons = road.drafted(office).reasons
    assert "Strona prowadzi jednoosobowe gospodarstwo domowe." in reasons
    assert "Kryterium dochodowe osoby samotnie gospodarującej" in reasons
    assert "na osobę w rodzinie wynosi" not in reasons


def test_the_words_follow_the_wordings_of_the_centre(office: Office) -> None:
    settings.word(
        kind="decision", code="instruction", text="Odwołanie: {appeal_board}.",
        valid_from=date(2026, 1, 1), actor=office.installation,
    )  # fmt: skip
    settings.answer(
        "decisions.appeal_board", value="SKO w Tarnobrzegu", valid_from=date(2026, 1, 1),
        actor=office.installation,
    )  # fmt: skip
    assert road.drafted(office).instruction.startswith("Odwołanie: SKO w Tarnobrzegu.")


def test_a_wording_with_a_blank_that_nobody_fills_is_refused_by_name(office: Office) -> None:
    settings.word(
        kind="decision", code="instruction", text="Do {sad}.", valid_from=date(2026, 1, 1),
        actor=office.installation,
    )  # fmt: skip
    with pytest.raises(Refusal, match=r"decision/instruction.*wersja 2.*sad"):
        road.drafted(office)


def test_the_legal_basis_names_the_points_of_art_7_and_the_acts_of_the_amounts(
    office: Office,
) -> None:
    item = road.apply_for(
        road.live_together(office, "Zofia"), office=office,
        reasons=("disability", "unemployment"),
    )  # fmt: skip
    road.visit(item, office=office)
    basis = road.drafted(office, item=item).legal_basis
    assert "art. 7 pkt 4 i 5, art. 8 ust. 1 pkt 2 i 3 i ust. 3, art. 38," in basis
    assert "Dz.U. z 2024 r. poz. 1044" in basis
    assert "05.11.2026 r. (nr W/1/2026)" in basis


def test_an_amount_inside_the_range_needs_its_reason_and_is_explained(office: Office) -> None:
    calculation = road.calculate(road.ready_item(office), office=office)
    with pytest.raises(Refusal, match="wymaga uzasadnienia") as refusal:
        decisions.draft(calculation, amount=Decimal("600.00"), actor=office.worker)
    assert refusal.value.field == "amount_reason"
    draft = decisions.draft(
        calculation, amount=Decimal("600.00"), amount_reason="zaległy czynsz", actor=office.worker
    )
    assert draft.items.get().amount_reason == "zaległy czynsz"
    assert "ponieważ: zaległy czynsz." in draft.reasons
    assert format_pln(Decimal("600.00")) in draft.operative_part


@pytest.mark.parametrize("amount", ["504.99", "823.01", "0.00"])
def test_an_amount_outside_the_range_is_refused(office: Office, amount: str) -> None:
    calculation = road.calculate(road.ready_item(office), office=office)
    with pytest.raises(Refusal, match="w granicach wyliczenia"):
        decisions.draft(calculation, amount=Decimal(amount), amount_reason="x", actor=office.worker)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 11, 5), date(2026, 12, 31), "pełne miesiące"),
        (date(2026, 11, 1), date(2026, 12, 30), "pełne miesiące"),
        (date(2026, 10, 1), date(2026, 12, 31), "liczy się od 01.11.2026"),
        (date(2026, 11, 1), None, "na czas określony"),
    ],
)
def test_a_period_is_of_whole_months_from_the_month_of_receipt(
    office: Office, start: date, end: date | None, words: str
) -> None:
    calculation = road.calculate(road.ready_item(office), office=office)
    with pytest.raises(Refusal, match=words):
        decisions.draft(calculation, period=Period(start, end), actor=office.worker)


def test_the_months_asked_for_are_granted(office: Office) -> None:
    item = road.apply_for(
        road.live_together(office), office=office, requested_from=date(2026, 12, 1),
        requested_to=date(2027, 3, 1),
    )  # fmt: skip
    road.visit(item, office=office)
    row = road.drafted(office, item=item).items.get()
    assert Period.from_range(row.period) == Period(date(2026, 12, 1), date(2027, 3, 31))


def test_an_income_that_reaches_the_criterion_makes_a_refusal_with_its_ground(
    office: Office,
) -> None:
    item = road.ready_item(office)
    road.earn(item.person, "1010.00", office=office)
    draft = road.drafted(office, item=item)
    row = draft.items.get()
    assert (draft.kind, row.kind, row.refusal_code) == ("refusal", "refusal", "income_too_high")
    assert row.amount is None
    assert "Odmówić" in draft.operative_part
    assert "nie jest niższy od kryterium" in draft.reasons
    assert "art. 109" not in draft.instruction


def test_what_is_not_due_cannot_be_granted(office: Office) -> None:
    item = road.ready_item(office)
    road.earn(item.person, "1010.00", office=office)
    with pytest.raises(Refusal, match="Można tylko odmówić"):
        road.drafted(office, item=item, kind="grant")


def test_a_clerk_may_refuse_what_is_due_on_a_ground_of_the_act(office: Office) -> None:
    calculation = road.calculate(road.ready_item(office), office=office)
    with pytest.raises(Refusal, match="podstawę odmowy"):
        decisions.draft(calculation, kind="refusal", actor=office.worker)
    draft = decisions.draft(
        calculation, kind="refusal", refusal_code="no_cooperation", actor=office.worker
    )
    assert "art. 11 ust. 2 u.p.s." in draft.reasons


def test_a_targeted_allowance_is_proposed_as_asked_and_granted_once(office: Office) -> None:
    item = road.apply_for(
        road.live_together(office), office=office, benefit="targeted_allowance", purpose="opał"
    )
    road.visit(item, office=office)
    calculation = road.calculate(item, office=office, circumstances={"requested": "450.00"})
    draft = decisions.draft(calculation, actor=office.worker)
    row = draft.items.get()
    assert row.amount == Decimal("450.00")
    assert Period.from_range(row.period) == Month(2026, 11).period
    assert "na cel: opał" in draft.operative_part
    assert "jednorazowo" in draft.operative_part


def test_a_permanent_allowance_has_no_end(office: Office) -> None:
    household = road.live_together(office)
    incomes.record_circumstance(
        road.head_of(household), kind="disability", value="moderate",
        valid_from=date(2026, 1, 1), actor=office.worker,
    )  # fmt: skip
    item = road.apply_for(household, office=office, benefit="permanent_allowance")
    road.visit(item, office=office)
    draft = road.drafted(office, item=item)
    row = draft.items.get()
    assert row.amount == Decimal("1229.00")
    assert row.period.upper is None
    assert "na czas nieokreślony" in draft.operative_part


def test_an_older_calculation_is_refused(office: Office) -> None:
    item = road.ready_item(office)
    older = road.calculate(item, office=office)
    road.calculate(item, office=office)
    with pytest.raises(Refusal, match="nowsze wyliczenie"):
        decisions.draft(older, actor=office.worker)


def test_an_item_has_one_draft_at_a_time(office: Office) -> None:
    draft = road.drafted(office)
    with pytest.raises(Refusal, match="jest już projekt"):
        decisions.draft(draft.items.get().calculation, actor=office.worker)


def test_a_settled_item_is_refused(office: Office) -> None:
    calculation = road.calculate(road.ready_item(office), office=office)
    applications.settle_item(calculation.item, outcome="refused", actor=office.worker)
    with pytest.raises(Refusal, match="już rozstrzygnięty"):
        decisions.draft(calculation, actor=office.worker)


def test_somebody_covered_who_has_the_same_benefit_is_named_with_the_decision(
    office: Office,
) -> None:
    first = road.issued(office)
    household = first.items.get().item.application.household
    item = road.apply_for(household, office=office)
    road.visit(item, office=office)
    with pytest.raises(Refusal, match=r"Nowak Anna ma już.*zasiłek okresowy.*PS/1/2026"):
        road.drafted(office, item=item)
    later = Period(date(2027, 2, 1), date(2027, 3, 31))
    calculation = item.calculations.order_by("-pk").first()
    assert calculation is None or calculation.pk
    made = road.calculate(item, office=office)
    assert decisions.draft(made, period=later, actor=office.worker).status == "draft"


def test_a_case_in_a_state_before_its_evidence_is_refused_and_nothing_is_left(
    office: Office,
) -> None:
    item = road.ready_item(office)
    calculation = road.calculate(item, office=office)
    from cases.services import cases

    cases.move(item.case, "suspend", actor=office.worker)
    with pytest.raises(Refusal, match="zawieszona"):
        decisions.draft(calculation, actor=office.worker)
    assert not Decision.objects.exists()


def test_only_who_may_draft_does(office: Office) -> None:
    calculation = road.calculate(road.ready_item(office), office=office)
    with pytest.raises(NotAllowed, match="projektów decyzji"):
        decisions.draft(calculation, actor=office.director)


def test_a_worker_excluded_from_the_familys_matters_does_not_draft(office: Office) -> None:
    item = road.ready_item(office, children=("Zofia",))
    calculation = road.calculate(item, office=office)
    zofia = calculation.snapshot.members.get(role="child").person
    people.declare_exclusion(
        zofia, user=office.worker, reason="siostrzenica", on=date(2026, 1, 1),
        actor=office.installation,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match=r"art\. 24 k\.p\.a\.\): siostrzenica"):
        decisions.draft(calculation, actor=office.worker)
    assert decisions.draft(calculation, actor=office.clerk).author == office.clerk


def test_the_preview_of_the_version_is_ordered(office: Office) -> None:
    draft = road.drafted(office)
    assert Job.objects.get(kind="render_preview").key == f"decision:{draft.pk}:preview:0"


def test_no_number_is_taken_by_a_draft(office: Office) -> None:
    road.drafted(office)
    from opsapp.kernel.audit import acting

    with acting(office.worker):
        assert numbering.take("decision", cell="PS", year=2026) == 1


def test_drafting_writes_who_moved_the_case(office: Office) -> None:
    draft = road.drafted(office)
    move = Case.objects.get(pk=draft.case_id).transitions.last()
    assert move is not None
    assert (move.move, move.actor) == ("draft", office.worker)


def test_whoever_is_granted_the_same_on_another_card_of_theirs_is_not_granted_it_twice(
    office: Office,
) -> None:
    granted = road.issued(office)
    stay = granted.addressee.memberships.get()
    households.leave(stay, on=road.TODAY, actor=office.worker)
    second = road.apply_for(road.live_together(office), office=office)
    people.merge(second.person, into=granted.addressee, actor=office.worker)
    calculation = road.calculate(second, office=office)
    with pytest.raises(Refusal, match=rf"z decyzji {granted.sign}"):
        decisions.draft(calculation, actor=office.worker)
