"""Which incomes on record were shown in the interview."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from cases.models import IncomeRecord
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request, page, partial, writes
from opsapp.kernel.web.typed import Sheet
from socialwork import selectors
from socialwork.access import get_interview
from socialwork.models import Interview
from socialwork.services import interviews as acts
from socialwork.states import DRAFT
from socialwork.web.steps import INCOMES, address, around, neighbour, remarks_of


@writes("GET", "POST", repeatable=True)
def incomes(request: Request, pk: int) -> HttpResponse:
    """Tick what was shown: saved at each tick, and once more on the way to the next part."""
    interview = get_interview(request, pk, Cap.CONDUCT_INTERVIEWS)
    if request.method == "POST":
        return _confirm(request, interview)
    if interview.status != DRAFT or interview.worker_id != request.user.pk:
        return redirect("socialwork:interview", pk)
    return page(
        request,
        "socialwork/interview_incomes.html",
        incomes=selectors.known_incomes(interview),
        chosen=set(interview.income_links.values_list("income_id", flat=True)),
        draft=Sheet(request.path),
        **around(interview, INCOMES),
    )


def _confirm(request: Request, interview: Interview) -> HttpResponse:
    keys = [int(key) for key in request.POST.getlist("income") if key.isdecimal() and len(key) < 19]
    rows = IncomeRecord.objects.filter(pk__in=keys)
    acts.confirm_incomes(interview, incomes=rows, actor=request.user)
    if not request.htmx:
        return redirect(address(interview, neighbour(INCOMES, 1)))
    return partial(
        request,
        "socialwork/_saved.html",
        draft=Sheet(request.path, 0, clock.now()),
        errors=[],
        remarks=remarks_of(interview, INCOMES),
    )
