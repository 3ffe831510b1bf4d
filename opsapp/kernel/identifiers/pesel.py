"""PESEL: the number of the population register (ustawa o ewidencji ludności, art. 15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from opsapp.kernel import clock
from opsapp.kernel.identifiers.typed import digits

Sex = Literal["female", "male"]

_CENTURIES = {80: 1800, 0: 1900, 20: 2000, 40: 2100, 60: 2200}
_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)


@dataclass(frozen=True, slots=True)
class Pesel:
    """A read PESEL. Old numbers with a wrong checksum exist: they are marked, not refused."""

    value: str
    birth_date: date
    sex: Sex
    checksum_ok: bool

    def __str__(self) -> str:
        return self.value


def parse_pesel(text: str) -> Pesel:
    """Read eleven digits, with the birth date (1800–2299) and sex they hold.

    Raises ValueError for another shape, an impossible birth date, or one after today.
    """
    number = digits(text, 11, name="PESEL")
    birth_date = _birth_date(number)
    if birth_date > clock.today():
        raise ValueError(
            f"Z numeru PESEL {number} wynika data urodzenia w przyszłości: {birth_date:%d.%m.%Y}. "
            "Sprawdź numer."
        )
    return Pesel(
        number,
        birth_date,
        "male" if int(number[9]) % 2 else "female",
        check_digit(number[:10]) == number[10],
    )


def check_digit(first_ten: str) -> str:
    """The eleventh digit that belongs to the first ten."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_ten, strict=True))
    return str(-total % 10)


def _birth_date(number: str) -> date:
    year, month, day = int(number[:2]), int(number[2:4]), int(number[4:6])
    marker = (month - 1) // 20 * 20 if month else 0
    try:
        return date(_CENTURIES[marker] + year, month - marker, day)
    except ValueError as error:
        raise ValueError(
            f"W numerze PESEL {number} nie ma poprawnej daty urodzenia. "
            "Sprawdź sześć pierwszych cyfr."
        ) from error
