"""What the questions about carers' benefits tell, and what bars each of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from benefits.rules.counting_family import WORK
from benefits.rules.facts import CaseFacts, Income, Member
from benefits.rules.family_income import within
from benefits.rules.incomes import KINDS
from benefits.rules.law import Law
from benefits.rules.schema import Code, Day, Errors, Flag, Identifier, Key, ListOf, optional
from benefits.rules.trace import ZERO, Step, fact, passed

PROTECTED_SINCE = date(2024, 1, 1)
PENSIONS = frozenset({
    "pension_net", "disability_pension_net", "survivor_pension_net", "social_pension_net",
    "permanent_allowance",
})  # fmt: skip
CARE = {
    "special_carer_allowance": "specjalny zasiłek opiekuńczy",
    "carer_benefit": "świadczenie pielęgnacyjne",
    "carer_allowance": "zasiłek dla opiekuna",
}
EXCLUSIONS = {
    "care_home": "osoba wymagająca opieki przebywa w całodobowej placówce",
    "abroad": "za granicą przysługuje świadczenie na pokrycie kosztów opieki",
    "other_carer": "na tę osobę inna osoba ma prawo do świadczenia opiekuńczego",
    "married": "osoba wymagająca opieki pozostaje w związku małżeńskim",
    "not_obliged": "opiekuna nie obciąża obowiązek alimentacyjny",
}
CARED_FOR = {"cared_for": Key(ListOf(Identifier(), 1, 10))}
CERTIFICATE = {
    "exclusion": optional(Code(EXCLUSIONS)),
    "certificate_until": optional(Day()),
    "died_on": optional(Day()),
}
PROTECTION = {
    "held_before_2024": optional(Flag(), True),
    "support_benefit_applied": optional(Flag(), False),
    "old_certificate_until": optional(Day()),
    "new_certificate_applied_on": optional(Day()),
    "new_certificate_issued_on": optional(Day()),
}


def check_cared_for(facts: CaseFacts, errors: Errors, *, ages: bool) -> None:
    """Those cared for are known, each once; their ages where the rules ask for them."""
    places = {one.id: n for n, one in enumerate(facts.household)}
    seen: set[str] = set()
    for n, named in enumerate(facts.circumstances["cared_for"]):
        path = f"circumstances.cared_for[{n}]"
        if named not in places:
            errors.note(path, "unknown_member", f"Nie ma osoby „{named}”.")
        elif named in seen or named == facts.applicant.id:
            errors.note(path, "repeated_member", "Każdą osobę podaj raz; opiekun to wnioskodawca.")
        elif ages and facts.household[places[named]].birth_date is None:
            errors.note(f"household[{places[named]}].birth_date", "required",
                        "Podaj datę urodzenia osoby wymagającej opieki.")  # fmt: skip
        seen.add(named)


def cared_for(facts: CaseFacts) -> list[Member]:
    """The persons cared for, oldest first, whatever the order of the question."""
    found = [facts.member(named) for named in facts.circumstances["cared_for"]]
    return sorted(found, key=lambda one: (one.birth_date or date.min, one.id))


def needs_care(facts: CaseFacts, member: Member, basis: str) -> Step:
    """A severe degree, or a certificate with both indications, 7 and 8."""
    place = facts.household.index(member)
    known = [fact(f"household[{place}].disability", "Orzeczenie", member.disability, unit="code",
                  member=member.id)]  # fmt: skip
    holds = member.disability == "severe"
    if member.disability == "child_certificate":
        said = ", ".join(str(one) for one in sorted(member.indications)) or "brak"
        known.append(fact(f"household[{place}].indications", "Wskazania w punktach", said,
                          unit="code", member=member.id))  # fmt: skip
        holds = {7, 8} <= set(member.indications)
    return passed("care.certificate", "Znaczny stopień albo wskazania z pkt 7 i 8", holds, known,
                  basis)  # fmt: skip


Found = tuple[str, str, Step]
"""A refusal: its code, its message, and the fact it stands on."""


def excluded(facts: CaseFacts) -> Found | None:
    """What the question itself names as excluding, or a stay in an institution."""
    named = facts.circumstances["exclusion"]
    if named:
        why = EXCLUSIONS[named]
        known = fact("circumstances.exclusion", "Okoliczność wykluczająca", why, unit="code")
        return named, f"Świadczenie nie przysługuje: {why}.", known
    for member in cared_for(facts):
        if member.institution:
            place = facts.household.index(member)
            known = fact(f"household[{place}].institution", "Pobyt w całodobowej placówce", "tak",
                         unit="answer", member=member.id)  # fmt: skip
            return "care_home", f"Świadczenie nie przysługuje: {EXCLUSIONS['care_home']}.", known
    return None


def other_benefit(facts: CaseFacts, own: str) -> Found | None:
    """Another carer's benefit of the applicant: only one is due."""
    for one in _now(facts, facts.applicant, frozenset(CARE) - {own}):
        return "other_care_benefit", (
            f"Opiekun ma prawo do innego świadczenia: {KINDS[one.kind]}."), _leaf(one)  # fmt: skip
    return None


def works_or_pensioner(facts: CaseFacts) -> Found | None:
    """Under the old rules the carer does not work and has no pension of their own."""
    for one in _now(facts, facts.applicant, WORK - {"taxable_net"}):
        return "works", "Opiekun nie zrezygnował z pracy zarobkowej.", _leaf(one)
    for one in _now(facts, facts.applicant, PENSIONS):
        return "pension", f"Opiekun ma ustalone prawo: {KINDS[one.kind]}.", _leaf(one)
    return None


def support_benefit(facts: CaseFacts) -> Found | None:
    """Świadczenie wspierające ends a protected right; applying for it suspends the payment."""
    for member in cared_for(facts):
        for one in _now(facts, member, frozenset({"support_benefit"})):
            return (
                "support_benefit",
                ("Osoba wymagająca opieki ma świadczenie wspierające: prawo wygasło."),
                _leaf(one),
            )
    if facts.circumstances["support_benefit_applied"]:
        known = fact("circumstances.support_benefit_applied", "Wniosek o świadczenie wspierające",
                     "tak", unit="answer")  # fmt: skip
        return (
            "suspended",
            ("Wypłatę wstrzymuje się do rozpatrzenia wniosku o świadczenie wspierające."),
            known,
        )
    return None


def unprotected(facts: CaseFacts, law: Law) -> Found | None:
    """A right that arose by the end of 2023, and a new certificate within its two terms."""
    asked = facts.circumstances
    if not asked["held_before_2024"]:
        known = fact("circumstances.held_before_2024", "Prawo powstało do 31.12.2023", "nie",
                     unit="answer")  # fmt: skip
        return "not_protected", "Prawo nie powstało do 31.12.2023.", known
    months = int(law.value("carer_benefit.bridge_months", PROTECTED_SINCE))
    old, applied, issued = (
        asked[key]
        for key in ("old_certificate_until", "new_certificate_applied_on",
                    "new_certificate_issued_on")
    )  # fmt: skip
    if old and applied and not _in_term(old, applied, months):
        return "certificate_late", (
            "Wniosek o nowe orzeczenie złożono po trzech miesiącach od końca poprzedniego."), fact(
            "circumstances.new_certificate_applied_on", "Wniosek o nowe orzeczenie",
            applied.isoformat(), unit="date")  # fmt: skip
    if issued and not _in_term(issued, facts.on, months):
        return "application_late", (
            "Wniosek o świadczenie złożono po trzech miesiącach od wydania orzeczenia."), fact(
            "circumstances.new_certificate_issued_on", "Nowe orzeczenie wydano",
            issued.isoformat(), unit="date")  # fmt: skip
    return None


def _in_term(start: date, day: date, months: int) -> bool:
    return day <= start or within(start, day, months)


def _now(facts: CaseFacts, member: Member, kinds: frozenset[str]) -> Iterator[Income]:
    """What the person receives in the month of filing or before it, and has not lost."""
    for one in facts.incomes:
        lost = one.lost_on is not None and one.lost_on <= facts.on
        recent = one.month in (facts.month, facts.month - 1)
        if one.member == member.id and one.kind in kinds and recent and not lost:
            yield one


def _leaf(one: Income) -> Step:
    return fact(one.path, KINDS[one.kind], one.amount or ZERO, member=one.member)
