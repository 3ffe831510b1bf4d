from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsapp.kernel.calendar import (
    UNITS,
    deadline,
    holidays_of,
    is_day_off,
    is_working_day,
    next_working_day,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
LENGTHS = st.integers(1, 400)


@pytest.mark.parametrize("year", range(1990, 2031))
def test_the_days_off_are_those_that_an_independent_package_knows(year: int) -> None:
    assert holidays_of(year) == frozenset(holidays.country_holidays("PL", years=year))


def test_epiphany_is_off_since_2011_and_christmas_eve_since_2025() -> None:
    assert not is_day_off(date(2010, 1, 6))
    assert is_day_off(date(2011, 1, 6))
    assert not is_day_off(date(2024, 12, 24))
    assert is_day_off(date(2025, 12, 24))


def test_a_saturday_is_neither_a_day_off_nor_a_working_day() -> None:
    assert not is_day_off(date(2026, 11, 21))
    assert not is_working_day(date(2026, 11, 21))


def test_a_year_before_1990_is_refused() -> None:
    with pytest.raises(ValueError, match="1990"):
        is_working_day(date(1989, 12, 28))


@pytest.mark.parametrize(
    ("start", "length", "unit", "last_day"),
    [
        ("2026-12-10", 14, "days", "2026-12-28"),
        ("2024-12-10", 14, "days", "2024-12-24"),
        ("2025-12-10", 14, "days", "2025-12-29"),
        ("2026-01-30", 1, "months", "2026-03-02"),
        ("2026-10-29", 14, "working_days", "2026-11-19"),
        ("2026-12-23", 2, "working_days", "2026-12-29"),
        ("2026-04-27", 7, "days", "2026-05-04"),
        ("2026-11-02", 2, "weeks", "2026-11-16"),
        ("2023-01-31", 1, "months", "2023-02-28"),
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2024-02-29", 4, "years", "2028-02-29"),
        ("2026-08-01", 3, "months", "2026-11-02"),
        ("2026-11-20", 1, "days", "2026-11-23"),
    ],
)
def test_terms_end_as_article_57_says(start: str, length: int, unit: str, last_day: str) -> None:
    assert deadline(date.fromisoformat(start), length, unit) == date.fromisoformat(last_day)


@given(DAYS, LENGTHS, st.sampled_from(UNITS))
def test_a_term_ends_on_a_working_day_after_its_start(start: date, length: int, unit: str) -> None:
    length = min(length, 10) if unit == "years" else length
    last_day = deadline(start, length, unit)
    assert last_day > start
    assert is_working_day(last_day)


@given(DAYS, LENGTHS, st.sampled_from(["days", "weeks", "months", "working_days"]))
def test_a_longer_term_never_ends_earlier(start: date, length: int, unit: str) -> None:
    assert deadline(start, length, unit) <= deadline(start, length + 1, unit)


@given(DAYS, LENGTHS)
def test_working_days_are_counted_one_by_one(start: date, length: int) -> None:
    last_day = deadline(start, length, "working_days")
    between = (start + timedelta(days=step) for step in range(1, (last_day - start).days + 1))
    assert sum(map(is_working_day, between)) == length


@given(DAYS)
def test_the_next_working_day_skips_only_days_that_are_not(day: date) -> None:
    found = next_working_day(day)
    assert is_working_day(found)
    assert not any(is_working_day(day + timedelta(days=step)) for step in range((found - day).days))


@pytest.mark.parametrize(
    ("length", "unit", "why"),
    [(0, "days", "co najmniej"), (-1, "weeks", "co najmniej"), (3, "hours", "hours")],
)
def test_a_senseless_term_is_refused_in_polish(length: int, unit: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        deadline(date(2026, 1, 1), length, unit)
