"""The receipt and the reasons are the trace in Polish, with nothing added."""

from __future__ import annotations

import re
from typing import Any

import pytest

from benefits.rules import Assessment, Law, assess_facts
from benefits.rules.reading import read_case
from benefits.rules.receipt import reasons, receipt
from benefits.rules.schema import Errors
from benefits.rules.trace import walk
from tests.rules.questions import income, question
from tests.rules.worked import worked_cases

ANSWERED = [
    pytest.param(case["ask"], id=name)
    for name, case in worked_cases()
    if not case["expect"].get("unanswered")
]
ENGLISH = re.compile(r"\b(the|and|of|none|severe|moderate|school|child|applicant)\b")


def assessed(**changes: Any) -> Assessment:
    facts = read_case(question(**changes), "", Errors(), Law.from_files())
    assert facts is not None
    return assess_facts(facts, Law.from_files())


def test_the_receipt_says_what_does_not_count_and_why() -> None:
    rows = receipt(assessed(incomes=[income(kind="child_benefit_800", amount="800.00")]))
    row = next(row for row in rows if "800+" in row.label)
    assert (row.counted, row.note, row.basis) == (
        False, "nie wlicza się do dochodu", "art. 8 ust. 4 pkt 7 u.p.s.",
    )  # fmt: skip


def test_the_receipt_starts_with_the_result_and_puts_names_for_ids() -> None:
    rows = receipt(assessed(), {"a": "Anna Nowak"})
    assert (rows[0].label, rows[0].value, rows[0].depth) == (
        "Zasiłek okresowy",
        "455,00\u00a0zł",
        0,
    )
    assert any(row.member == "Anna Nowak" for row in rows)


def test_what_was_shown_already_is_not_opened_again() -> None:
    rows = receipt(assessed())
    gaps = [row for row in rows if row.code == "periodic_allowance.gap"]
    assert [row.repeated for row in gaps] == [False, True]


def test_reasons_name_criterion_income_and_the_range() -> None:
    text = "\n".join(reasons(assessed()))
    for said in ("1\u00a0010,00\u00a0zł", "Dz.U. 2024 poz. 1044", "100,00\u00a0zł",
                 "od 455,00\u00a0zł do 823,00\u00a0zł miesięcznie"):  # fmt: skip
        assert said in text


def test_reasons_of_a_refusal_name_the_provision() -> None:
    text = "\n".join(reasons(assessed(incomes=[income(amount="2000.00")])))
    assert "art. 38 ust. 1 u.p.s." in text
    assert "nie przysługuje" in text


@pytest.mark.parametrize("asked", ANSWERED)
def test_every_worked_case_has_a_receipt_in_polish_with_provisions(asked: dict[str, Any]) -> None:
    facts = read_case(asked, "", Errors(), Law.from_files())
    assert facts is not None
    answered = assess_facts(facts, Law.from_files())
    rows = receipt(answered, {member.id: "Jan" for member in facts.household})
    assert len(rows) <= 1000
    for row in rows:
        assert row.label
        assert row.value
        assert not ENGLISH.search(f"{row.label} {row.value}"), row
        assert row.basis or row.kind == "fact", row
    text = " ".join(reasons(answered))
    assert answered.trace.label in text
    assert not ENGLISH.search(text)


@pytest.mark.parametrize("asked", ANSWERED)
def test_the_trace_of_every_worked_case_ends_in_facts_and_law(asked: dict[str, Any]) -> None:
    facts = read_case(asked, "", Errors(), Law.from_files())
    assert facts is not None
    for step in walk(assess_facts(facts, Law.from_files()).trace):
        assert step.inputs or step.source, step
