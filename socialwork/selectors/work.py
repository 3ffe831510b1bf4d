"""What waits for a social worker: ordered interviews, open ones, visits, updates that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cases.models import Case, CaseAssignment, Term
from opsapp.kernel.periods import Month
from opsapp.kernel.registry import WORK_LIMIT
from opsapp.office.models import User
from socialwork.models import Interview, InterviewCase
from socialwork.states import SIGNED

UPDATED_EVERY_MONTHS = {
    "permanent_allowance": 6,
    "care_services_fee": 6,
    "specialised_care_fee": 6,
    "neighbourhood_services": 6,
    "care_home_fee": 12,
    "support_centre": 12,
}
"""Permanent forms of help and how often their interview is brought up to date (art. 107 ust. 4)."""
RUNNING = ("decided", "delivered", "final")
WARNED_AHEAD_DAYS = 30


@dataclass(frozen=True, slots=True)
class UpdateDue:
    """A running permanent help whose interview grows old."""

    case: Case
    household_id: int
    last_on: date
    due_on: date


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


def updates_due(user: User, today: date) -> list[UpdateDue]:
    """Running permanent help in the user's cases whose last interview is six (twelve) months old
    within a month, the most overdue first; those already being updated are left out.
    """
    last = Interview.objects.filter(case_links__case=OuterRef("pk"), status=SIGNED).order_by(
        "-visited_on", "-pk"
    )
    mine = CaseAssignment.objects.filter(case=OuterRef("pk"), worker=user, period__upper_inf=True)
    rows = (
        Case.objects.filter(
            Exists(mine), status__in=RUNNING, benefit__code__in=UPDATED_EVERY_MONTHS
        )
        .annotate(
            last_on=Subquery(last.values("visited_on")[:1]),
            household=Subquery(last.values("household_id")[:1]),
        )
        .filter(last_on__lte=today - timedelta(days=150))
        .select_related("benefit", "client")
        .prefetch_related("client__names")
        .order_by("last_on", "pk")[: WORK_LIMIT + 1]
    )
    return _due(list(rows), today)


def _due(cases: list[Case], today: date) -> list[UpdateDue]:
    households = [case.household for case in cases]  # type: ignore[attr-defined]
    seen_since = dict(
        Interview.objects.filter(household__in=households)
        .exclude(status="abandoned")
        .order_by("visited_on")
        .values_list("household_id", "visited_on")
    )
    found = []
    for case in cases:
        household, last_on = case.household, case.last_on  # type: ignore[attr-defined]
        due_on = _months_after(
            last_on, UPDATED_EVERY_MONTHS[str(case.benefit and case.benefit.code)]
        )
        if seen_since[household] <= last_on and due_on <= today + timedelta(days=WARNED_AHEAD_DAYS):
            found.append(UpdateDue(case, household, last_on, due_on))
    return sorted(found, key=lambda row: row.due_on)


def _months_after(day: date, months: int) -> date:
    month = Month.of(day) + months
    return month.first_day.replace(day=min(day.day, month.days))
