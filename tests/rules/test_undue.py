"""What was received without right comes back as each act says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benefits.rules.assessment import Refused
from benefits.rules.law import Law
from benefits.rules.undue import (
    GROUNDS,
    Paid,
    Undue,
    may_be_decided,
    nursing_overlap,
    set_off_whole,
    time_limit,
    undue,
)
from opsapp.kernel.periods import Month, months_between

LAW = Law.from_files()
ON = date(2024, 9, 15)
PAID = [Paid(Decimal("124.00"), date(2024, 3, 25)), Paid(Decimal("124.00"), date(2024, 4, 25))]


def returned(act: Any, ground: str, paid: list[Paid] = PAID, on: date = ON) -> Undue:
    found = undue(act, ground, paid, on, LAW)
    assert isinstance(found, Undue)
    return found


def test_who_was_not_instructed_returns_nothing_and_is_told_why() -> None:
    found = undue("family_benefits", "circumstances", PAID, ON, LAW, instructed=False)
    assert found == Refused(
        "not_instructed", "art. 30 ust. 2 pkt 1 u.ś.r.",
        "Osoby nie pouczono o braku prawa: świadczenia nie uznaje się za nienależnie pobrane.",
    )  # fmt: skip


def test_on_the_first_day_of_the_next_month_a_day_of_interest_is_due() -> None:
    """500,00 × 11,25 % / 365 = 0,154."""
    paid = [Paid(Decimal("500.00"), date(2024, 3, 25))]
    on_it = returned("family_benefits", "misled", paid, date(2024, 4, 1))
    assert str(on_it.interest.number) == "0.15"
    assert returned("family_benefits", "misled", paid, date(2024, 3, 31)).interest.number == 0


def test_e14_interest_of_family_benefits_runs_from_the_next_month() -> None:
    found = returned("family_benefits", "misled")
    assert [str(step.number) for step in found.interest.inputs] == ["6.42", "5.27"]
    assert (str(found.interest.number), str(found.whole.number)) == ("11.69", "259.69")


def test_family_trap_10_from_the_day_after_payment_would_be_more() -> None:
    naive = sum((124 * (ON - one.paid_on).days for one in PAID), 0) * Decimal("0.1125") / 365
    assert naive > returned("family_benefits", "misled").interest.number


@pytest.mark.parametrize(("act", "ground"), [
    (act, ground) for act, grounds in GROUNDS.items() for ground in grounds
])  # fmt: skip
def test_interest_runs_only_where_the_act_has_it(act: str, ground: str) -> None:
    paid = [Paid(Decimal("124.00"), date(2024, 3, 25), received=Decimal("124.00"))]
    assert bool(returned(act, ground, paid).interest.number) == GROUNDS[act][ground].interest


def test_family_trap_22_an_instruction_is_needed_for_family_benefits_only() -> None:
    never = undue("family_benefits", "circumstances", PAID, ON, LAW, instructed=False)
    assert isinstance(never, Refused)
    fund = undue("alimony_fund", "circumstances", PAID, ON, LAW, instructed=False)
    assert isinstance(fund, Undue)


def test_of_alimony_received_out_of_order_no_more_than_it() -> None:
    paid = [Paid(Decimal("500.00"), date(2024, 3, 25), received=Decimal("120.00"))]
    assert returned("alimony_fund", "alimony_received", paid).principal.number == 120


def test_the_housing_allowance_comes_back_twice() -> None:
    assert returned("housing", "false_data").principal.number == Decimal("496.00")


def test_repaid_before_interest_begins_there_is_none() -> None:
    assert returned("family_benefits", "misled", PAID[:1], date(2024, 3, 31)).interest.number == 0


def test_limitation_and_the_last_day_of_a_decision() -> None:
    assert time_limit(date(2024, 2, 29), LAW) == date(2027, 2, 28)
    assert may_be_decided(date(2014, 9, 15), ON, LAW)
    assert not may_be_decided(date(2014, 9, 14), ON, LAW)


def test_family_benefits_set_off_the_whole_benefit() -> None:
    assert set_off_whole(Decimal("300.00"), Decimal("124.00")) == [124, 124, 52]
    assert set_off_whole(Decimal("300.00"), Decimal("0.00")) == []


def test_e11_zus_withholds_the_nursing_allowance_of_the_same_months() -> None:
    months = months_between(Month(2026, 6), Month(2026, 9))
    assert str(nursing_overlap(months, LAW).number) == "863.36"
