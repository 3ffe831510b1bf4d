"""E9 of the law notes, all the way through the acts: a family of four with half a grosz."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from benefits.models import Entitlement, Instalment
from benefits.services import decisions
from cases.models import ApplicationItem, Case
from tests.benefits import road
from tests.benefits.road import Office


def test_a_family_of_four_gets_half_of_the_gap_with_the_half_grosz_up(office: Office) -> None:
    household = road.live_together(office, "Jan", "Zofia", "Piotr")
    anna = road.head_of(household)
    children = [stay.person for stay in household.memberships.filter(role="child").order_by("pk")]
    road.earn(anna, "1980.55", office=office)
    road.earn(children[0], "500.00", "alimony_received", office=office)
    road.earn(anna, "800.00", "child_benefit_800", office=office)
    road.earn(children[1], "800.00", "child_benefit_800", office=office)
    item = road.apply_for(household, office=office)
    road.visit(item, office=office)

    calculation = road.calculate(item, office=office)
    assert (calculation.amount_min, calculation.amount_max) == (
        Decimal("405.73"),
        Decimal("811.45"),
    )
    assert calculation.income_links.count() == 4
    assert "Nowak" not in str(calculation.facts)

    draft = decisions.draft(calculation, actor=office.worker)
    for words in ("1 980,55 zł", "500,00 zł", "800,00 zł", "811,45 zł", "405,73 zł"):
        assert words.replace(" ", "\N{NO-BREAK SPACE}") in draft.reasons
    decision = decisions.sign_and_issue(
        decisions.submit(draft, actor=office.worker), on=road.TODAY, actor=office.director
    )

    assert decision.sign == "PS/1/2026"
    entitlement = Entitlement.objects.get()
    assert entitlement.persons.count() == 4
    rows = Instalment.objects.order_by("month")
    assert [(row.month, row.amount, row.due_on) for row in rows] == [
        (date(2026, 11, 1), Decimal("405.73"), date(2026, 11, 26)),
        (date(2026, 12, 1), Decimal("405.73"), date(2026, 12, 23)),
        (date(2027, 1, 1), Decimal("405.73"), date(2027, 1, 25)),
    ]
    assert {(f.source, f.amount) for row in rows for f in row.funding.all()} == {
        ("grant", Decimal("405.73"))
    }
    assert ApplicationItem.objects.get().outcome == "granted"
    assert Case.objects.get().status == "decided"
