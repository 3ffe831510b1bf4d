"""Background work of reports: computing, filing, printing."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse

from opsapp.kernel import documents, jobs
from opsapp.kernel.jobs import Task
from opsapp.kernel.web.frame import centre_and_address
from reporting import selectors, services
from reporting.layout import layout_of
from reporting.models import ReportRun
from reporting.units import quarter

RENDERING = documents.Rendering("report", "report", act="reporting.jobs.render_report")
POINTS = RENDERING.points


@jobs.handler("build_report", "Liczenie sprawozdania")
def build_report(task: Task, *, form: str, year: int, number: int) -> dict[str, str]:
    """Compute a report; five years of payments take seconds. Begun again, it finds what it made."""
    made = ReportRun.objects.filter(job_key=task.job.key).first() or services.build(
        form=form, span=quarter(year, number), job_key=task.job.key, actor=task.actor
    )
    return {
        "url": reverse("reporting:run", args=[made.pk]),
        "label": "Otwórz sprawozdanie",
        "title": "Obliczanie sprawozdania",
    }


@jobs.handler("file_report", "Złożenie sprawozdania")
def file_report(task: Task, *, run: int) -> dict[str, str]:
    """File a report: freezing the ids behind the numbers takes seconds."""
    row = ReportRun.objects.get(pk=run)
    if row.status == "checked":
        services.file(row, actor=task.actor)
    return {"url": reverse("reporting:run", args=[run]), "label": "Otwórz sprawozdanie"}


@jobs.handler("render_report", "Dokument sprawozdania")
def render_report(task: Task, *, run: int) -> dict[str, int]:
    """Make the document of a filed report, once."""
    row = ReportRun.objects.select_related("made_by", "filed_by").get(pk=run)
    return RENDERING.once(row, html_of, task=task)


def html_of(run: ReportRun) -> str:
    """A report as a page to be printed."""
    layout = layout_of(run.form, run.edition)
    centre, address = centre_and_address()
    return render_to_string(
        "documents/report.html",
        {
            "title": f"{layout.label}, {run.period_from:%d.%m.%Y}–{run.period_to:%d.%m.%Y}",
            "author": centre,
            "centre": centre,
            "address": address,
            "run": run,
            "layout": layout,
            "tables": selectors.tables(run),
            "checks": run.checks.order_by("level", "code"),
        },
    )
