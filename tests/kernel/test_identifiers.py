from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.pl import pesel as stdnum_pesel

from opsapp.kernel import clock
from opsapp.kernel import identifiers as ids
from opsapp.kernel.identifiers import accounts, pesel

MONTH_MARKERS = {18: 80, 19: 0, 20: 20, 21: 40, 22: 60}


def pesel_of(day: date, serial: int) -> str:
    marked = day.month + MONTH_MARKERS[day.year // 100]
    first_ten = f"{day.year % 100:02}{marked:02}{day.day:02}{serial:04}"
    return first_ten + pesel.check_digit(first_ten)


@given(st.dates(date(1800, 1, 1), date(2299, 12, 31)), st.integers(0, 9999))
def test_a_pesel_of_any_century_tells_birth_date_and_sex(day: date, serial: int) -> None:
    with clock.frozen(date(2300, 1, 1)):
        read = ids.parse_pesel(pesel_of(day, serial))
    assert (read.birth_date, read.sex, read.checksum_ok) == (
        day,
        "male" if serial % 2 else "female",
        True,
    )


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(0, 9999))
def test_our_check_digit_is_that_of_an_independent_library(day: date, serial: int) -> None:
    number = pesel_of(day, serial)
    assert stdnum_pesel.is_valid(number)


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(0, 9999), st.integers(1, 9))
def test_an_old_number_with_a_wrong_checksum_is_marked_and_not_refused(
    day: date, serial: int, off: int
) -> None:
    right = pesel_of(day, serial)
    wrong = right[:10] + str((int(right[10]) + off) % 10)
    assert ids.parse_pesel(wrong).checksum_ok is False


def test_a_pesel_may_be_typed_with_spaces() -> None:
    assert str(ids.parse_pesel(" 440514 01359 ")) == "44051401359"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Podaj PESEL"),
        ("4405140135", "podano ich 10"),
        ("440514013590", "podano ich 12"),
        ("4405140135a", "samych cyfr"),
        ("４４０５１４０１３５９", "samych cyfr"),
        ("44131401359", "daty urodzenia"),
        ("44003201359", "daty urodzenia"),
        ("99223201359", "daty urodzenia"),
    ],
)
def test_what_cannot_be_a_pesel_is_refused_in_polish(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ids.parse_pesel(typed)


def test_a_pesel_of_someone_not_yet_born_is_refused() -> None:
    with (
        clock.frozen(date(2026, 11, 22)),
        pytest.raises(ValueError, match=r"w przyszłości: 23\.11\.2026"),
    ):
        ids.parse_pesel(pesel_of(date(2026, 11, 23), 1))


@given(st.text("0123456789", min_size=24, max_size=24))
def test_an_account_is_read_back_as_it_is_shown(rest: str) -> None:
    nrb = accounts.check_digits(rest) + rest
    assert ids.parse_nrb(ids.format_nrb(nrb)) == ids.parse_nrb(f"PL{nrb}") == nrb


@given(st.text("0123456789", min_size=24, max_size=24), st.integers(0, 25), st.integers(1, 9))
def test_one_wrong_digit_of_an_account_is_always_noticed(rest: str, place: int, off: int) -> None:
    nrb = accounts.check_digits(rest) + rest
    wrong = nrb[:place] + str((int(nrb[place]) + off) % 10) + nrb[place + 1 :]
    with pytest.raises(ValueError, match="sumę kontrolną"):
        ids.parse_nrb(wrong)


def test_a_foreign_account_is_named_as_such() -> None:
    with pytest.raises(ValueError, match="polski numer"):
        ids.parse_nrb("DE89 3704 0044 0532 0130 00")


def test_the_bank_of_an_account_is_known_offline() -> None:
    assert ids.bank_of("61109010140000071219812874") is not None
    assert ids.bank_of(accounts.check_digits("9" * 24) + "9" * 24) is None


def test_nip_and_regon() -> None:
    assert ids.parse_nip("PL 526-000-12-46") == "5260001246"
    assert ids.parse_regon("123456785") == "123456785"
    assert ids.parse_regon("12345678512347") == "12345678512347"
    for parse, wrong in (
        (ids.parse_nip, "5260001247"),
        (ids.parse_regon, "123456786"),
        (ids.parse_regon, "12345678512348"),
    ):
        with pytest.raises(ValueError, match="cyfrę kontrolną"):
            parse(wrong)


def test_an_identity_card() -> None:
    assert ids.check_id_card("abs 123456") == "ABS123456"
    assert ids.check_id_card("ABA300000") == "ABA300000"
    with pytest.raises(ValueError, match="cyfrę kontrolną"):
        ids.check_id_card("ABS123457")
    with pytest.raises(ValueError, match="trzy litery"):
        ids.check_id_card("AB1234567")


def test_an_address_for_electronic_delivery() -> None:
    assert ids.parse_e_delivery(" ae:pl-12345-67890-abcde-12") == "AE:PL-12345-67890-ABCDE-12"
    with pytest.raises(ValueError, match="AE:PL-"):
        ids.parse_e_delivery("AE:PL-1234-67890-ABCDE-12")


def test_a_terc() -> None:
    assert ids.parse_terc("2609011") == "2609011"
    for wrong in ("2709011", "2600011", "2609001", "2609017"):
        with pytest.raises(ValueError, match="gminy"):
            ids.parse_terc(wrong)


def test_a_postal_code() -> None:
    assert ids.parse_postal_code("27600") == ids.parse_postal_code("27-600") == "27-600"
    with pytest.raises(ValueError, match="27-600"):
        ids.parse_postal_code("2760")
