"""What the rules answer outside of benefits to the last leaf: interest, debts, undue sums.

The trees stand in `step_trees.txt`; a change of it is a change of what people read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from benefits.rules.alimony_debt import (
    Payment,
    debt_interest,
    protected_from_evasion,
    remission,
    satisfied,
)
from benefits.rules.changes import change_acts, partial_month, set_off_plan
from benefits.rules.interest import delay_interest
from benefits.rules.law import Law, NotAnnounced
from benefits.rules.trace import Step
from benefits.rules.undue import Paid, Undue, nursing_overlap, set_off_whole, undue
from opsapp.kernel.periods import Month

LAW = Law.from_files()
ON = date(2026, 11, 10)


def tree(step: Step, depth: int = 0) -> Iterator[str]:
    """The step and all below it, a line each."""
    said = f"{step.code} = {step.value} {step.unit}", step.basis, step.label
    yield "  " * depth + " | ".join(part for part in said if part)
    for below in step.inputs:
        yield from tree(below, depth + 1)


def expected() -> dict[str, list[str]]:
    text = (Path(__file__).parent / "step_trees.txt").read_text(encoding="utf-8")
    blocks = [block.strip("\n").split("\n") for block in text.split("## ")[1:]]
    return {block[0]: block[1:] for block in blocks}


def returned(act: Any, ground: str, paid: Paid, repaid: date) -> Step:
    found = undue(act, ground, [paid], repaid, LAW)
    assert isinstance(found, Undue)
    return found.whole


TREES: dict[str, Callable[[], Step]] = {
    "interest over a change of the rate": lambda: delay_interest(
        D("1000.00"), date(2025, 10, 1), date(2025, 10, 20), LAW),
    "a part of a month": lambda: partial_month(D("1229.00"), Month(2026, 11), 21),
    "a change of a single person": lambda: change_acts(
        D("500.00"), D("601.01"), people=1, on=ON, law=LAW),
    "a change of a family": lambda: change_acts(
        D("500.00"), D("400.00"), people=2, on=ON, law=LAW),
    "a debt paid on the day of the benefit": lambda: debt_interest(
        [Payment(D("500.00"), date(2024, 1, 22))], date(2024, 1, 22), LAW),
    "a debt of two benefits, one of that day": lambda: debt_interest(
        [Payment(D("500.00"), date(2024, 1, 22)), Payment(D("500.00"), date(2024, 6, 28))],
        date(2024, 6, 28), LAW),
    "no remission after two years": lambda: remission(D("1000.01"), 2, ON, LAW),
    "remission after three": lambda: remission(D("1000.01"), 3, ON, LAW),
    "alimony received out of order": lambda: returned(
        "alimony_fund", "alimony_received",
        Paid(D("500.00"), date(2024, 3, 25), received=D("120.00")), date(2024, 4, 30)),
    "false data for a dwelling": lambda: returned(
        "housing", "false_data", Paid(D("100.00"), date(2024, 3, 25)), date(2024, 4, 30)),
    "repaid before interest begins": lambda: returned(
        "family_benefits", "misled", Paid(D("100.00"), date(2024, 3, 25)), date(2024, 3, 31)),
    "the nursing allowance ZUS sends": lambda: nursing_overlap(
        [Month(2026, 6), Month(2026, 7)], LAW),
}  # fmt: skip


@pytest.mark.parametrize("name", TREES)
def test_the_tree_is_whole(name: str) -> None:
    assert list(tree(TREES[name]())) == expected()[name]


def test_interest_begins_on_the_day_the_rate_changes() -> None:
    on_the_day = delay_interest(D("1000.00"), date(2025, 10, 9), date(2025, 10, 9), LAW)
    assert [str(one.inputs[1].value) for one in on_the_day.inputs[0].inputs] == ["0.1000"]
    before = delay_interest(D("1000.00"), date(2025, 10, 8), date(2025, 10, 9), LAW)
    assert [str(one.inputs[1].value) for one in before.inputs[0].inputs] == ["0.1025", "0.1000"]


def test_interest_needs_a_rate_on_the_first_and_on_the_last_day() -> None:
    for start, end in (
        (date(2015, 12, 31), date(2016, 1, 5)),
        (date(2026, 1, 1), date(2099, 1, 1)),
    ):
        with pytest.raises(NotAnnounced):
            delay_interest(D("1.00"), start, end, LAW)


@pytest.mark.parametrize(("debt", "benefit", "plan"), [
    ("1229.00", "1229.00", ["614.50", "614.50"]), ("614.50", "1229.00", ["614.50"]),
    ("614.51", "1229.00", ["614.50", "0.01"]), ("0.00", "1229.00", []),
    ("5.00", "0.01", ["0.01"] * 500),
])  # fmt: skip
def test_a_set_off_plan_sums_to_the_debt(debt: str, benefit: str, plan: list[str]) -> None:
    assert [str(one) for one in set_off_plan(D(debt), D(benefit), ON, LAW)] == plan


@pytest.mark.parametrize(("debt", "benefit", "plan"), [
    ("248.00", "124.00", ["124.00", "124.00"]), ("0.01", "124.00", ["0.01"]),
    ("1.00", "1.00", ["1.00"]), ("1.00", "0.50", ["0.50", "0.50"]), ("1.00", "-1.00", []),
])  # fmt: skip
def test_family_benefits_are_set_off_whole(debt: str, benefit: str, plan: list[str]) -> None:
    assert [str(one) for one in set_off_whole(D(debt), D(benefit))] == plan


@pytest.mark.parametrize(("years", "share"), [
    (2, None), (3, "300.00"), (4, "300.00"), (5, "500.00"), (6, "500.00"),
    (7, "1000.00"), (8, "1000.00"),
])  # fmt: skip
def test_remission_grows_with_the_years(years: int, share: str | None) -> None:
    found = remission(D("1000.00"), years, ON, LAW)
    assert (found.code, str(found.number)) == (
        ("fact.years", "0.00") if share is None else ("debt.remission", share)
    )


def test_creditors_are_satisfied_in_the_order_of_the_act() -> None:
    claims = {"fund": D(300), "advance": D(50), "creditor": D(200), "old_fund": D(90),
              "current_alimony": D(100)}  # fmt: skip
    while_paid = satisfied(D(400), claims, benefit_is_paid=True)
    assert while_paid == {"fund": D(300), "advance": D(50), "creditor": D(50), "old_fund": D(0)}
    after = satisfied(D(400), claims, benefit_is_paid=False)
    assert after == {"current_alimony": D(100), "fund": D(300), "advance": D(0),
                     "creditor": D(0), "old_fund": D(0)}  # fmt: skip
    assert satisfied(D(10), {}, benefit_is_paid=True) == dict.fromkeys(while_paid, D("0.00"))


@pytest.mark.parametrize(("paid", "protected"), [
    (["250.00"] * 6, True), (["250.00"] * 5 + ["249.99"], False), (["250.00"] * 5, False),
    (["0.00"] + ["250.00"] * 6, True), (["249.99"] + ["250.00"] * 5, False),
])  # fmt: skip
def test_half_of_each_of_the_last_six_months_protects(paid: list[str], protected: bool) -> None:
    assert protected_from_evasion([D(one) for one in paid], D("500.00"), ON, LAW) is protected
