"""What social work shows on the pages of lower apps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from opsapp.kernel import registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Entry, WorkItem
from opsapp.office.models import User
from socialwork.models import Interview
from socialwork.selectors import heads


def register() -> None:
    """Hang the navigation and the day's work."""
    registry.navigation.register(
        Entry("Wywiady", "socialwork:interviews", "clipboard", Cap.SEE_SOCIAL_WORK, 40)
    )
    registry.work.register(open_interviews)


def open_interviews(user: User, today: date) -> Iterator[WorkItem]:
    """Interviews the worker has begun and not signed."""
    rows = list(Interview.objects.filter(worker=user, status="draft").order_by("visited_on")[:20])
    people = heads(rows)
    for row in rows:
        head = people.get(row.household_id)
        yield WorkItem(
            group="Wywiady w opracowaniu",
            label=f"Wywiad środowiskowy · {head.person if head else ''}",
            url=reverse("socialwork:interview", args=[row.pk]),
            detail=f"wizyta {row.visited_on:%d.%m.%Y}",
            action="Dokończ",
        )
