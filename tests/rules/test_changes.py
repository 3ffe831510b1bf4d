"""Part months, the 10 % tolerance, set-off and the suspended permanent allowance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from benefits.rules.changes import (
    Suspension,
    change_acts,
    partial_month,
    set_off_plan,
    suspended_right_from,
)
from benefits.rules.law import Law
from opsapp.kernel.periods import Month

LAW = Law.from_files()
ON = date(2026, 11, 10)


@pytest.mark.parametrize(("amount", "month", "days", "due"), [
    ("1229.00", "2026-11", 21, "860.30"), ("1097.16", "2026-10", 17, "601.67"),
    ("1229.00", "2026-11", 30, "1229.00"),
])  # fmt: skip
def test_a_part_month_is_rounded_once(amount: str, month: str, days: int, due: str) -> None:
    assert partial_month(Decimal(amount), Month.parse(month), days).number == Decimal(due)


@pytest.mark.parametrize(("change", "people", "acts"), [
    ("101.00", 1, "nie"), ("101.01", 1, "tak"), ("82.30", 4, "nie"), ("82.31", 4, "tak"),
])  # fmt: skip
def test_only_a_change_above_ten_per_cent_acts(change: str, people: int, acts: str) -> None:
    after = Decimal("500.00") + Decimal(change)
    answered = change_acts(Decimal("500.00"), after, people=people, on=ON, law=LAW)
    assert answered.value == acts


def test_set_off_takes_at_most_half_of_the_benefit() -> None:
    plan = set_off_plan(Decimal("900.00"), Decimal("1229.00"), ON, LAW)
    assert plan == [Decimal("614.50"), Decimal("285.50")]
    assert set_off_plan(Decimal("900.00"), Decimal("0.00"), ON, LAW) == []


@pytest.mark.parametrize(("delivered", "first"), [
    (date(2026, 7, 2), "2026-03"), (date(2026, 8, 19), "2026-03"), (date(2026, 8, 20), "2026-08"),
])  # fmt: skip
def test_a_late_certificate_gives_the_right_only_from_its_month(
    delivered: date, first: str
) -> None:
    case = Suspension(Month(2026, 3), date(2026, 6, 20), delivered)
    assert suspended_right_from(case, LAW) == Month.parse(first)
