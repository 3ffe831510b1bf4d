"""Świadczenie pielęgnacyjne: since 2024 for those under 18 (art. 17 u.ś.r.), and protected rights.

The protected right (art. 63 u.ś.w.) keeps the rules of 2023: whatever the age of the person cared
for, but without work. Part months go by days, rounded up to ten grosze.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from benefits.rules.assessment import Component, Outcome, Refused
from benefits.rules.carer_input import (
    CARED_FOR,
    CERTIFICATE,
    PROTECTED_SINCE,
    PROTECTION,
    Found,
    cared_for,
    check_cared_for,
    excluded,
    needs_care,
    other_benefit,
    support_benefit,
    unprotected,
    works_or_pensioner,
)
from benefits.rules.facts import CaseFacts, Member
from benefits.rules.family_learning import birthday
from benefits.rules.family_partial import ONE_DAY, Part, parts_by_month
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import Code, Day, Errors, Keys, optional
from benefits.rules.trace import Step, fact, passed, product, total
from opsapp.kernel.periods import Month

CODE = "carer_benefit"
BASIS = "art. 17 u.ś.r."
OLD_BASIS = "art. 17 u.ś.r. w brzmieniu do 31.12.2023"
PROTECTED_BASIS = f"art. 63 u.ś.w., {OLD_BASIS}"
SAID = ("Świadczenie pielęgnacyjne", "art. 17 ust. 3 i 4 u.ś.r.")
CIRCUMSTANCES = Keys({
    **CARED_FOR, **CERTIFICATE, **PROTECTION,
    "rules": optional(Code({"new": "zasady od 2024 r.", "protected": "prawo chronione"}), "new"),
    "from": optional(Day()),
    "to": optional(Day()),
})  # fmt: skip


def check(facts: CaseFacts, errors: Errors) -> None:
    """Those cared for and their ages; days in order."""
    new = facts.circumstances["rules"] == "new"
    check_cared_for(facts, errors, ages=new and facts.on >= PROTECTED_SINCE)
    first, last = facts.circumstances["from"], facts.circumstances["to"]
    if last and last < (first or facts.month.first_day):
        errors.note("circumstances.to", "out_of_order", "Ostatni dzień jest przed pierwszym.")


benefit(CODE, "Świadczenie pielęgnacyjne", CIRCUMSTANCES, check)


@rule(CODE, since=date(2024, 1, 1))
def carer_benefit(facts: CaseFacts, law: Law) -> Outcome:
    """By the rules asked for: the new ones, or those of a right protected since 2023."""
    if facts.circumstances["rules"] == "protected":
        more = (lambda: unprotected(facts, law), lambda: support_benefit(facts))
        return _old_rules(facts, law, more, PROTECTED_BASIS)
    barred = excluded(facts) or other_benefit(facts, CODE)
    if barred is not None:
        return _refused(barred, "art. 17 ust. 5 u.ś.r.", ())
    rights = [_right(facts, law, member) for member in cared_for(facts)]
    tests = tuple(test for _, test in rights)
    due = [member for member, test in rights if test.value == "tak"]
    if not due:
        return _refused(("no_ground", (
            "Żadna z osób nie ma mniej niż 18 lat i wymaganego orzeczenia."), tests[0]),
            "art. 17 ust. 1 u.ś.r.", tests[1:])  # fmt: skip
    return _paid(facts, law, due, tests, BASIS)


@rule(CODE, since=date(2015, 1, 1))
def carer_benefit_before_2024(facts: CaseFacts, law: Law) -> Outcome:
    """Until 31.12.2023: a person of any age, a carer who gave up work."""
    return _old_rules(facts, law, (), OLD_BASIS)


def _old_rules(
    facts: CaseFacts, law: Law, more: Sequence[Callable[[], Found | None]], basis: str
) -> Outcome:  # fmt: skip
    """One benefit for the carer. The age of onset is not asked: TK K 38/13."""
    checks: list[Callable[[], Found | None]] = [
        *more, lambda: excluded(facts), lambda: other_benefit(facts, CODE),
        lambda: works_or_pensioner(facts),
    ]  # fmt: skip
    for find in checks:
        found = find()
        if found is not None:
            return _refused(found, basis, ())
    tests = tuple(needs_care(facts, member, basis) for member in cared_for(facts))
    due = [member for member, test in zip(cared_for(facts), tests, strict=True)
           if test.value == "tak"]  # fmt: skip
    if not due:
        return _refused(("no_ground", "Osoba wymagająca opieki nie ma wymaganego orzeczenia.",
                         tests[0]), basis, tests[1:])  # fmt: skip
    return _paid(facts, law, due[:1], tests, basis)


def _refused(found: Found, basis: str, more: tuple[Step, ...]) -> Outcome:
    code, message, known = found
    return Outcome(None, (known, *more), basis, refusals=(Refused(code, basis, message),))


def _right(facts: CaseFacts, law: Law, member: Member) -> tuple[Member, Step]:
    """Under 18 on the first day asked, with the certificate."""
    limit = law.step(f"{CODE}.care_age", facts.on)
    place = facts.household.index(member)
    born = fact(f"household[{place}].birth_date", "Data urodzenia", str(member.birth_date),
                unit="date", member=member.id)  # fmt: skip
    young = birthday(member, int(limit.number)) > _first_day(facts)
    certificate = needs_care(facts, member, "art. 17 ust. 1 u.ś.r.")
    holds = young and certificate.value == "tak"
    return member, passed(f"{CODE}.right", "Osoba poniżej 18 lat z wymaganym orzeczeniem", holds,
                          (born, limit, certificate), "art. 17 ust. 1 u.ś.r.")  # fmt: skip


def _first_day(facts: CaseFacts) -> date:
    first: date | None = facts.circumstances["from"]
    return first or facts.month.first_day


def _last_day(facts: CaseFacts, law: Law, member: Member, *, until_adult: bool) -> date | None:
    """The end asked, of the certificate, of the month after a death, or before 18 is completed."""
    asked = facts.circumstances
    ends: list[date] = [asked["to"]] if asked["to"] else []
    if asked["certificate_until"]:
        ends.append(Month.of(asked["certificate_until"]).last_day)
    if asked["died_on"]:
        ends.append((Month.of(asked["died_on"]) + 1).last_day)
    if until_adult:
        age = int(law.value(f"{CODE}.care_age", facts.on))
        ends.append(birthday(member, age) - ONE_DAY)
    return min(ends, default=None)


def _paid(
    facts: CaseFacts, law: Law, due: list[Member], tests: tuple[Step, ...], basis: str
) -> Outcome:  # fmt: skip
    """The whole for the one whose right lasts longest, as much again for each other."""
    until_adult = basis == BASIS
    ends = {one.id: _last_day(facts, law, one, until_adult=until_adult) for one in due}
    due.sort(key=lambda one: (ends[one.id] or date.max, one.id), reverse=True)
    start = _first_day(facts)
    rows: list[tuple[Member, Part]] = []
    for n, one in enumerate(due):
        asked_end = facts.circumstances["to"]
        end = ends[one.id]
        parts = parts_by_month(law, f"{CODE}.amount", start, _known_end(law, end, asked_end), SAID)
        rows += [(one, _further(law, part) if n else part) for part in parts]
    first = Month.of(start)
    now = [part.step for _, part in rows if Month.of(part.first) <= first]
    amount = total(f"{CODE}.due", f"Świadczenie za {first.month:02}.{first.year}", now, basis)
    later = tuple(part.step for _, part in rows if part.step not in now)
    components: list[Component] = [part.component(CODE, one.id) for one, part in rows]
    return Outcome(amount, (amount, *later, *tests), basis, components=tuple(components))


def _known_end(law: Law, end: date | None, asked: date | None) -> date | None:
    """A right that outlives what is announced is listed as far as it is known, unless asked for."""
    known = law.parameters[f"{CODE}.amount"].answers_until
    if end is None or end == asked or known is None or law.has(f"{CODE}.amount", end):
        return end
    return None


def _further(law: Law, part: Part) -> Part:
    """The increase for the second and each next person (art. 17 ust. 3e)."""
    share = law.step(f"{CODE}.further_share", part.first)
    step = product(f"{CODE}.increase", "Zwiększenie na następną osobę", part.step, share,
                   "art. 17 ust. 3e u.ś.r.")  # fmt: skip
    return replace(part, step=step)
