"""Applications: what may be asked for, and what the page of a case says of its application."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch

from cases.models import Application, ApplicationItem, ApplicationReason, Case
from opsapp.office.models import Benefit, Reason

OFTEN = (
    "periodic_allowance",
    "permanent_allowance",
    "targeted_allowance",
    "special_targeted_allowance",
    "meal_support",
    "housing_allowance",
)
"""Asked for most often: offered first."""
NOT_APPLIED_FOR = frozenset({"social_work", "specialist_counselling", "crisis_intervention"})
"""Help that needs no application."""
SOCIAL_ACT = "ustawa o pomocy społecznej"
Grouped = list[tuple[str, list[Benefit]]]


def benefits_on(day: date) -> Grouped:
    """Benefits in force on a day, in groups: those asked for most often first."""
    rows = [row for row in Benefit.objects.on(day) if row.code not in NOT_APPLIED_FOR]
    often = sorted((row for row in rows if row.code in OFTEN), key=lambda r: OFTEN.index(r.code))
    rest = [row for row in rows if row.code not in OFTEN]
    return [
        ("najczęściej", often),
        ("inna pomoc społeczna", [row for row in rest if row.act.startswith(SOCIAL_ACT)]),
        ("pozostałe", [row for row in rest if not row.act.startswith(SOCIAL_ACT)]),
    ]


def reasons_on(day: date) -> list[Reason]:
    """Reasons of art. 7 in force on a day, in the act's order, parts right after their whole."""
    return list(Reason.objects.on(day))


def needs_reason(benefits: list[Benefit]) -> bool:
    """Whether one of the benefits is of the act that asks for a reason of art. 7."""
    return any(benefit.act.startswith(SOCIAL_ACT) for benefit in benefits)


def applications_of(case: Case) -> list[Application]:
    """Applications that run in the case, the newest first, with items and reasons."""
    items = ApplicationItem.objects.select_related("benefit", "person")
    reasons = ApplicationReason.objects.select_related("reason").order_by("-is_first", "pk")
    rows = Application.objects.filter(items__case=case).distinct().order_by("-received_on", "-pk")
    return list(
        rows.select_related("applicant", "recorded_by").prefetch_related(
            Prefetch("items", items), "items__person__names", Prefetch("reasons", reasons)
        )
    )
