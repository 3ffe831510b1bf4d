"""The debtor's account: interest from the day after payment, interest first, forty per cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from benefits.rules.alimony_debt import (
    Payment,
    allocate,
    debt_interest,
    protected_from_evasion,
    remission,
    satisfied,
)
from benefits.rules.law import Law

LAW = Law.from_files()
ON = date(2024, 6, 28)
PAYMENTS = [Payment(Decimal("500.00"), date(2024, month, 22)) for month in (1, 2, 3)]


def test_e13_interest_costs_then_principal_split_between_gmina_and_state() -> None:
    interest = debt_interest(PAYMENTS, ON, LAW)
    assert [str(step.number) for step in interest.inputs] == ["24.35", "19.57", "15.10"]
    got = allocate(Decimal("800.00"), costs=Decimal(0), interest=interest.number,
                   principal=Decimal("1500.00"), on=ON, law=LAW)  # fmt: skip
    assert [str(sum_) for sum_ in (got.interest, got.principal, got.gmina, got.state)] == [
        "59.02", "740.98", "296.39", "503.61",
    ]  # fmt: skip
    assert str(got.principal_left) == "759.02"


def test_what_is_left_after_costs_interest_and_principal_is_the_surplus() -> None:
    got = allocate(Decimal("1000.00"), costs=Decimal("50.00"), interest=Decimal("59.02"),
                   principal=Decimal("500.00"), on=ON, law=LAW)  # fmt: skip
    assert (str(got.costs), str(got.interest), str(got.principal)) == ("50.00", "59.02", "500.00")
    assert (str(got.surplus), str(got.principal_left)) == ("390.98", "0.00")


def test_family_trap_10_principal_first_or_interest_split_gives_the_gmina_more() -> None:
    got = allocate(Decimal("800.00"), costs=Decimal(0), interest=Decimal("59.02"),
                   principal=Decimal("1500.00"), on=ON, law=LAW)  # fmt: skip
    assert got.gmina < Decimal("800.00") * Decimal("0.40")


def test_costs_come_first_and_nothing_is_lost() -> None:
    got = allocate(Decimal("100.00"), costs=Decimal("30.00"), interest=Decimal("80.00"),
                   principal=Decimal("500.00"), on=ON, law=LAW)  # fmt: skip
    assert (got.costs, got.interest, got.principal) == (30, 70, 0)
    over = allocate(Decimal("700.00"), costs=Decimal(0), interest=Decimal(0),
                    principal=Decimal("500.00"), on=ON, law=LAW)  # fmt: skip
    assert over.surplus == 200


def test_no_interest_on_the_day_of_payment() -> None:
    assert debt_interest(PAYMENTS[:1], date(2024, 1, 22), LAW).number == 0


def test_the_child_comes_after_the_fund_while_it_pays_and_before_it_afterwards() -> None:
    claims = {"fund": Decimal(500), "creditor": Decimal(300), "current_alimony": Decimal(400)}
    paid = satisfied(Decimal(600), claims, benefit_is_paid=True)
    assert (paid["fund"], paid["creditor"]) == (500, 100)
    after = satisfied(Decimal(600), claims, benefit_is_paid=False)
    assert (after["current_alimony"], after["fund"], after["creditor"]) == (400, 200, 0)


@pytest.mark.parametrize(("years", "sum_due"), [
    (2, "0.00"), (3, "300.00"), (4, "300.00"), (5, "500.00"), (7, "1000.00"), (9, "1000.00"),
])  # fmt: skip
def test_remission_grows_with_the_years(years: int, sum_due: str) -> None:
    assert remission(Decimal("1000.00"), years, ON, LAW).number == Decimal(sum_due)


@pytest.mark.parametrize(("paid", "holds"), [
    (["250"] * 6, True), (["250"] * 5 + ["249.99"], False), (["249"] + ["250"] * 6, True),
    (["500"] * 5, False),
])  # fmt: skip
def test_family_trap_11_who_paid_half_in_each_of_six_months_is_no_evader(
    paid: list[str], holds: bool
) -> None:
    sums = [Decimal(one) for one in paid]
    assert protected_from_evasion(sums, Decimal("500.00"), ON, LAW) is holds
