"""Background work of reports."""

from __future__ import annotations

from opsapp.kernel import jobs
from opsapp.kernel.jobs import Task
from reporting import services
from reporting.models import ReportRun


@jobs.handler("file_report")
def file_report(task: Task, *, run: int) -> dict[str, int]:
    """File a report: freezing the ids behind five years of payments takes seconds."""
    row = ReportRun.objects.get(pk=run)
    if row.status == "checked":
        services.file(row, actor=task.actor)
    return {"run": run}
