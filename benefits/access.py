"""Doors to decisions."""

from __future__ import annotations

from django.db.models import QuerySet

from benefits.models import Calculation, Decision
from cases.access import cases_of
from cases.models import ApplicationItem
from opsapp.kernel import looked
from opsapp.kernel.access import found
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request
from opsapp.office.models import User


def decisions_of(user: User, to: Cap = Cap.SEE_DECISIONS) -> QuerySet[Decision]:
    """Decisions of cases in whose unit the person may `to`. Raises `NotAllowed` without it."""
    user.require(to)
    if user.units_with(to) is None:
        return Decision.objects.all()
    return Decision.objects.filter(case__in=cases_of(user, to))


def get_decision(request: Request, pk: int, to: Cap = Cap.SEE_DECISIONS) -> Decision:
    """A decision for whoever may `to` in its unit; opening it leaves a trace."""
    rows = decisions_of(request.user, to).select_related(
        "case", "addressee", "author", "approver", "document"
    )
    decision = found(rows.prefetch_related("addressee__names"), pk=pk)
    looked.opened(request.user, decision, request)
    return decision


def get_item(request: Request, pk: int, to: Cap) -> ApplicationItem:
    """An item of an application, for whoever may `to` in its case's unit; a look at the case."""
    rows = ApplicationItem.objects.filter(case__in=cases_of(request.user, to))
    item = found(
        rows.select_related("case", "benefit", "person", "application__applicant",
                            "application__household"),
        pk=pk,
    )  # fmt: skip
    looked.opened(request.user, item.case, request)
    return item


def get_calculation(request: Request, pk: int, to: Cap) -> Calculation:
    """A calculation, for whoever may `to` in its case's unit; a look at the case."""
    rows = Calculation.objects.filter(item__case__in=cases_of(request.user, to))
    calculation = found(
        rows.select_related("item__case", "item__benefit", "item__person", "item__application"),
        pk=pk,
    )
    looked.opened(request.user, calculation.item.case, request)
    return calculation
