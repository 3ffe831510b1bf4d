"""Odpłatność za schronisko dla osób bezdomnych (art. 97 ust. 1 i 1a u.p.s.)."""

from __future__ import annotations

from datetime import date

from benefits.rules.assessment import Outcome, granted
from benefits.rules.facts import CaseFacts
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import Code, Key, Keys, Number, optional
from benefits.rules.social_income import family_of
from benefits.rules.trace import Step, fact, least, passed, product, rounded, same

CODE = "shelter_fee"
BASIS = "art. 97 ust. 1a u.p.s."
FORMS = {"shelter": "schronisko", "shelter_with_care": "schronisko z usługami opiekuńczymi"}

benefit(CODE, "Odpłatność za schronisko", Keys({
    "form": Key(Code(FORMS)),
    "monthly_cost": optional(Number(2, above_zero=True)),
}))  # fmt: skip


@rule(CODE, since=date(2019, 10, 4))
def shelter_fee(facts: CaseFacts, law: Law) -> Outcome:
    """Up to 30 % (50 % with care) of the income when it is at most the criterion.

    Above the criterion the act sets no top: it is the cost, when known.
    """
    family = family_of(facts, law, "services")
    within = family.income.number <= family.criterion.number
    test = passed(f"{CODE}.income_test", "Dochód nie przekracza kryterium", within,
                  (family.income, family.criterion), BASIS)  # fmt: skip
    least_fee = same("amount_minimum", "Najniższa opłata",
                     law.step("targeted_allowance.minimum", facts.on), BASIS)  # fmt: skip
    cost = facts.circumstances["monthly_cost"]
    known = cost and fact("circumstances.monthly_cost", "Miesięczny koszt", cost)
    most: Step | None = known
    if within:
        suffix = "_with_care" if facts.circumstances["form"] == "shelter_with_care" else ""
        part = product(f"{CODE}.share", "Część dochodu", family.head_income,
                       law.step(f"shelter.share{suffix}", facts.on), BASIS)  # fmt: skip
        top = part
        if known:
            top = least(f"{CODE}.top", "Nie więcej niż koszt", (part, known), BASIS)
        most = rounded(f"{CODE}.maximum", "Najwyższa opłata", top, BASIS)
    return granted(least_fee, amount_max=most, basis=BASIS, shown=(test,))
