"""Pages, signed in, by the whole WSGI application, with the trace of looking written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle
from urllib.parse import urlencode

from django.urls import reverse

from benefits.selectors_queue import pending_count
from cases.models import Person, PersonIdentifier
from cases.selectors.people import person_list
from opsapp.demo.measuring.browser import signed_in
from opsapp.demo.measuring.figures import Figure, timed
from opsapp.demo.measuring.statements import counted
from opsapp.office.models import User

TIMES = 80
SAMPLE = 20
NAMES = ("kowal ann", "nowak", "wisniewska mar", "zielinski", "woj jan", "lewandowska")
CLERK = "kancelaria"


def people() -> Iterator[Figure]:
    """The first page of the list."""
    yield _page("list", [reverse("cases:people")])


def last_page() -> Iterator[Figure]:
    """The last page of the list, as its link leads there."""
    order = person_list("").order_by("last_key", "first_key", "pk").reverse()
    edge = order.values_list("pk", flat=True)[25:26]
    after = f"?po={edge[0]}" if edge else ""
    yield _page("last", [reverse("cases:people") + after])


def search() -> Iterator[Figure]:
    """The search box, by names."""
    yield _page("search", [_found(name) for name in NAMES])


def pesel() -> Iterator[Figure]:
    """The search box, by numbers of persons all over the town."""
    rows = PersonIdentifier.objects.filter(kind="pesel", is_live=True)
    keys = _spread(list(rows.order_by("pk").values_list("pk", flat=True)))
    yield _page("pesel", [_found(row.value) for row in rows.filter(pk__in=keys)])


def person() -> Iterator[Figure]:
    """Pages of persons all over the town."""
    keys = _spread(list(Person.objects.order_by("pk").values_list("pk", flat=True)))
    yield _page("person", [reverse("cases:person", args=[key]) for key in keys])


def queue() -> Iterator[Figure]:
    """The director's queue."""
    waiting = pending_count(User.objects.get(username="dyrektor"))
    yield _page("queue", [reverse("benefits:queue")], who="dyrektor", note=f"n = {waiting}")


def _found(text: str) -> str:
    return f"{reverse('web:search')}?{urlencode({'q': text})}"


def _spread(keys: Sequence[int]) -> Sequence[int]:
    return keys[:: max(1, len(keys) // SAMPLE)][:SAMPLE]


def _page(name: str, urls: Sequence[str], *, who: str = CLERK, note: str = "") -> Figure:
    """Statements are counted after a first page: it prolongs the session and counts the marks of
    the navigation, as one page a minute does.
    """
    with signed_in(who) as (browser,):
        browser.open(urls[0])
        most = max(counted(lambda url=url: browser.open(url)) for url in urls[:10])  # type: ignore[misc]
        next_one = cycle(urls)
        p50, p95 = timed(lambda: browser.open(next(next_one)), times=TIMES)
    return Figure(name, p50, p95, most, note)
