"""Polish days off and the counting of terms.

Days off: ustawa z 18.01.1951 o dniach wolnych od pracy, as in force since 28 April 1990 (3 May
restored, 22 July abolished). Kept here and not taken from a package, because the rules engine may
import little and the package `holidays` costs 44 MB in every process; tests compare the two.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from opsapp.kernel.periods import Month

Unit = Literal["days", "weeks", "months", "years", "working_days"]
UNITS: tuple[str, ...] = get_args(Unit)
FIRST_YEAR = 1990

_ONE_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6
_FIXED = ((1, 1), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26))
_SINCE = {(1, 6): 2011, (12, 24): 2025}
"""Dz.U. 2010 poz. 1459 (Epiphany), Dz.U. 2024 poz. 1965 (Christmas Eve)."""
_AFTER_EASTER = (0, 1, 49, 60)
_ONCE = frozenset({date(2018, 11, 12)})
"""Dz.U. 2018 poz. 2117: the hundredth anniversary of independence."""


def is_day_off(day: date) -> bool:
    """A day off by statute: a Sunday or a holiday. A Saturday is not one."""
    return day.weekday() == _SUNDAY or day in holidays_of(day.year)


def is_working_day(day: date) -> bool:
    """Monday to Friday without days off."""
    return day.weekday() != _SATURDAY and not is_day_off(day)


def next_working_day(day: date) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def deadline(start: date, length: int, unit: str) -> date:
    """The last day of a term that began with an event on `start` (k.p.a. art. 57).

    The day of the event does not count (§ 1); weeks, months and years end on the day that answers
    to it (§ 2–3a); an end on a day off or a Saturday moves to the next day that is neither (§ 4).
    Working days are counted one by one. Raises ValueError for an unknown unit or a length below 1.
    """
    if length < 1:
        raise ValueError("Termin musi trwać co najmniej jeden dzień.")
    match unit:
        case "days":
            return next_working_day(start + timedelta(days=length))
        case "weeks":
            return next_working_day(start + timedelta(weeks=length))
        case "months":
            return next_working_day(_same_day(start, Month.of(start) + length))
        case "years":
            return next_working_day(_same_day(start, Month.of(start) + 12 * length))
        case "working_days":
            return _after_working_days(start, length)
    raise ValueError(f"Nieznana jednostka terminu „{unit}”. Dozwolone: {', '.join(UNITS)}.")


@lru_cache(maxsize=256)
def holidays_of(year: int) -> frozenset[date]:
    """The statutory holidays of a year (Sundays apart); years before 1990 raise ValueError."""
    if year < FIRST_YEAR:
        raise ValueError(
            f"Dni wolne od pracy są znane od {FIRST_YEAR} roku, a pytanie dotyczy roku {year}."
        )
    easter = _easter(year)
    fixed = {date(year, *day) for day in _FIXED}
    newer = {date(year, *day) for day, since in _SINCE.items() if year >= since}
    movable = {easter + timedelta(days=days) for days in _AFTER_EASTER}
    return frozenset(fixed | newer | movable | {day for day in _ONCE if day.year == year})


def _same_day(start: date, month: Month) -> date:
    """The same day of another month, or its last day (for 29 February: the day before, § 3a)."""
    return month.first_day.replace(day=min(start.day, month.days))


def _after_working_days(start: date, length: int) -> date:
    day = start
    for _ in range(length):
        day = next_working_day(day + _ONE_DAY)
    return day


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
