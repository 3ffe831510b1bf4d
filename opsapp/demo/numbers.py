"""Valid numbers of nobody: PESEL by birth date and sex, accounts, phones."""

from __future__ import annotations

from datetime import date

from opsapp.demo.chance import Chance
from opsapp.kernel.identifiers.accounts import check_digits
from opsapp.kernel.identifiers.pesel import check_digit

_MARKERS = {18: 80, 19: 0, 20: 20}
_SORT_CODES = ("10205558", "12404650", "94291020", "10901056", "11402004", "16001462", "20300045")
"""Sort codes of banks' offices; the accounts in them are invented."""


class Numbers:
    """Gives each number once."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def pesel(self, born: date, sex: str) -> str:
        """A PESEL with a true last digit, of that birth date and sex."""
        while True:
            serial = self._chance.randint(100, 999)
            digit = self._chance.randrange(5) * 2 + (sex == "male")
            month = born.month + _MARKERS[born.year // 100]
            first = f"{born.year % 100:02}{month:02}{born.day:02}{serial:03}{digit}"
            if first not in self._given:
                self._given.add(first)
                return first + check_digit(first)

    def account(self) -> str:
        """An NRB with true check digits."""
        rest = self._chance.choice(_SORT_CODES) + f"{self._chance.randrange(10**16):016}"
        return check_digits(rest) + rest

    def phone(self) -> str:
        """A mobile number, nine digits."""
        return f"{self._chance.choice(('50', '51', '53', '60', '66', '69', '72', '78', '88'))}" + (
            f"{self._chance.randrange(10**7):07}"
        )
