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


def _value(numbers: Numbers, table: str, row: str, column: str) -> Decimal:
    return numbers.get((table, row, column)) or Decimal(0)


def _money_agrees(numbers: Numbers) -> Iterator[Finding]:
    parts = {
        "C5a": (["PERIODIC_OWN", "PERIODIC_GRANT"], "środki własne i dotacja"),
        "C5b": (
            ["PERIODIC_UNEMP", "PERIODIC_ILL", "PERIODIC_DISAB", "PERIODIC_OTHER"],
            "kwoty według powodów",
        ),
    }
    whole = _value(numbers, "K-1", "PERIODIC", "amount")
    for code, (rows, label) in parts.items():
        total = sum((_value(numbers, "K-1", row, "amount") for row in rows), Decimal(0))
        if total != whole:
            yield Finding(
                code, "error", f"K-1: {label} dają {total}, a zasiłki okresowe ogółem {whole}."
            )


def _families_agree(numbers: Numbers) -> Iterator[Finding]:
    for column in ("families", "members"):
        whole = _value(numbers, "K-2", "FAM_TOTAL", column)
        sizes = [f"FAM_{size}" for size in ("1", "2", "3", "4", "5", "6P")]
        total = sum((_value(numbers, "K-2", row, column) for row in sizes), Decimal(0))
        if total != whole:
            yield Finding(
                "C12", "error", f"K-2: rodziny według liczby osób dają {total}, ogółem {whole}."
            )
    single = _value(numbers, "K-2", "FAM_SINGLE", "families")
    if single > _value(numbers, "K-2", "FAM_CHILD", "families"):
        yield Finding("C13", "error", "K-2: rodzin niepełnych jest więcej niż rodzin z dziećmi.")


def _reasons_within(numbers: Numbers) -> Iterator[Finding]:
    everyone = _value(numbers, "K-2", "REAL_ALL", "families")
    for (table, row, column), value in numbers.items():
        if table == "K-3" and column == "families" and value > everyone:
            yield Finding("C10", "error", f"K-3: powód {row} ma więcej rodzin niż wszystkich.")
    most = max(
        (v for (t, _, c), v in numbers.items() if t == "K-3" and c == "families"),
        default=Decimal(0),
    )
    if everyone and not most:
        yield Finding("C11", "error", "K-3: żadna rodzina nie ma powodu przyznania pomocy.")


def _units_and_persons(numbers: Numbers) -> Iterator[Finding]:
    for (table, row, column), persons in numbers.items():
        if table != "K-1" or column != "persons":
            continue
        units = _value(numbers, "K-1", row, "units")
        if (persons > 0) != (units > 0) or units < persons:
            yield Finding("C3", "error", f"K-1: w wierszu {row} świadczeń jest mniej niż osób.")
        if units and not _value(numbers, "K-1", row, "amount"):
            yield Finding("C2", "warning", f"K-1: w wierszu {row} są świadczenia bez kwoty.")
