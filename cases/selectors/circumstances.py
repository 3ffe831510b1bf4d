"""Dated facts of persons, as the acts ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from cases.models import Circumstance, Person
from cases.selectors.people import group_of


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a person on a day, in the codes of the assessment contract."""

    disability: str = "none"
    incapacity: str = "none"
    education: str = "none"
    institution: str = "none"
    employment: str = "none"


def live() -> QuerySet[Circumstance]:
    """Facts that were neither replaced nor withdrawn."""
    return Circumstance.objects.filter(superseded_by=None, withdrawn=False)


def situations(cards: Mapping[int, int], *, on: date) -> dict[int, Situation]:
    """The situation of each person on a day, by key, from all their cards (`people.cards_of`);
    one query.
    """
    found: dict[int, Situation] = {}
    rows = live().filter(person__in=list(cards), valid_from__lte=on)
    in_force = rows.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    for row in in_force.order_by("valid_from", "pk"):
        person = cards[row.person_id]
        found[person] = replace(found.get(person, Situation()), **{row.kind: row.value})
    return found


def circumstances_of(person: Person) -> list[Circumstance]:
    """Live facts of a person, the newest first."""
    return list(live().filter(person__in=group_of(person)).order_by("-valid_from", "-pk"))
