"""The sum of allowances for złotówka za złotówkę (art. 5 ust. 3b u.ś.r.).

The allowance and the monthly supplements are averaged over the months determined; one-off and
school-away supplements are always divided by twelve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from benefits.rules.family_children import BY_TWELVE, CODE, MONTHLY
from benefits.rules.family_supplements import Item, Once
from benefits.rules.law import Law
from benefits.rules.trace import Step, fact, product, quotient, total
from opsapp.kernel.periods import Month

BASIS = "art. 5 ust. 3b u.ś.r."


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months in a row in which the same is due."""

    first: Month
    last: Month
    items: tuple[Item, ...]

    @property
    def months(self) -> int:
        return self.last - self.first + 1


def tapered(law: Law, stretches: Sequence[Stretch], once: Sequence[Once]) -> Step:
    """The monthly sum from which the excess is taken."""
    parts = [
        _average(stretches, (CODE,), "allowances", "Zasiłki rodzinne"),
        _average(stretches, MONTHLY, "supplements", "Dodatki miesięczne"),
        _by_twelve(law, stretches, once),
    ]
    return total(f"{CODE}.sum", "Suma świadczeń na miesiąc", [one for one in parts if one], BASIS)


def _average(
    stretches: Sequence[Stretch], codes: Sequence[str], code: str, label: str
) -> Step | None:  # fmt: skip
    """What these codes give in the months determined, by the number of those months."""
    due: list[Step] = []
    count = 0
    for one in stretches:
        items = [item.step for item in one.items if item.code in codes]
        if items:
            due.append(_times(one, total(f"{CODE}.{code}_month", f"{label} na miesiąc", items,
                                         BASIS)))  # fmt: skip
            count += one.months
    if not due:
        return None
    whole = total(f"{CODE}.{code}_sum", f"{label} w okresie", due, BASIS)
    months = fact("circumstances.from", "Miesiące, na które ustala się prawo", Decimal(count),
                  unit="months")  # fmt: skip
    return quotient(f"{CODE}.{code}", f"{label} przeciętnie na miesiąc", whole, months, BASIS)


def _times(one: Stretch, monthly: Step) -> Step:
    label = f"Miesiące {one.first.shown}–{one.last.shown}"
    months = fact("circumstances.from", label, Decimal(one.months), unit="months")
    return product(monthly.code, monthly.label, monthly, months, BASIS)


def _by_twelve(law: Law, stretches: Sequence[Stretch], once: Sequence[Once]) -> Step | None:
    """One-off supplements and those of art. 15, always by twelve."""
    due = [one.item.step for one in once]
    due += _away(law, stretches)
    if not due:
        return None
    whole = total(f"{CODE}.one_off_sum", "Dodatki jednorazowe i na naukę poza domem", due, BASIS)
    months = law.step(f"{CODE}.one_off_divisor", stretches[0].first.first_day)
    return quotient(f"{CODE}.one_off", "Dodatki jednorazowe na miesiąc", whole, months, BASIS)


def _away(law: Law, stretches: Sequence[Stretch]) -> list[Step]:
    """Art. 15 in the months determined, or in the whole school year where the centre counts so."""
    on = stretches[0].first.first_day
    setting = law.step(f"{CODE}.away_whole_period", on)
    if setting.number:
        year = law.step(f"{CODE}.away_months", on)
        steps = {id(item.step): item.step for one in stretches for item in one.items
                 if item.code in BY_TWELVE}  # fmt: skip
        return [
            Step(step.code, step.label, step.number * year.number, BASIS, (step, year, setting))
            for step in steps.values()
        ]
    return [
        _times(one, item.step) for one in stretches for item in one.items if item.code in BY_TWELVE
    ]
