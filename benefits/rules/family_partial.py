"""Part of a month in family benefits: by calendar days, rounded up to ten grosze.

Art. 10 ust. 3, art. 16a ust. 7, art. 17 ust. 4 and art. 17c ust. 7 u.ś.r. share the rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from benefits.rules.assessment import Component
from benefits.rules.law import Law
from benefits.rules.trace import Step, fact
from opsapp.kernel.money import round_half_up
from opsapp.kernel.periods import Month

ONE_DAY = timedelta(days=1)


def part_of_month(
    whole: Step, month: Month, days: int, law: Law, said: tuple[str, str]
) -> Step:  # fmt: skip
    """The amount by days of the month, rounded up to ten grosze (art. 10 ust. 3 u.ś.r.)."""
    label, basis = said
    step = law.step("family_benefits.partial_step", month.first_day)
    covered = fact("days", f"Dni w miesiącu {month.shown}", Decimal(days), unit="days")
    length = fact("on", f"Dni miesiąca {month.shown}", Decimal(month.days), unit="days")
    exact = whole.number * days / month.days
    value = round_up(exact, step.number)
    return Step(whole.code, f"{label} za część miesiąca", value, basis,
                (whole, length, covered, step), member=whole.member)  # fmt: skip


def round_up(exact: Decimal, step: Decimal) -> Decimal:
    """Up to the next multiple of a step (ten grosze in the act)."""
    times = exact / step
    whole = round_half_up(times, 0)
    return (whole if whole >= times else whole + 1) * step


@dataclass(frozen=True, slots=True)
class Part:
    """An amount a month for days in a row; without the last day it goes on."""

    step: Step
    first: date
    last: date | None

    def component(self, code: str, member: str | None) -> Component:
        """As the answer lists it, by days."""
        return Component(code, member, self.step.number, self.first.isoformat(),
                         self.last.isoformat() if self.last else None)  # fmt: skip


def parts_by_month(
    law: Law, code: str, start: date, end: date | None, said: tuple[str, str]
) -> list[Part]:  # fmt: skip
    """The value of law in each stretch of months, whole or by days at both ends.

    A right without an end is listed as far as the law is known; the last part then goes on.
    Raises NotAnnounced when a day up to `end` has no value.
    """
    parameter = law.parameters[code]
    known_until = end or parameter.answers_until
    changes = [day for day in parameter.starts
               if day > start and (known_until is None or day <= known_until)]  # fmt: skip
    starts = [start, *changes]
    ends = [*(day - ONE_DAY for day in changes), end]
    if end is not None:
        law.step(code, end)
    parts: list[Part] = []
    for first, last in zip(starts, ends, strict=True):
        parts += _whole_and_partial(law, law.step(code, first), first, last, said)
    return parts


def _whole_and_partial(
    law: Law, whole: Step, first: date, last: date | None, said: tuple[str, str]
) -> list[Part]:  # fmt: skip
    """A part month at the beginning, whole months, a part month at the end."""
    month = Month.of(first)
    ends_here = last is not None and last <= month.last_day
    if first != month.first_day or (ends_here and last != month.last_day):
        stop = last if ends_here and last is not None else month.last_day
        days = (stop - first).days + 1
        head = [Part(part_of_month(whole, month, days, law, said), first, stop)]
        if ends_here:
            return head
        return head + _whole_and_partial(law, whole, (month + 1).first_day, last, said)
    if last is None or last == Month.of(last).last_day:
        return [Part(whole, first, last)]
    tail = Month.of(last)
    days = (last - tail.first_day).days + 1
    rest = Part(part_of_month(whole, tail, days, law, said), tail.first_day, last)
    return [Part(whole, first, tail.first_day - ONE_DAY), rest]
