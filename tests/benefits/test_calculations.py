"""The calculation of an item: its facts, its law, its answer, and what it refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from benefits.models import Calculation
from benefits.rules.receipt import receipt
from benefits.services import calculations, law
from benefits.stored import assessment_of, freeze, thaw
from cases.models import Application
from cases.services import applications, cases, households, incomes, people
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Month
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import Benefit, Unit
from opsapp.office.services import units
from tests.benefits import road
from tests.benefits.road import Office
from tests.people import LONG_AGO, with_caps


def test_a_person_alone_without_income_gets_half_of_the_criterion(office: Office) -> None:
    item = road.ready_item(office)
    made = road.calculate(item, office=office)
    assert (made.amount_min, made.amount_max) == (Decimal("505.00"), Decimal("823.00"))
    assert made.on == road.RECEIVED
    assert made.facts["circumstances"] == {"reason": "unemployment"}
    assert made.made_by == office.worker


def test_facts_hold_ids_and_neither_names_nor_payers(office: Office) -> None:
    item = road.ready_item(office, children=("Zofia",))
    road.earn(item.person, "1200.00", office=office, source="Piekarnia Jana Kowalskiego")
    made = road.calculate(item, office=office)
    told = str(made.facts) + str(made.trace)
    assert not any(name in told for name in ("Nowak", "Anna", "Zofia", "Kowalsk"))
    assert {row["id"] for row in made.facts["household"]} == {
        str(row.person_id) for row in made.snapshot.members.all()
    }


def test_the_incomes_read_are_named_and_older_months_are_not_asked(office: Office) -> None:
    item = road.ready_item(office)
    october = road.earn(item.person, "150.00", office=office)
    road.earn(item.person, "999.00", office=office, month=Month(2026, 8))
    made = road.calculate(item, office=office)
    assert [link.income for link in made.income_links.all()] == [october]
    assert made.amount_min == Decimal("430.00")


def test_a_superseded_income_does_not_count(office: Office) -> None:
    item = road.ready_item(office)
    wrong = road.earn(item.person, "1500.00", office=office)
    incomes.supersede(wrong, amount=Decimal("150.00"), reason="pomyłka", actor=office.worker)
    assert road.calculate(item, office=office).amount_min == Decimal("430.00")


def test_the_income_of_a_card_merged_into_a_member_counts(office: Office) -> None:
    item = road.ready_item(office)
    second = people.register(
        first_name="Anna", last_name="Nowak", birth_date=date(1985, 3, 14), sex="female",
        on=LONG_AGO, actor=office.worker,
    )  # fmt: skip
    road.earn(second, "150.00", office=office)
    people.merge(second, into=item.person, actor=office.worker)
    made = road.calculate(item, office=office)
    assert made.amount_min == Decimal("430.00")
    assert made.facts["incomes"][0]["member"] == str(item.person_id)


def test_what_is_recorded_on_the_card_that_a_member_was_merged_into_counts(
    office: Office,
) -> None:
    item = road.ready_item(office)
    kept = people.register(
        first_name="Anna", last_name="Nowak", birth_date=date(1985, 3, 14), sex="female",
        on=LONG_AGO, actor=office.worker,
    )  # fmt: skip
    people.merge(item.person, into=kept, actor=office.worker)
    road.earn(kept, "150.00", office=office)
    incomes.record_circumstance(
        kept, kind="disability", value="moderate", valid_from=LONG_AGO, actor=office.worker
    )
    made = road.calculate(item, office=office)
    (member,) = made.facts["household"]
    assert made.amount_min == Decimal("430.00")
    assert (member["id"], member["disability"]) == (str(item.person_id), "moderate")
    assert made.snapshot.members.get().disability == "moderate"


def test_a_farm_on_record_for_two_years_counts_once_in_january(office: Office) -> None:
    household = road.live_together(office)
    for year in (2025, 2026):
        incomes.record(
            road.head_of(household), kind="farm", hectares=Decimal("1.2000"), year=year,
            actor=office.worker,
        )  # fmt: skip
    item = road.apply_for(household, office=office, received_on=date(2026, 1, 12))
    made = road.calculate(item, office=office)
    assert [row["year"] for row in made.facts["incomes"]] == [2025]


def test_a_lost_income_turns_to_the_month_of_the_application(office: Office) -> None:
    item = road.ready_item(office)
    road.earn(item.person, "2000.00", office=office, lost_on=date(2026, 10, 31))
    assert road.calculate(item, office=office).amount_min == Decimal("505.00")


def test_the_day_of_completion_counts_where_the_right_counts_from_it(office: Office) -> None:
    item = road.apply_for(road.live_together(office), office=office, received_on=date(2026, 10, 30))
    applications.complete(
        item.application,
        on=date(2026, 11, 4),
        start_month_basis=Application.StartMonth.COMPLETED,
        actor=office.worker,
    )
    item.refresh_from_db()
    assert road.calculate(item, office=office).on == date(2026, 11, 4)


def test_the_family_is_that_of_the_signed_interview(office: Office) -> None:
    item = road.ready_item(office, children=("Zofia",))
    made = road.calculate(item, office=office)
    assert made.interview is not None
    assert made.snapshot == made.interview.snapshot


def test_a_family_changed_since_the_interview_gets_a_picture_of_its_own(office: Office) -> None:
    item = road.ready_item(office, children=("Zofia",))
    zofia = item.application.household.memberships.get(role="child").person
    incomes.record_circumstance(
        zofia, kind="institution", value="foster_care", valid_from=date(2026, 11, 1),
        actor=office.worker,
    )  # fmt: skip
    made = road.calculate(item, office=office)
    assert made.interview is not None
    assert made.snapshot != made.interview.snapshot
    assert [(row.person_id, row.counted) for row in made.snapshot.members.order_by("pk")] == [
        (item.person_id, True),
        (zofia.pk, False),
    ]
    assert made.amount_max == Decimal("823.00")


def test_without_an_interview_the_family_is_that_of_the_day(office: Office) -> None:
    item = road.apply_for(road.live_together(office, "Zofia"), office=office)
    made = road.calculate(item, office=office)
    assert made.interview is None
    assert (made.snapshot.on, made.snapshot.size) == (road.TODAY, 2)


def test_an_unsigned_interview_is_refused(office: Office) -> None:
    item = road.apply_for(road.live_together(office), office=office)
    interview = road.visit(item, office=office, sign=False)
    with pytest.raises(Refusal, match="nie jest jeszcze podpisany"):
        road.calculate(item, office=office, interview=interview)


def test_the_interview_of_another_family_is_refused(office: Office) -> None:
    other = road.ready_item(office, first="Jan", last="Kowalski")
    interview = calculations.signed_interview(other)
    with pytest.raises(Refusal, match="innej rodziny"):
        road.calculate(road.ready_item(office), office=office, interview=interview)


def test_who_applies_is_the_applicant_whoever_heads_the_family(office: Office) -> None:
    household = road.live_together(office, "Zofia")
    jan = people.register(
        first_name="Jan", last_name="Nowak", birth_date=date(1980, 1, 1), sex="male",
        on=LONG_AGO, actor=office.worker,
    )  # fmt: skip
    households.join(household, person=jan, role="spouse", on=date(2025, 1, 1), actor=office.worker)
    item = road.apply_for(household, office=office, person=jan)
    made = road.calculate(item, office=office)
    assert {row["id"]: row["relation"] for row in made.facts["household"]} == {
        str(jan.pk): "applicant",
        str(road.head_of(household).pk): "spouse",
        str(household.memberships.get(role="child").person_id): "child",
    }


def test_a_missing_fact_is_named_in_polish(office: Office) -> None:
    item = road.ready_item(office)
    with pytest.raises(Refusal, match=r"Powód: Nieznany kod „nuda”"):
        road.calculate(item, office=office, circumstances={"reason": "nuda"})


def test_a_missing_birth_date_names_the_person(office: Office) -> None:
    household = road.live_together(office)
    head = road.head_of(household)
    with acting(office.worker):
        type(head).objects.filter(pk=head.pk).update(birth_date=None)
    item = road.apply_for(household, office=office, benefit="permanent_allowance")
    with pytest.raises(Refusal, match="Nowak Anna – data urodzenia: Podaj datę urodzenia"):
        road.calculate(item, office=office)


def test_law_that_was_not_announced_is_named(office: Office) -> None:
    item = road.ready_item(office)
    with pytest.raises(Refusal, match="nie zna zasad świadczenia „Zasiłek okresowy”") as refusal:
        road.calculate(item, office=office, on=date(2012, 9, 30))
    assert refusal.value.code == "not_announced"


def test_a_confirmed_resolution_of_the_council_counts_and_an_unconfirmed_does_not(
    office: Office,
) -> None:
    item = road.ready_item(office)
    row = law.enter(
        "periodic_allowance.local_minimum", valid_from=date(2026, 1, 1), value=Decimal("600.00"),
        title="uchwała nr 1/2026", actor=with_caps("wpisuje", Cap.ENTER_LAW),
    )  # fmt: skip
    assert road.calculate(item, office=office).amount_min == Decimal("505.00")
    law.confirm(row, actor=with_caps("potwierdza", Cap.CONFIRM_LAW))
    made = road.calculate(item, office=office)
    assert made.amount_min == Decimal("600.00")
    assert {"uchwała nr 1/2026"} <= {used["act"] for used in made.law}


def test_a_benefit_without_a_rule_is_refused(office: Office) -> None:
    item = road.apply_for(road.live_together(office), office=office, benefit="credit_ticket")
    with pytest.raises(Refusal, match="nie wylicza jeszcze"):
        road.calculate(item, office=office)


def test_a_settled_item_is_not_calculated_again(office: Office) -> None:
    item = road.ready_item(office)
    applications.settle_item(item, outcome="refused", actor=office.worker)
    with pytest.raises(Refusal, match="już rozstrzygnięty"):
        road.calculate(item, office=office)


def test_only_who_may_calculate_in_the_unit_does(office: Office) -> None:
    item = road.ready_item(office)
    with pytest.raises(NotAllowed, match="Obliczanie świadczeń"):
        calculations.run(item, actor=office.director)
    elsewhere = units.open_unit(
        name="Inna", cell="SR", kind=Unit.Kind.SECTION, parent=office.unit.parent,
        since=LONG_AGO, actor=office.installation,
    )  # fmt: skip
    case = item.case
    cases.assign(
        case, unit=elsewhere, worker=None, reason="zmiana", on=road.TODAY, actor=office.worker
    )
    stranger = with_caps("obcy")
    with pytest.raises(NotAllowed):
        calculations.run(item, actor=stranger)


def test_the_answer_is_read_back_as_it_was_given(office: Office) -> None:
    item = road.ready_item(office, children=("Zofia", "Jan"))
    road.earn(item.person, "1980.55", office=office)
    made = Calculation.objects.get(pk=road.calculate(item, office=office).pk)
    kept = assessment_of(made)
    assert freeze(kept.trace) == made.trace
    assert thaw(made.trace).to_json() == kept.trace.to_json()
    assert kept.to_json()["law"] == made.law
    assert [row.label for row in receipt(kept)]


def test_it_is_current_until_an_income_or_the_family_changes(office: Office) -> None:
    item = road.ready_item(office)
    made = road.calculate(item, office=office)
    assert calculations.is_current(made)
    road.earn(item.person, "150.00", office=office)
    assert not calculations.is_current(made)
    again = road.calculate(item, office=office)
    assert calculations.is_current(again)
    assert not calculations.is_current(made)


def test_a_calculation_never_changes(office: Office) -> None:
    made = road.calculate(road.ready_item(office), office=office)
    for change in ("amount_min = 900", "eligible = false"):
        with (
            acting(office.worker),
            pytest.raises(IntegrityError, match="nie wolno zmieniać"),
            transaction.atomic(),
        ):
            Calculation.objects.raw(f"UPDATE benefits_calculation SET {change} RETURNING *")[0]
    with acting(office.worker), pytest.raises(IntegrityError), transaction.atomic():
        made.delete()


def test_every_benefit_that_ships_with_a_rule_is_in_the_dictionary(office: Office) -> None:
    from benefits.rules.registry import BENEFITS

    known = set(Benefit.objects.values_list("code", flat=True))
    assert set(BENEFITS) - known == set()
