"""The search box: every app that has something to find answers; groups stand in the order of their
best hit.
"""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpResponse

from opsapp.kernel import registry
from opsapp.kernel.registry import Hit
from opsapp.kernel.web.answers import page, partial
from opsapp.kernel.web.decorators import reads
from opsapp.kernel.web.requests import Request

LIVE_LIMIT = 6
PAGE_LIMIT = 50
SHORTEST = 2


@reads
def search(request: Request) -> HttpResponse:
    """What was found: a few of each kind while typing, more on a page of its own after Enter."""
    typed = request.GET.get("q", "").replace("\0", " ")
    query = " ".join(typed.split())[:100]
    live = bool(request.htmx)
    groups = (
        grouped(request, query, LIVE_LIMIT if live else PAGE_LIMIT)
        if len(query) >= SHORTEST
        else []
    )
    show, template = (partial, "ui/search_results.html") if live else (page, "search.html")
    return show(request, template, groups=groups, query=query)


def grouped(request: Request, query: str, limit: int) -> list[tuple[str, list[Hit]]]:
    """Hits by their kind, best first."""
    groups: dict[str, list[Hit]] = defaultdict(list)
    for hit in registry.search.ask(request.user, query, limit):
        groups[hit.kind].append(hit)
    for hits in groups.values():
        hits.sort(key=lambda hit: -hit.score)
    return sorted(groups.items(), key=lambda group: -group[1][0].score)
