"""*Mój dzień*: four counters, what to do now, and what each app adds beside."""

from __future__ import annotations

from collections import Counter as Tally
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse

from opsapp.kernel import looked, registry
from opsapp.kernel.registry import WorkItem
from opsapp.kernel.web.answers import page
from opsapp.kernel.web.day import LISTS, Day, by_bucket, day_of
from opsapp.kernel.web.decorators import reads
from opsapp.kernel.web.parts import Counter, Tab, Tone
from opsapp.kernel.web.requests import Request

SHORT = 25
TONES: dict[str, Tone] = {"po-terminie": "bad", "na-dzis": "accent", "wrocilo": "warn"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for: one of the saved lists, one kind of things, the whole of it."""

    list: str
    kind: str
    whole: bool

    def url(self, **changes: str) -> str:
        """The same page with another choice."""
        asked = {"lista": self.list, "rodzaj": self.kind} | changes
        return "?" + urlencode({name: value for name, value in asked.items() if value})


@reads
def show(request: Request) -> HttpResponse:
    """A person's day, or one of its lists: `?lista=po-terminie`, `?rodzaj=Wywiady`."""
    day = day_of(request.user)
    wanted = request.GET.get("lista", "")
    chosen = Chosen(
        wanted if wanted in LISTS else "", request.GET.get("rodzaj", ""), "wszystko" in request.GET
    )
    listed = sorted(LISTS[chosen.list][1](day), key=day.urgency) if chosen.list else day.to_do
    items = [item for item in listed if chosen.kind in ("", item.group)]
    shown = items if chosen.whole or chosen.list else items[:SHORT]
    _trace(request, shown)
    return page(
        request, "home.html", day=day, chosen=chosen,
        counters=_counters(day, chosen), kinds=_kinds(listed, chosen),
        heading=LISTS[chosen.list][0] if chosen.list else "Do zrobienia teraz",
        buckets=by_bucket(day, shown), hidden=len(items) - len(shown),
        whole_url=chosen.url(wszystko="1"),
        boxes=[] if chosen.list else registry.panels.of("home", request, request.user),
    )  # fmt: skip


def _counters(day: Day, chosen: Chosen) -> list[Counter]:
    made = []
    for word, (label, rows) in LISTS.items():
        number = sum(item.count for item in rows(day))
        tone = TONES.get(word, "quiet") if number else "quiet"
        value = f"{number}+" if day.cut and number else number
        current = chosen.list == word
        made.append(Counter(label, value, "?" if current else f"?lista={word}", tone, current))
    return made


def _kinds(items: list[WorkItem], chosen: Chosen) -> list[Tab]:
    """The kinds of things on the list with their numbers; none when there is but one."""
    tally = Tally[str]()
    for item in items:
        tally[item.group] += item.count
    if len(tally) < 2 and not chosen.kind:
        return []
    every = Tab("Wszystko", chosen.url(rodzaj=""), not chosen.kind, tally.total())
    return [
        every,
        *(
            Tab(kind, chosen.url(rodzaj=kind), chosen.kind == kind, number)
            for kind, number in sorted(tally.items())
        ),
    ]


def _trace(request: Request, items: list[WorkItem]) -> None:
    """The names of persons were seen on this list."""
    seen: dict[str, list[int]] = defaultdict(list)
    for item in items:
        if item.about is not None:
            seen[item.about[0]].append(item.about[1])
    for kind, ids in seen.items():
        looked.listed(request.user, kind, request.get_full_path(), sorted(set(ids)))
