"""The parts of an interview in their order, and what every page of an open one shows around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.urls import reverse

from opsapp.kernel.web.parts import Tab
from socialwork import selectors
from socialwork.models import Interview
from socialwork.questionnaire import SECTIONS
from socialwork.selectors.consistency import remarks
from socialwork.states import DRAFT, INTERVIEW

INCOMES, PLAN, WHOLE = "incomes", "plan", "whole"
ORDER = (
    "household", "housing", "health", "work", INCOMES,
    "expenses", "needs", "diagnosis", PLAN, WHOLE,
)  # fmt: skip
LABELS = {part.code: part.title for part in SECTIONS} | {
    INCOMES: "Dochody",
    PLAN: "Plan pomocy",
    WHOLE: "Całość i podpis",
}
ADDRESSES = {
    INCOMES: "socialwork:interview_incomes",
    PLAN: "socialwork:interview_plan",
    WHOLE: "socialwork:interview",
}
State = Literal["", "done", "todo"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part in the list beside the form; `state` says whether signing still waits for it."""

    code: str
    label: str
    url: str
    current: bool
    state: State = ""


def address(interview: Interview, code: str) -> str:
    """Where a part is filled in."""
    if code in ADDRESSES:
        return reverse(ADDRESSES[code], args=[interview.pk])
    return reverse("socialwork:section", args=[interview.pk, code])


def neighbour(code: str, by: int) -> str:
    """The part before (-1) or after (1); empty at either end."""
    at = ORDER.index(code) + by
    return ORDER[at] if 0 <= at < len(ORDER) else ""


def around(interview: Interview, current: str) -> dict[str, Any]:
    """The context of every page of an interview: its parts, the family, remarks, the way on."""
    family = selectors.family(interview)
    open_one = interview.status == DRAFT
    return {
        "interview": interview,
        "state": INTERVIEW.label(interview.status),
        "family": family,
        "head": next(iter(family), None),
        "parts": parts_of(interview, current) if open_one else [],
        "remarks": remarks_of(interview, current) if open_one else [],
        "way": way(interview, current),
    }


def remarks_of(interview: Interview, current: str) -> list[Any]:
    """The remarks of a part; on the whole, all of them."""
    found = remarks(interview)
    return found if current == WHOLE else [row for row in found if row.part == current]


def way(interview: Interview, current: str) -> dict[str, Tab | None]:
    """The parts before and after as links."""
    before, after = neighbour(current, -1), neighbour(current, 1)
    return {
        "before": Tab(LABELS[before], address(interview, before)) if before else None,
        "after": Tab(LABELS[after], address(interview, after)) if after else None,
    }


def parts_of(interview: Interview, current: str) -> list[Part]:
    """All parts with their state."""
    states = _states(interview)
    return [
        Part(code, LABELS[code], address(interview, code), code == current, states.get(code, ""))
        for code in ORDER
    ]


def _states(interview: Interview) -> dict[str, State]:
    sections = {row.code: row for row in interview.sections.all()}
    states: dict[str, State] = {}
    for part in SECTIONS:
        row = sections.get(part.code)
        if row is None or part.missing(row.answers):
            states[part.code] = "todo"
        elif row.version:
            states[part.code] = "done"
    states[INCOMES] = "done" if interview.income_links.exists() else ""
    states[PLAN] = "done" if interview.plan_items.exists() else ""
    return states
