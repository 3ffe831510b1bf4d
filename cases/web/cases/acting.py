"""One view for everything done with a case: door, form, (letter to read,) act, back to the case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases import access
from cases.models import Case, CaseParty, Person
from cases.services import exclusions, parties
from cases.services.excluded import exclusions_of
from cases.states import CASE
from cases.web.cases import appeal_forms, assign_form, file_forms, letter_forms
from cases.web.cases.forms import REGISTRY, CaseForm, ChangedMeanwhile, LetterForm
from cases.web.cases.heading import CaseHead
from cases.web.cases.menu import action
from cases.web.people.editing import blame
from opsapp.kernel import clock
from opsapp.kernel.access import found
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotFound, Refusal
from opsapp.kernel.web import Request, page, say, writes

FORMS = (file_forms, assign_form, letter_forms, appeal_forms)
"""Modules whose forms stand in the registry."""


@writes("GET", "POST")
def act(request: Request, pk: int, what: str) -> HttpResponse:
    """Do one thing with a case of a unit where the person runs cases."""
    if what not in REGISTRY:
        raise NotFound("Nie ma takiej czynności.", "not_found")
    case = access.get_case(request, pk, to=Cap.RUN_CASES)
    kind = REGISTRY[what]
    if request.method == "GET":
        _possible_now(case, what)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = kind(*sent, case=case, user=request.user)
    if form.is_bound and form.is_valid():
        if isinstance(form, LetterForm) and _to_be_read(request, form):
            return _show(request, case, form.with_text(form.compose()), status=200)
        try:
            form.save()
        except ChangedMeanwhile as changed:
            return _show(request, case, form.again(), status=422, conflict=changed)
        except Refusal as refused:
            blame(form, refused)
        else:
            say(request, kind.said)
            return redirect("cases:case", case.pk)
    return _show(request, case, form, status=200 if request.method == "GET" else 422)


@writes("POST")
def end_party(request: Request, pk: int, party: int) -> HttpResponse:
    """End somebody's role in the case, from today."""
    case = access.get_case(request, pk, to=Cap.RUN_CASES)
    row = found(CaseParty.objects.filter(case=case, period__upper_inf=True), pk=party)
    parties.end(row, on=clock.today(), actor=request.user)
    say(request, "Zakończono udział w sprawie.")
    return redirect("cases:case", case.pk)


@writes("POST")
def end_exclusion(request: Request, pk: int, exclusion: int) -> HttpResponse:
    """End a worker's exclusion from the matters of a party, from today."""
    case = access.get_case(request, pk, to=Cap.RUN_CASES)
    row = found(exclusions_of(case), pk=exclusion)
    exclusions.end_exclusion(row, on=clock.today(), actor=request.user)
    say(request, "Zakończono wyłączenie pracownika.")
    return redirect("cases:case", case.pk)


def _possible_now(case: Case, what: str) -> None:
    line = action(what)
    if line is not None and not line.possible(case.status):
        raise Refusal(
            f"„{line.label}” nie jest możliwe w stanie „{CASE.label(case.status)}”.", "wrong_state"
        )


def _to_be_read(request: Request, form: LetterForm) -> bool:
    """Whether the text of the letter is to be shown before saving."""
    return "uloz" in request.POST or not form.cleaned_data["body"].strip()


def _show(
    request: Request,
    case: Case,
    form: CaseForm,
    *,
    status: int,
    conflict: ChangedMeanwhile | None = None,
) -> HttpResponse:
    chosen = _chosen(request) if form.chooses_person else None
    return page(
        request, "cases/case_act.html", status=status, conflict=conflict,
        head=CaseHead(request, case), case=case, form=form,
        composed=isinstance(form, LetterForm) and form.composed,
        chosen=str(chosen or ""), chosen_key=chosen.pk if chosen else "",
        back=reverse("cases:case", args=[case.pk]),
    )  # fmt: skip


def _chosen(request: Request) -> Person | None:
    key = request.POST.get("person_key", "")
    if not key.isdecimal() or len(key) > 18:
        return None
    return access.get_person(request, int(key))
