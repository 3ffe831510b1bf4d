"""The only source of the present moment, so that every test can stand on any day."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from opsapp.kernel.periods import Month

if TYPE_CHECKING:
    from collections.abc import Iterator

WARSAW = ZoneInfo("Europe/Warsaw")

# A stack of the whole process, not of one thread: a browser test freezes the server's threads too.
_frozen: list[datetime] = []


def now() -> datetime:
    """The present moment, aware, in UTC (or the frozen one)."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def today() -> date:
    """The present legal day: the calendar day in Europe/Warsaw."""
    return now().astimezone(WARSAW).date()


def this_month() -> Month:
    """The month of the present legal day."""
    return Month.of(today())


@contextmanager
def frozen(moment: date | datetime) -> Iterator[datetime]:
    """Let the process stand on a day (at noon in Warsaw) or at an aware moment."""
    _frozen.append(_as_moment(moment))
    try:
        yield _frozen[-1]
    finally:
        _frozen.pop()


def stand_on(day: date) -> None:
    """Let the whole process stand on a day from now on: for tests that start the site, never in
    production, whose settings do not know the variable.
    """
    _frozen.append(_as_moment(day))


def _as_moment(moment: date | datetime) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(12), tzinfo=WARSAW)
    if moment.tzinfo is None:
        raise ValueError("The moment must carry its time zone.")
    return moment
