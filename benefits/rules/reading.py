"""Read a question of the assessment contract into facts, or say what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from benefits.rules.facts import (
    DISABILITIES,
    EDUCATIONS,
    INCAPACITIES,
    RELATIONS,
    CaseFacts,
    Income,
    Member,
)
from benefits.rules.incomes import BY_HECTARES, KINDS
from benefits.rules.law import Law
from benefits.rules.registry import BENEFITS
from benefits.rules.schema import (
    Code,
    Day,
    Errors,
    Flag,
    Identifier,
    Key,
    Keys,
    ListOf,
    MonthText,
    Number,
    Whole,
    joined,
    optional,
)
from opsapp.kernel.periods import Month, months_between

MEMBER = Keys({
    "id": Key(Identifier()),
    "relation": Key(Code(RELATIONS)),
    "birth_date": optional(Day()),
    "sex": optional(Code(("female", "male"))),
    "disability": optional(Code(DISABILITIES), "none"),
    "incapacity": optional(Code(INCAPACITIES), "none"),
    "education": optional(Code(EDUCATIONS), "none"),
    "indications": optional(ListOf(Whole(1, 10)), ()),
    "institution": optional(Flag(), False),
    "separate_room": optional(Flag(), False),
})  # fmt: skip


def _income_fits(read: dict[str, Any], path: str, errors: Errors) -> None:
    """What belongs together in one income."""
    by_hectares = read["kind"] in BY_HECTARES
    wanted, other = ("hectares", "amount") if by_hectares else ("amount", "hectares")
    if read[wanted] is None:
        errors.note(joined(path, wanted), "required", f"Brakuje „{wanted}” dla tego dochodu.")
    if read[other] is not None:
        errors.note(joined(path, other), "not_for_kind", f"„{other}” nie pasuje do tego dochodu.")
    dated = read["month"] or read["year"] or read["for_months"] or read["gained_on"]
    if not by_hectares and not dated:
        errors.note(joined(path, "month"), "required", "Podaj miesiąc albo rok dochodu.")
    if read["month"] and read["year"]:
        errors.note(joined(path, "year"), "month_or_year", "Podaj miesiąc albo rok, nie oba.")


INCOME = Keys({
    "member": Key(Identifier()),
    "kind": Key(Code(KINDS, "unknown_kind")),
    "amount": optional(Number(2)),
    "hectares": optional(Number(4)),
    "month": optional(MonthText()),
    "year": optional(Whole(1990, 2100)),
    "lost_on": optional(Day()),
    "gained_on": optional(Day()),
    "months": optional(Whole(1, 12)),
    "for_months": optional(ListOf(MonthText(), 1, 120), ()),
    "source": optional(Identifier()),
}, then=_income_fits)  # fmt: skip


def case_keys(benefit: str | None) -> Keys:
    """The definition of one question; of a known benefit with its own circumstances.

    Of an unknown one the circumstances are not looked at: the benefit's code is the error.
    """
    keys = {
        "benefit": Key(Code(list(BENEFITS), "unknown_benefit")),
        "on": Key(Day()),
        "household": Key(ListOf(MEMBER, 1, 60)),
        "incomes": optional(ListOf(INCOME), ()),
    }
    if benefit is None:
        return Keys(keys, open_keys=frozenset({"parameters", "circumstances"}))
    own = {"circumstances": Key(BENEFITS[benefit].circumstances)}
    return Keys(keys | own, open_keys=frozenset({"parameters"}))


def read_case(raw: object, path: str, errors: Errors, law: Law) -> CaseFacts | None:
    """Facts of one question, or None with everything wrong with it noted in `errors`."""
    before = len(errors)
    if not isinstance(raw, dict):
        errors.note(path, "not_an_object", "Podaj obiekt z kluczami.")
        return None
    named = raw.get("benefit")
    benefit = named if isinstance(named, str) and named in BENEFITS else None
    keys = case_keys(benefit)
    read = keys.read({**raw, "circumstances": raw.get("circumstances") or {}}, path, errors)
    if len(errors) > before:
        return None
    facts = _facts(read)
    parameters = _parameters(raw.get("parameters"), facts.on, path, errors, law)
    _check(facts, path, errors)
    return replace(facts, parameters=parameters) if len(errors) == before else None


def _check(facts: CaseFacts, path: str, errors: Errors) -> None:
    """What only the whole case shows; the benefit's own check comes when the rest is right."""
    before = len(errors)
    _check_household(facts, path, errors)
    _check_members(facts, path, errors)
    check = BENEFITS[facts.benefit].check
    if check and len(errors) == before:
        found = Errors()
        check(facts, found)
        errors += [replace(one, path=joined(path, one.path)) for one in found]


def _facts(read: dict[str, Any]) -> CaseFacts:
    return CaseFacts(
        benefit=read["benefit"], on=read["on"],
        household=tuple(Member(**one) for one in read["household"]),
        incomes=tuple(_income(n, one) for n, one in enumerate(read["incomes"])),
        circumstances=read["circumstances"],
    )  # fmt: skip


def _income(index: int, read: dict[str, Any]) -> Income:
    return Income(index, **{**read, "for_months": due_for(read["for_months"])})


def due_for(months: tuple[Month, ...]) -> tuple[Month, ...]:
    """Two months are the first and the last of arrears; any other number is a list of months."""
    return tuple(months_between(*months)) if len(months) == 2 else months


def _check_household(facts: CaseFacts, path: str, errors: Errors) -> None:
    where = joined(path, "household")
    applicants = [one for one in facts.household if one.relation == "applicant"]
    if len(applicants) != 1:
        code = "two_applicants" if applicants else "no_applicant"
        errors.note(where, code, "W gospodarstwie musi być dokładnie jeden wnioskodawca.")
    seen: set[str] = set()
    for n, member in enumerate(facts.household):
        if member.id in seen:
            errors.note(f"{where}[{n}].id", "repeated_id", f"„{member.id}” się powtarza.")
        seen.add(member.id)
        if member.birth_date and member.birth_date > facts.on:
            errors.note(f"{where}[{n}].birth_date", "in_future", "Data urodzenia po dniu wniosku.")


def _check_members(facts: CaseFacts, path: str, errors: Errors) -> None:
    ids = {member.id for member in facts.household}
    for n, income in enumerate(facts.incomes):
        if income.member not in ids:
            errors.note(joined(path, f"incomes[{n}].member"), "unknown_member",
                        f"W gospodarstwie nie ma osoby „{income.member}”.")  # fmt: skip
        if not income.for_months and facts_backwards(income):
            errors.note(joined(path, f"incomes[{n}].for_months"), "out_of_order",
                        "Pierwszy miesiąc wyrównania jest po ostatnim.")  # fmt: skip


def facts_backwards(income: Income) -> bool:
    """Arrears whose months ran backwards became an empty span with no month of receipt."""
    return income.amount is not None and not (income.month or income.year or income.gained_on)


def _parameters(
    raw: object, on: date, path: str, errors: Errors, law: Law
) -> dict[str, Decimal]:  # fmt: skip
    """Values supplied with the question: local ones, or national ones nobody has published."""
    where = joined(path, "parameters")
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        errors.note(where, "not_an_object", "Podaj obiekt z kluczami.")
        return {}
    read: dict[str, Decimal] = {}
    for code, value in raw.items():
        parameter = law.parameters.get(code)
        if parameter is None:
            errors.note(joined(where, code), "unknown_parameter", f"Nieznany parametr „{code}”.")
        elif not parameter.local and parameter.at(on) is not None:
            errors.note(joined(where, code), "national_parameter",
                        "Obowiązującego parametru krajowego nie można zmienić.")  # fmt: skip
        else:
            number = Number(6).read(value, joined(where, code), errors)
            if number is not None:
                read[code] = number
    return read
