"""Doors to reports."""

from __future__ import annotations

from opsapp.kernel import looked
from opsapp.kernel.access import enter
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request
from reporting.models import ReportCell, ReportRun


def get_run(request: Request, pk: int, to: Cap = Cap.SEE_REPORTS) -> ReportRun:
    """A report for whoever may `to`; opening it leaves a trace."""
    run = enter(ReportRun.objects.select_related("made_by"), request.user, to, pk=pk)
    looked.opened(request.user, run, request)
    return run


def get_cell(request: Request, pk: int) -> ReportCell:
    """A cell for whoever sees reports; the rows behind it are traced by the view."""
    return enter(ReportCell.objects.select_related("run"), request.user, Cap.SEE_REPORTS, pk=pk)
