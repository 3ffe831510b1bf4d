"""An answer of the rules as it is kept for ever, and the same answer read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from benefits.models import Calculation
from benefits.rules import Assessment
from benefits.rules.assessment import Component, Refused
from benefits.rules.trace import LawRow, Step, text_of

KEPT_APART = ("trace", "law", "rules_version")


def freeze(step: Step) -> dict[str, Any]:
    """A node as the contract prints it, with what is needed to read it back exactly."""
    kept: dict[str, Any] = {
        "code": step.code, "label": step.label, "value": text_of(step), "basis": step.basis,
        "unit": step.unit, "inputs": [freeze(below) for below in step.inputs],
    }  # fmt: skip
    if isinstance(step.value, Decimal):
        kept["number"] = str(step.value)
    if isinstance(step.source, LawRow):
        row = step.source
        kept["law"] = [row.code, row.text, row.valid_from.isoformat(), row.act, row.confidence]
    elif step.source:
        kept["fact"] = step.source
    return kept | {name: said for name in ("note", "member") if (said := getattr(step, name))}


def thaw(kept: Mapping[str, Any]) -> Step:
    """The node again; equal branches are one object, as they were when computed."""
    return _thaw(kept, {})


def _thaw(kept: Mapping[str, Any], known: dict[tuple[Any, ...], Step]) -> Step:
    inputs = tuple(_thaw(below, known) for below in kept["inputs"])
    number = kept.get("number")
    value = kept["value"] if number is None else Decimal(number)
    own = (kept["code"], kept["label"], value, kept["basis"])
    rest = (_source(kept), kept["unit"], kept.get("note", ""), kept.get("member", ""))
    key = (*own, number, *rest, *(id(below) for below in inputs))
    if key not in known:
        known[key] = Step(*own, inputs, *rest)
    return known[key]


def _source(kept: Mapping[str, Any]) -> LawRow | str | None:
    if "law" in kept:
        code, text, valid_from, act, confidence = kept["law"]
        return LawRow(code, text, date.fromisoformat(valid_from), act, confidence)
    return kept.get("fact")


def result_of(assessment: Assessment) -> dict[str, Any]:
    """The answer without what stands in columns of its own."""
    return {k: v for k, v in assessment.to_json().items() if k not in KEPT_APART}


def assessment_of(calculation: Calculation) -> Assessment:
    """The answer as it was given then, whatever the rules say today."""
    result = calculation.result
    return Assessment(
        benefit=result["benefit"],
        on=calculation.on,
        amount=_amount(result["amount"]),
        amount_max=_amount(result["amount_max"]),
        period=result["period"],
        components=tuple(_component(row) for row in result["components"]),
        refusals=tuple(Refused(**row) for row in result["refusals"]),
        trace=thaw(calculation.trace),
    )


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _component(row: Mapping[str, Any]) -> Component:
    return Component(row["code"], row["member"], Decimal(row["amount"]), row["from"], row["to"])
