"""Świadczenie z funduszu alimentacyjnego (art. 9–11 u.p.o.u.a.), person by person.

Above the threshold each entitled person's benefit falls by the excess per head. The family is
counted for each person apart: the debtor is out of it for the one they owe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from benefits.rules.assessment import Component, Outcome, Refused
from benefits.rules.facts import CaseFacts, Member
from benefits.rules.family_income import family_income, rules_for, runs
from benefits.rules.family_learning import Learning, learning_of, month_before_end
from benefits.rules.family_learning_input import LEARNING, check_learning
from benefits.rules.family_unit import (
    Unit,
    asked_span,
    check_span,
    children_need_birth_dates,
    family_unit,
    size_of,
    unit_of_learner,
)
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import (
    Code,
    Errors,
    Flag,
    Identifier,
    Key,
    Keys,
    ListOf,
    MonthText,
    Number,
    Whole,
    optional,
)
from benefits.rules.trace import (
    Step,
    difference,
    fact,
    gap,
    least,
    passed,
    quotient,
    rounded,
    total,
)
from opsapp.kernel.money import round_half_up
from opsapp.kernel.periods import Month

CODE, ACT = "alimony_fund_benefit", "alimony_fund"
BASIS = "art. 9–11 u.p.o.u.a."
EXCLUSIONS = {
    "married": "osoba uprawniona zawarła związek małżeński",
    "foster_care": "osoba uprawniona przebywa w pieczy zastępczej lub instytucji",
    "enforcement_effective": "egzekucja alimentów jest skuteczna",
    "no_title": "nie ma tytułu wykonawczego przeciw rodzicowi",
}
EXCLUDED_BY = {
    "married": "art. 10 ust. 2 pkt 3 u.p.o.u.a.",
    "foster_care": "art. 10 ust. 2 pkt 1 u.p.o.u.a.",
    "enforcement_effective": "art. 2 pkt 2 i 11 u.p.o.u.a.",
    "no_title": "art. 2 pkt 11 u.p.o.u.a.",
}
ENTITLED = Keys({
    "member": Key(Identifier()),
    "alimony": Key(Number(2, above_zero=True)),
    "debtor": optional(Identifier()),
    "joint_persons": optional(Whole(2, 30)),
    "further_alimony": optional(Number(2, above_zero=True)),
    "exclusion": optional(Code(EXCLUSIONS)),
    **LEARNING,
})  # fmt: skip
"""`alimony` is a joint sum when it was set for `joint_persons`; `further_alimony` is what other
titles against the parents give this person (art. 11)."""


TOO_OLD = Refused("too_old", "art. 9 ust. 1 u.p.o.u.a.", (
    "Osoba uprawniona przekroczyła wiek, do którego przysługuje świadczenie."))  # fmt: skip
LEARNT = Refused("learning_over", "art. 9 ust. 1 i 1a u.p.o.u.a.", (
    "Osoba uprawniona jest pełnoletnia i zakończyła naukę."))  # fmt: skip


def check(facts: CaseFacts, errors: Errors) -> None:
    """Known persons, each once, with birth dates; months of one benefit period."""
    children_need_birth_dates(facts, errors)
    check_span(facts, "alimony_fund", errors)
    places = {one.id: n for n, one in enumerate(facts.household)}
    seen: set[str] = set()
    for n, row in enumerate(facts.circumstances["entitled"]):
        path = f"circumstances.entitled[{n}]"
        for key in ("member", "debtor"):
            if row[key] is not None and row[key] not in places:
                errors.note(f"{path}.{key}", "unknown_member", f"Nie ma osoby „{row[key]}”.")
        if row["member"] in seen:
            errors.note(f"{path}.member", "repeated_member", f"„{row['member']}” się powtarza.")
        if row["debtor"] == row["member"]:
            errors.note(f"{path}.debtor", "own_debtor", "Nikt nie jest dłużnikiem wobec siebie.")
        place = places.get(row["member"])
        if place is not None and facts.household[place].birth_date is None:
            where = f"household[{place}].birth_date"
            if where not in {error.path for error in errors}:
                errors.note(where, "required", "Podaj datę urodzenia osoby uprawnionej.")
        if place is not None:
            check_learning(row, facts.household[place], path, errors)
        seen.add(row["member"])


benefit(CODE, "Świadczenie z funduszu alimentacyjnego", Keys({
    "entitled": Key(ListOf(ENTITLED, 1, 30)),
    "from": optional(MonthText()),
    "to": optional(MonthText()),
    "guardian": optional(Flag(), False),
}), check)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """What one person gets in a stretch of months."""

    member: Member
    first: Month
    last: Month
    step: Step


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why one person gets nothing in a stretch of months."""

    step: Step
    refused: Refused


@rule(CODE, since=date(2015, 1, 1))
def alimony_fund_benefit(facts: CaseFacts, law: Law) -> Outcome:
    """Each person in each stretch; the amount is the sum of the first month paid."""
    span = asked_span(facts, "alimony_fund")
    stretches = runs(facts, "alimony_fund", span)
    parts = [
        part for first, last in stretches
        for index in range(len(facts.circumstances["entitled"]))
        for part in _person(facts, law, index, first, last)
    ]  # fmt: skip
    paid = [part for part in parts if isinstance(part, Part)]
    shown = tuple(part.step for part in parts)
    if not paid:
        refusals = (part.refused for part in parts if isinstance(part, Nothing))
        return Outcome(None, shown, BASIS, refusals=(next(refusals),))
    first = min(part.first for part in paid)
    now = [part.step for part in paid if part.first == first]
    amount = total(f"{CODE}.month", f"Świadczenia za {first.month:02}.{first.year}", now, BASIS)
    components = tuple(_merged(paid))
    others = tuple(step for step in shown if step not in now)
    return Outcome(amount, (amount, *others), BASIS, components=components)


def _merged(paid: list[Part]) -> list[Component]:
    """One component of a person for months in a row with the same amount."""
    found: list[Part] = []
    for part in sorted(paid, key=lambda one: (one.member.id, one.first)):
        last = found[-1] if found else None
        if (last and last.member is part.member and last.last + 1 == part.first
                and last.step.number == part.step.number):  # fmt: skip
            found[-1] = Part(part.member, last.first, part.last, part.step)
        else:
            found.append(part)
    return [
        Component(CODE, one.member.id, one.step.number, str(one.first), str(one.last))
        for one in found
    ]


def _person(
    facts: CaseFacts, law: Law, index: int, first: Month, last: Month
) -> Sequence[Part | Nothing]:
    """One person in one stretch, up to the month in which their right ends."""
    member = facts.member(facts.circumstances["entitled"][index]["member"])
    barred = _barred(facts, index, member)
    if barred is not None:
        return [_nothing(*barred)]
    right = _right(facts, law, index, first.first_day)
    spans = right.within(first, last)
    if not spans:
        return [_nothing(right.over, right.known)]
    step, why = _amount(facts, law, index, first)
    if why is not None:
        return [Nothing(step, why)]
    if right.known.inputs:
        step = replace(step, inputs=(*step.inputs, right.known))
    return [Part(member, begins, ends, step) for begins, ends in spans]


def _nothing(why: Refused, known: Step) -> Nothing:
    step = passed(f"{CODE}.right", "Prawo do świadczenia", False, (known,), why.basis)
    return Nothing(step, why)


@dataclass(frozen=True, slots=True)
class Right:
    """Up to which month age and learning keep the right (None: no end), and one September more."""

    last: Month | None
    september: Month | None
    over: Refused
    known: Step

    def within(self, first: Month, last: Month) -> list[tuple[Month, Month]]:
        """The stretches of the right inside these months."""
        found = []
        until = last if self.last is None else min(self.last, last)
        if first <= until:
            found.append((first, until))
        if self.september is not None and max(first, until + 1) <= self.september <= last:
            found.append((self.september, self.september))
        return found


def _right(facts: CaseFacts, law: Law, index: int, on: date) -> Right:
    """Until 18, in a school or university until 25, with a severe degree without end.

    Who completes a university keeps the right to the end of that year of studies, at most until 25
    (art. 9 ust. 1a); a new student has September after school too (art. 18 ust. 2).
    """
    row = facts.circumstances["entitled"][index]
    member = facts.member(row["member"])
    born = fact(f"household[{facts.household.index(member)}].birth_date", "Data urodzenia",
                str(member.birth_date), unit="date", member=member.id)  # fmt: skip
    if member.disability == "severe":
        return Right(None, None, TOO_OLD, born)
    learning = learning_of(row, member, f"circumstances.entitled[{index}]")
    adult, limit = (_age_ends(law, on, member, key) for key in ("adult", "school"))
    last = max(adult, learning.within(limit)) if learning.any else adult
    september = learning.september if _inside(learning, limit) else None
    over = LEARNT if learning.ends is not None and learning.ends < limit else TOO_OLD
    return Right(last, september, over, learning.beside(born, CODE, last))


def _inside(learning: Learning, limit: Month) -> bool:
    return learning.september is not None and learning.september <= limit


def _age_ends(law: Law, on: date, member: Member, key: str) -> Month:
    whole = bool(law.value("family_benefits.whole_last_month", on))
    return month_before_end(member, int(law.value(f"{ACT}.age_{key}", on)), whole=whole)


def _barred(facts: CaseFacts, index: int, member: Member) -> tuple[Refused, Step] | None:
    named = facts.circumstances["entitled"][index]["exclusion"]
    source = f"circumstances.entitled[{index}].exclusion"
    if member.institution or member.relation == "foster_child":
        named, source = "foster_care", f"household[{facts.household.index(member)}]"
    if named is None:
        return None
    why = EXCLUSIONS[named]
    known = fact(source, "Okoliczność wykluczająca", why, unit="code", member=member.id)
    return Refused(named, EXCLUDED_BY[named], (
        f"Świadczenie nie przysługuje: {why}.")), known  # fmt: skip


def _unit(facts: CaseFacts, law: Law, index: int, on: date) -> Unit:
    """The family of this person, without the debtor; under a guardian the person alone."""
    row = facts.circumstances["entitled"][index]
    without = frozenset({row["debtor"]} if row["debtor"] else ())
    if facts.circumstances["guardian"]:
        alone = (facts.member(row["member"]),)
        return Unit(alone, size_of(alone, "art. 9 ust. 12 u.p.o.u.a."))
    if row["member"] == facts.applicant.id:
        return unit_of_learner(facts, law, on, without)
    return family_unit(facts, law, "alimony_fund", on, without)


def _amount(
    facts: CaseFacts, law: Law, index: int, month: Month
) -> tuple[Step, Refused | None]:  # fmt: skip
    """The alimony up to the ceiling, less the excess per head; not below the least sum."""
    on, row = month.first_day, facts.circumstances["entitled"][index]
    limited = least(f"{CODE}.limited", "Nie więcej niż najwyższe świadczenie",
                    (_alimony(row, index), law.step(f"{ACT}.maximum", on)),
                    "art. 10 ust. 1 u.p.o.u.a.")  # fmt: skip
    head, threshold = _head(facts, law, index, month)
    excess = gap(f"{CODE}.excess", "Dochód na osobę ponad kryterium", head, threshold,
                 "art. 9 ust. 2a u.p.o.u.a.")  # fmt: skip
    if not excess.number:
        step = rounded(f"{CODE}.person", "Świadczenie osoby uprawnionej", limited, BASIS,
                       row["member"])  # fmt: skip
        return replace(step, inputs=(limited, _test(head, threshold))), None
    return _lowered(law, on, limited, excess, row["member"])


def _alimony(row: Mapping[str, Any], index: int) -> Step:
    """What one person is owed: the part of a joint sum, all titles together (art. 11)."""
    path, member = f"circumstances.entitled[{index}]", row["member"]
    alimony = fact(f"{path}.alimony", "Bieżące alimenty", row["alimony"], member=member)
    if row["joint_persons"] is not None:
        persons = fact(f"{path}.joint_persons", "Osoby, dla których ustalono łączną kwotę",
                       Decimal(row["joint_persons"]), unit="count", member=member)  # fmt: skip
        alimony = quotient(f"{CODE}.share", "Część łącznej kwoty alimentów", alimony, persons,
                           "art. 11 pkt 1 u.p.o.u.a.")  # fmt: skip
    if row["further_alimony"] is None:
        return alimony
    further = fact(f"{path}.further_alimony", "Alimenty z dalszych tytułów wykonawczych",
                   row["further_alimony"], member=member)  # fmt: skip
    return total(f"{CODE}.titles", "Alimenty ze wszystkich tytułów", (alimony, further),
                 "art. 11 pkt 2 u.p.o.u.a.", member)  # fmt: skip


def _lowered(
    law: Law, on: date, limited: Step, excess: Step, member: str
) -> tuple[Step, Refused | None]:  # fmt: skip
    """Złotówka za złotówkę of this person since 2020-10-01; before it, nothing."""
    minimum = f"{ACT}.taper_minimum"
    too_high = Refused("income_too_high", "art. 9 ust. 2–2b u.p.o.u.a.", (
        "Dochód na osobę przekracza kryterium o kwotę wyższą niż świadczenie."))  # fmt: skip
    left = difference(f"{CODE}.left", "Świadczenie po odjęciu przekroczenia", limited, excess,
                      "art. 9 ust. 2a u.p.o.u.a.")  # fmt: skip
    if left.number != round_half_up(left.number):
        left = rounded(f"{CODE}.left_rounded", "Po zaokrągleniu do grosza", left, left.basis)
    if not law.has(minimum, on) or left.number < 0:
        return left, too_high
    smallest = law.step(minimum, on)
    holds = left.number >= smallest.number
    test = passed(f"{CODE}.minimum_test", "Nie mniej niż najniższe wypłacane", holds,
                  (left, smallest), "art. 9 ust. 2b u.p.o.u.a.")  # fmt: skip
    if not holds:
        return test, Refused("below_minimum", "art. 9 ust. 2b u.p.o.u.a.", (
            "Po obniżeniu świadczenie byłoby niższe od najniższego wypłacanego."))  # fmt: skip
    return Step(f"{CODE}.person", "Świadczenie osoby uprawnionej", left.value, BASIS, (left, test),
                member=member), None  # fmt: skip


def _head(facts: CaseFacts, law: Law, index: int, month: Month) -> tuple[Step, Step]:
    """Income per head to the grosz, and the threshold (art. 9 ust. 2)."""
    span = asked_span(facts, "alimony_fund")
    unit = _unit(facts, law, index, month.first_day)
    income = family_income(facts, law, unit, rules_for(law, "alimony_fund", span), month)
    exact = quotient("income.per_head_exact", "Dochód na osobę przed zaokrągleniem", income,
                     unit.size, "art. 9 ust. 2 u.p.o.u.a.")  # fmt: skip
    head = rounded("income.per_head", "Dochód na osobę w rodzinie", exact, exact.basis)
    return head, law.step(f"{ACT}.criterion", month.first_day)


def _test(head: Step, threshold: Step) -> Step:
    return passed(f"{CODE}.income_test", "Dochód na osobę nie przekracza kryterium", True,
                  (head, threshold), "art. 9 ust. 2 u.p.o.u.a.")  # fmt: skip
