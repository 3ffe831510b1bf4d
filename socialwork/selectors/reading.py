"""Reads of interviews: lists, one interview in words, what changed since the last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from cases.models import (
    Case,
    Household,
    IncomeRecord,
    Membership,
    Person,
    PersonName,
    SnapshotMember,
    in_force,
)
from cases.selectors.households import household_of
from cases.selectors.households import members as members_on
from cases.selectors.people import cards_of, group_of
from opsapp.office.models import User
from socialwork.models import Interview, PlanItem
from socialwork.questionnaire import SECTIONS, differences
from socialwork.questionnaire.questions import Difference, Section
from socialwork.states import SIGNED

OPEN_CASES = (
    "registered",
    "incomplete",
    "in_progress",
    "interview_ordered",
    "interview_done",
    "suspended",
    "party_notified",
    "draft_decision",
    "remanded",
)
"""States in which an interview may still serve a case."""


def names_now() -> Prefetch[str, QuerySet[PersonName], str]:
    """The names in force of the person of a row, read at once for many rows."""
    return Prefetch("person__names", queryset=PersonName.objects.filter(in_force()))


def listed(
    rows: QuerySet[Interview], *, status: str = "", worker: User | None = None
) -> QuerySet[Interview]:
    """Interviews with their workers, by state and worker."""
    rows = rows.select_related("worker", "household")
    if status:
        rows = rows.filter(status=status)
    return rows.filter(worker=worker) if worker else rows


def heads(households: Iterable[int]) -> dict[int, Membership]:
    """The applicant of each household today, by household id."""
    rows = Membership.objects.filter(
        household_id__in=set(households), role="applicant", period__upper_inf=True
    )
    return {
        row.household_id: row for row in rows.select_related("person").prefetch_related(names_now())
    }


def members(interview: Interview) -> list[Membership]:
    """Who belongs to the interview's household on the day of the visit, the applicant first."""
    return members_on(interview.household, interview.visited_on)


def family(interview: Interview) -> list[Membership] | list[SnapshotMember]:
    """The family as signed, or as it stands on the day of the visit while it is open."""
    if interview.snapshot_id is None:
        return members(interview)
    return snapshot_members(interview.snapshot_id)


def snapshot_members(snapshot: int) -> list[SnapshotMember]:
    """The persons of a frozen family, in its order."""
    rows = SnapshotMember.objects.filter(snapshot_id=snapshot).select_related("person")
    return list(rows.prefetch_related(names_now()).order_by("pk"))


def known_incomes(interview: Interview) -> list[IncomeRecord]:
    """Live incomes of the household's members, the newest month first."""
    cards = cards_of(row.person for row in members(interview))
    rows = IncomeRecord.objects.filter(
        person_id__in=list(cards), superseded_by=None, withdrawn=False
    ).select_related("person", "evidence")
    return list(rows.prefetch_related(names_now()).order_by("-month", "-year", "person_id", "id"))


def shown_incomes(interview: Interview) -> list[IncomeRecord]:
    """Incomes confirmed in the interview."""
    rows = IncomeRecord.objects.filter(pk__in=interview.income_links.values("income_id"))
    named = rows.select_related("person", "evidence").prefetch_related(names_now())
    return list(named.order_by("-month", "-year", "person_id", "id"))


def plan(interview: Interview) -> QuerySet[PlanItem]:
    """The plan of help with its persons and benefits."""
    rows = interview.plan_items.select_related("person", "benefit").prefetch_related(names_now())
    return rows.order_by("pk")


def proposals(case: Case, interview: Interview | None) -> QuerySet[PlanItem]:
    """What an interview that serves a case proposes of the case's benefit; nothing of None."""
    rows = PlanItem.objects.filter(interview=interview, benefit=case.benefit_id)
    return rows.select_related("person", "benefit").prefetch_related(names_now()).order_by("pk")


def signed_for(case: Case) -> Interview | None:
    """The last signed interview that serves a case (a correction stands for what it corrects)."""
    rows = Interview.objects.filter(case_links__case=case, status=SIGNED)
    return rows.select_related("worker", "snapshot").order_by("-visited_on", "-pk").first()


def open_for(case: Case) -> Interview | None:
    """The open interview that serves a case, whoever conducts it."""
    rows = Interview.objects.filter(case_links__case=case, status="draft")
    return rows.select_related("worker").order_by("-pk").first()


def household_for(case: Case, on: date) -> Household | None:
    """The household whose interview a case needs: the application's, else the client's own."""
    item = case.items.select_related("application__household").order_by("-pk").first()
    if item is not None and item.application.household.closed_on is None:
        return item.application.household
    return household_of(case.client, on)


def cases_of(interview: Interview) -> list[Case]:
    """The cases an interview serves."""
    return list(
        Case.objects.filter(interview_links__interview=interview)
        .select_related("benefit")
        .order_by("pk")
    )


def cases_to_serve(household: Household, on: date) -> list[Case]:
    """Open cases of a household's members that an interview could serve."""
    persons = list(cards_of(row.person for row in members_on(household, on)))
    asked = Q(client__in=persons) | Q(items__person__in=persons)
    rows = Case.objects.filter(asked, status__in=OPEN_CASES).distinct()
    return list(rows.select_related("benefit").order_by("-opened_on", "-pk")[:20])


def interviews_with(person: Person, rows: QuerySet[Interview]) -> QuerySet[Interview]:
    """Interviews with the families a person belonged to on the day of the visit, newest first."""
    stays = Membership.objects.filter(person__in=group_of(person))
    of_family = Q(pk__in=[])
    for stay in stays:
        of_family |= Q(
            household_id=stay.household_id,
            visited_on__gte=stay.period.lower,
            **({"visited_on__lt": stay.period.upper} if stay.period.upper else {}),
        )
    return rows.filter(of_family).select_related("worker").order_by("-visited_on", "-pk")


def answered(interview: Interview) -> list[tuple[Section, list[tuple[str, str]]]]:
    """The interview in words: each section with its questions and answers."""
    answers = answers_of(interview)
    return [
        (part, [(q.label, q.show(answers.get(part.code, {}).get(q.code))) for q in part.questions])
        for part in SECTIONS
    ]


def answers_of(interview: Interview) -> dict[str, dict[str, object]]:
    """Stored answers by section."""
    return {row.code: row.answers for row in interview.sections.all()}


def compared_with(interview: Interview) -> Interview | None:
    """What this interview is read against: the one it corrects, else the one before."""
    return interview.corrects or interview.previous


def changes_since_last(interview: Interview) -> list[tuple[Section, list[Difference]]]:
    """What this interview says otherwise than the one it is compared with, section by section."""
    other = compared_with(interview)
    if other is None:
        return []
    before, after = answers_of(other), answers_of(interview)
    found = [
        (part, differences(part, before.get(part.code, {}), after.get(part.code, {})))
        for part in SECTIONS
    ]
    return [(part, changed) for part, changed in found if changed]


def family_changes(interview: Interview) -> list[str]:
    """Who joined or left the family since the interview it is compared with, in words."""
    other = compared_with(interview)
    if other is None or other.snapshot_id is None:
        return []
    before = {row.person_id: row.person for row in snapshot_members(other.snapshot_id)}
    now = {row.person_id: row.person for row in family(interview)}
    left = [f"nie należy już do rodziny: {before[key]}" for key in before.keys() - now.keys()]
    came = [f"przybyła do rodziny osoba: {now[key]}" for key in now.keys() - before.keys()]
    return sorted(left) + sorted(came)
