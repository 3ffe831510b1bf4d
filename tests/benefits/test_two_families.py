"""Alternating custody: one child in the families of both parents, each with its own grant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from benefits.models import EntitlementPerson
from benefits.services import decisions
from cases.models import Household, Person
from cases.services import households
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Refusal
from tests.benefits import road
from tests.benefits.road import Office
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db

SINCE = date(2025, 9, 1)


@pytest.fixture
def mother(office: Office) -> Household:
    """Anna with Zofia."""
    return road.live_together(office, "Zofia")


@pytest.fixture
def zofia(mother: Household) -> Person:
    return mother.memberships.get(role="child").person


@pytest.fixture
def father(office: Office, mother: Household, zofia: Person) -> Household:
    """Jan, with whom Zofia lives by turns."""
    household = road.live_together(office, first="Jan", last="Kowal")
    households.join(
        household, person=zofia, role="child", on=SINCE, alternating=True, actor=office.worker
    )
    return household


def granted(household: Household, office: Office) -> EntitlementPerson:
    """The whole road from the application to the issue; the child's row."""
    item = road.apply_for(household, office=office)
    road.visit(item, office=office)
    decision = road.issued(office, item=item)
    return EntitlementPerson.objects.get(
        entitlement__decision_item__decision=decision, person__memberships__role="child",
        person__memberships__household=household, person__memberships__period__upper_inf=True,
    )  # fmt: skip


def test_the_child_counts_in_both_families_and_each_parent_gets_a_grant(
    office: Office, mother: Household, father: Household, zofia: Person
) -> None:
    rows = [granted(mother, office), granted(father, office)]
    assert [(row.person, row.alternating, row.exclusive) for row in rows] == [
        (zofia, True, True), (zofia, True, True),
    ]  # fmt: skip
    assert [row.entitlement.snapshot.size for row in rows] == [2, 2]
    # each family of two without income: half of 2 × 823,00
    assert {row.entitlement.amount for row in rows} == {Decimal("823.00")}


def test_a_household_still_gets_the_benefit_once(
    office: Office, mother: Household, father: Household
) -> None:
    granted(father, office)
    item = road.apply_for(father, office=office)
    road.visit(item, office=office)
    with pytest.raises(Refusal, match="ma już świadczenie"):
        road.issued(office, item=item)


def test_a_child_no_longer_shared_is_bound_by_the_other_grant(
    office: Office, mother: Household, father: Household, zofia: Person
) -> None:
    granted(father, office)
    for stay in zofia.memberships.filter(period__upper_inf=True).order_by("-household_id"):
        households.leave(stay, on=road.TODAY, actor=office.worker)
    households.join(mother, person=zofia, role="child", on=road.TODAY, actor=office.worker)
    item = road.apply_for(mother, office=office, received_on=road.TODAY)
    road.visit(item, office=office, visited_on=road.TODAY)
    with pytest.raises(Refusal, match="Nowak Zofia ma już świadczenie"):
        road.issued(office, item=item)


def test_a_child_not_shared_is_covered_once_whatever_the_code_does(
    office: Office, mother: Household, zofia: Person
) -> None:
    row = granted(mother, office)
    assert not row.alternating
    other = road.live_together(office, "Ewa", first="Maria", last="Inna")
    second = granted(other, office)
    values = (second.entitlement_id, zofia.pk, second.benefit_id)
    insert = (
        "INSERT INTO benefits_entitlementperson (entitlement_id, person_id, benefit_id, exclusive,"
        " alternating, period) SELECT %s, %s, %s, true, {}, period FROM benefits_entitlement"
        f" WHERE id = {second.entitlement_id}"
    )
    with pytest.raises(IntegrityError, match="entitlement_no_overlap"), acting(office.worker):
        run(insert.format("false"), *values)
    with refused("opieką naprzemienną"), acting(office.worker):
        run(insert.format("true"), *values)


def test_the_interview_of_each_parent_pictures_the_child(
    office: Office, mother: Household, father: Household, zofia: Person
) -> None:
    for household in (mother, father):
        item = road.apply_for(household, office=office)
        picture = road.visit(item, office=office).snapshot
        assert picture is not None
        assert picture.members.get(person=zofia).alternating


def test_a_draft_for_the_second_parent_is_not_refused(
    office: Office, mother: Household, father: Household
) -> None:
    granted(mother, office)
    item = road.apply_for(father, office=office)
    road.visit(item, office=office)
    calculation = road.calculate(item, office=office)
    assert decisions.draft(calculation, actor=office.worker).status == "draft"
