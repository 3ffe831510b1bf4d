"""The steps a rule is built of: each with its value, inputs, unit and person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from benefits.rules import trace
from benefits.rules.assessment import Component, granted, refused
from benefits.rules.trace import LawRow, Step

A = Step("a", "A", D("10.00"), unit="ha", member="x")
B = Step("b", "B", D("4.00"), unit="m2")
ROW = LawRow("law", "1.50", date(2025, 1, 1), "Dz.U.")
LEAF = Step("law", "Prawo", D("1.50"), "Dz.U.", (), ROW)


@pytest.mark.parametrize(("made", "value", "inputs", "unit"), [
    (trace.total("c", "l", (A, B)), D("14.00"), (A, B), "PLN"),
    (trace.total("c", "l", ()), D("0.00"), (), "PLN"),
    (trace.difference("c", "l", B, A), D("-6.00"), (B, A), "PLN"),
    (trace.gap("c", "l", B, A), D("0.00"), (B, A), "PLN"),
    (trace.gap("c", "l", A, B), D("6.00"), (A, B), "PLN"),
    (trace.product("c", "l", A, B), D("40.0000"), (A, B), "PLN"),
    (trace.quotient("c", "l", A, B), D("2.5"), (A, B), "PLN"),
    (trace.least("c", "l", (A, B)), D("4.00"), (A, B), "ha"),
    (trace.greatest("c", "l", (B, A)), D("10.00"), (B, A), "m2"),
    (trace.rounded("c", "l", Step("e", "E", D("0.005"))), D("0.01"), None, "PLN"),
    (trace.count("c", "l", [A, B, A]), D(3), (A, B, A), "count"),
    (trace.passed("c", "l", True, [A]), "tak", (A,), "answer"),
    (trace.passed("c", "l", False, [A]), "nie", (A,), "answer"),
    (trace.same("c", "l", A), D("10.00"), (A,), "ha"),
])  # fmt: skip
def test_a_builder_makes_the_step(
    made: Step, value: object, inputs: tuple[Step, ...] | None, unit: str
) -> None:
    assert (made.code, made.label, made.value, made.unit) == ("c", "l", value, unit)
    assert inputs is None or made.inputs == inputs
    assert (made.basis, made.note, made.member, made.source) == ("", "", "", None)


def test_what_a_builder_is_told_stands_on_the_step() -> None:
    assert trace.product("c", "l", A, B, "art. 1", unit="share").unit == "share"
    assert trace.quotient("c", "l", A, B, "art. 1", unit="share").unit == "share"
    assert trace.total("c", "l", (A,), "art. 1", "m").member == "m"
    assert trace.rounded("c", "l", A, "art. 1", "m").member == "m"
    assert trace.same("c", "l", A, "art. 1", "bo tak").note == "bo tak"
    for made in (trace.product("c", "l", A, B, "art. 1"), trace.quotient("c", "l", A, B, "art. 1"),
                 trace.total("c", "l", (A,), "art. 1"), trace.gap("c", "l", A, B, "art. 1"),
                 trace.rounded("c", "l", A, "art. 1"), trace.same("c", "l", A, "art. 1"),
                 trace.least("c", "l", (A,), "art. 1"), trace.greatest("c", "l", (A,), "art. 1"),
                 trace.count("c", "l", (A,), "art. 1"), trace.difference("c", "l", A, B, "art. 1"),
                 trace.passed("c", "l", True, (A,), "art. 1")):  # fmt: skip
        assert made.basis == "art. 1"


def test_a_fact_stands_at_its_path() -> None:
    plain = trace.fact("incomes[0].amount", "Pensja", D("1.00"))
    assert (plain.code, plain.source, plain.unit, plain.member, plain.basis, plain.note) == (
        "fact.incomes[0].amount", "incomes[0].amount", "PLN", "", "", "",
    )  # fmt: skip
    told = trace.fact("on", "l", "x", unit="date", member="m", basis="art. 1", note="bo")
    assert (told.unit, told.member, told.basis, told.note, told.inputs) == (
        "date", "m", "art. 1", "bo", (),
    )  # fmt: skip


@pytest.mark.parametrize(("step", "text"), [
    (LEAF, "1.50"), (Step("", "", "tak"), "tak"), (Step("", "", D("3"), unit="count"), "3"),
    (Step("", "", D("3")), "3.00"), (Step("", "", D("0.1234567")), "0.123457"),
    (Step("", "", D("0.1000")), "0.10"), (Step("", "", D("333.3333333333")), "333.333333"),
    (Step("", "", D("0.125")), "0.125"),
])  # fmt: skip
def test_a_value_is_plain_text(step: Step, text: str) -> None:
    assert step.to_json()["value"] == text


def test_a_step_is_json_with_its_note_in_the_label() -> None:
    above = Step("c", "Etykieta", D("1.00"), "art. 1", (LEAF,), note="bo tak")
    assert above.to_json() == {
        "code": "c", "label": "Etykieta: bo tak", "value": "1.00", "basis": "art. 1",
        "inputs": [{"code": "law", "label": "Prawo", "value": "1.50", "basis": "Dz.U.",
                    "inputs": []}],
    }  # fmt: skip


def test_a_text_holds_no_number() -> None:
    with pytest.raises(TypeError, match=r"Step c holds no number\."):
        _ = Step("c", "l", "tak").number


def test_what_stands_below_is_found_once_and_in_order() -> None:
    twice = Step("p", "P", D(1), "", (LEAF,))
    root = Step("r", "R", D(1), "", (twice, B, twice, LEAF))
    assert [one.code for one in trace.walk(root)] == [
        "r", "p", "law", "b", "p", "law", "law",
    ]  # fmt: skip
    assert list(trace.law_used(root)) == [ROW, ROW]
    assert trace.find(root, "b") is B
    assert trace.find(root, "nic") is None


def test_an_outcome_is_granted_or_refused_whole() -> None:
    given = granted(A, basis="art. 1", amount_max=B, period="once", shown=(B,),
                    components=[Component("c", None, D(1))])  # fmt: skip
    assert (given.amount, given.amount_max, given.basis, given.period) == (A, B, "art. 1", "once")
    assert given.components == (Component("c", None, D(1)),)
    assert given.refusals == ()
    assert A in given.inputs and B in given.inputs
    denied = refused("no", "art. 2", "Nie.", shown=(A,), period="once")
    assert (denied.amount, denied.amount_max, denied.basis, denied.period) == (
        None, None, "art. 2", "once",
    )  # fmt: skip
    assert [one.to_json() for one in denied.refusals] == [
        {"code": "no", "basis": "art. 2", "message": "Nie."}
    ]
    assert (denied.inputs, denied.components) == ((A,), ())
    assert refused("no", "art. 2", "Nie.", shown=()).period == "month"
    assert granted(A, basis="art. 1").period == "month"
