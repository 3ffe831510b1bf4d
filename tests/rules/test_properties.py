"""Properties of every answer, tried with invented families.

Named exceptions of the statutes: the monthly sum of złotówka za złotówkę spreads one-off parts, so
more income is compared over the whole period; its average also depends on the months asked, and
part months are rounded up, so only periods within the threshold are split.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from benefits.rules import Law, assess, assess_facts
from benefits.rules.reading import read_case
from benefits.rules.schema import Errors
from benefits.rules.trace import LawRow, walk
from tests.rules.families import AMOUNTS, ON, circumstances_of, households, questions, yearly_sum
from tests.rules.questions import income, question

ANSWER = ("eligible", "amount", "amount_max", "refusals", "law")
NOBODY_EARNS = question(
    benefit="permanent_allowance", incomes=[],
    household=[{"id": "a", "relation": "applicant", "birth_date": "1980-01-01",
                "disability": "severe"},
               {"id": "m0", "relation": "spouse", "birth_date": "2012-05-05"}],
)  # fmt: skip


@given(questions(), AMOUNTS)
@settings(max_examples=120, deadline=None)
def test_more_income_never_pays_more(asked: dict[str, Any], more: str) -> None:
    richer = [income(amount=more), {"member": "a", "kind": "taxable_net", "amount": more,
                                    "year": 2025}]  # fmt: skip
    before, after = assess(asked), assess(asked | {"incomes": [*asked["incomes"], *richer]})
    assert yearly_sum(after) <= yearly_sum(before)


@given(questions(), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_of_members_incomes_and_children_is_irrelevant(
    asked: dict[str, Any], chance: Any
) -> None:
    mixed = asked | {
        "household": chance.sample(asked["household"], len(asked["household"])),
        "incomes": chance.sample(asked["incomes"], len(asked["incomes"])),
        "circumstances": {
            key: chance.sample(value, len(value)) if isinstance(value, list) else value
            for key, value in asked["circumstances"].items()
        },
    }
    if asked["benefit"] == "special_carer_allowance":
        mixed["circumstances"] = asked["circumstances"]
    one, other = assess(asked), assess(mixed)
    assert [one[key] for key in ANSWER] == [other[key] for key in ANSWER]
    assert yearly_sum(one) == yearly_sum(other)


@given(questions())
@example(NOBODY_EARNS)
@settings(max_examples=80, deadline=None)
def test_every_leaf_is_a_fact_or_law_and_sums_are_sums(asked: dict[str, Any]) -> None:
    law = Law.from_files()
    facts = read_case(asked, "", Errors(), law)
    assert facts is not None
    for step in walk(assess_facts(facts, law).trace):
        assert step.inputs or isinstance(step.source, LawRow) or step.source, step
        if step.code in ("family_allowance.sum", "family_allowance.month", "income.year"):
            assert step.number == sum((one.number for one in step.inputs), Decimal(0)), step


@given(questions())
@settings(max_examples=60, deadline=None)
def test_the_law_of_an_answer_is_exactly_what_its_trace_used(asked: dict[str, Any]) -> None:
    law = Law.from_files()
    facts = read_case(asked, "", Errors(), law)
    assert facts is not None
    answered = assess_facts(facts, law)
    used = {step.source for step in walk(answered.trace) if isinstance(step.source, LawRow)}
    assert set(answered.law) == used


@given(households(), st.data(), st.integers(1, 11))
@settings(max_examples=60, deadline=None)
def test_splitting_a_period_within_the_threshold_sums_to_the_whole(
    household: list[dict[str, Any]], data: st.DataObject, cut: int
) -> None:
    asked = data.draw(circumstances_of("family_allowance", household))
    ends = [f"{2026 + (10 + n) // 12}-{(10 + n) % 12 + 1:02}" for n in range(12)]
    case = {"benefit": "family_allowance", "on": ON, "household": household}

    def paid(first: str, last: str) -> Decimal:
        answered = assess(case | {"circumstances": asked | {"from": first, "to": last}})
        return yearly_sum(answered)

    whole = paid(ends[0], ends[-1])
    assume(whole)
    if cut == 11:
        asked_without = [row | {"supplements": [one for one in row["supplements"]
                                                if one != "school_start"]}
                         for row in asked["children"]]  # fmt: skip
        late = assess(case | {"circumstances": {"children": asked_without, "from": ends[11],
                                                "to": ends[11]}})  # fmt: skip
        assert paid(ends[0], ends[10]) + yearly_sum(late) == whole
    else:
        assert paid(ends[0], ends[cut - 1]) + paid(ends[cut], ends[-1]) == whole


@given(households(), st.data(), st.integers(1, 10))
@settings(max_examples=40, deadline=None)
def test_splitting_the_period_of_the_fund_sums_to_the_whole(
    household: list[dict[str, Any]], data: st.DataObject, cut: int
) -> None:
    asked = data.draw(circumstances_of("alimony_fund_benefit", household))
    rows = [{"member": "a", "kind": "taxable_net", "amount": "80000.00", "year": 2025}]
    case = {"benefit": "alimony_fund_benefit", "on": ON, "household": household, "incomes": rows}
    months = [f"{2026 + (9 + n) // 12}-{(9 + n) % 12 + 1:02}" for n in range(12)]

    def paid(first: str, last: str) -> Decimal:
        return yearly_sum(assess(case | {"circumstances": asked | {"from": first, "to": last}}))

    parts = paid(months[0], months[cut - 1]) + paid(months[cut], months[-1])
    assert parts == paid(months[0], months[-1])
