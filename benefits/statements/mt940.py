"""MT940: fields by the library `mt-940`, the subfields of `:86:` by our own splitter.

The library keeps only the German subfields (`?20`); Polish banks write `<`, `~` or `^`, so it is
asked for the bare text of `:86:`.
"""

from __future__ import annotations

import decimal
import logging
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from mt940 import parse_statements
from mt940.options import Options

from benefits.statements.encodings import decode
from benefits.statements.entries import (
    Entry,
    Statement,
    account_of,
    broken,
    counterparty,
    in_pln,
    not_a_statement,
)
from benefits.statements.reasons import reason_of

SEPARATORS = "<~^?"
logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)
"""It logs the line that it cannot read, and lines hold names and accounts."""
_BARE_TEXT: Any = {"post_transaction_details": []}
_OPTIONS = Options(reversal_sign=True, case_insensitive_marks=True, unbounded_details=True)
_LOOKS_RIGHT = re.compile(r"(?m)^:20:")
_AFTER_THE_END = re.compile(r"(?ms)^(:62F:(?:(?!^:20:).)*?)^:86:(?:(?!^:20:).)*")
"""Free words of the bank after the closing balance would go to the last entry."""
_FRAME = re.compile(r"(?m)^-\}?$|^\{1:.*\{4:$|\{4:$")
"""What stands around a message of SWIFT."""
_FULL = (27, 35)
"""How long a subfield of a title is at most: by the standard, and at some banks."""
_NONE = ("", "NONREF", "NIEZNANE")


def read(content: bytes) -> list[Statement]:
    """The statements of an MT940 file; none when it is no such file. Raises `Refusal`."""
    text = decode(content).replace("\r\n", "\n").replace("\r", "\n")
    text = _AFTER_THE_END.sub(r"\1", _FRAME.sub("", text))
    if "\x00" in text or not _LOOKS_RIGHT.search(text):
        return []
    try:
        blocks = parse_statements(text, processors=_BARE_TEXT, options=_OPTIONS)
    except (RuntimeError, ValueError, KeyError, decimal.InvalidOperation) as error:
        raise broken("pole, którego nie da się odczytać") from error
    return [_statement(block.data, [row.data for row in block]) for block in blocks]


def subfields(details: str) -> dict[str, str]:
    """The subfields of `:86:` by their two digits; '' holds a text that has none.

    The separator is the first sign after the code of three digits. Lines of the file are joined
    as they stand, and a code that comes twice goes on.
    """
    text = details.replace("\n", "")
    code, separator = text[:3], text[3:4]
    if not (code.isdigit() and separator and separator in SEPARATORS):
        return {"": " ".join(details.split())}
    found: dict[str, str] = {}
    for at, said in re.findall(rf"{re.escape(separator)}(\d\d)([^{re.escape(separator)}]*)", text):
        found[at] = found.get(at, "") + said
    return found


def _statement(data: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> Statement:
    if "account_identification" not in data:
        raise not_a_statement()
    opening, closing = (_balance(data, kind) for kind in ("opening", "closing"))
    entries = tuple(_entry(at, row) for at, row in enumerate(rows, 1) if row.get("id"))
    days = [entry.booked_on for entry in entries]
    until = _day(closing.date)
    return Statement(
        account=account_of(str(data["account_identification"]).split("/")[-1]),
        number=str(data.get("statement_number") or "").lstrip("0") or "bez numeru",
        since=min(days, default=until),
        until=max([until, *days]),
        opening=opening.amount.amount,
        closing=closing.amount.amount,
        entries=entries,
    )


def _balance(data: Mapping[str, Any], kind: str) -> Any:
    said = "początkowego" if kind == "opening" else "końcowego"
    names = (f"final_{kind}_balance", f"intermediate_{kind}_balance", f"{kind}_balance")
    found = next((data[name] for name in names if data.get(name)), None)
    if found is None or found.amount is None or found.date is None:
        raise broken(f"brak salda {said}")
    in_pln(found.amount.currency)
    return found


def _entry(ordinal: int, row: Mapping[str, Any]) -> Entry:
    amount = row["amount"]
    in_pln(amount.currency)
    parts = subfields(str(row.get("transaction_details") or ""))
    kind = parts.get("00", "").strip()
    title = _joined(parts, "20", "21", "22", "23", "24", "25") or parts.get("", "")
    customer, bank = (_reference(row.get(f"{whose}_reference")) for whose in ("customer", "bank"))
    return Entry(
        ordinal=ordinal,
        booked_on=_day(row.get("entry_date") or row["date"]),
        value_on=_day(row["date"]),
        amount=amount.amount,
        text=" · ".join(filter(None, (kind, title))),
        name=_joined(parts, "27", "28", "29") or _joined(parts, "32", "33"),
        account=counterparty(parts.get("38", "")) or counterparty(parts.get("31", "")),
        reference=customer,
        bank_reference=bank or parts.get("10", "").strip(),
        reason=reason_of("", kind, title) if amount.amount > 0 else "",
    )


def _joined(parts: Mapping[str, str], *codes: str) -> str:
    """Pieces of one text. One that fills its subfield goes on in the next, within a word too."""
    text = ""
    for piece in (parts[code] for code in codes if code in parts):
        text += piece if len(piece) in _FULL else f"{piece} "
    return " ".join(text.split())


def _reference(value: object) -> str:
    text = str(value or "").strip()
    return "" if text in _NONE else text


def _day(value: date) -> date:
    """A plain day, not the library's own kind."""
    return date(value.year, value.month, value.day)
