"""Part of a month in family benefits: by calendar days, rounded up to ten grosze.

Art. 10 ust. 3, art. 16a ust. 7, art. 17 ust. 4 and art. 17c ust. 7 u.ś.r. share the rule.
"""

from __future__ import annotations

from decimal import Decimal

from benefits.rules.law import Law
from benefits.rules.trace import Step, fact
from opsapp.kernel.money import round_half_up
from opsapp.kernel.periods import Month


def part_of_month(
    whole: Step, month: Month, days: int, law: Law, said: tuple[str, str]
) -> Step:  # fmt: skip
    """The amount by days of the month, rounded up to ten grosze (art. 10 ust. 3 u.ś.r.)."""
    label, basis = said
    step = law.step("family_benefits.partial_step", month.first_day)
    covered = fact("days", f"Dni w miesiącu {month}", Decimal(days), unit="days")
    length = fact("on", f"Dni miesiąca {month}", Decimal(month.days), unit="days")
    exact = whole.number * days / month.days
    value = round_up(exact, step.number)
    return Step(whole.code, f"{label} za część miesiąca", value, basis,
                (whole, length, covered, step), member=whole.member)  # fmt: skip


def round_up(exact: Decimal, step: Decimal) -> Decimal:
    """Up to the next multiple of a step (ten grosze in the act)."""
    times = exact / step
    whole = round_half_up(times, 0)
    return (whole if whole >= times else whole + 1) * step
