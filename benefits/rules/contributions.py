"""Składki opłacane przez ośrodek: zdrowotna i emerytalno-rentowa opiekuna (art. 42 u.p.s.)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from benefits.rules.assessment import Component, Outcome, granted, refused
from benefits.rules.facts import CaseFacts
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import Errors, Flag, Key, Keys, Number, Whole, optional
from benefits.rules.social_income import family_of
from benefits.rules.trace import Step, fact, passed, product, rounded, total

PENSION = "pension_contribution"
BASIS = "art. 42 u.p.s."


def check(facts: CaseFacts, errors: Errors) -> None:
    """The carer's sex decides the years of insurance, and the age a further condition.

    Of family benefits (`family_benefit`) the base is the benefit itself and has to be given.
    """
    if facts.circumstances["family_benefit"] and facts.circumstances["base"] is None:
        errors.note("circumstances.base", "required", "Podaj kwotę świadczenia: jest podstawą.")
    where = f"household[{facts.household.index(facts.applicant)}]"
    if facts.applicant.sex is None:
        errors.note(f"{where}.sex", "required", "Podaj płeć opiekuna: zależy od niej staż.")
    if facts.applicant.birth_date is None:
        errors.note(f"{where}.birth_date", "required", "Podaj datę urodzenia opiekuna.")


benefit("health_contribution", "Składka na ubezpieczenie zdrowotne", Keys({
    "base": Key(Number(2)),
    "insured_elsewhere": optional(Flag(), False),
}))  # fmt: skip
benefit(PENSION, "Składki na ubezpieczenia emerytalne i rentowe opiekuna", Keys({
    "insurance_years": Key(Whole(0, 60)),
    "insured_elsewhere": optional(Flag(), False),
    "family_benefit": optional(Flag(), False),
    "base": optional(Number(2)),
}), check)  # fmt: skip


@rule("health_contribution", since=date(2012, 10, 1))
def health_contribution(facts: CaseFacts, law: Law) -> Outcome:
    """Nine per cent of the benefit paid, to the grosz, without another title of insurance."""
    basis = "art. 17 ust. 1 pkt 20 u.p.s."
    if facts.circumstances["insured_elsewhere"]:
        return _insured_elsewhere(basis)
    base = fact("circumstances.base", "Podstawa: kwota świadczenia", facts.circumstances["base"])
    exact = product("health_contribution.exact", "Część podstawy", base,
                    law.step("contribution.health_rate", facts.on), basis)  # fmt: skip
    return granted(rounded("health_contribution.amount", "Składka zdrowotna", exact, basis),
                   basis=basis)  # fmt: skip


def _insured_elsewhere(basis: str) -> Outcome:
    known = fact("circumstances.insured_elsewhere", "Inny tytuł ubezpieczenia", "tak",
                 unit="answer")  # fmt: skip
    return refused("insured_elsewhere", basis, "Osoba ma inny tytuł do ubezpieczenia.",
                   shown=(known,))  # fmt: skip


@rule(PENSION, since=date(2012, 10, 1))
def pension_contribution(facts: CaseFacts, law: Law) -> Outcome:
    """Of a carer who gave up work: base is the family criterion, income at most 150 % per head."""
    if facts.circumstances["insured_elsewhere"]:
        return _insured_elsewhere(BASIS)
    if facts.circumstances["family_benefit"]:
        return _of_family_benefits(facts, law)
    family = family_of(facts, law)
    base = law.step("social_assistance.criterion_family", facts.on)
    limit = product(f"{PENSION}.limit", "Próg dochodu na osobę", base,
                    law.step("contribution.carer_threshold", facts.on), BASIS)  # fmt: skip
    holds = family.income.number <= limit.number * family.size.number
    test = passed(f"{PENSION}.income_test", "Dochód na osobę nie przekracza progu", holds,
                  (family.head_income, limit), BASIS)  # fmt: skip
    if not holds:
        return refused("income_too_high", "art. 42 ust. 1 u.p.s.", (
            "Dochód na osobę w rodzinie opiekuna przekracza próg."), shown=(test,))  # fmt: skip
    years = _years(facts, law)
    if years.value == "nie":
        message = "Staż ubezpieczenia opiekuna wyklucza opłacanie składek."
        return refused("insurance_years", "art. 42 ust. 3 i 4 u.p.s.", message, shown=(test, years))
    return _paid(facts, law, base, (test, years))


def _of_family_benefits(facts: CaseFacts, law: Law) -> Outcome:
    """Of SP, SZO and ZDO: from the benefit due, until 20 or 25 years; no income, no late age."""
    basis = "art. 6 ust. 2a ustawy o systemie ubezpieczeń społecznych"
    carer, years = facts.applicant, Decimal(facts.circumstances["insurance_years"])
    known = fact("circumstances.insurance_years", "Staż ubezpieczenia", years, unit="years")
    full = law.step(f"contribution.years_{carer.sex}", facts.on)
    test = passed(f"{PENSION}.years_test", "Staż pozwala opłacać składki",
                  years < full.number, (known, full), basis)  # fmt: skip
    if test.value == "nie":
        message = "Opiekun ma już pełny staż ubezpieczenia."
        return refused("insurance_years", basis, message, shown=(test,))
    base = fact("circumstances.base", "Podstawa: kwota świadczenia", facts.circumstances["base"])
    return _paid(facts, law, base, (test,))


def _years(facts: CaseFacts, law: Law) -> Step:
    """Not yet 20/25 years; after 50 only with at least ten."""
    carer, years = facts.applicant, Decimal(facts.circumstances["insurance_years"])
    known = (
        fact("circumstances.insurance_years", "Staż ubezpieczenia", years, unit="years"),
        fact(
            f"household[{facts.household.index(carer)}].birth_date",
            "Data urodzenia opiekuna",
            str(carer.birth_date),
            unit="date",
            member=carer.id,
        ),
    )
    full = law.step(f"contribution.years_{carer.sex}", facts.on)
    late, least = (law.step(f"contribution.late_{key}", facts.on) for key in ("age", "years"))
    old = (carer.age(facts.on) or 0) >= late.number
    holds = years < full.number and not (old and years < least.number)
    return passed(f"{PENSION}.years_test", "Staż pozwala opłacać składki", holds,
                  (*known, full, late, least), "art. 42 ust. 3 i 4 u.p.s.")  # fmt: skip


def _paid(facts: CaseFacts, law: Law, base: Step, shown: tuple[Step, ...]) -> Outcome:
    parts = []
    for code, label in (("pension", "Składka emerytalna"), ("disability", "Składka rentowa")):
        exact = product(f"{PENSION}.{code}_exact", f"{label} przed zaokrągleniem", base,
                        law.step(f"contribution.{code}_rate", facts.on), BASIS)  # fmt: skip
        parts.append(rounded(f"{PENSION}.{code}", label, exact, BASIS))
    whole = total(f"{PENSION}.amount", "Składki razem", parts, BASIS)
    components = [Component(part.code, facts.applicant.id, part.number) for part in parts]
    return granted(whole, basis=BASIS, components=components, shown=shown)
