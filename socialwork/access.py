"""Doors to interviews."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from opsapp.kernel import looked
from opsapp.kernel.access import found
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request
from opsapp.office.models import User
from socialwork.models import Interview, InterviewCase


def interviews_of(user: User, to: Cap = Cap.SEE_SOCIAL_WORK) -> QuerySet[Interview]:
    """The interviews of the units where the person may `to`, those that serve cases of these
    units, and the person's own; all of them for a role held everywhere.

    Raises `NotAllowed` without the capability.
    """
    user.require(to)
    units = user.units_with(to)
    if units is None:
        return Interview.objects.all()
    for_their_cases = InterviewCase.objects.filter(
        interview=OuterRef("pk"),
        case__assignments__period__upper_inf=True,
        case__assignments__unit__in=units,
    )
    return Interview.objects.filter(Q(worker=user) | Q(unit__in=units) | Q(Exists(for_their_cases)))


def get_interview(request: Request, pk: int, to: Cap = Cap.SEE_SOCIAL_WORK) -> Interview:
    """An interview for whoever may `to`; opening it leaves a trace.

    Raises `NotAllowed` without the capability, `NotFound` for an interview of strangers.
    """
    rows = interviews_of(request.user, to).select_related(
        "household", "worker", "snapshot", "previous", "corrects"
    )
    interview = found(rows, pk=pk)
    looked.opened(request.user, interview, request)
    return interview
