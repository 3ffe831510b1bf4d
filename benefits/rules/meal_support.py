"""Posiłek lub świadczenie na zakup żywności (art. 48b u.p.s., M.P. 2023 poz. 881)."""

from __future__ import annotations

from datetime import date

from benefits.rules.assessment import Outcome, granted, refused
from benefits.rules.counting_social import Purpose
from benefits.rules.facts import CaseFacts
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import Code, Key, Keys, Number, optional
from benefits.rules.social_income import family_of
from benefits.rules.trace import fact, passed, product, same

CODE = "meal_support"
BASIS = "art. 48b u.p.s., M.P. 2023 poz. 881"
FORMS = {"meal": "posiłek", "cash": "świadczenie pieniężne", "in_kind": "świadczenie rzeczowe"}

benefit(CODE, "Posiłek lub świadczenie na zakup żywności", Keys({
    "form": Key(Code(FORMS)),
    "requested": optional(Number(2, above_zero=True)),
}))  # fmt: skip


@rule(CODE, since=date(2024, 1, 1))
def meal_support(facts: CaseFacts, law: Law) -> Outcome:
    """Income at most 200 % of the criterion; what counts differs for money and for meals."""
    purpose: Purpose = "cash" if facts.circumstances["form"] == "cash" else "services"
    family = family_of(facts, law, purpose)
    limit = product(f"{CODE}.limit", "Próg dochodu programu", family.criterion,
                    law.step(f"{CODE}.criterion_share", facts.on), BASIS)  # fmt: skip
    holds = family.income.number <= limit.number
    test = passed(f"{CODE}.income_test", "Dochód nie przekracza progu", holds,
                  (family.income, limit), BASIS)  # fmt: skip
    if not holds:
        return refused("income_too_high", BASIS, (
            "Dochód przekracza próg programu: pomoc w zakresie dożywiania nie przysługuje."),
            shown=(test,))  # fmt: skip
    least = same("amount_minimum", "Najniższa kwota", law.step("targeted_allowance.minimum",
                 facts.on), BASIS)  # fmt: skip
    wanted = facts.circumstances["requested"]
    most = wanted and fact("circumstances.requested", "Kwota, o którą wnioskowano", wanted)
    return granted(least, amount_max=most, basis=BASIS, shown=(test,))
