"""Days and moments of the town's past."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from opsapp.demo.cells import Raw
from opsapp.kernel import calendar

ONE_DAY = timedelta(days=1)


def morning(day: date, salt: int) -> Raw:
    """A moment of office hours on a day; the salt spreads them."""
    minutes = 440 + salt * 37 % 420
    return Raw(f"{day} {minutes // 60:02}:{minutes % 60:02}:{salt * 13 % 60:02}+01")


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
