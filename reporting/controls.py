"""Control rules of a computed report: what must agree before it is filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

Numbers = Mapping[tuple[str, str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that does not hold: `error` stops filing unless waived with a reason."""

    code: str
    level: str
    message: str


def findings(numbers: Numbers) -> Iterator[Finding]:
    """Check the cells, given by (table, row, column)."""
    yield from _money_agrees(numbers)
    yield from _families_agree(numbers)
    yield from _reasons_within(numbers)
    yield from _units_and_persons(numbers)
    yield from _real_counts(numbers)


def _value(numbers: Numbers, table: str, row: str, column: str) -> Decimal:
    return numbers.get((table, row, column)) or Decimal(0)


def _sum(numbers: Numbers, table: str, rows: list[str], column: str) -> Decimal:
    return sum((_value(numbers, table, row, column) for row in rows), Decimal(0))


_PERIODIC_BY_REASON = ["PERIODIC_UNEMP", "PERIODIC_ILL", "PERIODIC_DISAB", "PERIODIC_OTHER"]
_MONEY_PARTS = (
    ("C5a", "amount", ["PERIODIC_OWN", "PERIODIC_GRANT"], "środki własne i dotacja"),
    ("C5b", "amount", _PERIODIC_BY_REASON, "kwoty według powodów"),
    ("C5c", "units", _PERIODIC_BY_REASON, "świadczenia według powodów"),
    ("C5d", "amount_quarter", ["PERIODIC_OWN", "PERIODIC_GRANT"], "środki i dotacja w kwartale"),
)


def _money_agrees(numbers: Numbers) -> Iterator[Finding]:
    for code, column, rows, label in _MONEY_PARTS:
        total = _sum(numbers, "K-1", rows, column)
        whole = _value(numbers, "K-1", "PERIODIC", column)
        if total != whole:
            yield Finding(
                code, "error", f"K-1: {label} dają {total}, a zasiłki okresowe ogółem {whole}."
            )
    for row in ("TARGET_SPECIAL", "TARGET_39A"):
        for column in ("persons", "units", "amount"):
            if _value(numbers, "K-1", row, column) > _value(numbers, "K-1", "TARGET_OTHER", column):
                yield Finding("C6", "error", f"K-1: wiersz {row} przekracza wiersz nadrzędny.")


_PARTITIONS = (
    ("C12", "FAM_TOTAL", ["FAM_1", "FAM_2", "FAM_3", "FAM_4", "FAM_5", "FAM_6P"], "liczby osób"),
    ("C13", "FAM_CHILD", [f"FAM_CH_{n}" for n in ("1", "2", "3", "4", "5", "6", "7P")], "dzieci"),
    ("C13", "FAM_SINGLE", [f"FAM_SP_{n}" for n in ("1", "2", "3", "4P")], "dzieci (niepełne)"),
)


def _families_agree(numbers: Numbers) -> Iterator[Finding]:
    for code, whole_row, rows, by in _PARTITIONS:
        for column in ("families", "members"):
            whole, total = (
                _value(numbers, "K-2", whole_row, column),
                _sum(numbers, "K-2", rows, column),
            )
            if total != whole:
                yield Finding(
                    code, "error", f"K-2: rodziny według {by} dają {total}, ogółem {whole}."
                )
    for size in range(1, 6):
        families = _value(numbers, "K-2", f"FAM_{size}", "families")
        if _value(numbers, "K-2", f"FAM_{size}", "members") != size * families:
            yield Finding("C12", "error", f"K-2: w rodzinach {size}-osobowych nie zgadza się suma.")
    if _value(numbers, "K-2", "FAM_SINGLE", "families") > _value(
        numbers, "K-2", "FAM_CHILD", "families"
    ):
        yield Finding("C13", "error", "K-2: rodzin niepełnych jest więcej niż rodzin z dziećmi.")


def _reasons_within(numbers: Numbers) -> Iterator[Finding]:
    for (table, row, column), value in numbers.items():
        counted = table == "K-3" and column in {"families", "members"}
        if counted and value > _value(numbers, "K-2", "REAL_ALL", column):
            yield Finding("C10", "error", f"K-3: powód {row} ma więcej rodzin niż wszystkich.")
    for part, whole in (
        ("MATERNITY_LARGE", "MATERNITY"),
        ("HELPLESSNESS_SINGLE", "HELPLESSNESS"),
        ("HELPLESSNESS_LARGE", "HELPLESSNESS"),
    ):
        if _value(numbers, "K-3", part, "families") > _value(numbers, "K-3", whole, "families"):
            yield Finding("C10", "error", f"K-3: wiersz {part} przekracza wiersz {whole}.")
    without = _value(numbers, "K-3", "WITHOUT", "families")
    if without:
        yield Finding("C11", "error", f"K-3: rodziny bez powodu przyznania pomocy: {without:.0f}.")


def _units_and_persons(numbers: Numbers) -> Iterator[Finding]:
    for (table, row, column), persons in numbers.items():
        if table != "K-1" or column != "persons":
            continue
        units = _value(numbers, "K-1", row, "units")
        if (persons > 0) != (units > 0) or units < persons:
            yield Finding("C3", "error", f"K-1: w wierszu {row} świadczeń jest mniej niż osób.")
        if units and not _value(numbers, "K-1", row, "amount"):
            yield Finding("C2", "warning", f"K-1: w wierszu {row} są świadczenia bez kwoty.")
        if persons > _value(numbers, "K-2", "REAL_ALL", "members"):
            yield Finding("C1", "error", f"K-1: w wierszu {row} osób jest więcej niż w rodzinach.")


def _real_counts(numbers: Numbers) -> Iterator[Finding]:
    for column in ("families", "members"):
        whole = _value(numbers, "K-2", "REAL_ALL", column)
        parts = [_value(numbers, "K-2", row, column) for row in ("REAL_CASH", "REAL_NONCASH")]
        if whole > sum(parts) or whole < max(parts):
            yield Finding("C8", "error", "K-2: pomoc pieniężna i niepieniężna nie dają całości.")
