"""Days and moments of the town's past."""

from __future__ import annotations

from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from opsapp.demo.cells import Raw
from opsapp.kernel import calendar
from opsapp.kernel.periods import Month

ONE_DAY = timedelta(days=1)


_HOURS = [
    f" {(440 + place) // 60:02}:{(440 + place) % 60:02}:{place * 13 % 60:02}+01"
    for place in range(420)
]
_TURN_MINUTES = 30
_TURNS = len(_HOURS) // _TURN_MINUTES


def morning(day: date, salt: int, turn: int | None = None) -> Raw:
    """A moment of office hours on a day; the salt spreads them. What is done in turn in one case
    gets its part of the day, so that a later turn is never recorded earlier.
    """
    if turn is None:
        return Raw(iso(day) + _HOURS[salt * 37 % len(_HOURS)])
    return Raw(iso(day) + _HOURS[min(turn, _TURNS - 1) * _TURN_MINUTES + salt * 37 % _TURN_MINUTES])


class Turn(IntEnum):
    """What comes before what on one day of a case."""

    RECEIVED = 0
    BEGUN = 1
    ORDERED = 2
    VISITED = 3
    FOUND = 4
    CALCULATED = 5
    DRAFTED = 6
    SUBMITTED = 8


TURNS = {
    "proceed": Turn.BEGUN, "summon": Turn.BEGUN, "supplement": Turn.BEGUN, "resume": Turn.BEGUN,
    "order_interview": Turn.ORDERED, "finish_interview": Turn.FOUND, "draft": Turn.DRAFTED,
    "submit": Turn.SUBMITTED,
}  # fmt: skip
"""The turn of a move; what follows it on the same day takes the next ones."""


@lru_cache(maxsize=16384)
def iso(day: date) -> str:
    """The day as COPY reads it."""
    return day.isoformat()


@lru_cache(maxsize=8192)
def working(day: date) -> date:
    """The day, or the first working day after it."""
    return calendar.next_working_day(day)


def after(day: date, days: int) -> date:
    """The working day that comes some days after."""
    return working(day + timedelta(days=days))


@lru_cache(maxsize=16384)
def due(start: date, length: int, unit: str) -> date:
    """The last day of a term."""
    return calendar.deadline(start, length, unit)


class Paid(NamedTuple):
    """A month that is paid: its first day, its days, its name in titles, its pay-day."""

    first_day: date
    days: int
    name: str
    main: date

    def due(self, issued: date) -> date:
        """When its instalment is due by a decision of a day."""
        return self.main if self.main >= issued else working(issued)


class PayDays:
    """The days on which lists go out: the pay-day of each month, and an additional one after it."""

    def __init__(self, pay_day: int) -> None:
        self.pay_day = pay_day
        self._days: dict[Month, tuple[date, date]] = {}
        self._first: dict[date, date] = {}

    @classmethod
    def around(cls, today: date) -> PayDays:
        """Pay-days such that the next one is near: this month's list is still to be made."""
        for day in (10, 15, 20, 25, 28):
            if earlier(Month.of(today).first_day.replace(day=day)) >= today:
                return cls(day)
        return cls(10)

    def of(self, month: Month) -> tuple[date, date]:
        """The pay-day and the additional day after it."""
        if month not in self._days:
            main = earlier(month.first_day.replace(day=self.pay_day))
            self._days[month] = main, working(main + timedelta(days=12))
        return self._days[month]

    @lru_cache(maxsize=4096)  # noqa: B019 - one of these in a process
    def span(self, first: Month, months: int) -> tuple[Paid, ...]:
        """The months of a period."""
        named = (first + step for step in range(months))
        return tuple(
            Paid(m.first_day, m.days, f"{m.month:02}.{m.year}", self.of(m)[0]) for m in named
        )

    def first_from(self, day: date) -> date:
        """The first day of lists on or after a day."""
        if day not in self._first:
            month = Month.of(day) - 1
            days = (one for step in range(4) for one in self.of(month + step))
            self._first[day] = next(one for one in days if one >= day)
        return self._first[day]


@lru_cache(maxsize=8192)
def earlier(day: date) -> date:
    """The day, or the last working day before it."""
    while not calendar.is_working_day(day):
        day -= ONE_DAY
    return day
