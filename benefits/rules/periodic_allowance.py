"""Zasiłek okresowy (art. 38 u.p.s.)."""

from __future__ import annotations

from datetime import date

from benefits.rules.assessment import Outcome, granted, refused
from benefits.rules.facts import CaseFacts
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import Code, Flag, Keys, optional
from benefits.rules.social_income import Family, family_of
from benefits.rules.trace import Step, difference, greatest, least, passed, product, rounded

CODE = "periodic_allowance"
BASIS = "art. 38 u.p.s."
REASONS = {
    "unemployment": "bezrobocie",
    "illness": "długotrwała choroba",
    "disability": "niepełnosprawność",
    "other_entitlements": "możliwość utrzymania lub nabycia innych uprawnień",
    "other": "inna uzasadniona okoliczność",
}

benefit(CODE, "Zasiłek okresowy", Keys({
    "reason": optional(Code(REASONS)),
    "contract_job": optional(Flag(), False),
}))  # fmt: skip


@rule(CODE, since=date(2012, 10, 1))
def periodic_allowance(facts: CaseFacts, law: Law) -> Outcome:
    """From half of the gap (or the floor) up to the whole gap (a single person: up to the cap)."""
    family = family_of(facts, law, foster_out=True)
    limit = _criterion(facts, law, family)
    below = family.income.number < limit.number
    if not below:
        return refused("income_too_high", "art. 38 ust. 1 u.p.s.", (
            "Dochód nie jest niższy od kryterium dochodowego: zasiłek okresowy nie przysługuje."
        ), shown=(_test(below, family, limit),))  # fmt: skip
    gap = difference(f"{CODE}.gap", "Różnica między kryterium a dochodem", limit, family.income,
                     "art. 38 ust. 2 u.p.s.")  # fmt: skip
    floor = _floor(facts, law)
    return granted(_minimum(facts, law, gap, floor), amount_max=_maximum(law, gap, floor, family,
                   facts.on), basis=BASIS, shown=(_test(below, family, limit),))  # fmt: skip


def _criterion(facts: CaseFacts, law: Law, family: Family) -> Step:
    """The criterion, raised by the council where it did so (art. 8 ust. 2)."""
    raised = law.step(f"{CODE}.criterion_multiplier", facts.on)
    if raised.number == 1:
        return family.criterion
    return product(f"{CODE}.criterion", "Kryterium podwyższone uchwałą", family.criterion, raised,
                   "art. 8 ust. 2 u.p.s.")  # fmt: skip


def _test(below: bool, family: Family, limit: Step) -> Step:
    return passed(f"{CODE}.income_test", "Dochód niższy od kryterium", below,
                  (family.income, limit), "art. 38 ust. 1 u.p.s.")  # fmt: skip


def _floor(facts: CaseFacts, law: Law) -> Step:
    """The least allowance: twenty złoty, or the council's own minimum when it is higher."""
    return greatest(f"{CODE}.floor", "Najniższy zasiłek okresowy", (
        law.step(f"{CODE}.minimum", facts.on), law.step(f"{CODE}.local_minimum", facts.on),
    ), "art. 38 ust. 4 i 6 u.p.s.")  # fmt: skip


def _minimum(facts: CaseFacts, law: Law, gap: Step, floor: Step) -> Step:
    """Half of the gap (the council's share when higher), half a grosz up, or the floor."""
    share = greatest(f"{CODE}.share_used", "Zagwarantowana część różnicy", (
        law.step(f"{CODE}.share", facts.on), law.step(f"{CODE}.local_share", facts.on),
    ), "art. 38 ust. 3 i 6 u.p.s.")  # fmt: skip
    part = product(f"{CODE}.part", "Zagwarantowana część różnicy w złotych", gap, share,
                   "art. 38 ust. 3 u.p.s.")  # fmt: skip
    exact = greatest(f"{CODE}.minimum_exact", "Nie mniej niż najniższy zasiłek", (part, floor),
                     "art. 38 ust. 4 u.p.s.")  # fmt: skip
    return rounded(f"{CODE}.amount_minimum", "Najniższa kwota zasiłku", exact, BASIS)


def _maximum(law: Law, gap: Step, floor: Step, family: Family, on: date) -> Step:
    """The whole gap; of a single person never more than the criterion of a person in a family."""
    top = gap
    if family.single:
        cap = law.step("social_assistance.criterion_family", on)
        top = least(f"{CODE}.capped", "Nie więcej niż kryterium na osobę w rodzinie", (gap, cap),
                    "art. 38 ust. 2 pkt 1 u.p.s.")  # fmt: skip
    most = greatest(f"{CODE}.maximum_exact", "Nie mniej niż najniższy zasiłek", (top, floor),
                    "art. 38 ust. 4 u.p.s.")  # fmt: skip
    return rounded(f"{CODE}.amount_maximum", "Najwyższa kwota zasiłku", most, BASIS)
