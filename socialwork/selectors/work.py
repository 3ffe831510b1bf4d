"""What waits for a social worker: ordered interviews, open ones, visits."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cases.models import CaseAssignment, Term
from opsapp.kernel.registry import WORK_LIMIT
from opsapp.office.models import User
from socialwork.models import Interview, InterviewCase
from socialwork.states import SIGNED


def ordered(user: User) -> QuerySet[Term]:
    """Terms of interviews ordered in the user's cases that nobody has begun, the nearest first."""
    mine = CaseAssignment.objects.filter(case=OuterRef("case"), worker=user, period__upper_inf=True)
    begun_already = InterviewCase.objects.filter(
        case=OuterRef("case"), interview__status__in=("draft", SIGNED),
        interview__visited_on__gte=OuterRef("starts_on"),
    )  # fmt: skip
    rows = Term.objects.filter(
        Exists(mine), ~Exists(begun_already), kind="interview", met_on=None, cancelled_on=None
    )
    named = rows.select_related("case__client", "case__benefit").prefetch_related(
        "case__client__names"
    )
    return named.order_by("due_on", "pk")[: WORK_LIMIT + 1]


def begun(user: User) -> QuerySet[Interview]:
    """The user's open interviews with the nearest term of the cases they serve, oldest first."""
    terms = Term.objects.filter(
        case__interview_links__interview=OuterRef("pk"),
        kind="interview",
        met_on=None,
        cancelled_on=None,
    ).order_by("due_on")
    rows = Interview.objects.filter(worker=user, status="draft")
    return rows.annotate(due_on=Subquery(terms.values("due_on")[:1])).order_by(
        "visited_on", "visit_hour", "pk"
    )[: WORK_LIMIT + 1]


def visits_on(user: User, day: date) -> QuerySet[Interview]:
    """The user's visits of a day, by the hour."""
    rows = Interview.objects.filter(worker=user, status="draft", visited_on=day)
    return rows.order_by("visit_hour", "pk")
