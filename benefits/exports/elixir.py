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

from opsapp.kernel.money import to_grosze
from opsapp.kernel.refusals import Refusal

LINE_END = "\r\n"
PART_LENGTH = 35
PARTS = 4
ORDINARY = "110"
CLASSIFICATION = "51"
_TYPOGRAPHY = str.maketrans({"„": "'", "”": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " "})
_STROKED = str.maketrans({"ł": "l", "Ł": "L"})
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
    """One transfer: 26-digit account, amount in złoty, payee's lines, title, our reference."""

    account: str
    amount: Decimal
    payee: tuple[str, ...]
    title: str
    reference: str


def clean(text: str, profile: Profile) -> str:
    """The text with only what the bank accepts: typography mapped, forbidden signs made spaces."""
    text = text.translate(_TYPOGRAPHY)
    if profile.ascii_only:
        text = unicodedata.normalize("NFKD", text.translate(_STROKED))
        text = text.encode("ascii", "ignore").decode()
    else:
        text = text.encode(profile.encoding, "ignore").decode(profile.encoding)
    refused = set(_CONTROL + profile.forbidden)
    return " ".join("".join(" " if sign in refused else sign for sign in text).split())


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


def line(order: Order, *, pay_on: date, profile: Profile) -> str:
    """One order as text without the line end."""
    empty = '""' if profile.empty_fields_quoted else ""
    reference = clean(order.reference, profile)[: profile.reference_length]
    return ",".join(
        [
            ORDINARY,
            f"{pay_on:%Y%m%d}",
            str(to_grosze(order.amount)),
            profile.account[2:10],
            "0",
            f'"{profile.account}"',
            f'"{order.account}"',
            f'"{_lines(profile.payer_lines, profile)}"',
            f'"{_lines(order.payee, profile)}"',
            "0",
            order.account[2:10],
            f'"{_lines([order.title], profile)}"',
            empty,
            empty,
            f'"{CLASSIFICATION}"',
            f'"{reference}"',
        ]
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its bytes, the number of orders and their sum in złoty."""

    content: bytes
    count: int
    total: Decimal


def files(orders: Iterable[Order], *, pay_on: date, profile: Profile) -> Iterator[Part]:
    """Write the orders, split by the bank's limit of records.

    Raises `Refusal` for an account that has not 26 digits, naming the order.
    """
    content, count, total = bytearray(), 0, Decimal(0)
    for order in orders:
        if len(order.account) != 26 or not order.account.isdecimal():
            raise Refusal(
                f"Wypłata {order.reference} ma błędny numer rachunku. Zdejmij ją z listy "
                "i popraw sposób wypłaty.",
                "account",
            )
        content += (line(order, pay_on=pay_on, profile=profile) + LINE_END).encode(profile.encoding)
        count, total = count + 1, total + order.amount
        if count == profile.max_records:
            yield Part(bytes(content), count, total)
            content, count, total = bytearray(), 0, Decimal(0)
    if count:
        yield Part(bytes(content), count, total)
