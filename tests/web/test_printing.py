"""How values look: money, days, terms, masked numbers, age."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from opsapp.kernel import clock
from opsapp.kernel.periods import Month, Period
from opsapp.kernel.templatetags import ops
from opsapp.kernel.web import wording

TODAY = date(2026, 11, 24)


def test_money_never_wraps_and_shows_a_true_minus() -> None:
    assert ops.pln(Decimal("1229.00")) == "1\u00a0229,00\u00a0zł"
    assert ops.pln(Decimal("-82.30")) == '<span class="o-minus">−82,30\u00a0zł</span>'
    assert ops.amount(Decimal("405.73")) == "405,73"
    assert ops.pln_change(Decimal("82.30")) == "+82,30\u00a0zł"
    assert ops.pln(None) == "–"


def test_days_months_and_periods() -> None:
    assert ops.day(date(2026, 11, 2)) == "02.11.2026"
    assert ops.moment(datetime(2026, 11, 2, 11, 4, tzinfo=UTC)) == "02.11.2026, 12:04"
    assert ops.month(Month(2026, 11)) == ops.month("2026-11") == "listopad 2026"
    assert ops.period(Period(date(2026, 3, 1), date(2026, 5, 31))) == "01.03.2026 – 31.05.2026"


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (date(2026, 12, 2), "do 02.12 (za 8\u00a0dni)", "quiet"),
        (date(2026, 11, 29), "do 29.11 (za 5\u00a0dni)", "warn"),
        (date(2026, 11, 26), "do 26.11 (za 2\u00a0dni)", "bad"),
        (date(2026, 11, 25), "do 25.11 (jutro)", "bad"),
        (TODAY, "do 24.11 (dziś)", "bad"),
        (date(2026, 11, 23), "1\u00a0dzień po terminie", "bad"),
        (date(2026, 11, 21), "3\u00a0dni po terminie", "bad"),
        (date(2027, 1, 7), "do 07.01.2027 (za 44\u00a0dni)", "quiet"),
    ],
)
def test_a_term_says_how_long_and_how_urgent(due: date, words: str, tone: str) -> None:
    assert wording.term(due, TODAY) == (words, tone)


def test_numbers_of_people_are_masked() -> None:
    assert ops.pesel_masked("85031401234") == "•••••••1234"
    assert ops.nrb_masked("61109010140000071219812874") == "…\u00a02874"


def test_age_turns_on_the_birthday() -> None:
    born = date(1985, 11, 25)
    with clock.frozen(TODAY):
        assert ops.age(born) == "40\u00a0lat"
    assert ops.age(born, date(2026, 11, 25)) == "41\u00a0lat"
    assert ops.age(date(2024, 1, 1), TODAY) == "2\u00a0lata"


def test_what_a_person_wrote_is_escaped() -> None:
    assert "<script>" not in ops.chip("<script>", "quiet")
