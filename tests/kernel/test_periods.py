from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsapp.kernel.periods import Month, Period, months_between
from opsapp.kernel.ranges import day_range

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
MONTHS = DAYS.map(Month.of)


@given(MONTHS)
def test_a_written_month_is_read_back(month: Month) -> None:
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize(
    "text", ["2026", "2026-13", "2026-00", "11-2026", "2026-1", "0000-01", "", "２０２６-11"]
)
def test_what_is_not_a_month_is_refused_in_polish(text: str) -> None:
    with pytest.raises(ValueError, match="nie jest miesiącem"):
        Month.parse(text)


def test_a_month_knows_its_days() -> None:
    assert (Month(2024, 2).days, Month(2026, 2).days, Month(2026, 11).last_day) == (
        29,
        28,
        date(2026, 11, 30),
    )


@given(MONTHS, st.integers(-300, 300))
def test_adding_months_and_measuring_the_distance_agree(month: Month, count: int) -> None:
    assert (month + count) - month == count
    assert (month + count) - count == month


@given(MONTHS, MONTHS)
def test_months_are_ordered_as_their_first_days(one: Month, other: Month) -> None:
    assert (one < other) == (one.first_day < other.first_day)


@given(MONTHS, st.integers(0, 60))
def test_months_between_hold_both_ends(month: Month, count: int) -> None:
    months = months_between(month, month + count)
    assert (months[0], months[-1], len(months)) == (month, month + count, count + 1)


def test_months_out_of_order_are_none() -> None:
    assert months_between(Month(2026, 2), Month(2026, 1)) == []


@given(DAYS, st.integers(0, 800))
def test_a_period_counts_both_its_days(start: date, more: int) -> None:
    period = Period(start, date.fromordinal(start.toordinal() + more))
    assert period.days == more + 1 == len(list(period))
    assert sum(len(list(_common(period, month))) for month in period.months) == period.days


def _common(period: Period, month: Month) -> Period:
    common = period.overlap(month.period)
    assert common is not None
    return common


@given(DAYS, st.none() | st.integers(0, 800))
def test_a_period_survives_the_way_to_the_database_and_back(start: date, more: int | None) -> None:
    period = Period(start, None if more is None else date.fromordinal(start.toordinal() + more))
    assert Period.from_range(day_range(period)) == period


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match=r"01\.01\.2026"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_a_period_without_end_holds_every_later_day_and_has_no_length() -> None:
    period = Period(date(2026, 1, 1))
    assert date(2060, 1, 1) in period
    assert date(2025, 12, 31) not in period
    with pytest.raises(ValueError, match="ostatniego dnia"):
        _ = period.days


def test_periods_that_do_not_meet_have_no_overlap() -> None:
    assert Period(date(2026, 1, 1), date(2026, 1, 31)).overlap(Period(date(2026, 2, 1))) is None
