from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsapp.kernel.money import (
    format_pln,
    in_words,
    number_in_words,
    parse_amount,
    plural,
    round_half_up,
    to_grosze,
)

AMOUNTS = st.decimals(Decimal("-9999999999.99"), Decimal("9999999999.99"), places=2)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 229,00", "1229.00"),
        ("1\u00a0229,00 zł", "1229.00"),
        ("1\u202f229.5", "1229.50"),
        ("  1229  ", "1229.00"),
        ("1229.00 PLN", "1229.00"),
        ("0,01", "0.01"),
        ("\u2212 5,00".replace(" ", ""), "-5.00"),
        ("12 345 678,90", "12345678.90"),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, amount: str) -> None:
    assert str(parse_amount(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Podaj kwotę"),
        ("zł", "Podaj kwotę"),
        ("1.229", "więcej niż dwie cyfry groszy"),
        ("1,229", "więcej niż dwie cyfry groszy"),
        ("1.229,00", "nie jest kwotą"),
        ("12 29", "nie jest kwotą"),
        ("1e5", "nie jest kwotą"),
        ("NaN", "nie jest kwotą"),
        ("١٢", "nie jest kwotą"),
        ("5,", "nie jest kwotą"),
        ("10000000000", "za duża"),
    ],
)
def test_what_may_mean_something_else_is_refused_in_polish(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_amount(typed)


@given(AMOUNTS)
def test_a_shown_amount_is_read_back(amount: Decimal) -> None:
    assert parse_amount(format_pln(amount)) == amount


@given(AMOUNTS)
def test_grosze_are_exact(amount: Decimal) -> None:
    assert Decimal(to_grosze(amount)) / 100 == amount


def test_amounts_are_shown_with_no_break_spaces() -> None:
    assert format_pln(Decimal("1229")) == "1\u00a0229,00\u00a0zł"
    assert format_pln(Decimal("-0.5")) == "-0,50\u00a0zł"


def test_parts_of_a_grosz_are_never_shown_as_an_amount() -> None:
    with pytest.raises(ValueError, match="pełnych groszach"):
        format_pln(Decimal("1.005"))


@pytest.mark.parametrize(
    ("exact", "places", "rounded"),
    [
        ("1.005", 2, "1.01"),
        ("1.004", 2, "1.00"),
        ("-1.005", 2, "-1.01"),
        ("2.5", 0, "3"),
        ("0.12345", 4, "0.1235"),
    ],
)
def test_halves_are_rounded_away_from_zero(exact: str, places: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(exact), places)) == rounded


def test_a_float_is_not_an_amount() -> None:
    with pytest.raises(TypeError):
        round_half_up(1.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "zero złotych 00/100"),
        ("1.00", "jeden złoty 00/100"),
        ("2.05", "dwa złote 05/100"),
        ("12.00", "dwanaście złotych 00/100"),
        ("22.99", "dwadzieścia dwa złote 99/100"),
        ("112.00", "sto dwanaście złotych 00/100"),
        ("1010.00", "jeden tysiąc dziesięć złotych 00/100"),
        ("1229.50", "jeden tysiąc dwieście dwadzieścia dziewięć złotych 50/100"),
        ("2000000.00", "dwa miliony złotych 00/100"),
        ("5000000000.00", "pięć miliardów złotych 00/100"),
        ("-1.00", "minus jeden złoty 00/100"),
    ],
)
def test_an_amount_in_words(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == words


@given(st.integers(0, 10**12 - 1), st.integers(0, 10**12 - 1))
def test_no_two_numbers_share_their_words(one: int, other: int) -> None:
    assert (number_in_words(one) == number_in_words(other)) == (one == other)


def test_a_number_beyond_words_is_refused() -> None:
    with pytest.raises(ValueError, match="słownie"):
        number_in_words(10**12)


def test_the_plural_follows_the_number() -> None:
    forms = ("dzień", "dni", "dni.")
    assert [plural(n, forms) for n in (1, 2, 4, 5, 12, 22, 101, -1)] == [
        "dzień", "dni", "dni", "dni.", "dni.", "dni", "dni.", "dzień",
    ]  # fmt: skip
