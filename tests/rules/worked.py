"""Worked cases: YAML with the question, the answer and the values on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from benefits.rules import assess

FOLDER = Path(__file__).parent / "cases"


def worked_cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every worked case as (name, case with its expectation)."""
    for path in sorted(FOLDER.glob("*.yaml")):
        book = yaml.safe_load(path.read_text(encoding="utf-8"))
        for row in book["cases"]:
            yield f"{path.stem}: {row['name']}", merged(book.get("common", {}), row)


def merged(common: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """The row with what is common to its file."""
    ask = {**common, **{key: row[key] for key in row if key in ASKED}}
    return {"ask": ask, "expect": row["expect"]}


ASKED = ("benefit", "on", "household", "incomes", "circumstances", "parameters")


def values_in(trace: dict[str, Any]) -> dict[str, list[str]]:
    """All values of a trace by code."""
    found: dict[str, list[str]] = {}
    pending = [trace]
    while pending:
        node = pending.pop()
        found.setdefault(node["code"], []).append(node["value"])
        pending += node["inputs"]
    return found


def differences(case: dict[str, Any]) -> list[str]:
    """What the answer says otherwise than expected."""
    answered, expected = assess(case["ask"]), case["expect"]
    if "errors" in answered or "unanswered" in answered:
        return [] if expected.get("unanswered") and "unanswered" in answered else [str(answered)]
    if expected.get("unanswered"):
        return ["odpowiedziano, choć brakuje wartości prawa"]
    found = values_in(answered["trace"])
    wrong = [
        f"{key}: {answered[key]!r}, oczekiwano {expected[key]!r}"
        for key in ("eligible", "amount", "amount_max", "period")
        if key in expected and answered[key] != expected[key]
    ]
    codes = [refusal["code"] for refusal in answered["refusals"]]
    if "refusal" in expected and expected["refusal"] not in codes:
        wrong.append(f"refusals: {codes}")
    wrong += [
        f"{code}: {found.get(code)}, oczekiwano {value!r}"
        for code, value in expected.get("trace", {}).items()
        if value not in found.get(code, [])
    ]
    return wrong + component_differences(answered, expected)


def component_differences(answered: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """Expected components that are missing, and unexpected ones (`absent`) that are there."""
    parts = answered["components"]
    return [
        f"component {wanted} not in {parts}"
        for wanted in expected.get("components", [])
        if not any(wanted.items() <= have.items() for have in parts)
    ] + [
        f"component {unwanted} in {parts}"
        for unwanted in expected.get("absent", [])
        if any(unwanted.items() <= have.items() for have in parts)
    ]
