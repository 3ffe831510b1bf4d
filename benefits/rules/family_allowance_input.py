"""What a question about zasiłek rodzinny tells of the children."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benefits.rules.facts import CaseFacts
from benefits.rules.family_children import EXCLUSIONS, SUPPLEMENTS
from benefits.rules.family_learning_input import LEARNING, check_learning
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
    Whole,
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
    "leave_months_paid": optional(Whole(0, 72)),
    "multiple_birth": optional(Flag(), False),
    **LEARNING,
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
        path, named = f"circumstances.children[{n}]", row["member"]
        if named not in places:
            errors.note(f"{path}.member", "unknown_member", f"Nie ma osoby „{named}”.")
        elif named in seen:
            errors.note(f"{path}.member", "repeated_member", f"„{named}” się powtarza.")
        else:
            _check_child(facts, places[named], f"{path}.member", errors)
            check_learning(row, facts.household[places[named]], path, errors)
            _check_leave(row, path, errors)
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


def _check_leave(row: Mapping[str, Any], path: str, errors: Errors) -> None:
    """A leave ends after it began; its facts belong to the supplement."""
    first, last = row["leave_from"], row["leave_to"]
    if first is not None and last is not None and last < first:
        errors.note(f"{path}.leave_to", "out_of_order", "Urlop kończy się przed początkiem.")
    if row["leave_months_paid"] is not None and "parental_leave" not in row["supplements"]:
        errors.note(f"{path}.leave_months_paid", "without_supplement", (
            "Miesiące dodatku podaje się tylko przy dodatku „parental_leave”."))  # fmt: skip
