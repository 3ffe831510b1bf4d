"""Bank account numbers: NRB, the Polish part of an IBAN."""

from __future__ import annotations

from opsapp.kernel.identifiers.typed import bare, digits

_POLAND = "2521"


def parse_nrb(text: str) -> str:
    """The 26 digits of an account, typed with or without "PL" and spaces.

    A wrong check number and a foreign account raise ValueError.
    """
    typed = bare(text).upper()
    if typed[:2].isalpha() and not typed.startswith("PL"):
        raise ValueError(
            "To nie jest polski numer rachunku. Podaj 26 cyfr rachunku prowadzonego w Polsce."
        )
    number = digits(typed.removeprefix("PL"), 26, name="Numer rachunku")
    if check_digits(number[2:]) != number[:2]:
        raise ValueError(
            "Numer rachunku ma błędną sumę kontrolną. Porównaj go z dokumentem cyfra po cyfrze."
        )
    return number


def check_digits(rest: str) -> str:
    """The first two digits that belong to the other 24 (ISO 13616, mod 97)."""
    return f"{98 - int(rest + _POLAND + '00') % 97:02}"


def format_nrb(nrb: str) -> str:
    """'61 1090 1014 0000 0712 1981 2874'."""
    return " ".join([nrb[:2], *(nrb[at : at + 4] for at in range(2, len(nrb), 4))])


def bank_of(nrb: str) -> str | None:
    """The name of the bank that keeps the account, or None when its sort code is not known."""
    from schwifty import IBAN  # here and not above: it costs 0.25 s and 16 MB

    return IBAN(f"PL{nrb}").bank_name
