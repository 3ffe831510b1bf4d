"""Whom a run looks at: what is granted and what was refused of late, streamed with its facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from benefits import centre
from benefits.models import DecisionItem, Entitlement, WhatIf
from benefits.models.decisions import ISSUED
from benefits.whatif.engine import Case
from benefits.whatif.totals import ONCE
from opsapp.kernel import clock
from opsapp.kernel.periods import Month, Period
from opsapp.kernel.ranges import day_range
from opsapp.office.models import Benefit, Classification

AT_ONCE = 2000
"""Rows that come from the server together."""
MONTHS_OF_A_YEAR = 12
FOR_SOME_MONTHS = "periodic_allowance"
"""The benefit whose length the centre sets itself (art. 38 ust. 5 u.p.s.)."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """A case of the population: ids, its months in force, and what the rules need."""

    case: Case
    calculation: int
    benefit: str
    family: int
    months: int
    once: bool


@dataclass(frozen=True, slots=True)
class Population:
    """The entitlements of a day or of twelve months, and the refusals of twelve months."""

    on: date
    scope: str

    @property
    def year(self) -> Period:
        """The twelve months whose cost is told: from the day on, or the last ones."""
        if self.scope == WhatIf.Scope.DAY:
            return Period(self.on, _a_year_after(self.on) - _ONE_DAY)
        return self.last_year

    @property
    def last_year(self) -> Period:
        """Twelve months up to the day, or to today when the day is still to come."""
        last = min(self.on, clock.today())
        return Period(_a_year_before(last) + _ONE_DAY, last)

    def granted(self) -> QuerySet[Entitlement]:
        """Entitlements whose period holds the day, or any day of the twelve months."""
        found = Entitlement.objects.filter(period__isempty=False, benefit__cash=True)
        if self.scope == WhatIf.Scope.DAY:
            return found.filter(period__contains=self.on)
        return found.filter(period__overlap=day_range(self.last_year))

    def refused(self) -> QuerySet[DecisionItem]:
        """The newest refusal of each person and benefit that the rules themselves gave, unless the
        benefit was granted after all.
        """
        year = self.last_year
        held = self.granted().filter(
            beneficiary=OuterRef("item__person"), benefit=OuterRef("benefit")
        )
        return (
            DecisionItem.objects.filter(
                ~Exists(held), kind=DecisionItem.Kind.REFUSAL, calculation__eligible=False,
                decision__status__in=ISSUED, benefit__cash=True,
                decision__issued_on__range=(year.start, year.end),
            )
            .order_by("item__person_id", "benefit_id", "-pk")
            .distinct("item__person_id", "benefit_id")
        )  # fmt: skip

    def count(self) -> int:
        """How many cases there are."""
        return self.granted().count() + self.refused().count()

    def rows(self) -> Iterator[Row]:
        """All cases, by a cursor of the server: memory stays the same for any town."""
        yield from self._granted_rows()
        yield from self._refused_rows()

    def _granted_rows(self) -> Iterator[Row]:
        year = self.year
        found = self.granted().order_by("pk").values_list(
            "decision_item__calculation_id", "benefit__code", "snapshot__household_id",
            *_of_calculation("decision_item__calculation__"), "amount", "period",
        )  # fmt: skip
        for key, code, family, facts, least, most, per, amount, period in found.iterator(AT_ONCE):
            once = per == ONCE
            months = 1 if once else months_in(period, year)
            yield Row(Case(facts, amount, least, most), key, code, family, months, once)

    def _refused_rows(self) -> Iterator[Row]:
        usual = int(centre.answer("decisions.months", on=self.on))
        found = self.refused().values_list(
            "calculation_id", "benefit__code", "calculation__snapshot__household_id",
            *_of_calculation("calculation__"),
        )  # fmt: skip
        for key, code, family, facts, least, most, per in found.iterator(AT_ONCE):
            once = per == ONCE
            months = 1 if once else usual if code == FOR_SOME_MONTHS else MONTHS_OF_A_YEAR
            yield Row(Case(facts, None, least, most), key, code, family, months, once)


def _of_calculation(path: str) -> tuple[Any, ...]:
    """Facts as text (the processes read them), the range, and the period the amount is for."""
    return (
        Cast(f"{path}facts", TextField()), f"{path}amount_min", f"{path}amount_max",
        KeyTextTransform("period", f"{path}result"),
    )  # fmt: skip


def months_in(period: Any, year: Period) -> int:
    """How many months of the year an entitlement is in force, begun ones included."""
    assert year.end is not None
    first = max(period.lower, year.start)
    last = year.end if period.upper is None else min(period.upper - _ONE_DAY, year.end)
    if last < first:
        return 0
    return min(Month.of(last) - Month.of(first) + 1, MONTHS_OF_A_YEAR)


def chapters() -> dict[str, str]:
    """The line of the budget each benefit is paid from, '85214 § 3110'."""
    return {
        row.code: f"{row.chapter} § {row.paragraph}" for row in Benefit.objects.filter(cash=True)
    }


def chapter_labels(on: date) -> dict[str, str]:
    """The names of the lines on a day."""
    return {f"{row.chapter} § {row.paragraph}": row.label for row in Classification.objects.on(on)}


def _a_year_after(day: date) -> date:
    return (Month.of(day) + MONTHS_OF_A_YEAR).first_day + (day - Month.of(day).first_day)


def _a_year_before(day: date) -> date:
    return (Month.of(day) - MONTHS_OF_A_YEAR).first_day + (day - Month.of(day).first_day)


def worth(amount: Decimal, months: int) -> Decimal:
    """What a monthly difference makes in a year."""
    return amount * months
