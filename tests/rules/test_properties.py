"""Properties of every answer, tried with invented families."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from benefits.rules import Law, assess, assess_facts
from benefits.rules.reading import read_case
from benefits.rules.schema import Errors
from benefits.rules.trace import LawRow, walk
from tests.rules.questions import income, question

amounts = st.integers(0, 600_000).map(lambda grosze: f"{Decimal(grosze) / 100:.2f}")
RELATIONS = ("spouse", "child", "child", "parent", "foster_child")
BENEFITS = ("periodic_allowance", "permanent_allowance")


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    size = draw(st.integers(0, 5))
    household = [{"id": "a", "relation": "applicant", "birth_date": "1980-01-01",
                  "disability": "severe"}]  # fmt: skip
    household += [{"id": f"m{n}", "relation": RELATIONS[n], "birth_date": "2012-05-05"}
                  for n in range(size)]  # fmt: skip
    kinds = st.sampled_from(["salary_net", "child_benefit_800", "nursing_allowance", "one_off"])
    rows = [
        income(member=member["id"], kind=draw(kinds), amount=draw(amounts))
        for member in household
        if draw(st.booleans())
    ]
    benefit = draw(st.sampled_from(BENEFITS))
    return question(benefit=benefit, household=household, incomes=rows)


@given(questions(), amounts)
@settings(max_examples=60, deadline=None)
def test_more_income_never_pays_more(asked: dict[str, Any], more: str) -> None:
    richer = asked | {"incomes": [*asked["incomes"], income(amount=more)]}
    before, after = assess(asked), assess(richer)
    assert Decimal(after["amount"] or 0) <= Decimal(before["amount"] or 0)


@given(questions(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_members_and_incomes_is_irrelevant(asked: dict[str, Any], chance: Any) -> None:
    mixed = asked | {
        "household": chance.sample(asked["household"], len(asked["household"])),
        "incomes": chance.sample(asked["incomes"], len(asked["incomes"])),
    }
    one, other = assess(asked), assess(mixed)
    assert [one[key] for key in ANSWER] == [other[key] for key in ANSWER]


ANSWER = ("eligible", "amount", "amount_max", "refusals", "law")


NOBODY_EARNS = question(
    benefit="permanent_allowance", incomes=[],
    household=[{"id": "a", "relation": "applicant", "birth_date": "1980-01-01",
                "disability": "severe"},
               {"id": "m0", "relation": "spouse", "birth_date": "2012-05-05"}],
)  # fmt: skip


@given(questions())
@example(NOBODY_EARNS)
@settings(max_examples=40, deadline=None)
def test_every_leaf_is_a_fact_or_law(asked: dict[str, Any]) -> None:
    law = Law.from_files()
    facts = read_case(asked, "", Errors(), law)
    assert facts is not None
    for step in walk(assess_facts(facts, law).trace):
        if not step.inputs:
            assert isinstance(step.source, LawRow) or step.source, step
