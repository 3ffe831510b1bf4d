"""What the cells count. Each kind of table has one function; a cell is a value and the query
behind it.

Every number has its query of ids (`Source`), so a cell opens into what it was counted from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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

    def ids(self) -> list[int]:
        """The ids, in order."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM ({self.sql}) found ORDER BY id", self.parameters)
            return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Cell:
    """One computed number; a ratio has no source of its own."""

    row: str
    column: str
    value: Number
    source: Source | None = None


WHERE = {"own": "u.task = 'own'", "periodic": "u.benefit = 'periodic_allowance'"}
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
    "children_4_up": "f.children >= 4",
    "single_parent": "f.single_parent",
}


def _one(sql: str, parameters: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def _unit_condition(row: Row) -> tuple[str, dict[str, Any]]:
    spec = row.spec
    condition, parameters = WHERE[spec["where"]], {}
    for key, inside in (("first_reasons", ""), ("not_first_reasons", "NOT ")):
        if key in spec:
            condition += f" AND {inside}COALESCE(r.reason, 'other') = ANY(%(reasons)s)"
            parameters["reasons"] = spec[key]
    return condition, parameters


_UNIT_FROM = "FROM report_unit u LEFT JOIN report_first r ON r.decision_item = u.decision_item"
_SPANS = {
    "amount": "u.this_year",
    "amount_quarter": "u.in_period",
    "amount_last_year": "NOT u.this_year",
}


def benefits(table: Table, span: Span) -> Iterator[Cell]:
    """K-1: persons, units and money of each form of help."""
    for row in table.rows:
        condition, parameters = _unit_condition(row)
        money = {"own": "u.own", "granted": "u.granted"}.get(row.spec.get("sum", ""), "u.amount")
        sums = _one(
            f"SELECT count(DISTINCT u.person) FILTER (WHERE u.this_year),"
            f" count(*) FILTER (WHERE u.this_year),"
            f" COALESCE(sum({money}) FILTER (WHERE u.this_year), 0),"
            f" COALESCE(sum({money}) FILTER (WHERE u.in_period), 0),"
            f" COALESCE(sum({money}) FILTER (WHERE NOT u.this_year), 0)"
            f" {_UNIT_FROM} WHERE {condition}",
            parameters,
        )
        values: dict[str, Number] = dict(
            zip(("persons", "units", *_SPANS), sums, strict=True), change=_change(sums[2], sums[4])
        )
        for column in table.columns:
            if row.has(column):
                source = _benefit_source(column, condition, parameters)
                yield Cell(row.code, column.code, values[column.code], source)


def _benefit_source(column: Column, condition: str, parameters: dict[str, Any]) -> Source | None:
    if column.code == "change":
        return None
    when = _SPANS.get(column.code, "u.this_year")
    if column.code == "persons":
        sql = f"SELECT DISTINCT u.person AS id {_UNIT_FROM} WHERE {when} AND {condition}"
        return Source(PERSON, sql, parameters)
    sql = f"SELECT u.item AS id {_UNIT_FROM} WHERE {when} AND {condition}"
    return Source(UNIT, sql, parameters)


def _change(now: Decimal, before: Decimal) -> Decimal | None:
    return round_half_up((now - before) * 100 / before, 1) if before else None


def families(table: Table, span: Span) -> Iterator[Cell]:
    """K-2: each household once, by its snapshot at the last unit of the period."""
    for row in table.rows:
        condition = FAMILIES[row.spec["family"]]
        count, persons = _one(
            f"SELECT count(*), COALESCE(sum(f.size), 0) FROM report_family f WHERE {condition}", {}
        )
        source = Source(
            FAMILY, f"SELECT f.household AS id FROM report_family f WHERE {condition}", {}
        )
        yield Cell(row.code, "families", count, source)
        yield Cell(row.code, "members", persons, source)


def reasons(table: Table, span: Span) -> Iterator[Cell]:
    """K-3: a family helped for several reasons stands in every one of them."""
    (everyone,) = _one("SELECT count(*) FROM report_family", {})
    for row in table.rows:
        parameters = {"reasons": row.spec["reasons"]}
        inside = (
            "SELECT DISTINCT household FROM report_reason WHERE {} AND reason = ANY(%(reasons)s)"
        )
        now = inside.format("this_year")
        count, persons = _one(
            "SELECT count(*), COALESCE(sum(f.size), 0) FROM report_family f"
            f" WHERE f.household IN ({now})",
            parameters,
        )
        before = inside.format("NOT this_year")
        (last_year,) = _one(f"SELECT count(*) FROM ({before}) b", parameters)
        source = Source(FAMILY, f"SELECT household AS id FROM ({now}) n", parameters)
        yield Cell(row.code, "families", count, source)
        yield Cell(row.code, "members", persons, source)
        share = round_half_up(Decimal(count) * 100 / everyone, 1) if everyone else None
        yield Cell(row.code, "share", share)
        past = Source(FAMILY, f"SELECT household AS id FROM ({before}) b", parameters)
        yield Cell(row.code, "families_last_year", last_year, past)


_RECEIVED = """
    SELECT i.id FROM cases_applicationitem i JOIN cases_application a ON a.id = i.application_id
    WHERE a.received_on BETWEEN %(start)s AND %(period_to)s
"""
_DECISIONS = """
    SELECT d.id FROM benefits_decision d
    WHERE d.kind = %(kind)s AND d.number IS NOT NULL
      AND d.issued_on BETWEEN %(start)s AND %(period_to)s
"""
_TAKEN = """
    SELECT d.id, d.issued_on - min(a.received_on) AS days,
           bool_and(t.met_on IS NULL OR t.met_on <= t.due_on) AS in_term
    FROM benefits_decision d
    JOIN benefits_decisionitem di ON di.decision_id = d.id
    JOIN cases_applicationitem i ON i.id = di.item_id
    JOIN cases_application a ON a.id = i.application_id
    LEFT JOIN cases_term t ON t.case_id = d.case_id AND t.kind = 'settle'
      AND t.starts_on = a.received_on
    WHERE d.number IS NOT NULL AND d.issued_on BETWEEN %(start)s AND %(period_to)s
    GROUP BY d.id
"""


def proceedings(table: Table, span: Span) -> Iterator[Cell]:
    """K-9: what came in, what was decided, how long it took."""
    starts = {"year": span.year_from, "quarter": span.period_from}
    for row in table.rows:
        for column in table.columns:
            parameters = {**span.parameters(), "start": starts[column.code]}
            yield _proceeding(row, column.code, parameters)


def _proceeding(row: Row, column: str, parameters: dict[str, Any]) -> Cell:
    measure = row.spec["measure"]
    if measure == "received":
        (count,) = _one(f"SELECT count(*) FROM ({_RECEIVED}) r", parameters)
        return Cell(row.code, column, count, Source(ITEM, _RECEIVED, parameters))
    if measure == "decisions":
        parameters = {**parameters, "kind": row.spec["decision"]}
        (count,) = _one(f"SELECT count(*) FROM ({_DECISIONS}) d", parameters)
        return Cell(row.code, column, count, Source(DECISION, _DECISIONS, parameters))
    figure = (
        "percentile_cont(0.5) WITHIN GROUP (ORDER BY days)::numeric"
        if measure == "median_days"
        else "100.0 * count(*) FILTER (WHERE in_term) / NULLIF(count(*), 0)"
    )
    (value,) = _one(f"SELECT {figure} FROM ({_TAKEN}) t", parameters)
    source = Source(DECISION, f"SELECT id FROM ({_TAKEN}) t", parameters)
    return Cell(row.code, column, None if value is None else round_half_up(value, 1), source)


KINDS: dict[str, Callable[[Table, Span], Iterator[Cell]]] = {
    "benefits": benefits,
    "families": families,
    "reasons": reasons,
    "proceedings": proceedings,
}


def compute(table: Table, span: Span) -> Iterator[Cell]:
    """The cells of a table; `gather` has laid the units of the span before."""
    return KINDS[table.kind](table, span)
