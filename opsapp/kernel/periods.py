"""Months and periods of days, as the law counts them: a period includes both its days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month; stored as the date of its first day."""

    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read "2026-11"; anything else raises ValueError with a Polish sentence."""
        found = _MONTH.fullmatch(text.strip())
        if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:
            raise ValueError(f"„{text}” nie jest miesiącem. Podaj rok i miesiąc, np. 2026-11.")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that holds this day."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, self.days)

    @property
    def days(self) -> int:
        """How many days the month has."""
        return monthrange(self.year, self.month)[1]

    @property
    def period(self) -> Period:
        """The whole month as a period."""
        return Period(self.first_day, self.last_day)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __add__(self, months: int) -> Month:
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    @overload
    def __sub__(self, other: int) -> Month: ...
    @overload
    def __sub__(self, other: Month) -> int: ...
    def __sub__(self, other: int | Month) -> Month | int:
        """An earlier month, or the distance in months between two."""
        if isinstance(other, Month):
            return (self.year - other.year) * 12 + self.month - other.month
        return self + -other

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def shown(self) -> str:
        """The month as people read it: "11.2026"."""
        return f"{self.month:02}.{self.year:04}"


def months_between(first: Month, last: Month) -> list[Month]:
    """All months from the first to the last, both included; empty when they are out of order."""
    return [first + step for step in range(last - first + 1)]


class DayRange(Protocol):
    """What the driver gives back for a PostgreSQL daterange."""

    @property
    def lower(self) -> date | None: ...
    @property
    def upper(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included; without the last day it has no end."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(
                f"Okres kończy się ({self.end:%d.%m.%Y}) przed swoim początkiem "
                f"({self.start:%d.%m.%Y})."
            )

    @classmethod
    def from_range(cls, days: DayRange) -> Period:
        """Read a `[)` daterange, as PostgreSQL always returns it."""
        if days.lower is None:
            raise ValueError("Okres musi mieć pierwszy dzień.")
        return cls(days.lower, days.upper - _ONE_DAY if days.upper else None)

    @property
    def days(self) -> int:
        """How many days; a period without end has no answer and raises ValueError."""
        return (self._known_end() - self.start).days + 1

    @property
    def months(self) -> list[Month]:
        """Every month touched by the period; a period without end raises ValueError."""
        return months_between(Month.of(self.start), Month.of(self._known_end()))

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def __iter__(self) -> Iterator[date]:
        for step in range(self.days):
            yield self.start + timedelta(days=step)

    def overlap(self, other: Period) -> Period | None:
        """The days that both periods have, or None."""
        start = max(self.start, other.start)
        end = min((day for day in (self.end, other.end) if day is not None), default=None)
        return None if end is not None and end < start else Period(start, end)

    def _known_end(self) -> date:
        if self.end is None:
            raise ValueError("Okres nie ma ostatniego dnia.")
        return self.end
