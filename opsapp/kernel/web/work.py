"""Long work as its page shows it: asked each second, left at will, announced when ready."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from opsapp.kernel.access import found
from opsapp.kernel.models import Job
from opsapp.kernel.web.answers import page, partial
from opsapp.kernel.web.decorators import reads
from opsapp.kernel.web.parts import Progress
from opsapp.kernel.web.requests import Request

FAILED = "nie udało się z powodu błędu systemu. Powiadom administratora."


def progress_of(
    job: Job, label: str, *, result: str = "", result_label: str = "Otwórz"
) -> Progress:
    """A job as `ui/progress.html` shows it; `result` is where its outcome is seen."""
    return Progress(
        label=label,
        url=reverse("web:work", args=[job.pk]),
        done=job.progress,
        total=job.total or 0,
        finished=job.status == Job.Status.DONE,
        failed=_failure(job),
        result=result,
        result_label=result_label,
    )


def _failure(job: Job) -> str:
    """Why it failed: a refusal in its own words, a bug without the technical ones."""
    if job.status not in (Job.Status.FAILED, Job.Status.STOPPED):
        return ""
    technical = job.error.partition(" ")[0].endswith(":")
    return FAILED if technical or not job.error else job.error


@reads
def show(request: Request, pk: int) -> HttpResponse:
    """One's own work: a part for the page that asks each second, or a page of its own.

    A handler that leaves `{"url": …, "label": …, "title": …}` as its result gives the link.
    """
    job = found(Job.objects.filter(ordered_by=request.user), pk=pk)
    outcome = job.result if isinstance(job.result, dict) else {}
    work = progress_of(
        job,
        str(outcome.get("title") or job.message or "Praca w toku"),
        result=str(outcome.get("url", "")),
        result_label=str(outcome.get("label", "Otwórz")),
    )
    show_it, template = (partial, "ui/progress.html") if request.htmx else (page, "work.html")
    return show_it(request, template, work=work)
