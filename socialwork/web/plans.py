"""The plan of help of an open interview."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from cases.models import Person
from opsapp.kernel import drafts
from opsapp.kernel.access import found
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, say, writes
from opsapp.kernel.web.typed import sheet
from socialwork import selectors
from socialwork.access import get_interview
from socialwork.models import Interview, PlanItem
from socialwork.services import plans
from socialwork.states import DRAFT
from socialwork.web.forms import PlanForm
from socialwork.web.steps import PLAN, around

FORM = "plan-pomocy"


@writes("GET", "POST")
def plan(request: Request, pk: int) -> HttpResponse:
    """Proposals, and a form for the next one, kept as typed until it is added."""
    interview = get_interview(request, pk, Cap.CONDUCT_INTERVIEWS)
    if interview.status != DRAFT or interview.worker_id != request.user.pk:
        return redirect("socialwork:interview", pk)
    persons = Person.objects.filter(
        pk__in=[row.person_id for row in selectors.members(interview)]
    ).prefetch_related("names")
    draft = sheet(request.user, FORM, str(pk))
    form = PlanForm(request.POST or None, initial=draft.initial, persons=persons)
    if request.method == "POST" and form.is_valid() and _added(request, interview, form):
        return redirect("socialwork:interview_plan", pk)
    return page(
        request,
        "socialwork/interview_plan.html",
        status=422 if form.is_bound else 200,
        form=form,
        draft=draft,
        plan=selectors.plan(interview),
        **around(interview, PLAN),
    )


def _added(request: Request, interview: Interview, form: PlanForm) -> bool:
    try:
        plans.add_item(interview, **form.values(), actor=request.user)
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    drafts.discard(request.user, FORM, str(interview.pk))
    say(request, "Dopisano do planu pomocy.")
    return True


@writes("POST")
def plan_remove(request: Request, pk: int, item_pk: int) -> HttpResponse:
    """Take a proposal back."""
    interview = get_interview(request, pk, Cap.CONDUCT_INTERVIEWS)
    item = found(PlanItem.objects.select_related("interview"), pk=item_pk, interview=interview)
    plans.remove_item(item, actor=request.user)
    say(request, "Pozycja usunięta z planu pomocy.")
    return redirect("socialwork:interview_plan", pk)
