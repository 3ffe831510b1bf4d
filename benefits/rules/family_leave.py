"""How long the supplement of a parental leave lasts: 24, 36 or 72 calendar months (art. 10 ust. 1).

The act counts the months for which the supplement was due. They are told by `leave_months_paid`;
without it, the supplement is taken as paid since the leave began.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from benefits.rules.family_children import CODE, Claim
from benefits.rules.law import Law
from benefits.rules.trace import Step, fact
from opsapp.kernel.periods import Month

BASIS = "art. 10 ust. 1 u.ś.r."


@dataclass(frozen=True, slots=True)
class LeaveLimit:
    """The last day of the supplement (the day before the first when the months are used up)."""

    last_day: date
    step: Step

    @property
    def month(self) -> Month:
        """The month in which it ends."""
        return Month.of(self.last_day)


def leave_limit(law: Law, claim: Claim, first: Month, on: date) -> LeaveLimit | None:
    """The limit by care: more children of one birth, a disabled child; None when nothing counts."""
    leave = claim.leave
    if leave.first is None and leave.months_paid is None:
        return None
    key = "parental_leave_months"
    if claim.member.disability in ("child_certificate", "severe"):
        key = "parental_leave_months_disabled"
    elif leave.multiple_birth:
        key = "parental_leave_months_multiple"
    allowed = law.step(f"{CODE}.{key}", on)
    begun = leave.first or first.first_day
    months, known = int(allowed.number), _begun(claim)
    if leave.months_paid is not None:
        begun, known = max(begun, first.first_day), (*known, _paid(claim, leave.months_paid))
        months = max(0, months - leave.months_paid)
    last = _after_months(begun, months) - timedelta(days=1)
    step = Step(f"{CODE}.parental_leave_until", "Dodatek na czas urlopu najdłużej do dnia",
                last.isoformat(), BASIS, (allowed, *known), unit="date",
                member=claim.member.id)  # fmt: skip
    return LeaveLimit(last, step)


def _after_months(day: date, months: int) -> date:
    """The day of the same number, or the first of the next month where there is none."""
    month = Month.of(day) + months
    if day.day > month.days:
        return (month + 1).first_day
    return month.first_day.replace(day=day.day)


def _begun(claim: Claim) -> tuple[Step, ...]:
    if claim.leave.first is None:
        return ()
    return (fact(f"circumstances.children[{claim.index}].leave_from", "Urlop wychowawczy od",
                 claim.leave.first.isoformat(), unit="date", member=claim.member.id),)  # fmt: skip


def _paid(claim: Claim, months: int) -> Step:
    return fact(f"circumstances.children[{claim.index}].leave_months_paid",
                "Miesiące, za które dodatek już wypłacono", Decimal(months), unit="months",
                member=claim.member.id)  # fmt: skip
