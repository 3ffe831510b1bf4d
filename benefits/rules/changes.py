"""What happens to a social-assistance benefit afterwards: part months, small changes, set-off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits.rules.law import Law
from benefits.rules.trace import Step, fact, passed, product
from opsapp.kernel.money import round_half_up
from opsapp.kernel.periods import Month

CERTIFICATE_DAYS = "permanent_allowance.certificate_days"


def partial_month(amount: Decimal, month: Month, days: int) -> Step:
    """The amount by the days of the month covered, rounded once (art. 106 ust. 3 u.p.s.)."""
    basis = "art. 106 ust. 3 u.p.s."
    whole = fact("amount", "Kwota za pełny miesiąc", amount)
    covered = fact("days", "Dni, za które przysługuje", Decimal(days), unit="days")
    length = fact("month", f"Dni miesiąca {month.shown}", Decimal(month.days), unit="days")
    value = round_half_up(amount * days / month.days)
    return Step("partial_month", "Kwota za część miesiąca", value, basis, (whole, length, covered))


def change_acts(before: Decimal, after: Decimal, *, people: int, on: date, law: Law) -> Step:
    """Whether a change of income changes the benefit: only above 10 % of the criterion.

    For a family the criterion is that of one person, as the text has it (art. 106 ust. 3a–3b).
    """
    kind, basis = "single" if people == 1 else "family", "art. 106 ust. 3a i 3b u.p.s."
    limit = product("tolerance", "Zmiana bez wpływu na świadczenie",
                    law.step(f"social_assistance.criterion_{kind}", on),
                    law.step("social_assistance.tolerance_share", on), basis)  # fmt: skip
    moved = Step("change", "Zmiana dochodu", abs(after - before), basis, (
        fact("before", "Dochód przed zmianą", before), fact("after", "Dochód po zmianie", after),
    ))  # fmt: skip
    return passed("change_acts", "Zmiana wpływa na świadczenie", moved.number > limit.number,
                  (moved, limit), basis)  # fmt: skip


def set_off_plan(debt: Decimal, benefit: Decimal, on: date, law: Law) -> list[Decimal]:
    """Monthly deductions: at most half of the benefit paid now (art. 104 ust. 2 u.p.s.)."""
    most = round_half_up(benefit * law.value("social_assistance.set_off_share", on))
    if most <= 0:
        return []
    months = int(debt // most)
    rest = debt - most * months
    return [most] * months + ([rest] if rest else [])


@dataclass(frozen=True, slots=True)
class Suspension:
    """A permanent allowance suspended until the certificate comes (art. 106 ust. 7–11)."""

    filed: Month
    received_on: date
    delivered_on: date


def suspended_right_from(case: Suspension, law: Law) -> Month:
    """First month of the right: of filing when delivered within 60 days, else of the delivery."""
    days = law.value(CERTIFICATE_DAYS, case.delivered_on)
    in_time = (case.delivered_on - case.received_on).days <= days
    return case.filed if in_time else Month.of(case.delivered_on)
