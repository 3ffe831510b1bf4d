"""Polish words for days, months and counts, as the screens write them."""

from __future__ import annotations

from datetime import date

from opsapp.kernel.money import plural
from opsapp.kernel.periods import Month

MONTHS = (
    "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec",
    "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień",
)  # fmt: skip
MONTHS_OF = (
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
    "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
)  # fmt: skip
WEEKDAYS = ("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela")
DAYS = ("dzień", "dni", "dni")
YEARS = ("rok", "lata", "lat")
TERM_WARNS_DAYS = 5
TERM_BURNS_DAYS = 2


def counted(number: int, forms: tuple[str, str, str]) -> str:
    """'1 dzień', '2 dni', '5 dni'; thousands apart."""
    return (
        f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
        + "\N{NO-BREAK SPACE}"
        + plural(number, forms)
    )


def month_name(month: Month) -> str:
    """'listopad 2026'."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def long_day(day: date) -> str:
    """'czwartek, 26 listopada 2026'."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS_OF[day.month - 1]} {day.year}"


def age(born: date, on: date) -> int:
    """Full years on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def short_day(day: date, today: date) -> str:
    """'02.12', with the year when it is another one than today's."""
    return f"{day:%d.%m}" if day.year == today.year else f"{day:%d.%m.%Y}"


def term(due: date, today: date) -> tuple[str, str]:
    """The words of a term and its tone: ('do 02.12 (za 6 dni)', 'quiet'), ('3 dni po terminie',
    'bad').
    """
    left = (due - today).days
    if left < 0:
        return f"{counted(-left, DAYS)} po terminie", "bad"
    tone = "bad" if left <= TERM_BURNS_DAYS else "warn" if left <= TERM_WARNS_DAYS else "quiet"
    when = {0: "dziś", 1: "jutro"}.get(left) or f"za {counted(left, DAYS)}"
    return f"do {short_day(due, today)} ({when})", tone
