"""Statutory interest for delay (k.c. art. 481): simple, by each rate's days, rounded once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from benefits.rules.law import Law, NotAnnounced
from benefits.rules.trace import Step, fact, rounded, total

RATE = "interest.delay_rate"
YEAR = "interest.year_days"
BASIS = "art. 481 k.c."


def delay_interest(principal: Decimal, start: date, end: date, law: Law) -> Step:
    """Interest on `principal` złoty from the first day of delay to the day of payment, with both.

    Raises NotAnnounced when a day has no known rate.
    """
    owed = fact("principal", "Kwota zaległa", principal)
    parts = [_part(owed, first, last, law) for first, last in _spans(start, end, law)]
    exact = total("interest.exact", "Odsetki przed zaokrągleniem", parts, BASIS)
    return rounded("interest", "Odsetki ustawowe za opóźnienie", exact, BASIS)


def _part(owed: Step, first: date, last: date, law: Law) -> Step:
    days = Decimal((last - first).days + 1)
    year, rate = law.step(YEAR, first), law.step(RATE, first)
    counted = Step(
        "interest.days", f"Dni od {first:%d.%m.%Y} do {last:%d.%m.%Y}", days, "",
        (fact("from", "od", first.isoformat(), unit="date"),
         fact("to", "do", last.isoformat(), unit="date")), unit="days",
    )  # fmt: skip
    sum_due = owed.number * rate.number * days / year.number
    return Step("interest.part", "Odsetki za część okresu", sum_due, BASIS,
                (owed, rate, counted, year))  # fmt: skip


def _spans(start: date, end: date, law: Law) -> list[tuple[date, date]]:
    """The days cut where the rate changes; the last day must have a rate too."""
    for day in (start, end):
        law.step(RATE, day)
    changes = [day for day in law.parameters[RATE].starts if start < day <= end]
    starts = [start, *changes]
    ends = [*(day - timedelta(days=1) for day in changes), end]
    return list(zip(starts, ends, strict=True))


__all__ = ["NotAnnounced", "delay_interest"]
