"""Screens of interviews: the list, starting, the overview, signing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from cases.models import Case, Household, IncomeRecord, Person
from opsapp.kernel import clock, looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.paging import cut
from opsapp.kernel.web.parts import Filter, Tab
from socialwork import selectors
from socialwork.access import get_interview
from socialwork.models import Interview, PlanItem
from socialwork.questionnaire import SECTIONS
from socialwork.services import interviews as acts
from socialwork.services import plans
from socialwork.states import INTERVIEW
from socialwork.web.forms import PlanForm, StartForm


@reads
def index(request: Request) -> HttpResponse:
    """Interviews, newest first; mine or everybody's, by state."""
    request.user.require(Cap.SEE_SOCIAL_WORK)
    status, mine = request.GET.get("stan", ""), request.GET.get("moje") == "tak"
    rows = selectors.listed(status=status, worker=request.user if mine else None)
    slice_ = cut(rows, request.GET, by=("-visited_on", "-pk"))
    ids = [row.pk for row in slice_.rows]
    looked.listed(request.user, "socialwork.interview", request.GET.urlencode(), ids)
    filters = (
        [Filter(f"stan: {INTERVIEW.label(status)}", "?")] if status in INTERVIEW.states else []
    )
    return page(
        request,
        "socialwork/interviews.html",
        slice=slice_,
        states=INTERVIEW.choices,
        chosen_status=status,
        mine=mine,
        filters=filters,
        people=selectors.heads(slice_.rows),
    )


@writes("GET", "POST")
def new(request: Request) -> HttpResponse:
    """Start an interview with a family (`rodzina`), for a case (`sprawa`) or without one."""
    request.user.require(Cap.CONDUCT_INTERVIEWS)
    household = get_object_or_404(Household, pk=_number(request, "rodzina"))
    cases = list(Case.objects.filter(pk=_number(request, "sprawa")))
    form = StartForm(request.POST or None, initial={"visited_on": clock.today(), "kind": "basic"})
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.start(household, **form.cleaned_data, cases=cases, actor=request.user)
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return redirect("socialwork:section", made.pk, SECTIONS[0].code)
    return page(
        request,
        "socialwork/interview_new.html",
        status=422 if form.errors else 200,
        form=form,
        household=household,
        cases=cases,
        members=selectors.members(household, clock.today()),
        open_draft=household.interviews.filter(worker=request.user, status="draft").first(),
    )


def _number(request: Request, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@reads
def show(request: Request, pk: int) -> HttpResponse:
    """The whole interview on one page: family, answers, incomes, plan, what changed since last."""
    interview = get_interview(request, pk)
    return page(
        request,
        "socialwork/interview.html",
        interview=interview,
        tabs=tabs_of(interview, ""),
        state=INTERVIEW.label(interview.status),
        answers=selectors.answered(interview),
        changes=selectors.changes_since_last(interview),
        lacking=_lacking(interview),
        **_family(interview),
        mine=interview.worker_id == request.user.pk,
        transitions=interview.transitions.select_related("actor"),
    )


def _lacking(interview: Interview) -> list[str]:
    return acts.lacking(interview) if interview.status == "draft" else []


def _family(interview: Interview) -> dict[str, Any]:
    return {
        "members": selectors.members(interview.household, interview.visited_on),
        "incomes": selectors.shown_incomes(interview),
        "plan": interview.plan_items.select_related("person", "benefit").prefetch_related(
            "person__names"
        ),
    }


def tabs_of(interview: Interview, current: str) -> list[Tab]:
    """The parts of the interview as tabs."""
    whole = Tab("Całość", reverse("socialwork:interview", args=[interview.pk]), current == "")
    if interview.status != "draft":
        return [whole]
    parts = [
        Tab(
            part.title,
            reverse("socialwork:section", args=[interview.pk, part.code]),
            current == part.code,
        )
        for part in SECTIONS
    ]
    income = reverse("socialwork:interview_incomes", args=[interview.pk])
    plan = reverse("socialwork:interview_plan", args=[interview.pk])
    return [
        whole,
        *parts,
        Tab("Dochody", income, current == "incomes"),
        Tab("Plan pomocy", plan, current == "plan"),
    ]


@writes("GET", "POST")
def incomes(request: Request, pk: int) -> HttpResponse:
    """Which incomes on record were shown and confirmed."""
    interview = get_interview(request, pk, Cap.CONDUCT_INTERVIEWS)
    known = selectors.known_incomes(interview)
    if request.method == "POST":
        chosen = {int(key) for key in request.POST.getlist("income") if key.isdecimal()}
        rows = IncomeRecord.objects.filter(pk__in=chosen & {row.pk for row in known})
        acts.confirm_incomes(interview, incomes=rows, actor=request.user)
        say(request, "Dochody w wywiadzie są zapisane.")
        return redirect("socialwork:interview_plan", pk)
    return page(
        request,
        "socialwork/interview_incomes.html",
        interview=interview,
        incomes=known,
        tabs=tabs_of(interview, "incomes"),
        state=INTERVIEW.label(interview.status),
        chosen=set(interview.income_links.values_list("income_id", flat=True)),
        members=selectors.members(interview.household, interview.visited_on),
    )


@writes("GET", "POST")
def plan(request: Request, pk: int) -> HttpResponse:
    """The plan of help: proposals and a form for the next one."""
    interview = get_interview(request, pk, Cap.CONDUCT_INTERVIEWS)
    members = selectors.members(interview.household, interview.visited_on)
    persons = Person.objects.filter(pk__in=[row.person_id for row in members])
    form = PlanForm(request.POST or None, persons=persons)
    if request.method == "POST" and form.is_valid():
        try:
            plans.add_item(interview, **form.values(), actor=request.user)
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            say(request, "Dopisano do planu pomocy.")
            return redirect("socialwork:interview_plan", pk)
    return page(
        request,
        "socialwork/interview_plan.html",
        status=422 if form.errors else 200,
        interview=interview,
        tabs=tabs_of(interview, "plan"),
        form=form,
        state=INTERVIEW.label(interview.status),
        **_family(interview),
    )


@writes("POST")
def plan_remove(request: Request, pk: int, item_pk: int) -> HttpResponse:
    """Take a proposal back."""
    interview = get_interview(request, pk, Cap.CONDUCT_INTERVIEWS)
    plans.remove_item(
        get_object_or_404(PlanItem, pk=item_pk, interview=interview), actor=request.user
    )
    say(request, "Pozycja usunięta z planu pomocy.")
    return redirect("socialwork:interview_plan", pk)


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
    acts.abandon(interview, remark=request.POST.get("remark", ""), actor=request.user)
    say(request, "Wywiad zaniechany.")
    return redirect("socialwork:interviews")
