"""Income of a household for dodatek mieszkaniowy (art. 3 u.d.m.): three months before filing.

No loss or gain of income exists here. Before 2021-07-01 the act had a definition of its own: all
receipts but those on its list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from benefits.rules.counting_family import Ruling, ruling
from benefits.rules.facts import RELATIONS, CaseFacts, Income, Member
from benefits.rules.incomes import DEDUCTED, KINDS
from benefits.rules.law import Law
from benefits.rules.trace import (
    ZERO,
    Step,
    count,
    fact,
    gap,
    product,
    quotient,
    rounded,
    total,
)
from opsapp.kernel.money import round_half_up
from opsapp.kernel.periods import Month

ACT = "art. 3 ust. 1 i 3 u.d.m."
Rules = Callable[[str], Ruling]
BEFORE_2021_LEFT_OUT = frozenset({
    "school_aid", "birth_grant", "nursing_allowance", "periodic_allowance", "targeted_allowance",
    "housing_allowance", "energy_benefit", "in_kind", "child_benefit_800", "good_start_300",
    "alimony_paid", "family_care_capital", "equalisation_benefit", "other_excluded",
    "health_contribution_paid_by_centre", "alimony_fund_repayment",
})  # fmt: skip


def since_2021(kind: str) -> Ruling:
    """The definition of family benefits (art. 3 ust. 3 u.d.m.)."""
    return ruling(kind, "housing")


def before_2021(kind: str) -> Ruling:
    """All receipts but a list (art. 3 ust. 3 u.d.m. as it stood until 30.06.2021)."""
    basis = "art. 3 ust. 3 u.d.m. w brzmieniu do 30.06.2021"
    if kind in BEFORE_2021_LEFT_OUT:
        return Ruling(False, basis, "nie wlicza się do dochodu")
    return Ruling(True, basis)


@dataclass(frozen=True, slots=True)
class HousingIncome:
    """Who keeps the household, its average monthly income and the income per person."""

    members: tuple[Member, ...]
    size: Step
    income: Step
    per_head: Step

    @property
    def people(self) -> int:
        return len(self.members)


def household_income(facts: CaseFacts, law: Law, rules: Rules) -> HousingIncome:
    """The average of the three full months before the month of filing, per person to the grosz."""
    members = tuple(one for one in facts.household if not one.institution)
    people = [
        Step(f"fact.household.{one.id}", RELATIONS[one.relation], one.id, source="household",
             unit="person", member=one.id)
        for one in members
    ]  # fmt: skip
    size = count("household.size", "Liczba członków gospodarstwa domowego", people, "art. 4 u.d.m.")
    income = _income(facts, law, members, rules)
    exact = quotient("income.per_head_exact", "Dochód na osobę przed zaokrągleniem", income, size,
                     ACT)  # fmt: skip
    head = rounded("income.per_head", "Dochód na jednego członka gospodarstwa", exact, ACT)
    return HousingIncome(members, size, income, head)


@dataclass(frozen=True, slots=True)
class _Readings:
    """Receipts as the act sees them: what is added, what is taken away, farms, the rest."""

    added: list[Step] = field(default_factory=list)
    paid: list[Step] = field(default_factory=list)
    farms: list[Step] = field(default_factory=list)
    ignored: list[Step] = field(default_factory=list)


def _income(facts: CaseFacts, law: Law, members: Iterable[Member], rules: Rules) -> Step:
    spread = law.step("housing.income_months", facts.on)
    months = [facts.month - back for back in range(int(spread.number), 0, -1)]
    ids = {member.id for member in members}
    read = _Readings()
    for income in facts.incomes:
        held = rules(income.kind)
        if income.member not in ids:
            note = "osoba spoza gospodarstwa"
            read.ignored.append(_leaf(income, note=note, basis="art. 4 u.d.m."))
        elif not held.counts:
            read.ignored.append(_leaf(income, note=held.why, basis=held.basis))
        elif income.kind == "farm":
            read.farms.append(_farm(facts, law, income))
        elif income.month not in months:
            note = "nie dotyczy trzech miesięcy przed wnioskiem"
            read.ignored.append(_leaf(income, note=note))
        else:
            counted = read.paid if income.kind in DEDUCTED else read.added
            counted.append(_leaf(income, basis=held.basis))
    return _averaged(read, spread, months)


def _averaged(read: _Readings, spread: Step, months: list[Month]) -> Step:
    when = f"{months[0].month:02}.{months[0].year}–{months[-1].month:02}.{months[-1].year}"
    shown = [Step("income.not_counted", "Nie wlicza się", ZERO, ACT, tuple(read.ignored))]
    inputs = (*read.added, *(shown if read.ignored else ())) or (
        fact("incomes", "Brak przychodów", ZERO, basis=ACT),
    )
    receipts = total("income.receipts", f"Przychody za {when}", inputs, ACT)
    if read.paid:
        alimony = total("income.alimony_paid", "Alimenty płacone innym osobom", read.paid, ACT)
        receipts = gap("income.after_alimony", "Przychody po odjęciu alimentów", receipts, alimony,
                       ACT)  # fmt: skip
    monthly = quotient("income.monthly", "Średnia miesięczna", receipts, spread, ACT)
    return total("income", f"Średni miesięczny dochód gospodarstwa za {when}",
                 (monthly, *read.farms), ACT)  # fmt: skip


def _leaf(income: Income, *, note: str = "", basis: str = ACT) -> Step:
    label = KINDS[income.kind]
    if income.amount is None:
        return fact(income.path, label, income.hectares or ZERO, unit="ha", member=income.member,
                    basis=basis, note=note)  # fmt: skip
    return fact(income.path, label, income.amount, member=income.member, basis=basis, note=note)


def _farm(facts: CaseFacts, law: Law, income: Income) -> Step:
    """Hectares by a twelfth of the value last announced on the day of filing (art. 3 ust. 4)."""
    basis = "art. 3 ust. 4 u.d.m."
    yearly = law.step("housing.farm_hectare", facts.on)
    months = law.step("family_benefits.year_months", facts.on)
    monthly = quotient("income.farm_month", "Dochód z hektara na miesiąc", yearly, months, basis)
    setting = law.step("family_benefits.farm_round_monthly", facts.on)
    if setting.number:
        value = round_half_up(monthly.number)
        monthly = Step("income.farm_rounded", "Dochód z hektara na miesiąc do grosza", value, basis,
                       (monthly, setting))  # fmt: skip
    return product("income.farm", "Dochód z gospodarstwa rolnego", _leaf(income, basis=basis),
                   monthly, basis)  # fmt: skip
