"""What cases show on a person's card: the running ones, the stream, the sections."""

from __future__ import annotations

from typing import cast

from django.db.models import Model
from django.http import HttpRequest

from cases.models import Person
from cases.selectors.people import group_of
from cases.selectors.person_file import cases_of_person, papers_of, running
from cases.selectors.timeline import stream
from cases.web.cases.show import kind_tabs
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Panel
from opsapp.kernel.web.requests import Request

NEWEST = 8
"""Events on the overview; the section shows all."""


def running_box(request: HttpRequest, subject: Model) -> Panel | None:
    """'W toku': open cases with their terms."""
    asked, person = cast(Request, request), cast(Person, subject)
    if not asked.user.can(Cap.SEE_CASES):
        return None
    rows = list(running(cases_of_person(person, asked.user, clock.today()))[:6])
    return Panel("cases/_person_running.html", {"rows": rows, "person": person}, "W toku")


def newest(request: HttpRequest, subject: Model) -> Panel | None:
    """The newest of the stream, on the overview."""
    return _stream(request, subject, limit=NEWEST)


def whole(request: HttpRequest, subject: Model) -> Panel | None:
    """The whole stream, with its filter."""
    return _stream(request, subject, limit=None)


def _stream(request: HttpRequest, subject: Model, *, limit: int | None) -> Panel | None:
    asked, person = cast(Request, request), cast(Person, subject)
    if not asked.user.can(Cap.SEE_CASES):
        return None
    keys = list(
        cases_of_person(person, asked.user, clock.today()).order_by().values_list("pk", flat=True)
    )
    every = stream(asked.user, keys, group_of(person))
    kind = request.GET.get("rodzaj", "") if limit is None else ""
    events = [event for event in every if kind in ("", event.kind)][:limit]
    context = {
        "events": events,
        "kinds": kind_tabs(every, kind) if limit is None else [],
        "more": limit is not None and len(every) > limit,
        "person": person,
    }
    return Panel("cases/_person_timeline.html", context, "Oś czasu")


def all_cases(request: HttpRequest, subject: Model) -> Panel | None:
    """Every case of the person."""
    asked, person = cast(Request, request), cast(Person, subject)
    rows = list(cases_of_person(person, asked.user, clock.today())[:200])
    if not rows:
        return None
    return Panel("cases/_person_cases.html", {"slice": rows, "person": person}, "Sprawy")


def documents(request: HttpRequest, subject: Model) -> Panel | None:
    """Files, letters and proofs."""
    asked, person = cast(Request, request), cast(Person, subject)
    rows = cases_of_person(person, asked.user, clock.today()).order_by()
    papers = papers_of(person, list(rows.values_list("pk", flat=True)))
    if not any(papers.values()):
        return None
    return Panel("cases/_person_papers.html", {**papers, "person": person}, "Dokumenty")
