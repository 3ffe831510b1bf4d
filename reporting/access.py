"""Doors to reports."""

from __future__ import annotations

from opsapp.kernel import looked
from opsapp.kernel.access import enter
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotAllowed
from opsapp.kernel.web import Request
from reporting.measures import DECISION, FAMILY, ITEM, PERSON, UNIT
from reporting.models import ReportCell, ReportRun

BEHIND = {
    PERSON: Cap.SEE_PERSONS,
    FAMILY: Cap.SEE_PERSONS,
    UNIT: Cap.SEE_PAYMENTS,
    DECISION: Cap.SEE_DECISIONS,
    ITEM: Cap.SEE_CASES,
}
"""The right to see the kind of rows that stands behind a cell."""
OF_UNITS = (DECISION, ITEM)
"""Rows that belong to units: a number counts those of the whole centre."""


def get_run(request: Request, pk: int, to: Cap = Cap.SEE_REPORTS) -> ReportRun:
    """A report for whoever may `to`; opening it leaves a trace."""
    runs = ReportRun.objects.select_related("made_by", "filed_by", "corrects")
    run = enter(runs, request.user, to, pk=pk)
    looked.opened(request.user, run, request)
    return run


def get_cell(request: Request, pk: int) -> ReportCell:
    """A cell for whoever sees reports and what stands behind this one; its rows are traced by the
    view.

    Raises `NotAllowed` for whoever may see decisions or cases of some units only.
    """
    cells = ReportCell.objects.select_related("run").defer("ids")
    cell = enter(cells, request.user, Cap.SEE_REPORTS, pk=pk)
    if cell.source:
        needed = BEHIND[cell.source]
        request.user.require(needed)
        if cell.source in OF_UNITS and request.user.units_with(needed) is not None:
            raise NotAllowed(
                "Ta liczba obejmuje sprawy całego ośrodka, a Twoje uprawnienie – tylko niektórych "
                "komórek.",
                needed.value,
            )
    return cell
