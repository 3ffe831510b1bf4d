"""What a question tells of somebody's school or studies, and what it may not tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benefits.rules.facts import Member
from benefits.rules.family_learning import SCHOOLS
from benefits.rules.schema import Day, Errors, Flag, optional

LEARNING = {
    "education_ends_on": optional(Day()),
    "admitted_to_university": optional(Flag(), False),
}


def check_learning(row: Mapping[str, Any], member: Member, path: str, errors: Errors) -> None:
    """The end of learning needs a school or university; admission, the end of a school."""
    if row["education_ends_on"] and member.education not in (*SCHOOLS, "university"):
        errors.note(f"{path}.education_ends_on", "not_learning", (
            "Ta osoba nie uczy się w szkole ani w szkole wyższej: popraw pole „education”."
        ))  # fmt: skip
    if not row["admitted_to_university"]:
        return
    if member.education not in SCHOOLS:
        errors.note(f"{path}.admitted_to_university", "not_after_school", (
            "Przyjęcie na studia po szkole dotyczy ucznia szkoły: popraw pole „education”."
        ))  # fmt: skip
    elif row["education_ends_on"] is None:
        errors.note(f"{path}.education_ends_on", "required", (
            "Podaj dzień ukończenia szkoły, po której osoba została przyjęta na studia."
        ))  # fmt: skip
