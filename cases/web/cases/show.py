"""The page of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from cases import access
from cases.models import Case
from cases.selectors.timeline import KINDS, stream
from cases.services.excluded import exclusions_of
from cases.web.cases.heading import CaseHead
from opsapp.kernel import registry
from opsapp.kernel.web import Request, page, partial, reads
from opsapp.kernel.web.parts import Event, Tab

SHORT = 15


@reads
def case(request: Request, pk: int) -> HttpResponse:
    """Where the case stands, what is next, what is in its file. What happened comes after the page,
    with it only when some kind or the whole of it is asked for.
    """
    found = access.get_case(request, pk)
    head = CaseHead(request, found)
    if request.htmx and "os-czasu" in request.GET:
        return partial(
            request, "cases/_case_timeline.html", head=head, case=found, **_told(request, found)
        )
    told = _told(request, found) if request.GET.keys() & {"rodzaj", "calosc"} else {"events": None}
    return page(
        request, "cases/case.html",
        head=head, case=found, boxes=registry.panels.of("case", request, found),
        **told, **_file(found),
    )  # fmt: skip


def _told(request: Request, case: Case) -> dict[str, Any]:
    """What happened, of one kind or all, the newest or the whole."""
    kind, whole = request.GET.get("rodzaj", ""), "calosc" in request.GET
    every = stream(request.user, [case.pk])
    events = [event for event in every if kind in ("", event.kind)]
    return {
        "events": events if whole else events[:SHORT],
        "hidden": 0 if whole else len(events) - SHORT,
        "kinds": kind_tabs(every, kind),
        "kind": kind,
    }


def _file(case: Case) -> dict[str, Any]:
    """What lies in the file: letters, attachments, who takes part and who must not."""
    parties = case.parties.filter(period__upper_inf=True).select_related("person")
    return {
        "letters": list(case.letters.order_by("-on", "-pk")),
        "attachments": list(case.attachments.select_related("file").order_by("-pk")),
        "exclusions": list(exclusions_of(case)),
        "parties": list(parties.prefetch_related("person__names").order_by("pk")),
    }


def kind_tabs(events: list[Event], current: str) -> list[Tab]:
    """Filters of a timeline: only kinds that are there, or chosen; none for a single kind."""
    counts = {kind: sum(event.kind == kind for event in events) for kind in KINDS}
    there = [kind for kind in KINDS if counts[kind] or kind == current]
    if len(there) < 2:
        return []
    every = Tab("Wszystko", "?", not current)
    return [
        every,
        *(Tab(KINDS[kind], f"?rodzaj={kind}", kind == current, counts[kind]) for kind in there),
    ]
