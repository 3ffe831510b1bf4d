"""Who may do an act in a case, and who must not because of whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from cases.models import Case, CaseAssignment, Exclusion, Person
from cases.selectors.people import cards_of
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotAllowed
from opsapp.office.models import User


def may(actor: User, cap: Cap, case: Case) -> None:
    """Raise `NotAllowed` unless the person can in the case's unit; system users do what was
    ordered.
    """
    if not actor.is_system:
        must(actor, cap, case)


def must(actor: User, cap: Cap, case: Case) -> None:
    """The same for what only a human being may do."""
    current = (
        CaseAssignment.objects.filter(case=case, period__upper_inf=True)
        .select_related("unit")
        .first()
    )
    actor.require(cap, current.unit if current else None)


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
