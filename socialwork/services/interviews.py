"""The interview: started, typed into, signed and from then on closed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from cases.models import Case, Household, IncomeRecord
from cases.services import cases as case_acts
from cases.services import households, terms
from opsapp.kernel import clock, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User
from socialwork.models import Interview, InterviewCase, InterviewIncome, InterviewSection
from socialwork.questionnaire import EDITION, SECTIONS, clean_answers, section
from socialwork.states import DRAFT, INTERVIEW, SIGNED

POINTS = faults.declare("interview.sign.snapshot", "interview.sign.signed")


class StaleSection(Conflict):
    """Someone else saved the section first; `theirs` is what stands in the database now."""

    def __init__(self, theirs: InterviewSection) -> None:
        super().__init__(
            "Ktoś inny zapisał tę część przed chwilą. Porównaj obie wersje i zapisz ponownie.",
            "stale",
        )
        self.theirs = theirs


class WrongAnswers(Refusal):
    """Answers that cannot be stored, by question code; nothing of the section was saved."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Popraw zaznaczone odpowiedzi.", "wrong_answers")
        self.errors = dict(errors)


class NotReady(Refusal):
    """The interview lacks what signing needs; `missing` names it, section by section."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            "Wywiadu nie można jeszcze podpisać. Uzupełnij: " + "; ".join(missing) + ".",
            "not_ready",
        )
        self.missing = missing


@act
def start(
    household: Household,
    *,
    kind: str,
    visited_on: date,
    cases: Iterable[Case] = (),
    place: str = "",
    actor: User,
) -> Interview:
    """Open an interview of a household, filled in from the last signed one.

    Raises `Refusal` for a day to come, for an update without an earlier interview, and when the
    worker has one open with this family already.
    """
    if visited_on > clock.today():
        raise Refusal(
            "Data wizyty jest późniejsza niż dziś. Podaj dzień, w którym wywiad się odbył.",
            "visit_to_come",
            "visited_on",
        )
    previous = household.interviews.filter(status=SIGNED).order_by("-visited_on", "-id").first()
    if kind == Interview.Kind.UPDATE and previous is None:
        raise Refusal(
            "Nie ma wcześniejszego wywiadu, który można aktualizować. Wybierz wywiad (część I).",
            "no_previous",
            "kind",
        )
    try:
        with transaction.atomic():
            interview = Interview.objects.create(
                household=household,
                kind=kind,
                visited_on=visited_on,
                place=place,
                worker=actor,
                previous=previous,
            )
    except IntegrityError as clash:
        raise Refusal(
            "Masz już rozpoczęty wywiad z tą rodziną. Dokończ go albo zaniechaj.", "open_draft"
        ) from clash
    _prefill(interview, previous)
    for case in cases:
        link_case(interview, case=case, actor=actor)
    return interview


def _prefill(interview: Interview, previous: Interview | None) -> None:
    before = {row.code: row.answers for row in previous.sections.all()} if previous else {}
    InterviewSection.objects.bulk_create(
        InterviewSection(
            interview=interview, code=part.code, edition=EDITION, answers=before.get(part.code, {})
        )
        for part in SECTIONS
    )


@act
def link_case(interview: Interview, *, case: Case, actor: User) -> InterviewCase:
    """Let the interview serve a case; one already served stays as it is."""
    _own_draft(interview, actor)
    link, _ = InterviewCase.objects.get_or_create(interview=interview, case=case)
    return link


def _own_draft(interview: Interview, actor: User) -> None:
    if interview.status != DRAFT:
        raise Refusal(
            "Wywiad jest już zamknięty. Zmianę wpisz w nowym wywiadzie albo aktualizacji.",
            "closed",
        )
    if interview.worker_id != actor.pk:
        raise Refusal("Ten wywiad prowadzi inny pracownik. Zmieniać go może tylko on.", "not_yours")


@act
def save_section(
    interview: Interview, code: str, *, answers: Mapping[str, Any], version: int, actor: User
) -> InterviewSection:
    """Save what was typed in a section; questions not named keep their answers.

    Raises `StaleSection` when the database holds another version, `WrongAnswers` with a sentence
    for each answer that cannot be read.
    """
    _own_draft(interview, actor)
    cleaned, errors = clean_answers(section(code), answers)
    if errors:
        raise WrongAnswers(errors)
    row = InterviewSection.objects.select_for_update(of=("self",)).get(
        interview=interview, code=code
    )
    if row.version != version:
        raise StaleSection(row)
    row.answers = {**row.answers, **cleaned}
    row.version += 1
    row.save(update_fields=["answers", "version", "saved_at"])
    return row


@act
def confirm_incomes(interview: Interview, *, incomes: Iterable[IncomeRecord], actor: User) -> None:
    """Note which incomes on record were shown in the interview; the earlier choice is replaced."""
    _own_draft(interview, actor)
    interview.income_links.all().delete()
    InterviewIncome.objects.bulk_create(
        InterviewIncome(interview=interview, income=income) for income in incomes
    )


@act
def sign(interview: Interview, *, actor: User) -> Interview:
    """Close the interview with a snapshot of the household (art. 107(5h) u.p.s.).

    The cases it serves move on and their interview term is met. Raises `NotReady` with what is
    missing, `Conflict` when it was signed in the meantime.
    """
    interview = states.lock(interview)
    _own_draft(interview, actor)
    if missing := lacking(interview):
        raise NotReady(missing)
    snapshot = households.snapshot(interview.household, on=interview.visited_on, actor=actor)
    faults.point("interview.sign.snapshot")
    states.apply(
        INTERVIEW,
        "sign",
        interview,
        actor=actor,
        snapshot=snapshot,
        signed_on=clock.today(),
        content_sha256=content_digest(interview),
    )
    for link in interview.case_links.select_related("case"):
        _move_case_on(link.case, actor=actor)
    faults.point("interview.sign.signed")
    return interview


def _move_case_on(case: Case, *, actor: User) -> None:
    terms.meet(case, kind="interview", on=clock.today(), actor=actor)
    if case.status in ("in_progress", "interview_ordered"):
        case_acts.move(case, "finish_interview", actor=actor)


@act
def abandon(interview: Interview, *, remark: str, actor: User) -> Interview:
    """Give up an interview that did not happen; a remark says why."""
    interview = states.lock(interview)
    _own_draft(interview, actor)
    if not remark.strip():
        raise Refusal("Napisz, dlaczego wywiadu nie przeprowadzono.", "no_remark", "remark")
    states.apply(INTERVIEW, "abandon", interview, actor=actor, remark=remark)
    return interview


def lacking(interview: Interview) -> list[str]:
    """What must still be filled in before signing, as 'section: question' in Polish."""
    answers = {row.code: row.answers for row in interview.sections.all()}
    return [
        f"{part.title} – {question.label.lower()}"
        for part in SECTIONS
        for question in part.missing(answers.get(part.code, {}))
    ]


def content_digest(interview: Interview) -> str:
    """SHA-256 of everything a signature covers: answers, incomes shown and the plan of help."""
    content = {
        "visited_on": interview.visited_on.isoformat(),
        "sections": {row.code: row.answers for row in interview.sections.order_by("code")},
        "incomes": sorted(interview.income_links.values_list("income_id", flat=True)),
        "plan": [
            [item.person_id, item.benefit_id, item.description, str(item.amount)]
            for item in interview.plan_items.order_by("id")
        ],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
