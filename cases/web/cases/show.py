"""The page of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from cases import access
from cases.models import Case
from cases.selectors.timeline import KINDS, stream
from cases.web.cases.heading import CaseHead
from opsapp.kernel import registry
from opsapp.kernel.web import Request, page, reads
from opsapp.kernel.web.parts import Event, Tab

SHORT = 15


@reads
def case(request: Request, pk: int) -> HttpResponse:
    """Where the case stands, what is next, what happened, what is in its file."""
    found = access.get_case(request, pk)
    kind = request.GET.get("rodzaj", "")
    every = stream(request.user, [found.pk])
    events = [event for event in every if kind in ("", event.kind)]
    whole = "calosc" in request.GET
    return page(
        request, "cases/case.html",
        head=CaseHead(request, found), case=found,
        boxes=registry.panels.of("case", request, found),
        events=events if whole else events[:SHORT], hidden=0 if whole else len(events) - SHORT,
        kinds=kind_tabs(every, kind), kind=kind,
        **_file(found),
    )  # fmt: skip


def _file(case: Case) -> dict[str, Any]:
    """What lies in the file: letters, attachments, who takes part."""
    parties = case.parties.filter(period__upper_inf=True).select_related("person")
    return {
        "letters": list(case.letters.order_by("-on", "-pk")),
        "attachments": list(case.attachments.select_related("file").order_by("-pk")),
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
