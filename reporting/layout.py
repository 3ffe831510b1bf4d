"""Layouts of reports: data with an edition, never code."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from opsapp.kernel.refusals import Refusal

EDITIONS = Path(__file__).parent / "editions"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `money` is printed with grosze."""

    code: str
    label: str
    money: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it is called, how deep it stands, and what it counts (`spec`)."""

    code: str
    label: str
    indent: int = 0
    only: tuple[str, ...] = ()
    spec: dict[str, Any] = field(default_factory=dict)

    def has(self, column: Column) -> bool:
        """Whether the cell exists; others are printed as X."""
        return not self.only or column.code in self.only


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a form; `kind` names the measures that fill it."""

    code: str
    label: str
    kind: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def row(self, code: str) -> Row:
        """A row by its code. Raises KeyError."""
        return next(row for row in self.rows if row.code == code)


@dataclass(frozen=True, slots=True)
class Layout:
    """A form in one edition."""

    form: str
    edition: str
    label: str
    note: str
    tables: tuple[Table, ...]

    def table(self, code: str) -> Table:
        """A table by its code. Raises `Refusal` for an unknown one."""
        for table in self.tables:
            if table.code == code:
                return table
        raise Refusal("Sprawozdanie nie ma takiej tabeli.", "unknown_table")


@lru_cache(maxsize=1)
def layouts() -> dict[tuple[str, str], Layout]:
    """All layouts that ship, by form and edition."""
    found = {}
    for path in sorted(EDITIONS.glob("*.yaml")):
        layout = _read(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
        found[layout.form, layout.edition] = layout
    return found


def layout_of(form: str, edition: str) -> Layout:
    """A layout. Raises `Refusal` when this program does not have that edition."""
    try:
        return layouts()[form, edition]
    except KeyError as missing:
        raise Refusal(
            f"Program nie zna wydania {edition} sprawozdania {form}.", "unknown_edition"
        ) from missing


def newest(form: str) -> Layout:
    """The last edition of a form. Raises `Refusal` for an unknown form."""
    editions = [layout for (name, _), layout in layouts().items() if name == form]
    if not editions:
        raise Refusal("Nie ma takiego sprawozdania.", "unknown_form")
    return max(editions, key=lambda layout: layout.edition)


def _read(raw: dict[str, Any]) -> Layout:
    return Layout(
        raw["form"],
        raw["edition"],
        raw["label"],
        raw["note"],
        tuple(_table(table) for table in raw["tables"]),
    )


def _table(raw: dict[str, Any]) -> Table:
    return Table(
        raw["code"],
        raw["label"],
        raw["kind"],
        tuple(Column(**column) for column in raw["columns"]),
        tuple(_row(row) for row in raw["rows"]),
    )


def _row(raw: dict[str, Any]) -> Row:
    spec = {k: v for k, v in raw.items() if k not in {"code", "label", "indent", "only"}}
    return Row(raw["code"], raw["label"], raw.get("indent", 0), tuple(raw.get("only", ())), spec)
