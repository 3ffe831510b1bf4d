"""Screens of reports."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from opsapp.kernel import clock, documents, jobs, looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Job
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, partial, reads, say, writes
from opsapp.kernel.web.export import as_csv, as_xlsx
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.paging import cut
from opsapp.kernel.web.parts import Progress
from reporting import exports, selectors, services
from reporting.access import get_cell, get_run
from reporting.layout import layout_of, newest
from reporting.measures import DECISION, FAMILY, ITEM, PERSON, UNIT
from reporting.models import ReportCell, ReportRun
from reporting.states import REPORT
from reporting.units import quarter

BEHIND_PAGE = 50
KINDS: dict[str, tuple[str, Callable[[Sequence[int]], Sequence[Any]]]] = {
    PERSON: ("person", selectors.persons),
    FAMILY: ("family", selectors.families),
    UNIT: ("unit", selectors.units),
    DECISION: ("decision", selectors.decisions),
    ITEM: ("item", selectors.items),
}


class QuarterForm(Form):
    """Which quarter."""

    year = forms.TypedChoiceField(label="Rok", coerce=int)
    quarter = forms.TypedChoiceField(
        label="Kwartał", coerce=int, choices=[(1, "I"), (2, "II"), (3, "III"), (4, "IV")]
    )

    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        this = clock.today().year
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in range(this, this - 6, -1)]


@writes("GET", "POST")
def index(request: Request) -> HttpResponse:
    """Reports, newest first; a form to compute one."""
    request.user.require(Cap.BUILD_REPORTS if request.method == "POST" else Cap.SEE_REPORTS)
    today = clock.today()
    form = QuarterForm(
        request.POST or None,
        initial={"year": today.year, "quarter": (today.month + 2) // 3, "once": uuid.uuid4()},
    )
    if request.method == "POST" and form.is_valid():
        year, number = form.cleaned_data["year"], form.cleaned_data["quarter"]
        if quarter(year, number).period_from > today:
            form.add_error("quarter", "Ten kwartał jeszcze się nie zaczął.")
        else:
            job = jobs.enqueue(
                "build_report",
                key=f"report:{form.cleaned_data['once']}",
                actor=request.user,
                form="quarterly",
                year=year,
                number=number,
            )
            return redirect("web:work", job.pk)
    rows = cut(selectors.runs(), request.GET, by=("-pk",))
    return page(
        request,
        "reporting/runs.html",
        status=422 if form.errors else 200,
        slice=rows,
        form=form,
        layout=newest("quarterly"),
        may_build=request.user.can(Cap.BUILD_REPORTS),
    )


@reads
def show(request: Request, pk: int) -> HttpResponseBase:
    """A report: its tables, each number opening what it was counted from."""
    run = get_run(request, pk)
    if request.GET.get("format") in ("csv", "xlsx"):
        return _as_file(request, run, request.GET["format"])
    return page(
        request,
        "reporting/run.html",
        run=run,
        layout=layout_of(run.form, run.edition),
        tables=selectors.tables(run),
        changed=selectors.changed(run),
        checks=run.checks.order_by("level", "code"),
        state=REPORT.label(run.status),
        filing=_filing(run),
        may_build=request.user.can(Cap.BUILD_REPORTS),
        may_file=request.user.can(Cap.FILE_REPORTS),
        mine=run.made_by_id == request.user.pk,
        ended=run.period_to < clock.today(),
        transitions=run.transitions.select_related("actor"),
    )


def _as_file(request: Request, run: ReportRun, kind: str) -> HttpResponseBase:
    request.user.require(Cap.EXPORT)
    looked.exported(request.user, "reporting.reportrun", kind, [run.pk])
    write = as_csv if kind == "csv" else as_xlsx
    return write(f"sprawozdanie-{run.period_to:%Y-%m-%d}", exports.COLUMNS, exports.lines(run))


def _filing(run: ReportRun) -> Job | None:
    jobs_of_run = Job.objects.filter(key=_key(run))
    return jobs_of_run.first() if run.status == "checked" else None


def _key(run: ReportRun) -> str:
    return f"report:{run.pk}:file"


@reads
def cell(request: Request, pk: int) -> HttpResponse:
    """What a number was counted from, page by page."""
    found = get_cell(request, pk)
    ids = selectors.ids_behind(found)
    start = min(int(request.GET.get("od", "0") or 0) if _digits(request) else 0, len(ids))
    part = ids[start : start + BEHIND_PAGE]
    kind, rows = _behind(found, part)
    looked.listed(request.user, f"reporting.cell.{kind}", request.path, part)
    table = layout_of(found.run.form, found.run.edition).table(found.table)
    return page(
        request,
        "reporting/cell.html",
        cell=found,
        kind=kind,
        rows=rows,
        table=table,
        row=table.row(found.row),
        total=len(ids),
        start=start + 1,
        end=start + len(part),
        column=next(c for c in table.columns if c.code == found.column),
        before=max(start - BEHIND_PAGE, 0) if start else None,
        after=start + BEHIND_PAGE if start + BEHIND_PAGE < len(ids) else None,
    )


def _digits(request: Request) -> bool:
    return request.GET.get("od", "0").isdecimal() and len(request.GET.get("od", "0")) < 10


def _behind(cell: ReportCell, ids: Sequence[int]) -> tuple[str, Sequence[Any]]:
    if not cell.source:
        return "", []
    kind, read = KINDS[cell.source]
    return kind, read(ids)


@writes("POST")
def check(request: Request, pk: int) -> HttpResponse:
    """Confirm the check."""
    services.check(get_run(request, pk, Cap.BUILD_REPORTS), actor=request.user)
    say(request, "Sprawdzenie zatwierdzone. Sprawozdanie składa inna osoba.")
    return redirect("reporting:run", pk)


@writes("POST")
def waive(request: Request, pk: int, check_pk: int) -> HttpResponse:
    """Accept a finding with a reason."""
    run = get_run(request, pk, Cap.BUILD_REPORTS)
    finding = get_object_or_404(run.checks, pk=check_pk)
    services.waive(finding, reason=request.POST.get("reason", ""), actor=request.user)
    say(request, "Uwaga przyjęta z podanym powodem.")
    return redirect("reporting:run", pk)


@writes("POST")
def file(request: Request, pk: int) -> HttpResponse:
    """Order the filing: freezing what stands behind the numbers takes a while."""
    run = get_run(request, pk, Cap.FILE_REPORTS)
    services.may_file(run, request.user)
    jobs.enqueue("file_report", key=_key(run), actor=request.user, run=run.pk)
    return redirect("reporting:filing", pk)


@reads
def filing(request: Request, pk: int) -> HttpResponse:
    """How far the filing is."""
    run = get_run(request, pk)
    job = get_object_or_404(Job, key=_key(run))
    work = Progress(
        "Składanie sprawozdania",
        request.path,
        finished=run.status == "filed",
        failed=job.error if job.status in ("failed", "stopped") else "",
        result=reverse("reporting:run", args=[pk]),
        result_label="Otwórz sprawozdanie",
    )
    if request.htmx:
        return partial(request, "ui/progress.html", work=work)
    return page(request, "reporting/filing.html", run=run, work=work)


@reads
def pdf(request: Request, pk: int) -> HttpResponse:
    """The document of a filed report."""
    run = get_run(request, pk)
    if run.document is None:
        raise Refusal("Dokument jest w przygotowaniu. Odśwież stronę za chwilę.", "no_document")
    looked.printed(request.user, run, request)
    return documents.serve(
        request, run.document, name=f"sprawozdanie-{run.period_to:%Y-%m-%d}.pdf", inline=True
    )


@writes("POST")
def discard(request: Request, pk: int) -> HttpResponse:
    """Put a computed report aside."""
    services.discard(get_run(request, pk, Cap.BUILD_REPORTS), actor=request.user)
    say(request, "Obliczenie odrzucone.")
    return redirect("reporting:runs")


@writes("POST")
def correct(request: Request, pk: int) -> HttpResponse:
    """Compute a correction of a filed report."""
    made = services.correct(get_run(request, pk, Cap.BUILD_REPORTS), actor=request.user)
    say(request, f"Korekta nr {made.correction} policzona.")
    return redirect("reporting:run", made.pk)
