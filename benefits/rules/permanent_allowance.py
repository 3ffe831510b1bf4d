"""Zasiłek stały (art. 37 u.p.s.).

Since 2024 the income is taken from 130 % of the criterion (Dz.U. 2023 poz. 1693), before that from
the whole criterion: the share is a dated value of law, the formula is one. The right is always
tested against the criterion itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from benefits.rules.assessment import Outcome, granted, refused
from benefits.rules.facts import CaseFacts, Member
from benefits.rules.incomes import KINDS
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import Errors, Flag, Identifier, Keys, optional
from benefits.rules.social_income import Family, family_of, income_of
from benefits.rules.trace import (
    ZERO,
    Step,
    difference,
    fact,
    greatest,
    least,
    passed,
    product,
    rounded,
)

CODE = "permanent_allowance"
BASIS = "art. 37 u.p.s."
EXCLUDING = ("social_pension_net", "carer_benefit", "special_carer_allowance", "carer_allowance")
EXCLUDED_BY = "art. 37 ust. 4 u.p.s."
UNFIT = ("moderate", "severe")


def subject_of(facts: CaseFacts) -> Member:
    """The person for whom the allowance is asked."""
    named = facts.circumstances.get("subject")
    return facts.member(named) if named else facts.applicant


def check(facts: CaseFacts, errors: Errors) -> None:
    """Age decides: a birth date is needed, and between the two pension ages the sex."""
    named = facts.circumstances.get("subject")
    if named and named not in {one.id for one in facts.household}:
        errors.note("circumstances.subject", "unknown_member", f"Nie ma osoby „{named}”.")
        return
    subject = subject_of(facts)
    where = f"household[{facts.household.index(subject)}]"
    if subject.birth_date is None:
        errors.note(f"{where}.birth_date", "required", "Podaj datę urodzenia.")
    elif subject.sex is None and 60 <= (subject.age(facts.on) or 0) < 65 and not _unfit(subject):
        errors.note(f"{where}.sex", "required", "Podaj płeć: zależy od niej wiek emerytalny.")


benefit(CODE, "Zasiłek stały", Keys({
    "subject": optional(Identifier()),
    "care_home": optional(Flag(), False),
    "periodic_counts": optional(Flag(), False),
}), check)  # fmt: skip


@rule(CODE, since=date(2012, 10, 1))
def permanent_allowance(facts: CaseFacts, law: Law) -> Outcome:
    """Both tests on the criterion, then the base less the income, within cap and floor."""
    subject = subject_of(facts)
    ground = _ground(facts, subject, law)
    if ground.value == "nie":
        return refused("no_ground", "art. 37 ust. 1 u.p.s.", (
            "Osoba nie jest pełnoletnia i niezdolna do pracy z powodu wieku ani całkowicie "
            "niezdolna do pracy."), shown=(ground,))  # fmt: skip
    excluding = _excluding(facts, subject)
    if excluding:
        return refused("overlap", EXCLUDED_BY, (
            "Zasiłek stały nie przysługuje osobie, która ma prawo do świadczenia: "
            f"{excluding.label}."), shown=(ground, excluding))  # fmt: skip
    family = family_of(_alone(facts, subject), law, "permanent", foster_out=True)
    tests = (ground, *_tests(facts, law, family, subject))
    if any(test.value == "nie" for test in tests):
        return refused("income_too_high", "art. 37 ust. 1 u.p.s.", (
            "Dochód nie jest niższy od kryterium dochodowego: zasiłek stały nie przysługuje."),
            shown=tests)  # fmt: skip
    return granted(_amount(facts, law, family), basis=BASIS, shown=tests)


def _alone(facts: CaseFacts, subject: Member) -> CaseFacts:
    """A care-home resident entitled before admission counts as a single person (art. 37 ust. 5)."""
    if not facts.circumstances.get("care_home"):
        return facts
    alone = replace(subject, relation="applicant")
    rows = tuple(one for one in facts.incomes if one.member == subject.id)
    return CaseFacts(facts.benefit, facts.on, (alone,), rows, facts.circumstances)


def _unfit(subject: Member) -> bool:
    return subject.incapacity == "total" or subject.disability in UNFIT


def _ground(facts: CaseFacts, subject: Member, law: Law) -> Step:
    """Of age, and unable to work by age (60/65) or wholly unable (art. 6 pkt 1 and 7)."""
    on, where = facts.on, f"household[{facts.household.index(subject)}]"
    age = subject.age(on) or 0
    woman = law.step("social_assistance.retirement_age_female", on)
    man = law.step("social_assistance.retirement_age_male", on)
    limit = woman if subject.sex == "female" else man
    adult = law.step("social_assistance.adult_age", on)
    known = (
        fact(f"{where}.birth_date", "Data urodzenia", str(subject.birth_date), unit="date",
             member=subject.id),
        fact(f"{where}.disability", "Stopień niepełnosprawności", subject.disability, unit="code",
             member=subject.id),
        fact(f"{where}.incapacity", "Niezdolność do pracy", subject.incapacity, unit="code",
             member=subject.id),
    )  # fmt: skip
    holds = age >= adult.number and (_unfit(subject) or age >= limit.number)
    return passed(f"{CODE}.ground", "Pełnoletnia i niezdolna do pracy", holds,
                  (*known, adult, limit), "art. 37 ust. 1, art. 6 pkt 1 i 7 u.p.s.")  # fmt: skip


def _excluding(facts: CaseFacts, subject: Member) -> Step | None:
    months = (facts.month - 1, facts.month)
    for one in facts.incomes:
        if one.member == subject.id and one.kind in EXCLUDING and one.month in months:
            return fact(one.path, KINDS[one.kind], one.amount or ZERO, member=subject.id,
                        basis=EXCLUDED_BY)  # fmt: skip
    return None


def _tests(facts: CaseFacts, law: Law, family: Family, subject: Member) -> tuple[Step, ...]:
    """Below the criterion: of a single person once; in a family own income and income per head."""
    if family.single:
        below = family.income.number < family.criterion.number
        test = passed(f"{CODE}.income_test", "Dochód niższy od kryterium", below,
                      (family.income, family.criterion), "art. 37 ust. 1 pkt 1 u.p.s.")  # fmt: skip
        return (test,)
    own = income_of(facts, law, (subject,), purpose="permanent", month=family.month,
                    criterion=family.criterion, code="own_income")  # fmt: skip
    head, criterion = family.head_income, family.head_criterion
    basis = "art. 37 ust. 1 pkt 2 u.p.s."
    return (
        passed(f"{CODE}.own_test", "Dochód osoby niższy od kryterium",
               own.number < criterion.number, (own, criterion), basis),
        passed(f"{CODE}.income_test", "Dochód na osobę w rodzinie niższy od kryterium",
               family.income.number < family.criterion.number, (head, family.criterion), basis),
    )  # fmt: skip


def _amount(facts: CaseFacts, law: Law, family: Family) -> Step:
    """The base less the income (per head in a family); capped for a single person; floored."""
    share = law.step(f"{CODE}.base_share", facts.on)
    base = product(f"{CODE}.base", "Podstawa: część kryterium", family.head_criterion, share,
                   "art. 37 ust. 2 u.p.s.")  # fmt: skip
    income = _income_for_amount(facts, law, family)
    left = difference(f"{CODE}.gap", "Podstawa pomniejszona o dochód", base, income,
                      "art. 37 ust. 2 u.p.s.")  # fmt: skip
    if family.single:
        left = least(f"{CODE}.capped", "Nie więcej niż najwyższy zasiłek stały",
                     (left, law.step(f"{CODE}.maximum", facts.on)),
                     "art. 37 ust. 2 pkt 1 u.p.s.")  # fmt: skip
    floored = greatest(f"{CODE}.floored", "Nie mniej niż najniższy zasiłek stały",
                       (left, law.step(f"{CODE}.minimum", facts.on)),
                       "art. 37 ust. 3 u.p.s.")  # fmt: skip
    return rounded(f"{CODE}.amount", "Kwota zasiłku stałego", floored, BASIS)


def _income_for_amount(facts: CaseFacts, law: Law, family: Family) -> Step:
    """The income; in arrears of a suspended case zasiłek okresowy counts (art. 106 ust. 9)."""
    if not facts.circumstances.get("periodic_counts"):
        return family.head_income
    counted = family_of(facts, law, "permanent_arrears", foster_out=True)
    return counted.head_income
