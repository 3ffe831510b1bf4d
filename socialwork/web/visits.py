"""An interview is begun, its visit put right, its cases named."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from cases.access import cases_of
from cases.models import Case, Household
from cases.selectors.households import members
from opsapp.kernel import clock
from opsapp.kernel.access import found
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotFound, Refusal
from opsapp.kernel.web import Request, page, say, writes
from socialwork import selectors
from socialwork.access import get_interview, interviews_of
from socialwork.models import Interview
from socialwork.services import interviews as acts
from socialwork.states import DRAFT, SIGNED
from socialwork.web.forms import VisitForm
from socialwork.web.steps import ORDER, address


@writes("GET", "POST")
def new(request: Request) -> HttpResponse:
    """Start an interview for a case (`sprawa`) or with a family (`rodzina`)."""
    request.user.require(Cap.CONDUCT_INTERVIEWS)
    cases = _asked_cases(request)
    household = _household(request, cases)
    last = household.interviews.filter(status=SIGNED).order_by("-visited_on", "-id").first()
    form = VisitForm(
        request.POST or None,
        initial={"visited_on": clock.today(), "kind": "update" if last else "basic"},
    )
    if request.method == "POST" and form.is_valid():
        made = _started(request, household, cases, form)
        if made is not None:
            return redirect(address(made, ORDER[0]))
    return page(
        request,
        "socialwork/interview_new.html",
        status=422 if form.errors else 200,
        form=form,
        household=household,
        cases=cases,
        last=last,
        members=members(household, clock.today()),
        open_draft=interviews_of(request.user)
        .filter(household=household, status=DRAFT)
        .select_related("worker")
        .first(),
    )


def _asked_cases(request: Request) -> list[Case]:
    pk = _number(request, "sprawa")
    if not pk:
        return []
    return [found(cases_of(request.user).select_related("client", "benefit"), pk=pk)]


def _household(request: Request, cases: list[Case]) -> Household:
    """The family named in the address, else that of the case."""
    if pk := _number(request, "rodzina"):
        return found(Household.objects.all(), pk=pk)
    household = selectors.household_for(cases[0], clock.today()) if cases else None
    if household is None:
        raise NotFound(
            "Nie wiadomo, z którą rodziną ma być wywiad. Załóż rodzinę na karcie osoby "
            "(dział „Rodzina”) i zacznij jeszcze raz.",
            "no_household",
        )
    return household


def _started(
    request: Request, household: Household, cases: list[Case], form: VisitForm
) -> Interview | None:
    try:
        return acts.start(household, **form.cleaned_data, cases=cases, actor=request.user)
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None


def _number(request: Request, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@writes("GET", "POST")
def visit(request: Request, pk: int) -> HttpResponse:
    """Put right the kind, day, hour and place of an open interview."""
    interview = get_interview(request, pk, Cap.CONDUCT_INTERVIEWS)
    form = VisitForm(request.POST or None, initial=_visit_of(interview))
    if request.method == "POST" and form.is_valid():
        try:
            acts.change_visit(interview, **form.cleaned_data, actor=request.user)
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            say(request, "Zmieniono dane wizyty.")
            return redirect("socialwork:interview", pk)
    status = 422 if form.errors else 200
    return page(
        request, "socialwork/interview_visit.html", status=status, form=form, interview=interview
    )


def _visit_of(interview: Interview) -> dict[str, Any]:
    return {
        name: getattr(interview, name) for name in ("kind", "visited_on", "visit_hour", "place")
    }


@writes("POST")
def serve_case(request: Request, pk: int) -> HttpResponse:
    """Let the open interview serve a case (`sprawa`), or with `usun` no longer."""
    interview = get_interview(request, pk, Cap.CONDUCT_INTERVIEWS)
    text = request.POST.get("sprawa", "")
    key = int(text) if text.isdecimal() and len(text) < 19 else 0
    case = found(cases_of(request.user), pk=key)
    if request.POST.get("usun"):
        acts.unlink_case(interview, case=case, actor=request.user)
        say(request, f"Wywiad nie dotyczy już sprawy {case.sign}.")
    else:
        acts.link_case(interview, case=case, actor=request.user)
        say(request, f"Wywiad dotyczy też sprawy {case.sign}.")
    return redirect("socialwork:interview", pk)
