"""Income of a household in social assistance (art. 8 ust. 3–13 u.p.s.).

No amount per head is ever rounded before it is compared: the act has no rounding rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from benefits.rules.counting_social import Purpose, exclusion
from benefits.rules.facts import RELATIONS, CaseFacts, Income, Member
from benefits.rules.incomes import KINDS
from benefits.rules.law import Law
from benefits.rules.trace import (
    ZERO,
    Step,
    count,
    difference,
    fact,
    product,
    quotient,
    same,
    total,
)
from opsapp.kernel.periods import Month

ACT = "art. 8 ust. 3 u.p.s."
NO_INCOMES = fact("incomes", "Brak przychodów", ZERO, basis=ACT)
"""What a sum of no receipts stands on: the empty list of incomes is a fact of the input."""


@dataclass(frozen=True, slots=True)
class Family:
    """Who keeps house together for this benefit, the criterion and their income."""

    members: tuple[Member, ...]
    size: Step
    criterion: Step
    head_criterion: Step
    income: Step
    month: Month

    @property
    def single(self) -> bool:
        return len(self.members) == 1

    @property
    def head_income(self) -> Step:
        """Income per person, exact; of a single person, the income."""
        if self.single:
            return self.income
        return quotient("income.per_head", "Dochód na osobę w rodzinie", self.income, self.size,
                        "art. 8 ust. 1 pkt 2 u.p.s.")  # fmt: skip


def family_of(
    facts: CaseFacts, law: Law, purpose: Purpose = "cash", *, foster_out: bool = False
) -> Family:
    """The household as this benefit sees it; `foster_out` applies art. 10 ust. 1."""
    members = tuple(one for one in facts.household if _belongs(one, foster_out))
    size = _size(members)
    head = criterion_per_head(law, len(members), facts.on)
    whole = head if len(members) == 1 else product(
        "criterion", "Kryterium dochodowe rodziny", head, size, "art. 8 ust. 1 pkt 3 u.p.s."
    )  # fmt: skip
    month = reference_month(facts, purpose, members)
    income = income_of(facts, law, members, purpose=purpose, month=month, criterion=whole)
    return Family(members, size, whole, head, income, month)


def _belongs(member: Member, foster_out: bool) -> bool:
    if member.relation == "applicant":
        return True
    return not member.institution and not (foster_out and member.relation == "foster_child")


def _size(members: Sequence[Member]) -> Step:
    people = [
        Step(f"fact.household.{one.id}", RELATIONS[one.relation], one.id, source="household",
             unit="person", member=one.id)
        for one in members
    ]  # fmt: skip
    return count("household.size", "Liczba osób w gospodarstwie domowym", people,
                 "art. 6 pkt 10 i 14 u.p.s.")  # fmt: skip


def criterion_per_head(law: Law, size: int, on: date) -> Step:
    """The income criterion of a single person, or of one person in a family."""
    kind = "single" if size == 1 else "family"
    return law.step(f"social_assistance.criterion_{kind}", on)


def reference_month(
    facts: CaseFacts, purpose: Purpose, members: Sequence[Member]
) -> Month:  # fmt: skip
    """The month before the application; the month of the application when an income was lost."""
    ids = {member.id for member in members}
    lost = (one for one in facts.incomes if one.member in ids and _lost(facts, one, purpose))
    return facts.month if any(lost) else facts.month - 1


def _lost(facts: CaseFacts, income: Income, purpose: Purpose) -> bool:
    if income.lost_on is None or income.lost_on > facts.on or income.month is None:
        return False
    recent = income.month >= facts.month - 1 or income.lost_on >= (facts.month - 1).first_day
    return recent and exclusion(income.kind, purpose, facts.on) is None


def income_of(
    facts: CaseFacts, law: Law, members: Iterable[Member], *, purpose: Purpose, month: Month,
    criterion: Step, code: str = "income",
) -> Step:  # fmt: skip
    """The counted receipts of these members in the month, less alimony paid; never below zero."""
    ids = {member.id for member in members}
    added: list[Step] = []
    paid: list[Step] = []
    ignored: list[Step] = []
    for income in facts.incomes:
        if income.member not in ids:
            ignored.append(_leaf(income, note="osoba spoza rodziny w rozumieniu tego świadczenia"))
            continue
        step, counts = _reading(
            facts, law, income, purpose=purpose, month=month, criterion=criterion
        )
        (ignored if not counts else paid if income.kind == "alimony_paid" else added).append(step)
    return _summed(code, month, added, paid, ignored)


def _summed(
    code: str, month: Month, added: list[Step], paid: list[Step], ignored: list[Step]
) -> Step:  # fmt: skip
    when = f"{month.month:02}.{month.year}"
    shown = [Step(f"{code}.not_counted", "Nie wlicza się", ZERO, ACT, tuple(ignored))]
    inputs = (*added, *(shown if ignored else ())) or (NO_INCOMES,)
    if not paid:
        return total(code, f"Dochód za {when}", inputs, ACT)
    receipts = total(f"{code}.receipts", f"Przychody za {when}", inputs, ACT)
    alimony = total(f"{code}.alimony_paid", "Alimenty płacone innym osobom", paid,
                    "art. 8 ust. 3 pkt 3 u.p.s.")  # fmt: skip
    left = difference(code, f"Dochód za {when}", receipts, alimony, ACT)
    if left.number >= 0:
        return left
    return Step(code, f"Dochód za {when} (nie mniej niż zero)", ZERO, ACT, (receipts, alimony))


def _reading(
    facts: CaseFacts, law: Law, income: Income, *, purpose: Purpose, month: Month, criterion: Step
) -> tuple[Step, bool]:
    """The receipt as it counts in this month, and whether it counts."""
    left_out = exclusion(income.kind, purpose, facts.on)
    if left_out:
        return _leaf(income, note=left_out.why, basis=left_out.basis), False
    if income.kind == "farm":
        return _farm(facts, law, income, month)
    if income.for_months:
        return _arrears(income, month)
    if income.kind == "one_off" and income.month is not None:
        return _one_off(facts.on, law, income, month=month, criterion=criterion)
    if income.month != month:
        return _leaf(income, note=f"nie dotyczy miesiąca {month.shown}", basis=ACT), False
    return _leaf(income, basis=ACT), True


def _leaf(income: Income, *, note: str = "", basis: str = ACT) -> Step:
    label = KINDS[income.kind]
    if income.amount is None:
        return fact(income.path, label, income.hectares or ZERO, unit="ha", member=income.member,
                    basis=basis, note=note)  # fmt: skip
    return fact(income.path, label, income.amount, member=income.member, basis=basis, note=note)


def _farm(facts: CaseFacts, law: Law, income: Income, month: Month) -> tuple[Step, bool]:
    """Hectares times the amount per hectare; a holding below one hectare is left out whole."""
    if income.lost_on and income.lost_on <= facts.on:
        return _leaf(income, note="źródło utracone", basis=ACT), False
    if income.month is not None and income.month != month:
        return _leaf(income, note=f"nie dotyczy miesiąca {month.shown}", basis=ACT), False
    held = sum(
        (one.hectares or ZERO for one in facts.incomes
         if one.kind == "farm" and one.member == income.member), ZERO,
    )  # fmt: skip
    least = law.step("social_assistance.farm_minimum_hectares", facts.on)
    if held < least.number:
        note = f"poniżej {least.number.normalize():f} ha przeliczeniowego"
        return _leaf(income, note=note, basis="art. 8 ust. 4 pkt 6 u.p.s."), False
    hectare = law.step("social_assistance.farm_hectare", facts.on)
    return product("income.farm", "Dochód z gospodarstwa rolnego",
                   _leaf(income, basis="art. 8 ust. 9 u.p.s."), hectare,
                   "art. 8 ust. 9 u.p.s."), True  # fmt: skip


def _arrears(income: Income, month: Month) -> tuple[Step, bool]:
    """Arrears paid at once count in the months they were due for, in equal parts."""
    basis = "art. 8 ust. 12 u.p.s."
    if month not in income.for_months:
        return _leaf(income, note="wyrównanie za inne miesiące", basis=basis), False
    months = [
        fact(
            f"incomes[{income.index}].for_months",
            "miesiąc wyrównania",
            str(one),
            unit="month",
            member=income.member,
        )
        for one in income.for_months
    ]
    due_for = count("income.arrears_months", "Liczba miesięcy wyrównania", months, basis)
    return quotient("income.arrears", "Wyrównanie przypadające na miesiąc",
                    _leaf(income, basis=basis), due_for, basis), True  # fmt: skip


def _one_off(
    on: date, law: Law, income: Income, *, month: Month, criterion: Step
) -> tuple[Step, bool]:
    """More than five criteria is spread over twelve months from the month of payment."""
    basis, paid_in = "art. 8 ust. 11 u.p.s.", income.month or month
    times = law.step("social_assistance.one_off_multiple", on)
    limit = product("income.one_off_limit", "Pięciokrotność kryterium", criterion, times, basis)
    if (income.amount or Decimal(0)) <= limit.number:
        counts = paid_in == month
        note = "" if counts else f"nie dotyczy miesiąca {month.shown}"
        return same("income.one_off_whole", "Dochód jednorazowy liczony w całości w miesiącu "
                    "wypłaty", _leaf(income, basis=basis), basis, note), counts  # fmt: skip
    spread = law.step("social_assistance.one_off_months", on)
    if not paid_in <= month < paid_in + int(spread.number):
        return _leaf(income, note="rozliczony na inne miesiące", basis=basis), False
    part = quotient("income.one_off", "Dochód jednorazowy przypadający na miesiąc",
                    _leaf(income, basis=basis), spread, basis)  # fmt: skip
    shown = Step("income.one_off_test", "Przekracza pięciokrotność kryterium", "tak", basis,
                 (limit,), unit="answer")  # fmt: skip
    return replace(part, inputs=(*part.inputs, shown)), True
