"""What people type between the characters of an identifier."""

from __future__ import annotations

_BETWEEN = str.maketrans(
    "", "", " \t\r\n-\u00a0\u2007\u2009\u2010\u2011\u2012\u2013\u202f\u200b\ufeff"
)


def bare(text: str) -> str:
    """The identifier without the spaces and hyphens it is written with."""
    return text.translate(_BETWEEN)


def digits(text: str, *lengths: int, name: str) -> str:
    """The bare digits; ValueError says which character or length is wrong."""
    number = bare(text)
    if not number:
        raise ValueError(f"Podaj {name}.")
    if not (number.isascii() and number.isdigit()):
        raise ValueError(f"{name} składa się z samych cyfr. Usuń z „{text.strip()}” inne znaki.")
    if len(number) not in lengths:
        expected = " albo ".join(str(length) for length in lengths)
        raise ValueError(
            f"{name} ma {expected} cyfr, a podano ich {len(number)}. "
            "Sprawdź, czy żadnej nie brakuje."
        )
    return number
