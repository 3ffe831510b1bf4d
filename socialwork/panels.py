"""What social work shows on the pages of lower apps: navigation, the day's work, a case's next
step, panels of cases and persons, what happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from cases.models import Case, Person
from cases.selectors.households import stays_of
from opsapp.kernel import clock, registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Entry, Panel, StageMark, Step
from opsapp.kernel.web.parts import Event
from opsapp.office.models import User
from socialwork import selectors, work
from socialwork.access import interviews_of
from socialwork.models import Interview
from socialwork.services.interviews.sealing import broken_signatures
from socialwork.states import ABANDON_REASONS, DRAFT, SIGNED

WAITING_FOR_INTERVIEW = ("in_progress", "interview_ordered")


def register() -> None:
    """Put everything on its shelf."""
    registry.navigation.register(
        Entry("Wywiady", "socialwork:interviews", "clipboard", Cap.SEE_SOCIAL_WORK, 40)
    )
    for order, provider in enumerate(work.PROVIDERS):
        registry.work.register(provider, order=20 + order)
    registry.steps.register(next_step, order=20)
    registry.stages.register(stage, order=20)
    registry.events.register(events, order=20)
    registry.panels.register("case", case_panel, order=20)
    registry.panels.register("person", person_card, order=40)
    registry.panels.register("person.social_work", person_interviews, order=10)
    registry.checks.register("interviews", broken_signatures)


def next_step(request: HttpRequest, case: Case) -> Iterator[Step]:
    """'Dokończ wywiad' or 'Zacznij wywiad', by what the case has and who asks."""
    user: User = request.user  # type: ignore[assignment]
    if case.status not in WAITING_FOR_INTERVIEW or _serves(case, SIGNED) is not None:
        return
    draft = _serves(case, DRAFT)
    if draft is not None:
        yield from _finish(user, draft)
    elif user.can(Cap.CONDUCT_INTERVIEWS):
        url = f"{reverse('socialwork:interview_new')}?sprawa={case.pk}"
        yield Step("Zacznij wywiad", url, icon="clipboard-plus")


def _serves(case: Case, status: str) -> Interview | None:
    """The signed or the open interview of a case; asked once for one reading of the case."""
    return next((row for row in _serving(case) if row.status == status), None)


def _serving(case: Case) -> list[Interview]:
    """Interviews that serve a case, whoever may see them, the newest first; asked once for one
    reading of the case.
    """
    kept: dict[str, list[Interview]] = case.__dict__
    if "_interviews" not in kept:
        rows = Interview.objects.filter(case_links__case=case).select_related("worker")
        kept["_interviews"] = list(rows.order_by("-visited_on", "-pk"))
    return kept["_interviews"]


def _finish(user: User, draft: Interview) -> Iterator[Step]:
    if draft.worker_id == user.pk:
        url = reverse("socialwork:interview", args=[draft.pk])
        yield Step("Dokończ wywiad", url, icon="clipboard-list")
    else:
        yield Step("Dokończ wywiad", why=f"Wywiad prowadzi {draft.worker}.")


def stage(request: HttpRequest, case: Case) -> Iterator[StageMark]:
    """The day of the signed interview, or that one is open."""
    user: User = request.user  # type: ignore[assignment]
    found = _serves(case, SIGNED) or _serves(case, DRAFT)
    if found is None:
        return
    may = user.can(Cap.SEE_SOCIAL_WORK)
    url = reverse("socialwork:interview", args=[found.pk]) if may else ""
    signed = found.status == SIGNED
    yield StageMark(
        "interview",
        state="done" if signed else "",
        note=f"{found.visited_on:%d.%m}" if signed else "w opracowaniu",
        url=url,
    )


def case_panel(request: HttpRequest, subject: Model) -> Panel | None:
    """Interviews that serve the case, and what the signed one proposes."""
    user: User = request.user  # type: ignore[assignment]
    if not isinstance(subject, Case) or not user.can(Cap.SEE_SOCIAL_WORK):
        return None
    interviews = _seen(user, _serving(subject))
    last_signed = next((row for row in interviews if row.status == SIGNED), None)
    context = {
        "interviews": interviews,
        "proposals": list(selectors.proposals(subject, last_signed)) if last_signed else [],
    }
    return Panel("socialwork/_case_panel.html", context, title="Wywiad")


def _seen(user: User, rows: list[Interview]) -> list[Interview]:
    """Of some interviews those the person may see."""
    if user.units_with(Cap.SEE_SOCIAL_WORK) is None:
        return rows
    keys = [row.pk for row in rows]
    mine = set(interviews_of(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [row for row in rows if row.pk in mine]


def person_card(request: HttpRequest, subject: Model) -> Panel | None:
    """The last interview with the person's family, in one line; nothing when there was none."""
    user: User = request.user  # type: ignore[assignment]
    if not isinstance(subject, Person) or not user.can(Cap.SEE_SOCIAL_WORK):
        return None
    rows = selectors.interviews_with(subject, interviews_of(user)).exclude(status="abandoned")
    last = rows.first()
    if last is None:
        return None
    return Panel("socialwork/_person_card.html", {"last": last}, title="Wywiad środowiskowy")


def person_interviews(request: HttpRequest, subject: Model) -> Panel | None:
    """Every interview with the person's families, and the way to a new one."""
    user: User = request.user  # type: ignore[assignment]
    if not isinstance(subject, Person):
        return None
    stay = stays_of(subject, clock.today()).first()
    rows = selectors.interviews_with(subject, interviews_of(user))
    context = {
        "interviews": list(rows[:50]),
        "household_id": stay.household_id if stay else None,
        "may_start": user.can(Cap.CONDUCT_INTERVIEWS) and stay is not None,
        "person": subject,
    }
    return Panel("socialwork/_person_interviews.html", context, title="Wywiady środowiskowe")


def events(user: User, cases: Iterable[int], persons: Iterable[int]) -> Iterator[Event]:
    """Interviews signed and given up, for whoever may see social work."""
    if not user.can(Cap.SEE_SOCIAL_WORK):
        return
    rows = interviews_of(user).filter(case_links__case__in=list(cases)).exclude(status=DRAFT)
    moves = {
        row.pk: row.transitions.all()
        for row in rows.distinct().prefetch_related("transitions__actor")
    }
    for pk, transitions in moves.items():
        for move in transitions:
            yield _event(pk, move)


def _event(pk: int, move: object) -> Event:
    signed = getattr(move, "to_state", "") == SIGNED
    reason = ABANDON_REASONS.get(getattr(move, "reason_code", ""), "")
    remark = getattr(move, "remark", "")
    return Event(
        at=getattr(move, "recorded_at", date.min),
        text="Podpisano wywiad środowiskowy" if signed else "Zaniechano wywiadu",
        who=str(getattr(move, "actor", "")),
        icon="clipboard-check" if signed else "clipboard",
        url=reverse("socialwork:interview", args=[pk]),
        detail=": ".join(part for part in (reason, remark) if part),
    )
