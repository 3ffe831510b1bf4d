"""Amounts in złoty: exact decimals. Only this module rounds."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\N{NO-BREAK SPACE}"
MAX_AMOUNT = Decimal("9999999999.99")
"""The largest amount that `numeric(12,2)` holds."""

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_AMOUNT = re.compile(r"-?(\d+|\d{1,3}( \d{3})+)([.,](\d+))?", re.ASCII)

_ONES = (
    "", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem", "dziewięć",
    "dziesięć", "jedenaście", "dwanaście", "trzynaście", "czternaście", "piętnaście", "szesnaście",
    "siedemnaście", "osiemnaście", "dziewiętnaście",
)  # fmt: skip
_TENS = (
    "", "", "dwadzieścia", "trzydzieści", "czterdzieści", "pięćdziesiąt", "sześćdziesiąt",
    "siedemdziesiąt", "osiemdziesiąt", "dziewięćdziesiąt",
)  # fmt: skip
_HUNDREDS = (
    "", "sto", "dwieście", "trzysta", "czterysta", "pięćset", "sześćset", "siedemset", "osiemset",
    "dziewięćset",
)  # fmt: skip
_ZLOTY = ("złoty", "złote", "złotych")
_GROUPS = (
    (1_000_000_000, ("miliard", "miliardy", "miliardów")),
    (1_000_000, ("milion", "miliony", "milionów")),
    (1_000, ("tysiąc", "tysiące", "tysięcy")),
)


def round_half_up(x: Decimal | int, places: int = 2) -> Decimal:
    """Round half away from zero, as offices do; a float is refused with TypeError."""
    if not isinstance(x, Decimal | int):
        raise TypeError(f"Amounts are Decimal or int, not {type(x).__name__}.")
    return Decimal(x).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def parse_amount(text: str) -> Decimal:
    """Read an amount as people type it: comma or dot, spaces between thousands, "zł" at the end.

    Raises ValueError with a Polish sentence; a dot and a comma together, or three digits after
    either, are refused rather than guessed (1.229 may mean 1 229).
    """
    plain = _SPACES.sub(" ", text.strip().lower().removesuffix("zł").removesuffix("pln")).strip()
    plain = plain.replace("\N{MINUS SIGN}", "-")
    if not plain:
        raise ValueError("Podaj kwotę, np. 1229,00.")
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise ValueError(f"„{text.strip()}” nie jest kwotą. Podaj złote i grosze, np. 1229,00.")
    if len(found[4] or "") > 2:
        raise ValueError(
            f"Kwota „{text.strip()}” ma więcej niż dwie cyfry groszy. Podaj ją np. tak: 1229,00."
        )
    amount = Decimal(plain.replace(" ", "").replace(",", ".")).quantize(Decimal("0.01"))
    if abs(amount) > MAX_AMOUNT:
        raise ValueError(
            f"Kwota „{text.strip()}” jest za duża. Sprawdź, czy nie ma w niej zbędnych cyfr."
        )
    return amount


def to_grosze(amount: Decimal) -> int:
    """The amount in grosze; parts of a grosz raise ValueError (the law says when to round)."""
    grosze = amount.scaleb(2)
    if grosze != grosze.to_integral_value():
        raise ValueError(f"Kwota {amount} nie jest wyrażona w pełnych groszach.")
    return int(grosze)


def format_pln(amount: Decimal) -> str:
    """'1 229,00 zł' with no-break spaces; parts of a grosz raise ValueError."""
    grosze = to_grosze(amount)
    zlote, rest = divmod(abs(grosze), 100)
    thousands = f"{zlote:,}".replace(",", NBSP)
    return f"{'-' if grosze < 0 else ''}{thousands},{rest:02}{NBSP}zł"


def in_words(amount: Decimal) -> str:
    """'jeden tysiąc dwieście dwadzieścia dziewięć złotych 00/100', for decisions and cash lists."""
    grosze = to_grosze(amount)
    zlote, rest = divmod(abs(grosze), 100)
    words = f"{number_in_words(zlote)} {plural(zlote, _ZLOTY)} {rest:02}/100"
    return f"minus {words}" if grosze < 0 else words


def number_in_words(number: int) -> str:
    """A number from 0 to below 10¹² in Polish words (masculine)."""
    if not 0 <= number < 1_000_000_000_000:
        raise ValueError(f"Liczby {number} nie da się zapisać słownie.")
    words: list[str] = []
    for size, forms in _GROUPS:
        count, number = divmod(number, size)
        if count:
            words += [*_below_thousand(count), plural(count, forms)]
    words += _below_thousand(number)
    return " ".join(words) or "zero"


def plural(number: int, forms: tuple[str, str, str]) -> str:
    """Choose the Polish form for a number: ('złoty', 'złote', 'złotych')."""
    number = abs(number)
    if number == 1:
        return forms[0]
    return forms[1] if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else forms[2]


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = (
        (_HUNDREDS[hundreds], _ONES[rest])
        if rest < 20
        else (_HUNDREDS[hundreds], _TENS[rest // 10], _ONES[rest % 10])
    )
    return [word for word in words if word]
