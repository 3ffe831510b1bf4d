"""Pages, signed in, by the whole stack of middleware, with the trace of looking written."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Person, PersonIdentifier
from opsapp.demo.measuring.figures import Figure, timed
from opsapp.office.models import User

TIMES = 40


def client_of(username: str) -> Client:
    """A browser in which somebody of the staff is signed in."""
    client = Client(headers={"host": "localhost"})
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(User.objects.get(username=username), backend=backend)
    return client


def pages() -> Iterator[Figure]:
    """The pages that have a goal."""
    reception, director = client_of("kancelaria"), client_of("dyrektor")
    identifier = PersonIdentifier.objects.filter(kind="pesel").order_by("-pk")[0]
    middle = Person.objects.order_by("pk")[Person.objects.count() // 2]
    people, search = reverse("cases:people"), reverse("web:search")
    yield _page("lista osób, 25", reception, people, goal=60, most=10)
    yield _page("wyszukiwanie po nazwisku", reception, f"{search}?q=kowal+ann", goal=80, most=6)
    yield _page("wyszukiwanie po PESEL", reception, f"{search}?q={identifier.value}", goal=20)
    yield _page("karta osoby", reception, reverse("cases:person", args=[middle.pk]), 120, 25)
    yield _page("kolejka dyrektora", director, reverse("benefits:queue"), goal=80)


def _page(name: str, client: Client, url: str, goal: float, most: int | None = None) -> Figure:
    def ask() -> None:
        answer = client.get(url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url}: {answer.status_code}")
        getattr(answer, "getvalue", bytes)()

    p50, p95 = timed(ask, times=TIMES)
    with CaptureQueriesContext(connection) as asked:
        ask()
    return Figure(name, p50, p95, goal, len(asked), most)
