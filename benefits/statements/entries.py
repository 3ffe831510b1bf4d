"""What a statement says, whatever format it came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from opsapp.kernel.identifiers import parse_nrb
from opsapp.kernel.refusals import Refusal

MOST_BYTES = 5 * 1024 * 1024
"""A year of a large centre is a tenth of it."""
FIELD = "file"
"""The field of the form that every refusal belongs to."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: `amount` in złoty, below zero when it left the account. `reference` is what our
    order carried (field 16, EndToEndId); `reason` a code of `PaymentEvent.ReturnReason` or ''.
    """

    ordinal: int
    booked_on: date
    value_on: date
    amount: Decimal
    text: str
    name: str = ""
    account: str = ""
    reference: str = ""
    bank_reference: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one account (26 digits), with what it led from and to."""

    account: str
    number: str
    since: date
    until: date
    opening: Decimal
    closing: Decimal
    entries: tuple[Entry, ...]


def wrong(words: str, code: str) -> Refusal:
    """A refusal of the file that was given."""
    return Refusal(words, code, FIELD)


def not_a_statement() -> Refusal:
    """The file is no statement that we can read."""
    return wrong(
        "To nie jest wyciąg, który umiemy odczytać. Pobierz z banku wyciąg w formacie MT940 "
        "(.sta, .txt) albo camt.053 (.xml).",
        "not_a_statement",
    )


def broken(where: str) -> Refusal:
    """The file is a statement with a part that makes no sense."""
    return wrong(
        f"Wyciąg jest niepełny albo uszkodzony: {where}. Pobierz go z banku jeszcze raz.", "broken"
    )


def account_of(text: str) -> str:
    """The 26 digits of the account of a statement; raises `Refusal`."""
    try:
        return parse_nrb(text)
    except ValueError as error:
        raise broken("brak prawidłowego numeru rachunku") from error


def counterparty(text: str) -> str:
    """The 26 digits of the other side's account, or '' where the bank gives none of ours."""
    try:
        return parse_nrb(text)
    except ValueError:
        return ""


def in_pln(currency: str | None) -> None:
    """Raise `Refusal` for any other currency."""
    if currency != "PLN":
        raise wrong(
            f"Wyciąg jest w walucie {currency or 'nieznanej'}, a wypłaty idą w złotych. "
            "Wybierz wyciąg rachunku złotowego.",
            "currency",
        )
