"""Reads of reports: tables for the screen, and what stands behind a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from benefits.models import Decision, PaymentItem
from cases.models import ApplicationItem, Membership, Person
from reporting.layout import Column, Row, Table, layout_of
from reporting.measures import source_of
from reporting.models import ReportCell, ReportRun
from reporting.units import Span, ids_read_only


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell on the screen; one that does not exist is printed X."""

    cell: ReportCell | None
    money: bool


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table on the screen: its columns and its rows with their cells."""

    table: Table
    rows: Sequence[tuple[Row, Sequence[ShownCell]]]


def runs() -> QuerySet[ReportRun]:
    """Runs with their authors."""
    return ReportRun.objects.select_related("made_by", "filed_by", "corrects")


def tables(run: ReportRun) -> list[ShownTable]:
    """The tables of a run in the order of its edition."""
    cells = {(c.table, c.row, c.column): c for c in run.cells.defer("ids")}

    def shown(table: Table, row: Row, column: Column) -> ShownCell:
        found = cells.get((table.code, row.code, column.code)) if row.has(column) else None
        return ShownCell(found, column.money)

    return [
        ShownTable(
            table,
            [(row, [shown(table, row, column) for column in table.columns]) for row in table.rows],
        )
        for table in layout_of(run.form, run.edition).tables
    ]


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell whose number differs from the submission that a run corrects."""

    table: Table
    row: Row
    column: Column
    before: Decimal | None
    now: Decimal | None

    @property
    def difference(self) -> Decimal:
        """By how much."""
        return (self.now or Decimal(0)) - (self.before or Decimal(0))


def changed(run: ReportRun) -> list[Changed]:
    """What a correction changes in the submission before it, in the order of the form."""
    if run.corrects is None:
        return []
    was = {(c.table, c.row, c.column): c.value for c in run.corrects.cells.defer("ids")}
    found = []
    for shown in tables(run):
        for row, cells in shown.rows:
            for column, cell in zip(shown.table.columns, cells, strict=True):
                before = was.get((shown.table.code, row.code, column.code))
                if cell.cell is not None and cell.cell.value != before:
                    found.append(Changed(shown.table, row, column, before, cell.cell.value))
    return found


def ids_behind(cell: ReportCell) -> list[int]:
    """The ids a cell was counted from: the frozen ones of a filed run, otherwise asked anew."""
    if cell.ids is not None:
        return cell.ids
    return _asked_anew(cell)


def _asked_anew(cell: ReportCell) -> list[int]:
    run = cell.run
    span = Span(run.period_from, run.period_to)
    table = layout_of(run.form, run.edition).table(cell.table)
    column = next(column for column in table.columns if column.code == cell.column)
    source = source_of(table, table.row(cell.row), column, span)
    with transaction.atomic():
        return ids_read_only(span, source.sql, source.parameters) if source else []


def persons(ids: Sequence[int]) -> list[Person]:
    """Persons of a cell with their names."""
    return list(Person.objects.filter(pk__in=ids).prefetch_related("names").order_by("id"))


def families(ids: Sequence[int]) -> list[Membership]:
    """The applicants of the households of a cell."""
    rows = Membership.objects.filter(household_id__in=ids, role="applicant")
    found = rows.select_related("person").prefetch_related("person__names").order_by("-period")
    newest: dict[int, Membership] = {}
    for row in found:
        newest.setdefault(row.household_id, row)
    return [newest[key] for key in sorted(newest)]


def units(ids: Sequence[int]) -> list[PaymentItem]:
    """Payment items of a cell with their payment, instalment and decision."""
    return list(
        PaymentItem.objects.filter(pk__in=ids)
        .select_related("payment", "instalment__entitlement__decision_item__decision")
        .order_by("id")
    )


def decisions(ids: Sequence[int]) -> list[Decision]:
    """Decisions of a cell."""
    rows = Decision.objects.filter(pk__in=ids).select_related("case", "addressee")
    return list(rows.prefetch_related("addressee__names").order_by("id"))


def items(ids: Sequence[int]) -> list[ApplicationItem]:
    """Application items of a cell."""
    rows = ApplicationItem.objects.filter(pk__in=ids).select_related(
        "application", "case", "benefit", "person"
    )
    return list(rows.prefetch_related("person__names").order_by("id"))


def money(value: Decimal) -> bool:
    """Whether a value has grosze."""
    return value != value.to_integral_value()
