"""Doors to decisions."""

from __future__ import annotations

from django.db.models import QuerySet

from benefits.models import Decision
from cases.access import cases_of
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
    decision = found(rows, pk=pk)
    looked.opened(request.user, decision, request)
    return decision
