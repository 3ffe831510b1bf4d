"""Reads of interviews."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from cases.models import Household
from socialwork.models import Interview, InterviewSection
from socialwork.questionnaire import SECTIONS, differences
from socialwork.questionnaire.questions import Difference, Section


def interviews() -> QuerySet[Interview]:
    """Interviews with their worker and household, newest first."""
    return Interview.objects.select_related("worker", "household", "snapshot").order_by("-id")


def last_signed(household: Household) -> Interview | None:
    """The last signed interview of a household."""
    return (
        household.interviews.filter(status="signed")
        .prefetch_related(Prefetch("sections", InterviewSection.objects.order_by("id")))
        .order_by("-visited_on", "-id")
        .first()
    )


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
