"""Ask the rules: facts in, answer out; and the same for questions as JSON."""

from __future__ import annotations

from typing import Any

from benefits.rules.assessment import Assessment, Outcome
from benefits.rules.facts import CaseFacts
from benefits.rules.law import Law, NotAnnounced
from benefits.rules.reading import read_case
from benefits.rules.registry import BENEFITS
from benefits.rules.schema import Errors
from benefits.rules.trace import Step

INVALID = 2
UNANSWERED = 3
NOT_DUE = "nie przysługuje"


def assess_facts(facts: CaseFacts, law: Law) -> Assessment:
    """Whether the benefit is due, how much and why; raises NotAnnounced when law lacks a value."""
    benefit = BENEFITS[facts.benefit]
    asked = law.with_given(facts.parameters, facts.on)
    outcome = benefit.rule(facts.on)(facts, asked)
    return _answer(facts, benefit.label, outcome)


def _answer(facts: CaseFacts, label: str, outcome: Outcome) -> Assessment:
    amount = outcome.amount.number if outcome.amount else None
    root = Step(
        facts.benefit, label, NOT_DUE if amount is None else amount, outcome.basis, outcome.inputs
    )
    return Assessment(
        benefit=facts.benefit, on=facts.on, amount=amount,
        amount_max=outcome.amount_max.number if outcome.amount_max else None,
        period=outcome.period, components=outcome.components, refusals=outcome.refusals,
        trace=root,
    )  # fmt: skip


def assess(case: object, *, law: Law | None = None) -> Any:
    """Answer one question or a list of them, in the same shape and order (JSON in, JSON out).

    Wrong input answers nothing: `{"errors": [...]}` for all. A case whose law lacks a value is
    `unanswered` in its place.
    """
    known = law or Law.from_files()
    errors = Errors()
    if isinstance(case, list):
        read = [read_case(one, f"[{n}]", errors, known) for n, one in enumerate(case)]
    else:
        read = [read_case(case, "", errors, known)]
    if errors:
        return {"errors": [error.to_json() for error in errors]}
    answers = [answer(facts, known) for facts in read if facts is not None]
    return answers if isinstance(case, list) else answers[0]


def answer(facts: CaseFacts, law: Law) -> dict[str, object]:
    """The answer of one case as JSON, or that it cannot be answered and what is missing."""
    try:
        return assess_facts(facts, law).to_json()
    except NotAnnounced as missing:
        unanswered = {
            "code": missing.code, "on": missing.on.isoformat(), "message": missing.message,
        }  # fmt: skip
        return {
            "benefit": facts.benefit, "on": facts.on.isoformat(), "unanswered": [unanswered],
        }  # fmt: skip


def exit_code(answered: Any) -> int:
    """0 when everything was answered, 2 for wrong input, 3 when law lacks a value for a case."""
    if isinstance(answered, dict) and "errors" in answered:
        return INVALID
    cases = answered if isinstance(answered, list) else [answered]
    return UNANSWERED if any("unanswered" in one for one in cases) else 0
