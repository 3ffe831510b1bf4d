"""An interview is begun or agreed for a day ahead, tied to its cases, or corrected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta

from cases.models import Case, CaseAssignment, Household
from cases.selectors.households import members
from cases.selectors.people import cards_of
from cases.services.clashes import refusing
from opsapp.kernel import clock, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from socialwork.models import (
    Interview,
    InterviewCase,
    InterviewIncome,
    InterviewSection,
    PlanItem,
)
from socialwork.questionnaire import EDITION, SECTIONS
from socialwork.services.interviews.guards import own_draft
from socialwork.states import SIGNED

AGREED_AHEAD_DAYS = 60
"""How far ahead a visit may be agreed: further is a slip of the pen."""

OF_THE_FAMILY = (Interview.Kind.BASIC, Interview.Kind.UPDATE)
"""Kinds made with the family that asks for help itself."""

CLASHES = {
    "interview_one_draft_per_worker": Refusal(
        "Masz już rozpoczęty wywiad z tą rodziną. Dokończ go albo zaniechaj.", "open_draft"
    ),
    "interview_one_correction": Refusal(
        "Ten wywiad ma już korektę. Popraw tę korektę albo przeprowadź aktualizację.",
        "corrected",
    ),
}


@act
def start(
    household: Household,
    *,
    kind: str,
    visited_on: date,
    visit_hour: time | None = None,
    cases: Iterable[Case] = (),
    place: str = "",
    actor: User,
) -> Interview:
    """Open an interview of a household, filled in from the last signed one.

    A day ahead is an agreed visit. Raises `Refusal` for a day when nobody lived there or too far
    ahead, for an update without an earlier interview, and when the worker has one open with this
    family already.
    """
    _check_visit(household, visited_on)
    previous = household.interviews.filter(status=SIGNED).order_by("-visited_on", "-id").first()
    if kind == Interview.Kind.UPDATE and previous is None:
        raise Refusal(
            "Nie ma wcześniejszego wywiadu, który można aktualizować. Wybierz wywiad (część I).",
            "no_previous",
            "kind",
        )
    served = list(cases)
    interview = Interview(
        household=household,
        kind=kind,
        visited_on=visited_on,
        visit_hour=visit_hour,
        place=place.strip(),
        worker=actor,
        previous=previous,
        unit_id=_unit(served, actor),
    )
    _write(interview)
    _carry_over(interview, previous)
    for case in served:
        link_case(interview, case=case, actor=actor)
    return interview


def _check_visit(household: Household, visited_on: date) -> None:
    if visited_on > clock.today() + timedelta(days=AGREED_AHEAD_DAYS):
        raise Refusal(
            f"Wizytę można umówić najwyżej na {AGREED_AHEAD_DAYS} dni naprzód. Sprawdź datę.",
            "visit_too_far",
            "visited_on",
        )
    if not members(household, visited_on):
        raise Refusal(
            f"Dnia {visited_on:%d.%m.%Y} nikt nie był wpisany do tej rodziny. Sprawdź datę "
            "albo skład rodziny na karcie osoby.",
            "nobody",
            "visited_on",
        )


def _unit(cases: list[Case], actor: User) -> int | None:
    """The section of the first case when the worker works there, else one of the worker's own."""
    own = actor.units_with(Cap.CONDUCT_INTERVIEWS)
    rows = CaseAssignment.objects.filter(case__in=cases, period__upper_inf=True)
    of_cases: list[int] = list(rows.order_by("case_id").values_list("unit_id", flat=True))
    if own is None:
        return next(iter(of_cases), None)
    return next((unit for unit in of_cases if unit in own), min(own, default=None))


def _write(interview: Interview) -> None:
    with refusing(CLASHES):
        interview.save(force_insert=True)


def _carry_over(interview: Interview, previous: Interview | None) -> None:
    before = {row.code: row.answers for row in previous.sections.all()} if previous else {}
    InterviewSection.objects.bulk_create(
        InterviewSection(
            interview=interview,
            code=part.code,
            edition=EDITION,
            answers=part.carried(before.get(part.code, {})),
        )
        for part in SECTIONS
    )


@act
def change_visit(
    interview: Interview,
    *,
    kind: str,
    visited_on: date,
    visit_hour: time | None = None,
    place: str = "",
    actor: User,
) -> Interview:
    """Put right what kind of interview it is, the day, hour and place of the visit."""
    interview = own_draft(interview, actor)
    _check_visit(interview.household, visited_on)
    if kind == Interview.Kind.UPDATE and interview.previous_id is None:
        raise Refusal(
            "Nie ma wcześniejszego wywiadu, który można aktualizować.", "no_previous", "kind"
        )
    interview.kind, interview.visited_on = kind, visited_on
    interview.visit_hour, interview.place = visit_hour, place.strip()
    interview.save(update_fields=["kind", "visited_on", "visit_hour", "place"])
    return interview


@act
def link_case(interview: Interview, *, case: Case, actor: User) -> InterviewCase:
    """Let the interview serve a case; one already served stays as it is.

    Raises `Refusal` for a case of somebody who is not of this family, unless the interview is
    made for another one (a relative obliged to help, another body).
    """
    interview = own_draft(interview, actor)
    if interview.kind in OF_THE_FAMILY and not _of_family(interview, case):
        raise Refusal(
            f"Sprawa {case.sign} dotyczy osoby spoza tej rodziny. Wybierz sprawę rodziny albo "
            "popraw jej skład.",
            "strange_case",
        )
    link, _ = InterviewCase.objects.get_or_create(interview=interview, case=case)
    return link


def _of_family(interview: Interview, case: Case) -> bool:
    family = cards_of(row.person for row in members(interview.household, interview.visited_on))
    return bool(family.keys() & {case.client_id, *case.items.values_list("person_id", flat=True)})


@act
def unlink_case(interview: Interview, *, case: Case, actor: User) -> None:
    """Take a case back that was linked by mistake."""
    own_draft(interview, actor)
    InterviewCase.objects.filter(interview=interview, case=case).delete()


@act
def correct(interview: Interview, *, reason: str, actor: User) -> Interview:
    """Open a correction of a signed interview: its copy, to be put right and signed anew.

    Raises `Refusal` without a reason, for an interview that is not signed and for one that has a
    correction already.
    """
    interview = states.lock(interview)
    if interview.status != SIGNED:
        raise Refusal("Poprawia się tylko podpisany wywiad.", "not_signed")
    if not reason.strip():
        raise Refusal("Napisz, co jest błędne i dlaczego.", "no_reason", "reason")
    correction = Interview(
        household_id=interview.household_id,
        kind=interview.kind,
        visited_on=interview.visited_on,
        visit_hour=interview.visit_hour,
        place=interview.place,
        worker=actor,
        previous_id=interview.previous_id,
        corrects=interview,
        correction_reason=reason.strip(),
        unit_id=interview.unit_id,
    )
    _write(correction)
    _copy(interview, correction)
    return correction


def _copy(old: Interview, new: Interview) -> None:
    InterviewSection.objects.bulk_create(
        InterviewSection(interview=new, code=row.code, edition=row.edition, answers=row.answers)
        for row in old.sections.all()
    )
    InterviewCase.objects.bulk_create(
        InterviewCase(interview=new, case_id=link.case_id) for link in old.case_links.all()
    )
    InterviewIncome.objects.bulk_create(
        InterviewIncome(interview=new, income_id=link.income_id) for link in old.income_links.all()
    )
    items = list(old.plan_items.order_by("pk"))
    for item in items:
        item.pk, item.interview = None, new
    PlanItem.objects.bulk_create(items)
