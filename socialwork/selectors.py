"""Reads of interviews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from cases.models import Household, IncomeRecord, Membership
from opsapp.office.models import User
from socialwork.models import Interview
from socialwork.questionnaire import SECTIONS, differences
from socialwork.questionnaire.questions import Difference, Section


def listed(*, status: str = "", worker: User | None = None) -> QuerySet[Interview]:
    """Interviews with their workers, by state and worker."""
    rows = Interview.objects.select_related("worker", "household")
    if status:
        rows = rows.filter(status=status)
    return rows.filter(worker=worker) if worker else rows


def heads(interviews: Iterable[Interview]) -> dict[int, Membership]:
    """The applicant of each interview's household today, by household id."""
    rows = Membership.objects.filter(
        household_id__in={row.household_id for row in interviews},
        role="applicant",
        period__upper_inf=True,
    )
    return {
        row.household_id: row
        for row in rows.select_related("person").prefetch_related("person__names")
    }


def members(household: Household, on: date) -> list[Membership]:
    """Who belongs to a household on a day, the applicant first."""
    rows = household.memberships.filter(period__contains=on).select_related("person")
    return sorted(
        rows.prefetch_related("person__names"), key=lambda row: (row.role != "applicant", row.pk)
    )


def known_incomes(interview: Interview) -> list[IncomeRecord]:
    """Live incomes of the household's members, the newest month first."""
    persons = [row.person_id for row in members(interview.household, interview.visited_on)]
    rows = IncomeRecord.objects.filter(
        person_id__in=persons, superseded_by=None, withdrawn=False
    ).select_related("person", "evidence")
    return list(rows.prefetch_related("person__names").order_by("-month", "person_id", "id")[:100])


def shown_incomes(interview: Interview) -> list[IncomeRecord]:
    """Incomes confirmed in the interview."""
    rows = IncomeRecord.objects.filter(pk__in=interview.income_links.values("income_id"))
    return list(rows.select_related("person").prefetch_related("person__names"))


def answered(interview: Interview) -> list[tuple[Section, list[tuple[str, str]]]]:
    """The interview in words: each section with its questions and answers."""
    answers = {row.code: row.answers for row in interview.sections.all()}
    return [
        (part, [(q.label, q.show(answers.get(part.code, {}).get(q.code))) for q in part.questions])
        for part in SECTIONS
    ]


def changes_since_last(interview: Interview) -> list[tuple[Section, list[Difference]]]:
    """What this interview says otherwise than the one before, section by section."""
    if interview.previous is None:
        return []
    before = {row.code: row.answers for row in interview.previous.sections.all()}
    after = {row.code: row.answers for row in interview.sections.all()}
    found = [
        (part, differences(part, before.get(part.code, {}), after.get(part.code, {})))
        for part in SECTIONS
    ]
    return [(part, changed) for part, changed in found if changed]
