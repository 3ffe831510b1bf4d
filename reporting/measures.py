"""What the cells count. Each kind of table has one function; a cell is a value and the query
behind it.

Every number has its query of ids (`Source`), so a cell opens into what it was counted from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from opsapp.kernel.money import round_half_up
from reporting.layout import Column, Row, Table
from reporting.units import Span

PERSON, FAMILY, UNIT, ITEM, DECISION = "person", "household", "payment_item", "item", "decision"
Number = Decimal | int | None


@dataclass(frozen=True, slots=True)
class Source:
    """The ids behind a number: their kind and the SQL that lists them."""

    kind: str
    sql: str
    parameters: dict[str, Any]

    @property
    def ordered(self) -> str:
        """The SQL of the ids in order."""
        return f"SELECT id FROM ({self.sql}) found ORDER BY id"


@dataclass(frozen=True, slots=True)
class Cell:
    """One computed number; a ratio has no source of its own."""

    row: str
    column: str
    value: Number
    source: Source | None = None


FAMILIES = {
    "any": "TRUE",
    "cash": "f.cash",
    "in_kind": "f.in_kind",
    "size_1": "f.size = 1",
    "size_2": "f.size = 2",
    "size_3": "f.size = 3",
    "size_4": "f.size = 4",
    "size_5": "f.size = 5",
    "size_6_up": "f.size >= 6",
    "with_children": "f.children > 0",
    "children_1": "f.children = 1",
    "children_2": "f.children = 2",
    "children_3": "f.children = 3",
    "children_4": "f.children = 4",
    "children_5": "f.children = 5",
    "children_6": "f.children = 6",
    "children_7_up": "f.children >= 7",
    "single_parent": "f.single_parent",
    "single_1": "f.single_parent AND f.children = 1",
    "single_2": "f.single_parent AND f.children = 2",
    "single_3": "f.single_parent AND f.children = 3",
    "single_4_up": "f.single_parent AND f.children >= 4",
}


def _one(sql: str, parameters: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


_KEYS = {
    "task": "s.task = ANY(%({})s)",
    "benefits": "s.benefit = ANY(%({})s)",
    "first_reasons": "s.reason = ANY(%({})s)",
    "not_first_reasons": "NOT s.reason = ANY(%({})s)",
}
"""What a row of K-1 may be narrowed by; each takes a list of codes."""
_MONEY = {"own": "{0} - {1}", "granted": "{1}", "": "{0}"}
_WHENS = ("", "_quarter", "_last_year")
_SUMMED = [f"{name}{when}" for name in ("amount", "granted") for when in _WHENS]
_AT_ONCE = 60
"""Rows of K-1 that are told apart by the bits of one number."""


def _narrowed(row: Row, suffix: str = "") -> tuple[str, dict[str, Any]]:
    keys = [key for key in _KEYS if key in row.spec]
    condition = " AND ".join(_KEYS[key].format(key + suffix) for key in keys) or "TRUE"
    return condition, {key + suffix: row.spec[key] for key in keys}


def benefits(table: Table, span: Span) -> Iterator[Cell]:
    """K-1: persons, units and money of each form of help."""
    for start in range(0, len(table.rows), _AT_ONCE):
        rows = table.rows[start : start + _AT_ONCE]
        for row, (persons, units, *sums) in zip(rows, _summed(rows), strict=True):
            values: dict[str, Number] = {
                "persons": persons,
                "units": units,
                "amount": sums[0],
                "amount_quarter": sums[1],
                "amount_last_year": sums[2],
                "change": _change(sums[0], sums[2]),
            }
            for column in table.columns:
                if row.has(column):
                    source = _benefit_source(row, column, span)
                    yield Cell(row.code, column.code, values[column.code], source)


def _summed(rows: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    """Persons of this year, units and the three sums of each row, in one pass: each kind of help
    (benefit, task, first reason) has a bit for every row it belongs to, and so has a person.
    """
    bits, columns, parameters = [], [], {}
    for place, row in enumerate(rows):
        condition, own = _narrowed(row, f"_{place}")
        parameters.update(own)
        bits.append(f"(({condition})::int::bigint << {place})")
        columns.append(_columns_of(row, f"mask & (1::bigint << {place}) <> 0"))
    found = _one(
        f"""
        WITH kind AS MATERIALIZED (
          SELECT s.benefit, s.task, s.reason, {" | ".join(bits)} AS mask, sum(s.units) AS units,
                 {", ".join(f"sum(s.{name}) AS {name}" for name in _SUMMED)}
          FROM report_sum s GROUP BY 1, 2, 3
        ), human AS MATERIALIZED (
          SELECT mask, count(*) AS persons FROM (
            SELECT bit_or(k.mask) AS mask
            FROM report_sum s JOIN kind k USING (benefit, task, reason)
            WHERE s.this_year GROUP BY s.person
          ) one GROUP BY mask
        )
        SELECT {", ".join(columns)}
        """,
        parameters,
    )
    return (found[start : start + 5] for start in range(0, len(found), 5))


def _columns_of(row: Row, holds: str) -> str:
    money = _MONEY[row.spec.get("sum", "")]
    sums = ", ".join(
        "(SELECT COALESCE(sum("
        + money.format(f"amount{when}", f"granted{when}")
        + f"), 0) FROM kind WHERE {holds})"
        for when in _WHENS
    )
    return (
        f"(SELECT COALESCE(sum(persons), 0)::int FROM human WHERE {holds}),"
        f" (SELECT COALESCE(sum(units), 0)::int FROM kind WHERE {holds}), {sums}"
    )


_WHEN = {
    "units": "s.this_year AND s.counts",
    "amount": "s.this_year",
    "amount_quarter": "s.in_period",
    "amount_last_year": "NOT s.this_year",
}


def _benefit_source(row: Row, column: Column, span: Span) -> Source | None:
    condition, parameters = _narrowed(row)
    if column.code == "change":
        return None
    if column.code == "persons":
        sql = f"SELECT DISTINCT s.person AS id FROM report_sum s WHERE s.this_year AND {condition}"
        return Source(PERSON, sql, parameters)
    sql = (
        "SELECT unnest(s.items) AS id FROM report_unit s"
        f" WHERE {_WHEN[column.code]} AND {condition}"
    )
    return Source(UNIT, sql, parameters)


def _change(now: Decimal, before: Decimal) -> Decimal | None:
    return round_half_up((now - before) * 100 / before, 1) if before else None


def families(table: Table, span: Span) -> Iterator[Cell]:
    """K-2: each household once, by its snapshot at the last unit of the period."""
    for row in table.rows:
        count, persons = _one(
            "SELECT count(*), COALESCE(sum(f.size), 0) FROM report_family f"
            f" WHERE {FAMILIES[row.spec['family']]}",
            {},
        )
        values = {"families": count, "members": persons}
        for column in table.columns:
            source = _family_source(row, column, span)
            yield Cell(row.code, column.code, values[column.code], source)


def _family_source(row: Row, column: Column, span: Span) -> Source | None:
    condition = FAMILIES[row.spec["family"]]
    return Source(FAMILY, f"SELECT f.household AS id FROM report_family f WHERE {condition}", {})


_WITH_REASON = "SELECT DISTINCT household FROM report_reason WHERE {} AND reason = ANY(%(reasons)s)"
_WITHOUT_REASON = """
    SELECT household FROM report_family WHERE {} AND household NOT IN (
      SELECT household FROM report_reason WHERE {}
    )
"""


def reasons(table: Table, span: Span) -> Iterator[Cell]:
    """K-3: a family helped for several reasons stands in every one of them."""
    (everyone,) = _one("SELECT count(*) FROM report_family", {})
    for row in table.rows:
        now, before, parameters = _families_of_reason(row)
        count, persons = _one(
            "SELECT count(*), COALESCE(sum(f.size), 0) FROM report_family f"
            f" WHERE f.household IN ({now})",
            parameters,
        )
        (last_year,) = _one(f"SELECT count(*) FROM ({before}) b", parameters)
        values: dict[str, Number] = {
            "families": count,
            "members": persons,
            "share": round_half_up(Decimal(count) * 100 / everyone, 1) if everyone else None,
            "families_last_year": last_year,
        }
        for column in table.columns:
            if row.has(column):
                source = _reason_source(row, column, span)
                yield Cell(row.code, column.code, values[column.code], source)


def _reason_source(row: Row, column: Column, span: Span) -> Source | None:
    if column.code == "share":
        return None
    now, before, parameters = _families_of_reason(row)
    families = before if column.code == "families_last_year" else now
    return Source(FAMILY, f"SELECT household AS id FROM ({families}) n", parameters)


def _families_of_reason(row: Row) -> tuple[str, str, dict[str, Any]]:
    """The families this year and a year before; of the row 'without a reason' only this year's."""
    if row.spec["reasons"] == "none":
        now = _WITHOUT_REASON.format("TRUE", "this_year")
        return now, _WITHOUT_REASON.format("FALSE", "last_year"), {}
    parameters = {"reasons": row.spec["reasons"]}
    return _WITH_REASON.format("this_year"), _WITH_REASON.format("last_year"), parameters


_RECEIVED = """
    SELECT i.id FROM cases_applicationitem i JOIN cases_application a ON a.id = i.application_id
    WHERE i.reopens_id IS NULL AND a.received_on BETWEEN %(start)s AND %(period_to)s
"""
"""What is asked for again after an appeal did not come in anew."""
_DECISIONS = """
    SELECT d.id FROM report_decision d
    WHERE d.kind = %(kind)s AND d.issued_on BETWEEN %(start)s AND %(period_to)s
"""
_APPEALS = """
    SELECT a.decision_id AS id FROM benefits_appeal a
    WHERE a.outcome = ANY(%(outcomes)s::text[]) AND a.ruled_on BETWEEN %(start)s AND %(period_to)s
"""


def proceedings(table: Table, span: Span) -> Iterator[Cell]:
    """K-9: what came in, what was decided, how long it took."""
    for row in table.rows:
        for column in table.columns:
            source = _proceeding_source(row, column, span)
            value = _proceeding(row, source)
            yield Cell(row.code, column.code, value, source)


_TAKEN = "report_taken t WHERE t.issued_on BETWEEN %(start)s AND %(period_to)s"
_PROCEEDINGS = {
    "received": (ITEM, _RECEIVED),
    "decisions": (DECISION, _DECISIONS),
    "appeals": (DECISION, _APPEALS),
    "median_days": (DECISION, f"SELECT id FROM {_TAKEN}"),
    "in_term": (DECISION, f"SELECT id FROM {_TAKEN}"),
}
_FIGURES = {
    "median_days": "percentile_cont(0.5) WITHIN GROUP (ORDER BY days)::numeric",
    "in_term": "100.0 * count(*) FILTER (WHERE in_term) / NULLIF(count(in_term), 0)",
}


def _proceeding_source(row: Row, column: Column, span: Span) -> Source:
    start = {"year": span.year_from, "quarter": span.period_from}[column.code]
    parameters: dict[str, Any] = {"start": start, "period_to": span.period_to}
    if row.spec["measure"] == "decisions":
        parameters["kind"] = row.spec["decision"]
    if row.spec["measure"] == "appeals":
        parameters["outcomes"] = row.spec["outcomes"]
    kind, sql = _PROCEEDINGS[row.spec["measure"]]
    return Source(kind, sql, parameters)


def _proceeding(row: Row, source: Source) -> Number:
    figure = _FIGURES.get(row.spec["measure"])
    if figure is None:
        (count,) = _one(f"SELECT count(*) FROM ({source.sql}) found", source.parameters)
        return int(count)
    (value,) = _one(f"SELECT {figure} FROM {_TAKEN}", source.parameters)
    return None if value is None else round_half_up(value, 1)


KINDS: dict[str, Callable[[Table, Span], Iterator[Cell]]] = {
    "benefits": benefits,
    "families": families,
    "reasons": reasons,
    "proceedings": proceedings,
}
SOURCES: dict[str, Callable[[Row, Column, Span], Source | None]] = {
    "benefits": _benefit_source,
    "families": _family_source,
    "reasons": _reason_source,
    "proceedings": _proceeding_source,
}


def compute(table: Table, span: Span) -> Iterator[Cell]:
    """The cells of a table; `gather` has laid the units of the span before."""
    return KINDS[table.kind](table, span)


def source_of(table: Table, row: Row, column: Column, span: Span) -> Source | None:
    """The query behind one cell, without computing the number."""
    return SOURCES[table.kind](row, column, span)
