"""The trace of every worked case tells the truth: facts as asked, units, provisions, persons.

`step_codes.yaml` lists every step the rules may show with its unit and provisions. It is approved
by hand: a code, a unit or a provision that changes shows here before it shows in a decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from benefits.rules import Assessment, Law, assess_facts
from benefits.rules.incomes import KINDS
from benefits.rules.law import NotAnnounced
from benefits.rules.reading import read_case
from benefits.rules.schema import Errors
from benefits.rules.trace import LawRow, Step, walk
from tests.rules.worked import worked_cases

LAW = Law.from_files()
ANSWERED = [
    pytest.param(case["ask"], id=name)
    for name, case in worked_cases()
    if not case["expect"].get("unanswered")
]
STEPS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "step_codes.yaml").read_text(encoding="utf-8")
)
WHERE = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
NOTHING = object()
RECEIPT = re.compile(r"incomes\[\d+\]\.(amount|hectares)")
STRETCH = re.compile(r"(\d\d\.\d{4})–(\d\d\.\d{4})")
PLACE = re.compile(r"\[\d+\]")


def assessed(asked: dict[str, Any]) -> Assessment:
    facts = read_case(asked, "", Errors(), LAW)
    assert facts is not None
    return assess_facts(facts, LAW)


def at(asked: Any, path: str) -> Any:
    """What stands in the question at this path; NOTHING where it says nothing."""
    found = asked
    for name, place in WHERE.findall(path):
        try:
            found = found[int(place)] if place else found[name]
        except (KeyError, IndexError, TypeError):
            return NOTHING
    return found


def general(code: str) -> str:
    """A code without the places and ids of one question."""
    if code.startswith("fact.household.") and "[" not in code:
        return "fact.household.*"
    return PLACE.sub("[]", code)


def steps(asked: dict[str, Any]) -> Iterator[Step]:
    """Every step of the answer once."""
    seen: set[int] = set()
    for step in walk(assessed(asked).trace):
        if id(step) not in seen:
            seen.add(id(step))
            yield step


@pytest.mark.parametrize("asked", ANSWERED)
def test_every_step_is_known_with_its_unit_and_provision(asked: dict[str, Any]) -> None:
    for step in steps(asked):
        assert isinstance(step.label, str) and step.label == step.label.strip() != ""
        assert isinstance(step.note, str)
        if isinstance(step.source, LawRow):
            assert step.basis == step.source.act
            assert step.unit == LAW.parameters[step.code].unit
            assert step.label == LAW.parameters[step.code].label
            continue
        known = STEPS[general(step.code)]
        assert step.unit in known["units"], step
        assert step.basis in known["bases"], step


@pytest.mark.parametrize("asked", ANSWERED)
def test_a_fact_says_what_was_asked_and_of_whom(asked: dict[str, Any]) -> None:
    ids = {one["id"] for one in asked["household"]}
    for step in steps(asked):
        assert step.member == "" or step.member in ids or step.member in obligors(asked), step
        assert step.member or not step.inputs or step.code not in NAMED, step
        if not isinstance(step.source, str):
            continue
        assert step.code == f"fact.{step.source}" or step.unit == "person", step
        said = at(asked, step.source)
        if RECEIPT.fullmatch(step.source):
            assert said is not NOTHING, step
            kind = at(asked, step.source.rpartition(".")[0])["kind"]
            assert step.label == KINDS[kind], step
        if step.unit == "person":
            assert (step.source, step.code) == ("household", f"fact.household.{step.member}")
        if said is not NOTHING and not isinstance(said, (dict, list)):
            assert agrees(step, said), (step, said)
        owner = at(asked, step.source.rpartition(".")[0])
        if isinstance(owner, dict) and step.unit != "person":
            named = owner.get("member", owner.get("id"))
            if named is not None:
                assert step.member == named, step


def obligors(asked: dict[str, Any]) -> set[str]:
    return {one["id"] for one in asked.get("circumstances", {}).get("obligors", [])}


def agrees(step: Step, said: Any) -> bool:
    """The value of a fact is the asked one: the same number, day, code, or a yes for true."""
    if isinstance(step.value, Decimal):
        if isinstance(said, bool) or not re.fullmatch(r"-?\d+(\.\d+)?", str(said)):
            return step.unit in ("answer", "months") or step.source == "on"
        asked_number = Decimal(str(said))
        return step.value == asked_number or step.value == asked_number / 100
    if isinstance(said, bool):
        return step.value == ("tak" if said else "nie") or step.unit == "code"
    return step.value == str(said) or step.unit in ("code", "answer", "person")


@pytest.mark.parametrize("asked", ANSWERED)
def test_an_answer_is_whole(asked: dict[str, Any]) -> None:
    answered = assessed(asked)
    assert answered.trace.code == answered.benefit == asked["benefit"]
    assert answered.period in ("month", "once")
    assert answered.eligible == (not answered.refusals)
    for refusal in answered.refusals:
        assert re.fullmatch(r"[a-z][a-z_0-9]*", refusal.code)
        assert "art." in refusal.basis or "§" in refusal.basis or "uchwała" in refusal.basis
        assert refusal.message.endswith(".")
    said = answered.to_json()
    assert list(said) == [
        "benefit", "on", "eligible", "amount", "amount_max", "period", "components", "refusals",
        "trace", "law", "rules_version",
    ]  # fmt: skip
    assert said["on"] == asked["on"]
    trace: Any = said["trace"]
    assert list(trace) == ["code", "label", "value", "basis", "inputs"]
    assert trace["value"] == (said["amount"] or "nie przysługuje")
    if answered.eligible:
        values = {step.value for step in walk(answered.trace)}
        assert all(part.amount in values for part in answered.components)
        named = {(step.member, step.value) for step in walk(answered.trace)}
        for part in answered.components:
            assert part.code not in OF_A_PERSON or (part.member, part.amount) in named, part
    for part in answered.components:
        assert part.member is None or isinstance(part.member, str)
        assert list(part.to_json()) == ["code", "member", "amount", "from", "to"]
        assert part.amount == part.amount.quantize(Decimal("0.01"))
    for row in said["law"]:  # type: ignore[attr-defined]
        assert list(row) == ["code", "value", "valid_from", "act"]
        assert date.fromisoformat(row["valid_from"]) <= date(2027, 12, 31)
    for refused in said["refusals"]:  # type: ignore[attr-defined]
        assert list(refused) == ["code", "basis", "message"]


NAMED = {
    "alimony_fund_benefit.person", "alimony_fund_benefit.right_until",
    "alimony_fund_benefit.titles", "care_home_fee.obligor", "care_home_fee.resident",
    "family_allowance.child", "family_allowance.parental_leave",
    "family_allowance.parental_leave_until", "family_allowance.right_until",
}  # fmt: skip
"""Steps about one person, which say about whom."""
OF_A_PERSON = {"alimony_fund_benefit", "obligor", "resident", "lone_parent", "parental_leave"}
"""Parts whose sum is worked out for one person alone, so that the step names them."""
MAY_FAIL = {
    "family_allowance.income_test", "housing_allowance.income_test",  # złotówka za złotówkę
    "special_carer_allowance.income_test", "special_carer_allowance.tolerance",
    "shelter_fee.income_test",
    "carer_benefit.right", "care.certificate", "family_allowance.child_right",  # one of several
    "alimony_fund_benefit.right", "alimony_fund_benefit.minimum_test",
}  # fmt: skip
"""Tests that a due benefit may fail, each because its act goes on from there."""
BY_A_SUM = {"alimony_fund_benefit.left", "alimony_fund_benefit.left_rounded",
            "family_allowance.left", "housing_allowance.difference",
            "parental_benefit.last_day"}  # fmt: skip
"""What a refusal may stand on that is no yes or no."""


@pytest.mark.parametrize("asked", ANSWERED)
def test_a_due_benefit_passes_its_tests_and_a_refused_one_shows_what_it_fails(
    asked: dict[str, Any],
) -> None:
    answered = assessed(asked)
    shown = list(answered.trace.inputs)
    shown += [below for step in shown for below in step.inputs if "determination" in step.code]
    if answered.eligible:
        failed = {one.code for one in shown if one.unit == "answer" and one.value == "nie"}
        assert failed <= MAY_FAIL
        return
    assert any(
        one.code in BY_A_SUM or isinstance(one.source, str) or one.value == "nie" for one in shown
    )


@pytest.mark.parametrize("asked", ANSWERED)
def test_no_stretch_of_months_ends_before_it_begins(asked: dict[str, Any]) -> None:
    for step in steps(asked):
        for first, last in STRETCH.findall(step.label):
            assert first[3:] + first[:2] <= last[3:] + last[:2], step


def test_the_list_of_steps_has_none_that_no_case_shows() -> None:
    shown = set()
    for case in ANSWERED:
        asked: Any = case.values[0]
        try:
            found = list(steps(asked))
        except NotAnnounced:
            continue
        shown |= {general(one.code) for one in found if not isinstance(one.source, LawRow)}
    assert sorted(STEPS) == sorted(shown)
