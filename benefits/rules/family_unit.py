"""Who is the family: u.ś.r. art. 3 pkt 16 and u.p.o.u.a. art. 2 pkt 12, and its benefit period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from benefits.rules.counting_family import Act
from benefits.rules.facts import RELATIONS, CaseFacts, Member
from benefits.rules.law import Law
from benefits.rules.schema import Errors
from benefits.rules.trace import Step, count
from opsapp.kernel.periods import Month

CHILDREN = ("child", "stepchild")
ADULTS = ("applicant", "spouse", "partner")
CARE_KINDS = ("carer_benefit", "special_carer_allowance", "carer_allowance")
WITH_CERTIFICATE = ("child_certificate", "moderate", "severe")
UNIT_BASIS = {
    "family_benefits": "art. 3 pkt 16 u.ś.r.",
    "alimony_fund": "art. 2 pkt 12 u.p.o.u.a.",
}
FIRST_MONTH = {"family_benefits": 11, "alimony_fund": 10}
"""Benefit periods begin on 1 November (art. 3 pkt 10 u.ś.r.) and 1 October (art. 2 pkt 8)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The members of the family and their number."""

    members: tuple[Member, ...]
    size: Step

    @property
    def has_child_with_certificate(self) -> bool:
        """Whether the higher threshold applies (art. 5 ust. 2 u.ś.r.)."""
        return any(
            one.disability in WITH_CERTIFICATE for one in self.members if one.relation in CHILDREN
        )


def family_unit(
    facts: CaseFacts, law: Law, act: Act, on: date, without: frozenset[str] = frozenset()
) -> Unit:
    """The family without those in institutions or foster care and without `without`.

    A partner is in the family as the parent of a common child, so only beside a child; other
    relatives are not in it. A child is in it until 25; later when it is severely disabled and a
    carer's benefit is due for it, or when the fund is asked for it.
    """
    limit = law.step("family_benefits.dependent_age", on)
    has_child = any(one.relation == "child" for one in facts.household)
    named = _entitled(facts)
    members = tuple(
        one for one in facts.household
        if one.id not in without
        and (one.id in named or _belongs(facts, one, _grown(one, on, limit), has_child))
    )  # fmt: skip
    return Unit(members, size_of(members, UNIT_BASIS[act], limit))


def _entitled(facts: CaseFacts) -> frozenset[str]:
    """Those for whom the fund is asked: an entitled person is always of the family."""
    rows = facts.circumstances.get("entitled") or ()
    return frozenset(row["member"] for row in rows)


def _grown(one: Member, on: date, limit: Step) -> bool:
    return (one.age(on) or 0) >= limit.number


def _belongs(facts: CaseFacts, one: Member, grown: bool, has_child: bool) -> bool:
    if one.relation == "applicant":
        return True
    if one.institution:
        return False
    if one.relation in ADULTS:
        return one.relation == "spouse" or has_child
    if one.relation not in CHILDREN:
        return False
    return not grown or (one.disability == "severe" and _care_is_paid(facts))


def _care_is_paid(facts: CaseFacts) -> bool:
    """Whether somebody of the household draws a carer's benefit."""
    return any(one.kind in CARE_KINDS for one in facts.incomes)


def unit_of_learner(facts: CaseFacts, law: Law, on: date, without: frozenset[str]) -> Unit:
    """The family of an entitled applicant: with parents and their other children to 25."""
    limit = law.step("family_benefits.dependent_age", on)
    members = tuple(
        one for one in facts.household
        if one.id not in without and not one.institution
        and (one.relation in ("applicant", "parent") or _young_sibling(one, on, limit))
    )  # fmt: skip
    return Unit(members, size_of(members, UNIT_BASIS["alimony_fund"]))


def _young_sibling(one: Member, on: date, limit: Step) -> bool:
    if one.relation != "sibling":
        return False
    return (one.age(on) or 0) < limit.number or one.disability == "severe"


def size_of(members: tuple[Member, ...], basis: str, *known: Step) -> Step:
    """How many there are, each a leaf."""
    people = [
        Step(f"fact.household.{one.id}", RELATIONS[one.relation], one.id, source="household",
             unit="person", member=one.id)
        for one in members
    ]  # fmt: skip
    counted = count("household.size", "Liczba osób w rodzinie", people, basis)
    if not any(one.relation in CHILDREN for one in members):
        return counted
    return Step(counted.code, counted.label, counted.value, basis, (*people, *known), unit="count")


def children_need_birth_dates(facts: CaseFacts, errors: Errors) -> None:
    """Whether a child is in the family depends on its age."""
    for n, one in enumerate(facts.household):
        if one.relation in CHILDREN and one.birth_date is None:
            errors.note(f"household[{n}].birth_date", "required", "Podaj datę urodzenia dziecka.")


@dataclass(frozen=True, slots=True)
class Span:
    """The months that are asked, inside one benefit period, and the base year of their income."""

    first: Month
    last: Month
    base_year: int


def period_of(month: Month, act: Act) -> tuple[Month, Month]:
    """First and last month of the benefit period that holds this month."""
    begins = FIRST_MONTH[act]
    year = month.year if month.month >= begins else month.year - 1
    first = Month(year, begins)
    return first, first + 11


def asked_span(facts: CaseFacts, act: Act) -> Span:
    """From `from` (or the month of the application) to `to` (or the end of the period)."""
    first = facts.circumstances["from"] or facts.month
    begins, ends = period_of(first, act)
    return Span(first, facts.circumstances["to"] or ends, begins.year - 1)


def check_span(facts: CaseFacts, act: Act, errors: Errors) -> None:
    """The months stand in order and inside one benefit period."""
    first, last = facts.circumstances["from"] or facts.month, facts.circumstances["to"]
    ends = period_of(first, act)[1]
    if last is not None and last < first:
        errors.note("circumstances.to", "out_of_order", "Ostatni miesiąc jest przed pierwszym.")
    elif last is not None and last > ends:
        errors.note("circumstances.to", "outside_period", (
            f"Okres świadczenia kończy się w miesiącu {ends}: zapytaj o każdy okres osobno."
        ))  # fmt: skip
