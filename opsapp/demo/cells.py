"""Values as PostgreSQL's COPY reads them (text format)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

NULL = "\\N"
BYTES = "\\\\x"
"""How bytes begin."""


_PLAIN = json.JSONEncoder(ensure_ascii=False)
_SORTED = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_COMPACT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_json(value: object, *, ordered: bool = False, compact: bool = False) -> str:
    """A value as JSON; `compact` is ordered and without spaces, as digests of documents want it."""
    return (_COMPACT if compact else _SORTED if ordered else _PLAIN).encode(value)


class Raw(str):
    """A text that stands as it is, already in COPY's form."""


def escaped(text: str) -> str:
    """A text with the signs that COPY reads as its own made harmless."""
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "\n" in text:
        text = text.replace("\n", "\\n")
    if "\t" in text or "\r" in text:
        text = text.replace("\t", "\\t").replace("\r", "\\r")
    return text


def since(start: date, end: date | None = None) -> Raw:
    """The daterange from a day up to, and without, another one; open without it."""
    return Raw(f"[{start},{end or ''})")


def array(values: Iterable[object]) -> Raw:
    """An array of numbers or days."""
    return Raw("{" + ",".join(map(str, values)) + "}")


def _bytes(value: bytes) -> str:
    return BYTES + value.hex()


def _same(value: str) -> str:
    return value


_CELLS: dict[type, Any] = {
    str: escaped,
    Raw: _same,
    int: str,
    Decimal: str,
    date: date.isoformat,
    time: time.isoformat,
    UUID: str,
    bytes: _bytes,
    bool: lambda value: "t" if value else "f",
    type(None): lambda _: NULL,
}


def line(values: Iterable[Any]) -> str:
    """One row, without its line end. Raises KeyError for a kind of value that COPY is not given."""
    return "\t".join([_CELLS[type(value)](value) for value in values])
