"""The social worker's things to do: each provider answers for *Mój dzień*."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.urls import reverse

from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import WorkItem
from opsapp.office.models import User
from socialwork import selectors
from socialwork.models import Interview


def visits_today(user: User, today: date) -> Iterator[WorkItem]:
    """Visits agreed for today, by the hour."""
    if not user.can(Cap.CONDUCT_INTERVIEWS):
        return
    rows = list(selectors.visits_on(user, today))
    for row, name, about in _named(rows):
        hour = f"{row.visit_hour:%H:%M}" if row.visit_hour else "bez godziny"
        yield WorkItem(
            group="Wizyty dziś",
            label=f"{hour} · {name}",
            url=reverse("socialwork:interview", args=[row.pk]),
            due=today,
            detail=row.place,
            action="Otwórz wywiad",
            about=about,
        )


def ordered_interviews(user: User, today: date) -> Iterator[WorkItem]:
    """Interviews ordered in the user's cases that nobody has begun."""
    if not user.can(Cap.CONDUCT_INTERVIEWS):
        return
    for term in selectors.ordered(user):
        yield WorkItem(
            group="Wywiady do przeprowadzenia",
            label=f"Wywiad · {term.case.client}",
            url=f"{reverse('socialwork:interview_new')}?sprawa={term.case_id}",
            due=term.due_on,
            detail=f"{term.case.sign} · {term.case.subject}",
            action="Zacznij wywiad",
            about=("cases.person", term.case.client_id),
        )


def begun_interviews(user: User, today: date) -> Iterator[WorkItem]:
    """Interviews that were begun and wait for a signature; visits ahead wait for their day."""
    if not user.can(Cap.CONDUCT_INTERVIEWS):
        return
    rows = [row for row in selectors.begun(user) if row.visited_on != today]
    for row, name, about in _named(rows):
        ahead = row.visited_on > today
        yield WorkItem(
            group="Umówione wizyty" if ahead else "Wywiady do dokończenia",
            label=f"Wywiad · {name}",
            url=reverse("socialwork:interview", args=[row.pk]),
            due=row.visited_on if ahead else row.due_on,  # type: ignore[attr-defined]
            detail=f"wizyta {row.visited_on:%d.%m.%Y}",
            action="Otwórz wywiad" if ahead else "Dokończ wywiad",
            about=about,
        )


def updates(user: User, today: date) -> Iterator[WorkItem]:
    """Permanent help whose interview must be brought up to date (art. 107 ust. 4)."""
    if not user.can(Cap.CONDUCT_INTERVIEWS):
        return
    for row in selectors.updates_due(user, today):
        yield WorkItem(
            group="Aktualizacje wywiadów",
            label=f"Aktualizacja · {row.case.client}",
            url=f"{reverse('socialwork:interview_new')}"
            f"?sprawa={row.case.pk}&rodzina={row.household_id}",
            due=row.due_on,
            detail=f"{row.case.subject} · ostatni wywiad {row.last_on:%d.%m.%Y}",
            action="Aktualizuj",
            about=("cases.person", row.case.client_id),
        )


PROVIDERS: tuple[Callable[[User, date], Iterator[WorkItem]], ...] = (
    visits_today,
    ordered_interviews,
    begun_interviews,
    updates,
)


def _named(rows: list[Interview]) -> Iterator[tuple[Interview, str, tuple[str, int] | None]]:
    """With the name of the head of the household, and whom it names."""
    people = selectors.heads(row.household_id for row in rows)
    for row in rows:
        head = people.get(row.household_id)
        if head is None:
            yield row, f"gospodarstwo nr {row.household_id}", None
        else:
            yield row, str(head.person), ("cases.person", head.person_id)
