"""A report as lines of a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from opsapp.kernel.web.export import Column
from reporting import selectors
from reporting.models import ReportRun


@dataclass(frozen=True, slots=True)
class Line:
    """One cell as a line: where it stands and its value."""

    table: str
    row: str
    label: str
    column: str
    value: Decimal | None


COLUMNS: list[Column[Line]] = [
    Column("Tabela", lambda line: line.table),
    Column("Wiersz", lambda line: line.row),
    Column("Nazwa wiersza", lambda line: line.label),
    Column("Kolumna", lambda line: line.column),
    Column("Wartość", lambda line: line.value, "money"),
]


def lines(run: ReportRun) -> Iterator[Line]:
    """Every cell of a run in the order of its edition."""
    for shown in selectors.tables(run):
        for row, cells in shown.rows:
            for column, cell in zip(shown.table.columns, cells, strict=True):
                if cell.cell is not None:
                    yield Line(shown.table.code, row.code, row.label, column.label, cell.cell.value)
