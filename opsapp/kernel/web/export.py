"""Lists as files: CSV and XLSX, row by row in constant memory, with cells no spreadsheet runs."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, Literal, Protocol, TypeVar

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

from opsapp.kernel import money
from opsapp.kernel.periods import Month

T = TypeVar("T")
Kind = Literal["text", "money", "day", "number"]
Cell = str | Decimal | int | date | Month | None
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[Kind, str] = {
    "text": "@",
    "money": "#,##0.00",
    "day": "dd.mm.yyyy",
    "number": "0",
}
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTHS: dict[Kind, int] = {"text": 28, "money": 14, "day": 12, "number": 10}


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its head, how its value is read from a row, and what kind of value it is."""

    head: str
    value: Callable[[T], Cell]
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """A sheet of a workbook: its name (at most 31 signs), columns and rows."""

    name: str
    columns: list[Column[T]]
    rows: Iterable[T]


class Line(Protocol):
    """What csv writes to."""

    def write(self, text: str, /) -> str: ...


class _Echo:
    def write(self, text: str, /) -> str:
        return text


def as_csv(name: str, columns: list[Column[T]], rows: Iterable[T]) -> StreamingHttpResponse:
    """The list as CSV for Polish spreadsheets: semicolons, decimal comma, UTF-8 with its mark."""
    response = StreamingHttpResponse(
        _csv_lines(columns, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_xlsx(name: str, columns: list[Column[T]], rows: Iterable[T]) -> FileResponse:
    """The list as XLSX: written to a temporary file in constant memory, then sent."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    write_xlsx(target, [Sheet("Lista", columns, rows)])
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def write_xlsx(target: Any, sheets: list[Sheet[Any]]) -> None:
    """Sheets into a file or to a path, in constant memory."""
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        for sheet in sheets:
            _fill(book, sheet)


def safe(text: str) -> str:
    """A text that a spreadsheet shows and never runs: a leading sign of a formula is quoted."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _csv_lines(columns: list[Column[T]], rows: Iterable[T]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff" + writer.writerow([column.head for column in columns])
    for row in rows:
        yield writer.writerow([_plain(column.value(row)) for column in columns])


def _plain(value: Cell) -> str:
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, date):
        return f"{_local(value):%d.%m.%Y}"
    return "" if value is None else str(value) if isinstance(value, int) else safe(str(value))


def _fill(book: Any, filled: Sheet[T]) -> None:
    sheet, bold = book.add_worksheet(filled.name), book.add_format({"bold": True})
    columns, rows = filled.columns, filled.rows
    formats = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
    for i, column in enumerate(columns):
        sheet.set_column(i, i, WIDTHS[column.kind], formats[column.kind])
        sheet.write_string(0, i, column.head, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for i, column in enumerate(columns):
            _write(sheet, number, i, column.value(row), formats[column.kind])


def _write(sheet: Any, row: int, column: int, value: Cell, look: Any) -> None:
    if isinstance(value, Decimal):
        # The file format holds binary numbers; two decimals of amounts survive in it exactly.
        sheet.write_number(row, column, float(money.round_half_up(value)), look)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, _local(value), look)
    elif value is not None:
        sheet.write_string(row, column, safe(str(value)), look)


def _local(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    return value
