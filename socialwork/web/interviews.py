"""Screens of interviews: the list, one interview whole, as a document, signed, given up."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from opsapp.kernel import looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.paging import cut
from opsapp.kernel.web.parts import Filter
from socialwork import selectors
from socialwork.access import get_interview, interviews_of
from socialwork.models import Interview
from socialwork.services import interviews as acts
from socialwork.states import ABANDON_REASONS, DRAFT, INTERVIEW, SIGNED
from socialwork.web.forms import AbandonForm
from socialwork.web.steps import WHOLE, around


@reads
def index(request: Request) -> HttpResponse:
    """Interviews, newest first; mine or everybody's, by state."""
    rows = interviews_of(request.user)
    status, mine = request.GET.get("stan", ""), request.GET.get("moje") == "tak"
    status = status if status in INTERVIEW.states else ""
    rows = selectors.listed(rows, status=status, worker=request.user if mine else None)
    slice_ = cut(rows, request.GET, by=("-visited_on", "-pk"))
    ids = [row.pk for row in slice_.rows]
    looked.listed(request.user, "socialwork.interview", request.GET.urlencode(), ids)
    return page(
        request,
        "socialwork/interviews.html",
        slice=slice_,
        states=INTERVIEW.choices,
        chosen_status=status,
        mine=mine,
        filters=_filters(status, mine=mine),
        people=selectors.heads(row.household_id for row in slice_.rows),
    )


def _filters(status: str, *, mine: bool) -> list[Filter]:
    filters = []
    if status:
        without = "?moje=tak" if mine else "?"
        filters.append(Filter(f"stan: {INTERVIEW.label(status)}", without))
    if mine:
        filters.append(Filter("tylko moje", f"?stan={status}" if status else "?"))
    return filters


@reads
def show(request: Request, pk: int) -> HttpResponse:
    """The whole interview on one page: family, answers, incomes, plan, what changed since last."""
    interview = get_interview(request, pk)
    mine = interview.worker_id == request.user.pk and request.user.can(Cap.CONDUCT_INTERVIEWS)
    context = _whole(interview)
    if mine and interview.status == DRAFT:
        context |= _to_finish(interview)
    return page(
        request,
        "socialwork/interview.html",
        mine=mine,
        may_correct=interview.status == SIGNED
        and request.user.can(Cap.CONDUCT_INTERVIEWS)
        and not interview.corrections.exclude(status="abandoned").exists(),
        correction=interview.corrections.exclude(status="abandoned").first(),
        **context,
    )


def _whole(interview: Interview) -> dict[str, Any]:
    return around(interview, WHOLE) | {
        "answers": selectors.answered(interview),
        "changes": selectors.changes_since_last(interview),
        "family_changes": selectors.family_changes(interview),
        "other": selectors.compared_with(interview),
        "incomes": selectors.shown_incomes(interview),
        "plan": selectors.plan(interview),
        "cases": selectors.cases_of(interview),
        "transitions": interview.transitions.select_related("actor"),
    }


def _to_finish(interview: Interview) -> dict[str, Any]:
    served = {case.pk for case in selectors.cases_of(interview)}
    could = selectors.cases_to_serve(interview.household, interview.visited_on)
    return {
        "lacking": acts.lacking(interview),
        "other_cases": [case for case in could if case.pk not in served],
        "abandon_reasons": ABANDON_REASONS.items(),
    }


@reads
def printed(request: Request, pk: int) -> HttpResponse:
    """The interview as a document to print; an open one is marked so. Leaves its own trace."""
    interview = get_interview(request, pk)
    looked.printed(request.user, interview, request)
    return page(request, "socialwork/interview_print.html", **_whole(interview))


@writes("POST")
def sign(request: Request, pk: int) -> HttpResponse:
    """Sign: from now on nothing in the interview changes."""
    acts.sign(get_interview(request, pk, Cap.CONDUCT_INTERVIEWS), actor=request.user)
    say(request, "Wywiad podpisany. Skład rodziny i odpowiedzi są utrwalone.")
    return redirect("socialwork:interview", pk)


@writes("POST")
def abandon(request: Request, pk: int) -> HttpResponse:
    """Give the interview up, with a reason."""
    interview = get_interview(request, pk, Cap.CONDUCT_INTERVIEWS)
    form = AbandonForm(request.POST)
    if not form.is_valid():
        raise Refusal("Wybierz przyczynę i napisz krótką uwagę.", "no_reason")
    given = form.cleaned_data
    acts.abandon(interview, remark=given["remark"], reason_code=given["reason"], actor=request.user)
    say(request, "Wywiad zaniechany.")
    return redirect("socialwork:interviews")


@writes("POST")
def correct(request: Request, pk: int) -> HttpResponse:
    """Open a correction of a signed interview."""
    interview = get_interview(request, pk, Cap.CONDUCT_INTERVIEWS)
    reason = request.POST.get("reason", "")[:300]
    correction = acts.correct(interview, reason=reason, actor=request.user)
    say(request, "Otwarto korektę. Popraw odpowiedzi i podpisz ją.")
    return redirect("socialwork:interview", correction.pk)
