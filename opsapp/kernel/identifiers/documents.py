"""Identity documents."""

from __future__ import annotations

import re

from opsapp.kernel.identifiers.typed import bare

_ID_CARD = re.compile(r"[A-Z]{3}\d{6}", re.ASCII)
_WEIGHTS = (7, 3, 1, 0, 7, 3, 1, 7, 3)


def check_id_card(text: str) -> str:
    """The series and number of an identity card ('ABS123456'); a wrong one raises ValueError."""
    number = bare(text).upper()
    if not _ID_CARD.fullmatch(number):
        raise ValueError(
            "Dowód osobisty ma trzy litery i sześć cyfr, np. ABS 123456. Sprawdź serię i numer."
        )
    values = [int(sign, 36) for sign in number]
    if (
        sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True)) % 10
        != values[3]
    ):
        raise ValueError(
            f"Numer dowodu osobistego {number} ma błędną cyfrę kontrolną. Porównaj go z dokumentem."
        )
    return number
