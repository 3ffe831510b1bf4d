"""One section of an open interview, saved as typed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, partial, reads, writes
from opsapp.kernel.web.parts import Difference
from socialwork.access import get_interview
from socialwork.models import Interview, InterviewSection
from socialwork.questionnaire import SECTIONS, Section, section
from socialwork.questionnaire.questions import clean_answers, differences
from socialwork.services import interviews as acts
from socialwork.states import INTERVIEW
from socialwork.web.forms import SectionForm, shown, typed
from socialwork.web.interviews import tabs_of


@reads
def show(request: Request, pk: int, code: str) -> HttpResponse:
    """The section's form; a signed interview shows itself whole instead."""
    interview, part, row = _section(request, pk, code)
    if interview.status != "draft":
        return redirect("socialwork:interview", pk)
    form = SectionForm(part, initial=shown(part, row.answers))
    return _form(request, interview, part, row, form)


@writes("POST")
def save(request: Request, pk: int, code: str) -> HttpResponse:
    """Save and go on to the next section; what cannot be stored is shown beside its field."""
    interview, part, row = _section(request, pk, code)
    answers = typed(part, request.POST)
    try:
        acts.save_section(
            interview, code, answers=answers, version=_version(request), actor=request.user
        )
    except acts.WrongAnswers as wrong:
        form = SectionForm(part, request.POST)
        form.full_clean()
        for question, sentence in wrong.errors.items():
            if question not in form.errors:
                form.add_error(question, sentence)
        return _form(request, interview, part, row, form, status=422)
    except acts.StaleSection as stale:
        return _conflict(request, interview, part, stale.theirs)
    following = _next_code(part)
    if following:
        return redirect("socialwork:section", pk, following)
    return redirect("socialwork:interview_incomes", pk)


@writes("POST")
def autosave(request: Request, pk: int, code: str) -> HttpResponse:
    """Save what was typed while typing; answers 'zapisano 12:04' with the new version."""
    interview, part, _ = _section(request, pk, code)
    try:
        row = acts.save_section(
            interview,
            code,
            answers=typed(part, request.POST),
            version=_version(request),
            actor=request.user,
        )
    except acts.WrongAnswers as wrong:
        first = next(iter(wrong.errors))
        return partial(
            request,
            "socialwork/_not_saved.html",
            label=part.question(first).label,
            sentence=wrong.errors[first],
        )
    except Refusal as refused:
        return partial(request, "socialwork/_not_saved.html", label="", sentence=str(refused))
    return partial(request, "socialwork/_saved.html", saved_at=clock.now(), version=row.version)


def _section(request: Request, pk: int, code: str) -> tuple[Interview, Section, InterviewSection]:
    interview = get_interview(request, pk, Cap.CONDUCT_INTERVIEWS)
    part = section(code)
    return interview, part, get_object_or_404(InterviewSection, interview=interview, code=code)


def _version(request: Request) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else -1


def _next_code(part: Section) -> str:
    codes = [known.code for known in SECTIONS]
    following = codes[codes.index(part.code) + 1 :]
    return following[0] if following else ""


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
    return page(
        request,
        "socialwork/section.html",
        status=status,
        interview=interview,
        part=part,
        form=form,
        version=row.version,
        saved_at=row.saved_at if row.version else None,
        tabs=tabs_of(interview, part.code),
        state=INTERVIEW.label(interview.status),
        last=not _next_code(part),
        **more,
    )


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
        who=interview.worker,
        at=theirs.saved_at,
    )
