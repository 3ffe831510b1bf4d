"""Decisions as screens read them: lists with names and items in a handful of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from benefits.access import decisions_of
from benefits.models import Decision, DecisionItem
from benefits.states import DECISION
from cases.models import PersonName, in_force
from opsapp.office.models import User


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions: state, benefit, kind; `mine` are those the person at the screen wrote."""

    state: str = ""
    benefit: str = ""
    kind: str = ""
    mine: bool = False
    since: date | None = None
    until: date | None = None


def with_rows(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """With everything a line of a list prints; the long texts are left behind."""
    items = DecisionItem.objects.select_related("benefit").order_by("pk")
    return (
        rows.defer("text", "legal_basis", "operative_part", "reasons", "instruction")
        .select_related("case", "addressee", "author")
        .prefetch_related(
            Prefetch("items", queryset=items),
            Prefetch("addressee__names", PersonName.objects.filter(in_force())),
        )
    )


def decision_list(user: User, wanted: Wanted) -> QuerySet[Decision]:
    """The decisions this person may see, narrowed."""
    rows = with_rows(decisions_of(user))
    if wanted.state in DECISION.states:
        rows = rows.filter(status=wanted.state)
    if wanted.benefit:
        rows = rows.filter(items__benefit__code=wanted.benefit).distinct()
    if wanted.kind in Decision.Kind.values:
        rows = rows.filter(kind=wanted.kind)
    if wanted.mine:
        rows = rows.filter(author=user)
    if wanted.since:
        rows = rows.filter(issued_on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(issued_on__lte=wanted.until)
    return rows
