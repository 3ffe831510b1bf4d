"""Lists as files: what a spreadsheet shows and never runs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from opsapp.kernel.web.export import Column, as_csv, as_xlsx

Row = tuple[str, Decimal, date]
COLUMNS: list[Column[Row]] = [
    Column("Osoba", lambda row: row[0]),
    Column("Kwota", lambda row: row[1], "money"),
    Column("Dzień", lambda row: row[2], "day"),
]
ROWS: list[Row] = [
    ("Żak Łucja", Decimal("1229.50"), date(2026, 11, 22)),
    ('=HYPERLINK("http://x","y")', Decimal("-82.30"), date(2026, 1, 2)),
    ("@SUM(A1); x", Decimal("0.00"), date(2026, 1, 3)),
]


def test_csv_reads_in_a_polish_spreadsheet() -> None:
    text = b"".join(as_csv("lista", COLUMNS, ROWS)).decode()
    lines = text.split("\r\n")
    assert lines[0] == "\ufeffOsoba;Kwota;Dzień"
    assert lines[1] == "Żak Łucja;1229,50;22.11.2026"


def test_csv_quotes_what_would_run() -> None:
    text = b"".join(as_csv("lista", COLUMNS, ROWS)).decode()
    assert "'=HYPERLINK" in text
    assert '"\'@SUM(A1); x";0,00' in text
    assert "-82,30" in text


def test_xlsx_keeps_numbers_and_days_and_no_formulas() -> None:
    answer = as_xlsx("lista", COLUMNS, iter(ROWS))
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Osoba", "Kwota", "Dzień")
    assert rows[1][1] == 1229.5
    assert str(rows[1][2]).startswith("2026-11-22")
    assert [cell.data_type for cell in sheet["A"]] == ["s"] * 4
