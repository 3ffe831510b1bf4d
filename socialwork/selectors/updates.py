"""Which interviews of permanent help must be brought up to date, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cases.models import Case, CaseAssignment, Term
from opsapp.kernel import clock
from opsapp.kernel.periods import Month
from opsapp.kernel.registry import WORK_LIMIT
from opsapp.office.models import User
from socialwork.models import Interview
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
HELP_RUNS = ("decided", "delivered", "final")
WARNED_AHEAD_DAYS = 30
OPEN = {"kind": Term.Kind.INTERVIEW_UPDATE, "met_on": None, "cancelled_on": None}


@dataclass(frozen=True, slots=True)
class UpdateDue:
    """A running permanent help whose interview grows old."""

    case: Case
    household_id: int
    last_on: date
    due_on: date


def today() -> date:
    """The day of the centre."""
    return clock.today()


def every_months(case: Case) -> int | None:
    """How often the interview of this case is brought up to date; None when the act asks for no
    update: one-time help, help that does not run.
    """
    code = case.benefit.code if case.benefit else ""
    return UPDATED_EVERY_MONTHS.get(code) if case.status in HELP_RUNS else None


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    month = Month.of(day) + months
    return month.first_day.replace(day=min(day.day, month.days))


def last_visit(case: Case) -> date | None:
    """The day of the last signed interview that serves the case."""
    rows = Interview.objects.filter(case_links__case=case, status=SIGNED)
    return rows.order_by("-visited_on").values_list("visited_on", flat=True).first()


def without_term() -> list[Case]:
    """Cases of running permanent help with a signed interview and no open term."""
    term = Term.objects.filter(case=OuterRef("pk"), **OPEN)
    visited = Interview.objects.filter(case_links__case=OuterRef("pk"), status=SIGNED)
    rows = Case.objects.filter(
        ~Exists(term), Exists(visited), status__in=HELP_RUNS,
        benefit__code__in=UPDATED_EVERY_MONTHS,
    ).select_related("benefit")  # fmt: skip
    return list(rows.order_by("pk"))


def of_ended_help() -> list[Term]:
    """Open terms of cases where the help runs no more."""
    rows = Term.objects.filter(**OPEN).exclude(case__status__in=HELP_RUNS)
    return list(rows.select_related("case").order_by("pk"))


def updates_due(user: User, on: date) -> list[UpdateDue]:
    """Updates in the user's cases due within a month, the most overdue first; those already begun
    are left out.
    """
    mine = CaseAssignment.objects.filter(case=OuterRef("case"), worker=user, period__upper_inf=True)
    begun = Interview.objects.filter(
        household=OuterRef("household"), visited_on__gt=OuterRef("starts_on")
    ).exclude(status="abandoned")
    rows: Any = (
        Term.objects.filter(
            Exists(mine), **OPEN, due_on__lte=on + timedelta(days=WARNED_AHEAD_DAYS)
        )
        .annotate(household=Subquery(_last(of="case").values("household_id")[:1]))
        .filter(~Exists(begun), household__isnull=False)
        .select_related("case__benefit", "case__client")
        .prefetch_related("case__client__names")
        .order_by("due_on", "pk")[: WORK_LIMIT + 1]
    )
    return [UpdateDue(row.case, row.household, row.starts_on, row.due_on) for row in rows]


def _last(of: str) -> QuerySet[Interview]:
    rows = Interview.objects.filter(case_links__case=OuterRef(of), status=SIGNED)
    return rows.order_by("-visited_on", "-pk")
