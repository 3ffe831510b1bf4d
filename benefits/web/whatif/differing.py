"""One calculation under both laws: the steps that come out otherwise, side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benefits.models import Calculation
from benefits.rules import NotAnnounced, assess_facts
from benefits.rules.receipt import formatted
from benefits.rules.trace import Step
from benefits.selectors_law import law_in_force
from benefits.web.decisions.showing import known_of
from benefits.web.receipt_lines import receipt_lines, result_words
from benefits.whatif.engine import WRONG_FACTS, assessed_after, read
from benefits.whatif.running import Question
from benefits.whatif.scratch import laws_of

NO_RIGHT = "Gdy ten parametr przestaje obowiązywać, świadczenie nie przysługuje."


@dataclass(frozen=True, slots=True)
class Differing:
    """A step whose value is not the same; the text is empty where one side lacks the step."""

    label: str
    basis: str
    before: str
    after: str


def compared(question: Question, calculation: Calculation) -> dict[str, Any]:
    """Both answers in words, the differing steps and both receipts; `why` when the rules cannot
    answer.
    """
    laws = laws_of(law_in_force(), question.changes, question.on)
    try:
        facts = read(json.dumps(calculation.facts), laws.before)
        if facts is None:
            return {"why": WRONG_FACTS, "steps": []}
        before, after = assess_facts(facts, laws.before), assessed_after(facts, laws)
    except NotAnnounced as missing:
        return {"why": missing.message, "steps": []}
    if after is None:
        return {"why": NO_RIGHT, "steps": []}
    told = known_of(calculation)
    return {
        "why": "", "before": result_words(before), "after": result_words(after),
        "steps": list(differing(before.trace, after.trace)), "refusals": after.refusals,
        "receipts": [
            ("Przed zmianą", receipt_lines(before, told)),
            ("Po zmianie", receipt_lines(after, told)),
        ],
    }  # fmt: skip


def differing(before: Step, after: Step) -> Iterator[Differing]:
    """Steps of either trace whose value differs, what is inside a step before the step itself.

    Steps are matched by code and member: the same step may stand in several places of a trace.
    """
    old, new = _by_name(before), _by_name(after)
    for name in dict.fromkeys([*old, *new]):
        was, now = old.get(name), new.get(name)
        shown = was or now
        assert shown is not None
        texts = tuple(formatted(step) if step else "" for step in (was, now))
        if texts[0] != texts[1]:
            yield Differing(shown.label, shown.basis, *texts)


def _by_name(root: Step) -> dict[tuple[str, str, str], Step]:
    found: dict[tuple[str, str, str], Step] = {}
    seen: set[int] = set()

    def walk(step: Step) -> None:
        if id(step) in seen:
            return
        seen.add(id(step))
        for below in step.inputs:
            walk(below)
        found.setdefault((step.code, step.member, step.label), step)

    walk(root)
    return found
