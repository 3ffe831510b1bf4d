"""Values as PostgreSQL's COPY reads them (text format)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

NULL = "\\N"
_SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Raw(str):
    """A text that stands as it is, already in COPY's form."""


def escaped(text: str) -> str:
    """A text with the signs that COPY reads as its own made harmless."""
    if "\\" in text or "\n" in text or "\t" in text or "\r" in text:
        return text.translate(_SPECIAL)
    return text


def since(start: date, end: date | None = None) -> Raw:
    """The daterange from a day up to, and without, another one; open without it."""
    return Raw(f"[{start},{end or ''})")


def array(values: Iterable[object]) -> Raw:
    """An array of numbers or days."""
    return Raw("{" + ",".join(map(str, values)) + "}")


def _bytes(value: bytes) -> str:
    return "\\\\x" + value.hex()


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
