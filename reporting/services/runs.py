"""A report is computed, checked, filed; filed it never changes, a correction is a new run."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from opsapp.kernel import clock, faults, jobs, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from reporting.controls import findings
from reporting.layout import Layout, layout_of, newest
from reporting.measures import Source, compute
from reporting.models import ReportCell, ReportCheck, ReportRun
from reporting.states import REPORT
from reporting.units import Span, gather

POINTS = faults.declare("report.file.frozen")


@act
def build(
    *,
    form: str,
    span: Span,
    corrects: ReportRun | None = None,
    job_key: str | None = None,
    actor: User,
) -> ReportRun:
    """Compute a form for a span; `job_key` names the order, so that one makes one report.

    Raises `Refusal` for a span that has not begun.
    """
    if span.period_from > clock.today():
        raise Refusal("Ten kwartał jeszcze się nie zaczął.", "not_begun", "quarter")
    layout = newest(form)
    run = ReportRun.objects.create(
        form=form,
        edition=layout.edition,
        period_from=span.period_from,
        period_to=span.period_to,
        year_from=span.year_from,
        made_by=actor,
        job_key=job_key,
        corrects=corrects,
        correction=corrects.correction + 1 if corrects else 0,
    )
    gather(span)
    cells = ReportCell.objects.bulk_create(_cells(run, layout, span))
    numbers = {(c.table, c.row, c.column): c.value for c in cells if c.value is not None}
    ReportCheck.objects.bulk_create(
        ReportCheck(run=run, code=found.code, level=found.level, message=found.message)
        for found in findings(numbers)
    )
    return run


def _cells(run: ReportRun, layout: Layout, span: Span) -> list[ReportCell]:
    return [
        ReportCell(
            run=run,
            table=table.code,
            row=cell.row,
            column=cell.column,
            value=None if cell.value is None else Decimal(cell.value),
            source=cell.source.kind if cell.source else "",
        )
        for table in layout.tables
        for cell in compute(table, span)
    ]


@act
def waive(finding: ReportCheck, *, reason: str, actor: User) -> ReportCheck:
    """Accept a finding with a reason, so that the report may be filed all the same."""
    if not reason.strip():
        raise Refusal("Napisz, dlaczego uwagę można przyjąć.", "no_reason", "reason")
    if states.lock(finding.run).status != "computed":
        raise Refusal("Uwagi przyjmuje się przed zatwierdzeniem sprawdzenia.", "wrong_state")
    finding.waiver = reason
    finding.save(update_fields=["waiver"])
    return finding


@act
def check(run: ReportRun, *, actor: User) -> ReportRun:
    """Confirm the check; errors must be waived before."""
    run = states.lock(run)
    if run.checks.filter(level="error", waiver="").exists():
        raise Refusal(
            "Są nierozstrzygnięte błędy kontroli. Popraw dane albo podaj powód przyjęcia.",
            "open_errors",
        )
    states.apply(REPORT, "check", run, actor=actor)
    return run


@act
def file(run: ReportRun, *, actor: User) -> ReportRun:
    """Freeze the numbers with the ids behind them. Another person than the one who computed.

    Raises `Refusal` when a number changed since it was computed: the report must be computed anew.
    """
    run = states.lock(run)
    may_file(run, actor)
    _freeze(run)
    faults.point("report.file.frozen")
    states.apply(
        REPORT,
        "file",
        run,
        actor=actor,
        filed_on=clock.today(),
        filed_by=actor,
        content_sha256=digest(run),
    )
    jobs.enqueue("render_report", key=f"report:{run.pk}:pdf", actor=actor, run=run.pk)
    return run


def may_file(run: ReportRun, actor: User) -> None:
    """Raise `Refusal` when this person may not file this report now, and say why. Asked again by
    the act: an administrator who repeats a failed job files nothing.
    """
    states.require(REPORT, "file", run)
    if run.made_by_id == actor.pk:
        raise Refusal("Sprawozdanie składa inna osoba niż ta, która je policzyła.", "four_eyes")
    actor.require(Cap.FILE_REPORTS)
    if run.period_to >= clock.today():
        raise Refusal("Kwartał jeszcze trwa. Sprawozdanie można złożyć po jego końcu.", "running")
    newest_filed = filed_of(run).order_by("-correction").first()
    if newest_filed is not None and newest_filed.pk != run.corrects_id:
        raise Refusal(
            "Sprawozdanie za ten okres zostało już złożone. Odrzuć to obliczenie i policz korektę "
            "ostatniego złożonego.",
            "filed_already",
        )


def filed_of(run: ReportRun) -> QuerySet[ReportRun]:
    """Everything filed of the same form and period: the report and its corrections."""
    return ReportRun.objects.filter(
        form=run.form, period_from=run.period_from, period_to=run.period_to, status="filed"
    )


def _freeze(run: ReportRun) -> None:
    span = Span(run.period_from, run.period_to)
    gather(span, units=True)
    stored = {(c.table, c.row, c.column): c for c in run.cells.defer("ids")}
    for table in layout_of(run.form, run.edition).tables:
        for cell in compute(table, span):
            row = stored[table.code, cell.row, cell.column]
            if row.value != (None if cell.value is None else Decimal(cell.value)):
                raise Refusal(
                    f"Liczba w tabeli {table.code}, wiersz {cell.row}, zmieniła się od obliczenia. "
                    "Policz sprawozdanie jeszcze raz.",
                    "changed",
                )
            if cell.source:
                _keep_ids(row, cell.source)


def _keep_ids(row: ReportCell, source: Source) -> None:
    """Write the ids behind a number, which may be hundreds of thousands, inside the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE reporting_reportcell SET ids = ARRAY({source.ordered}) WHERE id = %(cell)s",
            {**source.parameters, "cell": row.pk},
        )


def digest(run: ReportRun) -> str:
    """SHA-256 over every cell of a run, in order."""
    rows = run.cells.order_by("table", "row", "column").values_list(
        "table", "row", "column", "value"
    )
    lines = "\n".join(";".join(str(part) for part in row) for row in rows)
    return hashlib.sha256(lines.encode()).hexdigest()


@act
def discard(run: ReportRun, *, actor: User) -> ReportRun:
    """Put a computed report aside."""
    run = states.lock(run)
    states.apply(REPORT, "discard", run, actor=actor)
    return run


@act
def correct(run: ReportRun, *, actor: User) -> ReportRun:
    """Compute a correction of a filed report."""
    if run.status != "filed":
        raise Refusal("Korektę robi się do złożonego sprawozdania.", "not_filed")
    if filed_of(run).filter(correction__gt=run.correction).exists():
        raise Refusal("To sprawozdanie ma już korektę. Popraw ostatnią z nich.", "corrected")
    span = Span(run.period_from, run.period_to)
    return build(form=run.form, span=span, corrects=run, actor=actor)
