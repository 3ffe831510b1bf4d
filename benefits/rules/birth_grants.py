"""One-off grants at a birth: zapomoga (art. 15b u.ś.r.) and „Za życiem” (act of 4.11.2016)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from benefits.rules.assessment import Component, Outcome, granted, refused
from benefits.rules.facts import CaseFacts, Member
from benefits.rules.family_income import family_income, rules_for
from benefits.rules.family_unit import (
    CHILDREN,
    Span,
    children_need_birth_dates,
    family_unit,
    period_of,
)
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import Day, Errors, Flag, Key, Keys, Whole, optional
from benefits.rules.trace import Step, fact, passed, product, quotient, rounded
from opsapp.kernel.periods import Month

GRANT, LIFE = "birth_grant", "for_life_grant"
GRANT_BASIS = "art. 15b u.ś.r."
LIFE_BASIS = "art. 10 ustawy z 4.11.2016 „Za życiem”"
BORN = {
    "children": Key(Whole(1, 10)),
    "medical_care_since_week_10": Key(Flag()),
    "guardian": optional(Flag(), False),
    "taken_on": optional(Day()),
}


def check(facts: CaseFacts, errors: Errors) -> None:
    """The children born are in the household, and their age decides the term."""
    children_need_birth_dates(facts, errors)
    if len(_children(facts)) < facts.circumstances["children"]:
        errors.note("circumstances.children", "not_in_household", (
            "W gospodarstwie jest mniej dzieci, niż podano."))  # fmt: skip


benefit(GRANT, "Jednorazowa zapomoga z tytułu urodzenia się dziecka", Keys({
    **BORN, "no_alimony": optional(Flag(), False), "abroad": optional(Flag(), False),
}), check)  # fmt: skip
benefit(LIFE, "Jednorazowe świadczenie „Za życiem”", Keys({
    **BORN, "impairment_certificate": optional(Flag(), True),
}), check)  # fmt: skip


@rule(GRANT, since=date(2015, 1, 1))
def birth_grant(facts: CaseFacts, law: Law) -> Outcome:
    """A cliff: per head at most the threshold, to the grosz, or nothing."""
    barred = _barred(facts, law, GRANT, GRANT_BASIS) or _excluded(facts)
    if barred is not None:
        return barred
    test = _income_test(facts, law)
    if test.value == "nie":
        return refused("income_too_high", "art. 15b ust. 2 u.ś.r.", (
            "Dochód na osobę przekracza kryterium: zapomoga nie przysługuje."),
            shown=(test,), period="once")  # fmt: skip
    return _granted(facts, law, GRANT, GRANT_BASIS, (test,))


@rule(LIFE, since=date(2017, 1, 1))
def for_life_grant(facts: CaseFacts, law: Law) -> Outcome:
    """Whatever the income, for a child born with a severe irreversible impairment."""
    if not facts.circumstances["impairment_certificate"]:
        known = fact("circumstances.impairment_certificate", "Zaświadczenie lekarza specjalisty",
                     "nie", unit="answer")  # fmt: skip
        return refused("no_certificate", LIFE_BASIS, (
            "Nie ma zaświadczenia o ciężkim i nieodwracalnym upośledzeniu albo chorobie."),
            shown=(known,), period="once")  # fmt: skip
    return _barred(facts, law, LIFE, LIFE_BASIS) or _granted(facts, law, LIFE, LIFE_BASIS, ())


def _children(facts: CaseFacts) -> list[Member]:
    """The children of the household, youngest first."""
    found = [one for one in facts.household if one.relation in CHILDREN]
    return sorted(found, key=lambda one: (one.birth_date or date.min, one.id), reverse=True)


def _newborns(facts: CaseFacts) -> list[Member]:
    return _children(facts)[: facts.circumstances["children"]]


def _barred(facts: CaseFacts, law: Law, code: str, basis: str) -> Outcome | None:
    """Filed within twelve months; medical care since the tenth week but for guardians."""
    asked = facts.circumstances
    window = law.step(f"{code}.window_months", facts.on)
    months = int(window.number)
    late = [one for one in _newborns(facts) if facts.on > _last_day(_start(facts, one), months)]
    if late:
        days = tuple(_born(facts, one) for one in late)
        test = passed(f"{code}.term", "Wniosek w terminie", False, (*days, window), basis)
        return refused("late", basis, (
            "Wniosek złożono po upływie 12 miesięcy: pozostawia się go bez rozpoznania."),
            shown=(test,), period="once")  # fmt: skip
    if not asked["medical_care_since_week_10"] and not asked["guardian"]:
        said = "Opieka medyczna najpóźniej od 10. tygodnia ciąży"
        known = fact("circumstances.medical_care_since_week_10", said, "nie", unit="answer")
        return refused("no_medical_care", basis, (
            "Matka nie była pod opieką medyczną najpóźniej od 10. tygodnia ciąży."),
            shown=(known,), period="once")  # fmt: skip
    return None


def _start(facts: CaseFacts, member: Member) -> date:
    """The day the term runs from: taking into care, or birth."""
    taken: date | None = facts.circumstances["taken_on"]
    return taken or member.birth_date or facts.on


def _last_day(start: date, months: int) -> date:
    """The last day of a term of months (k.c. art. 112)."""
    month = Month.of(start) + months
    return date(month.year, month.month, min(start.day, month.days))


def _excluded(facts: CaseFacts) -> Outcome | None:
    for key, why in (
        ("no_alimony", "Nie ustalono alimentów na dziecko od drugiego rodzica."),
        ("abroad", "Za granicą przysługuje świadczenie z tytułu urodzenia dziecka."),
    ):
        if facts.circumstances[key]:
            known = fact(f"circumstances.{key}", "Okoliczność wykluczająca", "tak", unit="answer")
            return refused(key, "art. 15b ust. 4 u.ś.r.", why, shown=(known,), period="once")
    return None


def _income_test(facts: CaseFacts, law: Law) -> Step:
    """The income of the family by the base year; the rule of the same payer is not borrowed."""
    unit = family_unit(facts, law, "family_benefits", facts.on)
    begins, _ = period_of(facts.month, "family_benefits")
    span = Span(facts.month, facts.month, begins.year - 1)
    rules = rules_for(law, "family_benefits", span, "birth_grant")
    income = family_income(facts, law, unit, rules, facts.month)
    exact = quotient("income.per_head_exact", "Dochód na osobę przed zaokrągleniem", income,
                     unit.size, GRANT_BASIS)  # fmt: skip
    head = rounded("income.per_head", "Dochód na osobę w rodzinie", exact, GRANT_BASIS)
    threshold = law.step(f"{GRANT}.criterion", facts.on)
    return passed(f"{GRANT}.income_test", "Dochód na osobę nie przekracza kryterium",
                  head.number <= threshold.number, (head, threshold),
                  "art. 15b ust. 2 u.ś.r.")  # fmt: skip


def _granted(
    facts: CaseFacts, law: Law, code: str, basis: str, shown: tuple[Step, ...]
) -> Outcome:  # fmt: skip
    each = law.step(f"{code}.amount", facts.on)
    born = fact("circumstances.children", "Liczba dzieci",
                Decimal(facts.circumstances["children"]), unit="count")  # fmt: skip
    amount = product(f"{code}.due", "Kwota świadczenia", each, born, basis)
    parts = [Component(code, one.id, each.number) for one in _newborns(facts)]
    term = passed(f"{code}.term", "Wniosek w terminie", True, (
        *(_born(facts, one) for one in _newborns(facts)),
        law.step(f"{code}.window_months", facts.on)), basis)  # fmt: skip
    return granted(amount, basis=basis, period="once", components=parts, shown=(*shown, term))


def _born(facts: CaseFacts, member: Member) -> Step:
    place = facts.household.index(member)
    return fact(f"household[{place}].birth_date", "Data urodzenia dziecka", str(member.birth_date),
                unit="date", member=member.id)  # fmt: skip
