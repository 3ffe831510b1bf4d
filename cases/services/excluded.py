"""Who may not act in a case (k.p.a. art. 24): asked by every act in it, before anything is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from cases.models import Case, CaseParty, Exclusion, Person
from cases.selectors.people import cards_of
from opsapp.kernel import clock
from opsapp.kernel.refusals import NotAllowed
from opsapp.office.models import User


def parties_of(case: Case) -> list[Person]:
    """The client and whoever else is a party today, each once."""
    rows = CaseParty.objects.filter(
        case=case, role=CaseParty.Role.PARTY, period__upper_inf=True
    ).select_related("person")
    found = {case.client_id: case.client} | {row.person_id: row.person for row in rows}
    return list(found.values())


def exclusions_of(case: Case) -> QuerySet[Exclusion]:
    """Exclusions in force from the matters of the parties of a case, merged cards included."""
    cards = cards_of(parties_of(case))
    today = clock.today()
    return (
        Exclusion.objects.filter(person__in=list(cards), period__contains=today)
        .select_related("user", "person")
        .order_by("pk")
    )


def not_excluded(user: User, persons: Iterable[int], *, on: date, since: bool = False) -> None:
    """Raise `NotAllowed` when the user is excluded from the matters of any of these people (k.p.a.
    art. 24): on the day, or with `since` on it or later.
    """
    cards = cards_of(Person.objects.filter(pk__in=set(persons)))
    holds = Q(period__endswith__gt=on) | Q(period__upper_inf=True)
    if not since:
        holds = Q(period__contains=on)
    row = Exclusion.objects.filter(holds, user=user, person__in=list(cards)).first()
    if row is not None:
        raise NotAllowed(
            f"{user} jest wyłączony od spraw tej rodziny (art. 24 k.p.a.): {row.reason}. "
            "Sprawę musi prowadzić inna osoba.",
            "excluded",
        )


def free_for(case: Case, user: User) -> None:
    """Raise `NotAllowed` when the user is excluded from the matters of a party of the case today;
    system users do what was ordered.
    """
    if user.is_system or not Exclusion.objects.filter(user=user).exists():
        return
    not_excluded(user, [person.pk for person in parties_of(case)], on=clock.today())
