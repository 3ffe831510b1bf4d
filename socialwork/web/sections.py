"""One section of an open interview, saved as typed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, partial, reads, writes
from opsapp.kernel.web.parts import Difference
from opsapp.kernel.web.typed import Sheet, held
from socialwork import selectors
from socialwork.access import get_interview
from socialwork.models import Interview, InterviewSection
from socialwork.questionnaire import Section, section
from socialwork.questionnaire.questions import clean_answers, differences, whole
from socialwork.services import interviews as acts
from socialwork.states import DRAFT
from socialwork.web.forms import SectionForm, shown, typed
from socialwork.web.steps import address, around, neighbour, remarks_of


@reads
def show(request: Request, pk: int, code: str) -> HttpResponse:
    """The section's form; a closed interview shows itself whole instead."""
    interview, part, row = _section(request, pk, code)
    if interview.status != DRAFT or interview.worker_id != request.user.pk:
        return redirect("socialwork:interview", pk)
    form = SectionForm(
        part, initial=shown(part, row.answers), before=_before(interview, part), now=row.answers
    )
    return _form(request, interview, part, row, form)


@writes("POST")
def save(request: Request, pk: int, code: str) -> HttpResponse:
    """Save and go on to the next part; what cannot be stored is shown beside its field and the
    rest is stored.
    """
    interview, part, row = _section(request, pk, code)
    answers = typed(part, request.POST)
    try:
        row = acts.save_section(
            interview,
            code,
            answers=whole(part, answers),
            version=_version(request, row),
            actor=request.user,
        )
    except acts.StaleSection as stale:
        return _conflict(request, interview, part, stale.theirs)
    _, errors = clean_answers(part, answers)
    if errors:
        return _wrong(request, interview, part, row, errors)
    return redirect(address(interview, neighbour(code, 1)))


@writes("POST", repeatable=True)
def autosave(request: Request, pk: int, code: str) -> HttpResponse:
    """Save what was typed while typing; answers 'zapisano 12:04' with the new version."""
    interview, part, row = _section(request, pk, code)
    answers = typed(part, request.POST)
    try:
        row = acts.save_section(
            interview,
            code,
            answers=whole(part, answers),
            version=_version(request, row),
            actor=request.user,
        )
    except acts.StaleSection:
        version = request.POST.get("draft_version", "")
        return partial(request, "socialwork/_stale.html", status=409, version=version)
    except Refusal as refused:
        return partial(request, "socialwork/_not_saved.html", sentence=str(refused))
    _, errors = clean_answers(part, answers)
    return partial(
        request,
        "socialwork/_saved.html",
        draft=Sheet(request.path, row.version, clock.now()),
        errors=[(part.question(name).label, sentence) for name, sentence in errors.items()],
        remarks=remarks_of(interview, code),
    )


def _section(request: Request, pk: int, code: str) -> tuple[Interview, Section, InterviewSection]:
    interview = get_interview(request, pk, Cap.CONDUCT_INTERVIEWS)
    part = section(code)
    return interview, part, get_object_or_404(InterviewSection, interview=interview, code=code)


def _before(interview: Interview, part: Section) -> dict[str, object] | None:
    other = selectors.compared_with(interview)
    return selectors.answers_of(other).get(part.code, {}) if other else None


def _version(request: Request, row: InterviewSection) -> int:
    version = held(request, lambda: row.version)
    return -1 if version is None else version


def _form(
    request: Request,
    interview: Interview,
    part: Section,
    row: InterviewSection,
    form: SectionForm,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    url = reverse("socialwork:section_autosave", args=[interview.pk, part.code])
    return page(
        request,
        "socialwork/section.html",
        status=status,
        part=part,
        form=form,
        draft=Sheet(url, row.version, row.saved_at if row.version else None),
        **around(interview, part.code),
        **more,
    )


def _wrong(
    request: Request,
    interview: Interview,
    part: Section,
    row: InterviewSection,
    errors: dict[str, str],
) -> HttpResponse:
    form = SectionForm(part, request.POST)
    form.full_clean()
    for question, sentence in errors.items():
        if question not in form.errors:
            form.add_error(question, sentence)
    return _form(request, interview, part, row, form, status=422)


def _conflict(
    request: Request, interview: Interview, part: Section, theirs: InterviewSection
) -> HttpResponse:
    mine, _ = clean_answers(part, typed(part, request.POST))
    rows = [
        Difference(changed.label, changed.before, changed.after)
        for changed in differences(part, theirs.answers, mine)
    ]
    return _form(
        request,
        interview,
        part,
        theirs,
        SectionForm(part, request.POST),
        status=409,
        differences=rows,
        at=theirs.saved_at,
    )
