"""Incomes on record. Rules and screens read live rows alone, unless the past is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from cases.models import IncomeRecord, Person
from cases.selectors.people import group_of


def live() -> QuerySet[IncomeRecord]:
    """Rows that were neither superseded nor withdrawn."""
    return IncomeRecord.objects.filter(superseded_by=None, withdrawn=False)


def same_incomes(
    person: Person, told: Mapping[str, Any], *, besides: IncomeRecord | None = None
) -> QuerySet[IncomeRecord]:
    """Live incomes of the person that say the same: kind, month or year, amount or hectares."""
    month = told["month"]
    rows = live().filter(
        person__in=group_of(person),
        kind=told["kind"],
        month=month.first_day if month else None,
        year=told["year"],
        amount=told["amount"],
        hectares=told["hectares"],
    )
    return rows.exclude(pk=besides.pk) if besides else rows


def newest(record: IncomeRecord) -> IncomeRecord:
    """What stands now in the place of a row on record: the last of those that superseded it."""
    later: IncomeRecord | None = IncomeRecord.objects.filter(supersedes=record).first()
    return newest(later) if later else record


def incomes_of_person(person: Person, *, history: bool = False) -> QuerySet[IncomeRecord]:
    """A person's incomes, the newest month first; with `history` also what was replaced."""
    rows = IncomeRecord.objects.all() if history else live()
    return (
        rows.filter(person__in=group_of(person))
        .select_related("evidence", "superseded_by")
        .order_by("-month", "-year", "-pk")
    )
