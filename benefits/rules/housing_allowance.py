"""Dodatek mieszkaniowy (u.d.m.): threshold, area, expenses, own share, cap, excess, minimum.

Since 2021-07-01 the thresholds follow the average wage; before that the lowest pension, with a
higher own share above a second threshold. What the two rules have in common is in
`housing_expenses`. The amount is rounded once, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from benefits.rules.assessment import Component, Outcome, granted, refused
from benefits.rules.facts import CaseFacts
from benefits.rules.housing_expenses import Expenses, area_test, dwelling_refusal, expenses_of
from benefits.rules.housing_income import (
    HousingIncome,
    before_2021,
    household_income,
    since_2021,
)
from benefits.rules.housing_input import CIRCUMSTANCES, CODE, check
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.trace import (
    Step,
    difference,
    gap,
    least,
    passed,
    product,
    quotient,
    rounded,
    same,
)

BASIS = "art. 2–7 u.d.m."

benefit(CODE, "Dodatek mieszkaniowy", CIRCUMSTANCES, check)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the law of the day fixes: the threshold per head, the own share, the least sum."""

    household: HousingIncome
    threshold: Step
    own_share: Step
    minimum: Step


@rule(CODE, since=date(2021, 7, 1))
def housing_allowance(facts: CaseFacts, law: Law) -> Outcome:
    """The rules in force: shares of the average wage, one tier of the own share."""
    barred = dwelling_refusal(facts)
    return barred or _answer(facts, law, _terms(facts, law))


def _terms(facts: CaseFacts, law: Law) -> Terms:
    household = household_income(facts, law, since_2021)
    wage = law.step("housing.average_wage", facts.on)
    kind = "single" if household.people == 1 else "many"
    threshold = rounded(f"{CODE}.threshold", "Próg dochodu na osobę", product(
        f"{CODE}.threshold_exact", "Część przeciętnego wynagrodzenia", wage,
        law.step(f"housing.income_share_{kind}", facts.on), "art. 3 ust. 1 u.d.m."),
        "art. 3 ust. 1 i 2 u.d.m.")  # fmt: skip
    decided = facts.circumstances["decided_on"] or facts.on
    minimum = rounded(f"{CODE}.minimum", "Najniższy dodatek mieszkaniowy", product(
        f"{CODE}.minimum_exact", "Część przeciętnego wynagrodzenia z dnia decyzji",
        law.step("housing.average_wage", decided), law.step("housing.minimum_share", decided),
        "art. 7 ust. 6 u.d.m."), "art. 7 ust. 6 u.d.m.")  # fmt: skip
    own = law.step(f"housing.own_share_{_group(household.people)}", facts.on)
    return Terms(household, threshold, own, minimum)


@rule(CODE, since=date(2015, 1, 1))
def housing_allowance_before_2021(facts: CaseFacts, law: Law) -> Outcome:
    """Until 30.06.2021: multiples of the lowest pension and a second, higher own share."""
    barred = dwelling_refusal(facts)
    return barred or _answer(facts, law, _terms_before_2021(facts, law))


def _terms_before_2021(facts: CaseFacts, law: Law) -> Terms:
    household = household_income(facts, law, before_2021)
    kind = "single" if household.people == 1 else "many"
    pension = law.step("housing.minimum_pension", facts.on)
    threshold = product(f"{CODE}.threshold", "Próg dochodu na osobę", pension,
                        law.step(f"housing.old_limit_{kind}", facts.on),
                        "art. 3 ust. 1 u.d.m. w brzmieniu do 30.06.2021")  # fmt: skip
    tier = product(f"{CODE}.tier", "Próg wyższych wydatków własnych", pension,
                   law.step(f"housing.old_tier_{kind}", facts.on),
                   "art. 6 ust. 2 u.d.m. w brzmieniu do 30.06.2021")  # fmt: skip
    own = _own_share_before_2021(facts, law, household, threshold, tier)
    return Terms(household, threshold, own, _minimum_before_2021(facts, law))


def _own_share_before_2021(
    facts: CaseFacts, law: Law, household: HousingIncome, threshold: Step, tier: Step
) -> Step:
    """The higher share from the tier up to the threshold, both included (art. 6 ust. 2).

    The act names no share for an income above the threshold, so ust. 1 holds there, unless the
    centre's setting keeps the higher one.
    """
    head = household.per_head
    inputs: tuple[Step, ...] = (head, tier, threshold)
    higher = head.number >= tier.number
    if head.number > threshold.number:
        setting = law.step("housing.old_tier_above_limit", facts.on)
        higher, inputs = bool(setting.number), (*inputs, setting)
    tested = passed(f"{CODE}.tier_test", "Dochód na osobę w przedziale wyższych wydatków własnych",
                    higher, inputs, tier.basis)  # fmt: skip
    share = law.step(f"housing.{'old_' if higher else ''}own_share_{_group(household.people)}",
                     facts.on)  # fmt: skip
    return Step(f"{CODE}.own_share_used", "Część dochodu na wydatki własne", share.value,
                "art. 6 ust. 1 i 2 u.d.m. w brzmieniu do 30.06.2021", (share, tested),
                unit="share")  # fmt: skip


def _minimum_before_2021(facts: CaseFacts, law: Law) -> Step:
    """By the lowest pension of the day of the decision (art. 7 ust. 6), while the file has one."""
    decided = facts.circumstances["decided_on"] or facts.on
    if not law.has("housing.minimum_pension", decided):
        decided = facts.on
    return rounded(f"{CODE}.minimum", "Najniższy dodatek mieszkaniowy", product(
        f"{CODE}.minimum_exact", "Część najniższej emerytury z dnia decyzji",
        law.step("housing.minimum_pension", decided),
        law.step("housing.old_minimum_share", facts.on),
        "art. 7 ust. 6 u.d.m. w brzmieniu do 30.06.2021"), "art. 7 ust. 6 u.d.m.")  # fmt: skip


def _group(people: int) -> str:
    return "1" if people == 1 else "2_4" if people < 5 else "5"


def _answer(facts: CaseFacts, law: Law, terms: Terms) -> Outcome:
    """The steps of the act in their order: area, expenses, amount."""
    area = area_test(facts, law, terms.household)
    if area.value == "nie":
        return refused("area_too_large", "art. 5 ust. 5 u.d.m.", (
            "Powierzchnia lokalu przekracza dopuszczalną powierzchnię normatywną."),
            shown=(area,))  # fmt: skip
    expenses = expenses_of(facts, law, terms.household)
    own = product(f"{CODE}.own_expenses", "Wydatki własne", terms.household.income, terms.own_share,
                  "art. 6 ust. 1 u.d.m.")  # fmt: skip
    left = difference(f"{CODE}.difference", "Wydatki na normę ponad wydatki własne",
                      expenses.on_norm, own, "art. 6 ust. 1 i 9 u.d.m.")  # fmt: skip
    if left.number <= 0:
        return refused("expenses_covered", "art. 6 ust. 1 u.d.m.", (
            "Wydatki nie przekraczają części dochodu, którą gospodarstwo pokrywa samo."),
            shown=(area, left))  # fmt: skip
    return _limited(facts, law, terms, expenses, (area, left))


def _limited(
    facts: CaseFacts, law: Law, terms: Terms, expenses: Expenses, shown: tuple[Step, Step]
) -> Outcome:  # fmt: skip
    """Cap (art. 6 ust. 10), income above the threshold (ust. 8), least sum (art. 7 ust. 6)."""
    area, left = shown
    cap = product(f"{CODE}.cap", "Najwyższy dodatek", expenses.on_norm,
                  law.step("housing.cap_share", facts.on), "art. 6 ust. 10 u.d.m.")  # fmt: skip
    excess = gap(f"{CODE}.excess", "Dochód na osobę ponad próg", terms.household.per_head,
                 terms.threshold, "art. 6 ust. 8 u.d.m.")  # fmt: skip
    income = passed(f"{CODE}.income_test", "Dochód na osobę nie przekracza progu",
                    not excess.number, (terms.household.per_head, terms.threshold),
                    "art. 3 ust. 1 u.d.m.")  # fmt: skip
    due = _reduced(facts, law, left, cap, excess)
    amount = rounded(f"{CODE}.amount", "Kwota dodatku mieszkaniowego", due, BASIS)
    if excess.number and due.number < 0:
        return refused("income_too_high", "art. 6 ust. 8 u.d.m.", (
            "Dochód na osobę przekracza próg o kwotę wyższą niż dodatek mieszkaniowy."),
            shown=(area, income, due))  # fmt: skip
    enough = amount.number >= terms.minimum.number
    test = passed(f"{CODE}.minimum_test", "Dodatek nie niższy od najniższego", enough,
                  (amount, terms.minimum), "art. 7 ust. 6 u.d.m.")  # fmt: skip
    if not enough:
        return refused("below_minimum", "art. 7 ust. 6 u.d.m.", (
            "Kwota dodatku byłaby niższa od najniższej, jaką się przyznaje."),
            shown=(area, income, test))  # fmt: skip
    parts, components = _split(facts, law, amount, expenses)
    return granted(amount, basis=BASIS, shown=(area, income, test, *parts), components=components)


def _reduced(facts: CaseFacts, law: Law, left: Step, cap: Step, excess: Step) -> Step:
    """The cap and the excess; their order is a setting that matters only when the cap binds."""
    if not excess.number:
        return least(f"{CODE}.capped", "Nie więcej niż najwyższy dodatek", (left, cap),
                     "art. 6 ust. 10 u.d.m.")  # fmt: skip
    order = law.step("housing.excess_before_cap", facts.on)
    if order.number:
        lowered = difference(f"{CODE}.after_excess", "Po odjęciu nadwyżki dochodu", left, excess,
                             "art. 6 ust. 8 u.d.m.")  # fmt: skip
        return Step(f"{CODE}.capped", "Nie więcej niż najwyższy dodatek",
                    min(lowered.number, cap.number), "art. 6 ust. 10 u.d.m.",
                    (lowered, cap, order))  # fmt: skip
    capped = Step(f"{CODE}.capped", "Nie więcej niż najwyższy dodatek",
                  min(left.number, cap.number), "art. 6 ust. 10 u.d.m.",
                  (left, cap, order))  # fmt: skip
    return difference(f"{CODE}.after_excess", "Po odjęciu nadwyżki dochodu", capped, excess,
                      "art. 6 ust. 8 u.d.m.")  # fmt: skip


def _split(
    facts: CaseFacts, law: Law, amount: Step, expenses: Expenses
) -> tuple[tuple[Step, ...], list[Component]]:
    """The fuel part to the applicant, the rest to the manager; to a house owner everything."""
    first = facts.month + 1
    last = facts.month + int(law.value("housing.months", facts.on))
    to, basis = facts.applicant.id, "art. 8 ust. 1 u.d.m."
    if "house_owner" in facts.circumstances["missing"]:
        own = same(f"{CODE}.applicant", "Wypłata właścicielowi domu", amount,
                   "art. 8 ust. 2 u.d.m.")  # fmt: skip
        return (own,), [Component("applicant", to, own.number, str(first), str(last))]
    if not expenses.fuel.number:
        rest = same(f"{CODE}.landlord", "Wypłata zarządcy", amount, basis)
        return (rest,), [Component("landlord", None, rest.number, str(first), str(last))]
    share = quotient(f"{CODE}.fuel_share", "Udział ryczałtu na opał w wydatkach", expenses.fuel,
                     expenses.share_base, "art. 6a ust. 2 u.d.m.", unit="share")  # fmt: skip
    fuel = rounded(f"{CODE}.applicant", "Ryczałt na zakup opału dla wnioskodawcy", product(
        f"{CODE}.fuel_exact", "Część dodatku odpowiadająca ryczałtowi", amount, share,
        "art. 6a ust. 3 u.d.m."), basis)  # fmt: skip
    rest = difference(f"{CODE}.landlord", "Wypłata zarządcy", amount, fuel, basis)
    return (fuel, rest), [
        Component("landlord", None, rest.number, str(first), str(last)),
        Component("applicant", to, fuel.number, str(first), str(last)),
    ]
