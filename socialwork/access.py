"""Doors to interviews."""

from __future__ import annotations

from opsapp.kernel import looked
from opsapp.kernel.access import enter
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request
from socialwork.models import Interview


def get_interview(request: Request, pk: int, to: Cap = Cap.SEE_SOCIAL_WORK) -> Interview:
    """An interview for whoever may `to`; opening it leaves a trace."""
    rows = Interview.objects.select_related("household", "worker", "snapshot", "previous")
    interview = enter(rows, request.user, to, pk=pk)
    looked.opened(request.user, interview, request)
    return interview
