"""Families on a day and over time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet

from cases.models import (
    Address,
    Household,
    Membership,
    Person,
    PersonName,
    SnapshotMember,
    in_force,
)
from cases.models.households import HouseholdRole
from cases.selectors.people import cards_of, group_of

_ROLES = {role: place for place, role in enumerate(HouseholdRole.values)}


def _with_names() -> QuerySet[Membership]:
    names = PersonName.objects.filter(in_force())
    return Membership.objects.select_related("person").prefetch_related(
        Prefetch("person__names", queryset=names)
    )


def household_of(person: Person, on: date) -> Household | None:
    """The household the person lives in on a day; of two (alternating custody) the older."""
    stay = stays_of(person, on).first()
    return stay.household if stay else None


def stays_of(person: Person, on: date) -> QuerySet[Membership]:
    """Where the person lives on a day: one household, or two in alternating custody."""
    return (
        Membership.objects.filter(person__in=group_of(person), period__contains=on)
        .select_related("household")
        .order_by("pk")
    )


def members(household: Household, on: date, *, named: bool = True) -> list[Membership]:
    """Who lives in the household on a day: the applicant first, then by role and age; without
    their names when nobody reads them.
    """
    rows = _with_names() if named else Membership.objects.select_related("person")
    return sorted(rows.filter(household=household, period__contains=on), key=_order)


def _order(stay: Membership) -> tuple[int, date, int]:
    return _ROLES[stay.role], stay.person.birth_date or date.max, stay.pk


def all_stays(household: Household) -> list[Membership]:
    """Every stay there ever was, the newest first."""
    rows = _with_names().filter(household=household)
    return sorted(rows, key=lambda row: (row.period.lower, row.pk), reverse=True)


def stays_over_time(person: Person) -> list[Membership]:
    """Every household the person lived in, the newest first."""
    return list(
        Membership.objects.filter(person__in=group_of(person))
        .select_related("household")
        .order_by("-period")
    )


def living_elsewhere(person: Person, household: Household, *, on: date) -> str:
    """' (rodzina: Jan Nowak, od 01.03.2024)' of the other household, or an empty text."""
    stay = (
        Membership.objects.filter(person=person, period__contains=on)
        .exclude(household=household)
        .select_related("household")
        .first()
    )
    if stay is None:
        return ""
    head = next(iter(members(stay.household, on)), stay)
    return f" (rodzina: {head.person}, od {stay.period.lower:%d.%m.%Y})"


def people_of(rows: Iterable[Membership | SnapshotMember]) -> list[int]:
    """Keys of the persons of some rows."""
    return [row.person_id for row in rows]


def residence(household: Household, on: date) -> Address | None:
    """Where the household lives on a day: the address of the applicant, or of any member."""
    stays = members(household, on, named=False)
    order, cards = people_of(stays), cards_of(stay.person for stay in stays)
    homes = Address.objects.filter(person__in=cards, kind="residence", period__contains=on)
    return min(homes, key=lambda home: order.index(cards[home.person_id]), default=None)
