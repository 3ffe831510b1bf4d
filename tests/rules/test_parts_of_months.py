"""A right by days: cut where the amount changes, whole months whole, parts up to ten grosze."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benefits.rules import Law, assess
from benefits.rules.family_partial import parts_by_month, round_up
from benefits.rules.law import parameter

SHIPPED = Law.from_files()
CODE = "x.amount"


def law(answers_until: date | None = None) -> Law:
    """One hundred, from 2026 two, from July 2026 three."""
    raw: dict[str, object] = {
        "label": "Kwota", "unit": "PLN/month", "values": {
            date(2025, 1, 1): {"value": "100.00", "act": "a"},
            date(2026, 1, 1): {"value": "200.00", "act": "b"},
            date(2026, 7, 1): {"value": "300.00", "act": "c"},
        },
    }  # fmt: skip
    made = replace(parameter(CODE, raw, local=False), answers_until=answers_until)
    return Law({**SHIPPED.parameters, CODE: made})


def parts(start: str, end: str | None, until: date | None = None) -> list[tuple[str, str, str]]:
    found = parts_by_month(
        law(until), CODE, date.fromisoformat(start), date.fromisoformat(end) if end else None,
        ("Kwota", "art. 1"),
    )  # fmt: skip
    return [(str(one.step.number), str(one.first), str(one.last)) for one in found]


@pytest.mark.parametrize(("start", "end", "expected"), [
    ("2026-01-01", "2026-01-31", [("200.00", "2026-01-01", "2026-01-31")]),
    ("2026-01-15", "2026-01-31", [("109.70", "2026-01-15", "2026-01-31")]),
    ("2026-01-15", "2026-01-15", [("6.50", "2026-01-15", "2026-01-15")]),
    ("2026-01-01", "2026-01-30", [("193.60", "2026-01-01", "2026-01-30")]),
    ("2025-12-01", "2026-01-31", [
        ("100.00", "2025-12-01", "2025-12-31"), ("200.00", "2026-01-01", "2026-01-31")]),
    ("2025-12-31", "2026-01-01", [
        ("3.30", "2025-12-31", "2025-12-31"), ("6.50", "2026-01-01", "2026-01-01")]),
    ("2025-12-30", "2026-02-10", [
        ("6.50", "2025-12-30", "2025-12-31"), ("200.00", "2026-01-01", "2026-01-31"),
        ("71.50", "2026-02-01", "2026-02-10")]),
    ("2026-06-01", None, [
        ("200.00", "2026-06-01", "2026-06-30"), ("300.00", "2026-07-01", "None")]),
])  # fmt: skip
def test_the_days_are_all_there_and_none_twice(
    start: str, end: str | None, expected: list[tuple[str, str, str]]
) -> None:
    assert parts(start, end) == expected


@pytest.mark.parametrize(("until", "last"), [
    (date(2026, 6, 30), [("200.00", "2026-06-01", "None")]),
    (date(2026, 7, 1), [("200.00", "2026-06-01", "2026-06-30"), ("300.00", "2026-07-01", "None")]),
])  # fmt: skip
def test_without_an_end_it_is_listed_as_far_as_the_law_answers(
    until: date, last: list[tuple[str, str, str]]
) -> None:
    assert parts("2026-06-01", None, until) == last


@pytest.mark.parametrize(("exact", "up"), [
    ("10.00", "10.00"), ("10.01", "10.10"), ("10.10", "10.10"), ("10.049", "10.10"),
    ("0.00", "0.00"),
])  # fmt: skip
def test_up_to_ten_grosze(exact: str, up: str) -> None:
    assert round_up(Decimal(exact), Decimal("0.10")) == Decimal(up)


@pytest.mark.parametrize(("topup", "shown"), [({}, False), ({"topup": "10.00"}, True)])
def test_what_the_council_adds_is_shown_where_it_adds(topup: dict[str, str], shown: bool) -> None:
    child = {"id": "c", "relation": "child", "birth_date": "2017-05-05"}
    asked: dict[str, Any] = {
        "benefit": "family_allowance", "on": "2026-11-10", "incomes": [],
        "household": [
            {"id": "a", "relation": "applicant", "birth_date": "1985-01-01"}, child],
        "circumstances": {"to": "2026-11",
                          "children": [{"member": "c", "supplements": ["lone_parent"]}]},
        "parameters": {f"family_allowance.{key}_lone_parent": value
                       for key, value in topup.items()},
    }  # fmt: skip
    answered = assess(asked)
    codes = {row["code"] for row in answered["law"]}
    assert ("family_allowance.topup_lone_parent" in codes) is shown
    assert answered["amount"] == ("327.00" if shown else "317.00")
