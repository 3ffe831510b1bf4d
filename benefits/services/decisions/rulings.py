"""What a draft may rule in an item: the amount, the period, or the ground of a refusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits import centre, questions
from benefits.dictionaries import REFUSAL_GROUNDS
from benefits.models import Calculation, DecisionItem
from benefits.stored import assessment_of
from opsapp.kernel.money import format_pln
from opsapp.kernel.periods import Month, Period
from opsapp.kernel.ranges import day_range
from opsapp.kernel.refusals import Refusal
from socialwork.models import PlanItem

GRANT, REFUSAL = DecisionItem.Kind.GRANT, DecisionItem.Kind.REFUSAL
OPEN_ENDED = ("permanent_allowance",)


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer of a decision to one item."""

    kind: str
    amount: Decimal | None = None
    amount_reason: str = ""
    period: Period | None = None
    refusal_code: str = ""

    def put_into(self, row: DecisionItem) -> None:
        """Write the ruling into the item of a draft."""
        row.kind = self.kind
        row.amount = self.amount
        row.proposed_amount = proposed(row.calculation) if self.kind == GRANT else None
        row.amount_reason = self.amount_reason
        row.period = day_range(self.period) if self.period else None
        row.refusal_code = self.refusal_code


def proposed(calculation: Calculation) -> Decimal | None:
    """The amount the law gives without anybody's choice: the least of the range.

    Where the act sets no least sum: what the plan of help names, else what was asked for.
    """
    least, most = calculation.amount_min, calculation.amount_max
    if least is None or most is None or least > 0:
        return least
    planned = plan_of(calculation)
    if planned is not None and planned.amount is not None and 0 < planned.amount <= most:
        return planned.amount
    return most


def plan_of(calculation: Calculation) -> PlanItem | None:
    """The line of the interview's plan of help for this benefit."""
    if calculation.interview_id is None:
        return None
    rows = PlanItem.objects.filter(
        interview=calculation.interview_id, benefit=calculation.item.benefit_id
    )
    found: PlanItem | None = rows.order_by("pk").first()
    return found


def rule(
    calculation: Calculation,
    *,
    kind: str | None = None,
    amount: Decimal | None = None,
    amount_reason: str = "",
    period: Period | None = None,
    refusal_code: str = "",
) -> Ruling:
    """A ruling that the calculation bears.

    Raises `Refusal` for a grant of what is not due, an amount out of range or without its reason,
    a period that is not of full months from the month of receipt, and a refusal without ground.
    """
    wanted = kind or (GRANT if calculation.eligible else REFUSAL)
    if wanted == REFUSAL:
        return Ruling(REFUSAL, refusal_code=_ground(calculation, refusal_code))
    if not calculation.eligible:
        raise Refusal(
            "Z wyliczenia wynika, że świadczenie nie przysługuje. Można tylko odmówić.",
            "not_eligible",
            "kind",
        )
    due = proposed(calculation)
    chosen = due if amount is None else amount
    reason = amount_reason.strip()
    check_amount(calculation, chosen, due, reason)
    return Ruling(GRANT, chosen, "" if chosen == due else reason, _period(calculation, period))


def _ground(calculation: Calculation, code: str) -> str:
    refusals = assessment_of(calculation).refusals
    if not code and refusals:
        return refusals[0].code
    if code in REFUSAL_GROUNDS or code in {one.code for one in refusals}:
        return code
    raise Refusal("Wybierz podstawę odmowy.", "no_ground", "refusal_code")


def check_amount(
    calculation: Calculation, amount: Decimal | None, due: Decimal | None, reason: str
) -> None:
    least, most = calculation.amount_min or Decimal(), calculation.amount_max or Decimal()
    if not amount or not least <= amount <= most:
        said = f"od {format_pln(least)} do {format_pln(most)}"
        raise Refusal(f"Kwota musi mieścić się w granicach wyliczenia: {said}.", "range", "amount")
    if amount != due and not reason:
        raise Refusal(
            f"Kwota inna niż proponowana ({format_pln(due or Decimal())}) wymaga uzasadnienia.",
            "no_reason",
            "amount_reason",
        )


def _period(calculation: Calculation, period: Period | None) -> Period:
    first = Month.of(questions.start_day(calculation.item.application))
    if assessment_of(calculation).period == "once":
        month = Month.of(period.start) if period else first
        return month.period
    chosen = period or _usual_period(calculation, first)
    _full_months(calculation, chosen, first)
    return chosen


def _full_months(calculation: Calculation, period: Period, first: Month) -> None:
    whole = period.start.day == 1 and (
        period.end is None or period.end == Month.of(period.end).last_day
    )
    if not whole:
        raise Refusal(
            "Świadczenie przyznaje się na pełne miesiące: od pierwszego do ostatniego dnia.",
            "not_whole_months",
            "period",
        )
    if period.start < first.first_day:
        raise Refusal(
            f"Prawo liczy się od {first.first_day:%d.%m.%Y} (art. 106 ust. 3 u.p.s.). "
            "Wcześniej nie można przyznać.",
            "too_early",
            "period",
        )
    if period.end is None and calculation.facts["benefit"] not in OPEN_ENDED:
        raise Refusal(
            "To świadczenie przyznaje się na czas określony. Podaj ostatni miesiąc.",
            "no_end",
            "period",
        )


def _usual_period(calculation: Calculation, first: Month) -> Period:
    """As asked for, else as the plan of help says, else as long as the centre usually grants."""
    item, planned = calculation.item, plan_of(calculation)
    months = int(centre.answer("decisions.months", on=calculation.on))
    start = max(first, _month(item.requested_from) or first)
    last = _month(item.requested_to) or _month(planned.to_month if planned else None)
    if calculation.facts["benefit"] in OPEN_ENDED and last is None:
        return Period(start.first_day)
    end = last if last is not None and last >= start else start + (months - 1)
    return Period(start.first_day, end.last_day)


def _month(day: date | None) -> Month | None:
    return Month.of(day) if day else None


def exceptions(items: Iterable[DecisionItem]) -> list[str]:
    """Why a decision should be read before it is signed: what is not as the law proposes."""
    found = []
    for row in items:
        if row.kind == REFUSAL:
            found.append("odmowa")
        elif row.amount != row.proposed_amount:
            found.append("inna kwota niż proponowana")
    return found
