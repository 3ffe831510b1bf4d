"""Zasiłek pielęgnacyjny (art. 16 u.ś.r.): no income test, indefinite or with the certificate."""

from __future__ import annotations

from datetime import date

from benefits.rules.assessment import Component, Outcome, granted, refused
from benefits.rules.facts import CaseFacts, Member
from benefits.rules.family_income import within
from benefits.rules.incomes import KINDS
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import Day, Errors, Flag, Identifier, Keys, Whole, optional
from benefits.rules.trace import ZERO, Step, fact, passed, same
from opsapp.kernel.periods import Month

CODE = "nursing_allowance"
BASIS = "art. 16 u.ś.r."

CIRCUMSTANCES = Keys({
    "subject": optional(Identifier()),
    "disability_onset_age": optional(Whole(0, 120)),
    "certificate_applied_on": optional(Day()),
    "certificate_issued_on": optional(Day()),
    "certificate_until": optional(Day()),
    "abroad": optional(Flag(), False),
})  # fmt: skip


def subject_of(facts: CaseFacts) -> Member:
    """The person for whom the allowance is asked."""
    named = facts.circumstances["subject"]
    return facts.member(named) if named else facts.applicant


def check(facts: CaseFacts, errors: Errors) -> None:
    """Age decides; of a moderate degree also the age at which the disability arose."""
    named = facts.circumstances["subject"]
    if named and named not in {one.id for one in facts.household}:
        errors.note("circumstances.subject", "unknown_member", f"Nie ma osoby „{named}”.")
        return
    subject = subject_of(facts)
    where = f"household[{facts.household.index(subject)}].birth_date"
    if subject.birth_date is None:
        errors.note(where, "required", "Podaj datę urodzenia.")
    elif subject.disability == "moderate" and facts.circumstances["disability_onset_age"] is None:
        errors.note("circumstances.disability_onset_age", "required", (
            "Podaj wiek, w którym powstała niepełnosprawność."))  # fmt: skip


benefit(CODE, "Zasiłek pielęgnacyjny", CIRCUMSTANCES, check)


@rule(CODE, since=date(2015, 1, 1))
def nursing_allowance(facts: CaseFacts, law: Law) -> Outcome:
    """One amount for all; no right beside dodatek pielęgnacyjny or full free upkeep."""
    subject = subject_of(facts)
    barred = _barred(facts, subject)
    if barred is not None:
        return barred
    ground = _ground(facts, law, subject)
    if ground.value == "nie":
        return refused("no_ground", "art. 16 ust. 2 i 3 u.ś.r.", (
            "Wiek i orzeczenie nie dają prawa do zasiłku pielęgnacyjnego."),
            shown=(ground,))  # fmt: skip
    amount = same(f"{CODE}.due", "Kwota zasiłku pielęgnacyjnego", law.step(f"{CODE}.amount",
                  facts.on), "art. 16 ust. 4 u.ś.r.")  # fmt: skip
    until = facts.circumstances["certificate_until"]
    part = Component(CODE, subject.id, amount.number, str(_first_month(facts, law)),
                     str(Month.of(until)) if until else None)  # fmt: skip
    return granted(amount, basis=BASIS, components=(part,), shown=(ground,))


def _barred(facts: CaseFacts, subject: Member) -> Outcome | None:
    """Institution with full free upkeep, dodatek pielęgnacyjny, a benefit abroad (ust. 5–6)."""
    place = facts.household.index(subject)
    if subject.institution:
        known = fact(f"household[{place}].institution", "Nieodpłatne pełne utrzymanie w instytucji",
                     "tak", unit="answer", member=subject.id)  # fmt: skip
        return refused("institution", "art. 16 ust. 5 u.ś.r.", (
            "Osoba ma w instytucji nieodpłatne pełne utrzymanie."), shown=(known,))  # fmt: skip
    for one in facts.incomes:
        lost = one.lost_on is not None and one.lost_on < facts.on
        if one.member == subject.id and one.kind == "pension_nursing_supplement" and not lost:
            known = fact(one.path, KINDS[one.kind], one.amount or ZERO, member=subject.id)
            return refused("nursing_supplement", "art. 16 ust. 6 u.ś.r.", (
                "Osoba ma prawo do dodatku pielęgnacyjnego z ZUS lub KRUS."),
                shown=(known,))  # fmt: skip
    if facts.circumstances["abroad"]:
        known = fact("circumstances.abroad", "Podobne świadczenie za granicą", "tak", unit="answer")
        return refused("abroad", "art. 16 ust. 5a u.ś.r.", (
            "Za granicą przysługuje świadczenie o podobnym charakterze."),
            shown=(known,))  # fmt: skip
    return None


def _ground(facts: CaseFacts, law: Law, subject: Member) -> Step:
    """A disabled child; severe; moderate that arose before 21; 75 years (art. 16 ust. 2–3)."""
    on, age = facts.on, subject.age(facts.on) or 0
    adult, onset, old = (
        law.step(f"{CODE}.{key}", on) for key in ("certificate_age", "onset_age", "old_age")
    )
    place = facts.household.index(subject)
    known = [
        fact(f"household[{place}].birth_date", "Data urodzenia", str(subject.birth_date),
             unit="date", member=subject.id),
        fact(f"household[{place}].disability", "Orzeczenie", subject.disability, unit="code",
             member=subject.id),
    ]  # fmt: skip
    if age >= old.number:
        return _said(True, (known[0], old), "art. 16 ust. 2 pkt 3 u.ś.r.")
    if age < adult.number:
        holds = subject.disability in ("child_certificate", "moderate", "severe")
        return _said(holds, (*known, adult), "art. 16 ust. 2 pkt 1 u.ś.r.")
    if subject.disability != "moderate":
        return _said(subject.disability == "severe", (*known, adult, old),
                     "art. 16 ust. 2 pkt 2 u.ś.r.")  # fmt: skip
    arose = facts.circumstances["disability_onset_age"]
    known.append(fact("circumstances.disability_onset_age", "Wiek powstania niepełnosprawności",
                      ZERO + arose, unit="years"))  # fmt: skip
    return _said(arose < onset.number, (*known, onset), "art. 16 ust. 3 u.ś.r.")


def _said(holds: bool, inputs: tuple[Step, ...], basis: str) -> Step:
    return passed(f"{CODE}.ground", "Wiek lub orzeczenie daje prawo", holds, inputs, basis)


def _first_month(facts: CaseFacts, law: Law) -> Month:
    """Of filing; within three months of a new certificate, of the application for it."""
    asked = facts.circumstances
    applied, issued = asked["certificate_applied_on"], asked["certificate_issued_on"]
    months = int(law.value(f"{CODE}.certificate_months", facts.on))
    if applied and issued and within(issued, facts.on, months):
        return min(facts.month, Month.of(applied))
    return facts.month
