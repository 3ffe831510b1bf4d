"""Elixir-0: one order a line, sixteen fields, no header; each bank by its profile.

Field order and constants follow the banks' leaflets as far as they could be read; what differs
between banks is a setting of `BankProfile`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from opsapp.kernel.identifiers import parse_nrb
from opsapp.kernel.money import to_grosze
from opsapp.kernel.refusals import Refusal

LINE_END = "\r\n"
PART_LENGTH = 35
PARTS = 4
ORDINARY = "110"
CLASSIFICATION = "51"
_TYPOGRAPHY = str.maketrans({"„": "'", "”": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " "})
_STROKED = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ß": "ss"})
_SORBNET_FROM = Decimal(1_000_000)
_CONTROL = '"|'


@dataclass(frozen=True, slots=True)
class Profile:
    """What one bank accepts; see `BankProfile` for the meaning of each."""

    account: str
    payer_lines: tuple[str, ...]
    encoding: str = "cp852"
    ascii_only: bool = False
    forbidden: str = ""
    max_records: int = 5000
    empty_fields_quoted: bool = True
    reference_length: int = 32


@dataclass(frozen=True, slots=True)
class Order:
    """One transfer: 26-digit account, amount in złoty, payee's and title's lines, our reference."""

    account: str
    amount: Decimal
    payee: tuple[str, ...]
    title: tuple[str, ...]
    reference: str


class _Signs(dict[int, str]):
    """What each sign becomes in a bank's file, worked out when it is first met."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.encoding = "ascii" if profile.ascii_only else profile.encoding
        self.refused = set(_CONTROL + profile.forbidden)

    def __missing__(self, code: int) -> str:
        written = _writable(chr(code).translate(_TYPOGRAPHY), self.encoding)
        self[code] = "".join(" " if sign in self.refused else sign for sign in written)
        return self[code]


def _writable(text: str, encoding: str) -> str:
    """The text, or its letters without their marks where the code page lacks them."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        bare = unicodedata.normalize("NFKD", text.translate(_STROKED))
        return bare.encode(encoding, "ignore").decode(encoding)
    return text


_signs = lru_cache(maxsize=8)(_Signs)


def clean(text: str, profile: Profile) -> str:
    """The text with only what the bank accepts: typography mapped, letters that its code page
    lacks without their marks, forbidden signs made spaces.
    """
    return " ".join(text.translate(_signs(profile)).split())


def parts(text: str) -> list[str]:
    """At most four pieces of 35 characters, broken between words where possible."""
    pieces: list[str] = []
    for word in _short_words(text):
        if pieces and len(pieces[-1]) + 1 + len(word) <= PART_LENGTH:
            pieces[-1] = f"{pieces[-1]} {word}"
        else:
            pieces.append(word)
    return pieces[:PARTS]


def _short_words(text: str) -> Iterator[str]:
    for word in text.split():
        for start in range(0, len(word), PART_LENGTH):
            yield word[start : start + PART_LENGTH]


def _lines(texts: Iterable[str], profile: Profile) -> str:
    pieces = [piece for text in texts for piece in parts(clean(text, profile))]
    return "|".join(pieces[:PARTS])


@lru_cache(maxsize=8)
def _payer(profile: Profile) -> str:
    return _lines(profile.payer_lines, profile)


def line(order: Order, *, pay_on: date, profile: Profile) -> str:
    """One order as text without the line end.

    Raises `Refusal`, naming the order, for what no bank would take: a wrong account, a payee or
    title that has no sign the bank accepts, a million złoty or more (that goes by Sorbnet).
    """
    empty = '""' if profile.empty_fields_quoted else ""
    return ",".join(
        [
            ORDINARY,
            f"{pay_on:%Y%m%d}",
            str(to_grosze(_amount(order))),
            profile.account[2:10],
            "0",
            f'"{profile.account}"',
            f'"{_account(order)}"',
            f'"{_payer(profile)}"',
            f'"{_said(order.payee, order, profile, "nazwę odbiorcy")}"',
            "0",
            order.account[2:10],
            f'"{_said(order.title, order, profile, "tytuł")}"',
            empty,
            empty,
            f'"{CLASSIFICATION}"',
            f'"{_reference(order, profile)}"',
        ]
    )


def _account(order: Order) -> str:
    try:
        return parse_nrb(order.account)
    except ValueError as wrong:
        raise Refusal(
            f"Wypłata {order.reference} ma błędny numer rachunku. Zdejmij ją z listy "
            "i popraw sposób wypłaty.",
            "account",
        ) from wrong


def _amount(order: Order) -> Decimal:
    if not 0 < order.amount < _SORBNET_FROM:
        raise Refusal(
            f"Kwota wypłaty {order.reference} nie może iść zwykłym przelewem. Zdejmij ją z listy.",
            "amount",
        )
    return order.amount


def _said(texts: tuple[str, ...], order: Order, profile: Profile, what: str) -> str:
    written = _lines(texts, profile)
    if not texts or not clean(texts[0], profile):
        raise Refusal(
            f"Wypłata {order.reference} ma {what} bez żadnego znaku, który przyjmuje bank. "
            "Wpisz posiadacza rachunku literami łacińskimi przy sposobie wypłaty.",
            "unwritable",
        )
    return written


def _reference(order: Order, profile: Profile) -> str:
    """Field 16, by which a return is matched: whole, or empty when the bank takes none."""
    if not profile.reference_length:
        return ""
    reference = clean(order.reference, profile)
    if len(reference) > profile.reference_length:
        raise Refusal(
            f"Oznaczenie {order.reference} nie mieści się w polu 16 tego banku. "
            "Administrator ustawi w profilu banku większą długość pola albo 0.",
            "reference",
        )
    return reference


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its bytes, the number of orders and their sum in złoty."""

    content: bytes
    count: int
    total: Decimal


def files(orders: Iterable[Order], *, pay_on: date, profile: Profile) -> Iterator[Part]:
    """Write the orders, split by the bank's limit of records. Raises `Refusal` as `line` does."""
    content, count, total = bytearray(), 0, Decimal(0)
    for order in orders:
        content += (line(order, pay_on=pay_on, profile=profile) + LINE_END).encode(profile.encoding)
        count, total = count + 1, total + order.amount
        if count == profile.max_records:
            yield Part(bytes(content), count, total)
            content, count, total = bytearray(), 0, Decimal(0)
    if count:
        yield Part(bytes(content), count, total)
