"""What a question about zasiłek rodzinny tells of the children."""

from __future__ import annotations

from collections.abc import Mapping

from benefits.rules.facts import CaseFacts
from benefits.rules.family_children import EXCLUSIONS, SUPPLEMENTS
from benefits.rules.family_unit import CHILDREN, check_span, children_need_birth_dates
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
    optional,
)


def labels(said: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Codes with their names, without their provisions."""
    return {code: name for code, (name, _) in said.items()}


CHILD = Keys({
    "member": Key(Identifier()),
    "supplements": optional(ListOf(Code(labels(SUPPLEMENTS)), 0, 8), ()),
    "exclusion": optional(Code(labels(EXCLUSIONS))),
    "leave_from": optional(Day()),
    "leave_to": optional(Day()),
})  # fmt: skip
CIRCUMSTANCES = Keys({
    "children": Key(ListOf(CHILD, 1, 30)),
    "from": optional(MonthText()),
    "to": optional(MonthText()),
    "guardian": optional(Flag(), False),
    "held_before": optional(Flag(), False),
})  # fmt: skip


def check(facts: CaseFacts, errors: Errors) -> None:
    """Known children, each once, with birth dates; months inside one benefit period."""
    children_need_birth_dates(facts, errors)
    check_span(facts, "family_benefits", errors)
    places = {one.id: n for n, one in enumerate(facts.household)}
    seen: set[str] = set()
    for n, row in enumerate(facts.circumstances["children"]):
        path, named = f"circumstances.children[{n}].member", row["member"]
        if named not in places:
            errors.note(path, "unknown_member", f"Nie ma osoby „{named}”.")
        elif named in seen:
            errors.note(path, "repeated_member", f"„{named}” się powtarza.")
        else:
            _check_child(facts, places[named], path, errors)
        seen.add(named)
    if facts.applicant.id in seen and len(seen) > 1:
        errors.note("circumstances.children", "learner_and_children", (
            "Osoba ucząca się wnosi o zasiłek tylko dla siebie."))  # fmt: skip


def _check_child(facts: CaseFacts, place: int, path: str, errors: Errors) -> None:
    member = facts.household[place]
    allowed = (*CHILDREN, "foster_child", "applicant")
    if member.relation not in allowed and not facts.circumstances["guardian"]:
        errors.note(path, "not_a_child", "Zasiłek rodzinny przysługuje na dziecko wnioskodawcy.")
    where = f"household[{place}].birth_date"
    if member.birth_date is None and where not in {error.path for error in errors}:
        errors.note(where, "required", "Podaj datę urodzenia dziecka.")
