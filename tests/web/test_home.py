"""Mój dzień: what burns first, four saved lists, few queries, a trace of the names seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opsapp.kernel import clock, registry
from opsapp.kernel.models import Look
from opsapp.kernel.registry import WORK_LIMIT, Providers, WorkItem
from opsapp.kernel.web.day import by_bucket, day_of
from opsapp.office.models import User

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
DAY = timedelta(days=1)


def thing(label: str, **more: Any) -> WorkItem:
    return WorkItem("Wywiady", label, f"/x/{label}/", **more)


ITEMS = [
    thing("kiedyś"),
    thing("za-tydzien", due=TODAY + 7 * DAY),
    thing("wczoraj", due=TODAY - DAY, action="Zacznij", about=("cases.case", 7)),
    thing("dawno", due=TODAY - 9 * DAY),
    thing("dzis", due=TODAY),
    WorkItem("Decyzje", "wrocila", "/x/", due=TODAY + 20 * DAY, state="returned"),
    WorkItem("Decyzje", "u-dyrektora", "/x/", due=TODAY - DAY, state="waiting", count=4),
]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Providers[WorkItem]]:
    """An office with one provider of work."""
    providers: Providers[WorkItem] = Providers()
    providers.register(lambda user, today: ITEMS)
    monkeypatch.setattr(registry, "work", providers)
    with clock.frozen(TODAY):
        yield providers


@pytest.fixture
def visitor(client: Client, clerk: User) -> Client:
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_most_urgent_stands_first_and_nothing_that_waits_for_others(
    work: Any, clerk: User
) -> None:
    day = day_of(clerk)
    assert [item.label for item in day.to_do] == [
        "wrocila", "dawno", "wczoraj", "dzis", "za-tydzien", "kiedyś",
    ]  # fmt: skip
    assert [name for name, _ in by_bucket(day, day.to_do)] == [
        "Wróciło do poprawy", "Po terminie", "Na dziś", "W ciągu 7 dni", "Bez terminu",
    ]  # fmt: skip
    assert day.urgent == 4


@pytest.mark.parametrize(
    ("word", "labels"),
    [
        ("po-terminie", ["dawno", "wczoraj"]),
        ("na-dzis", ["dzis"]),
        ("wrocilo", ["wrocila"]),
        ("czeka", ["u-dyrektora"]),
    ],
)
def test_each_counter_opens_its_list(
    work: Any, visitor: Client, word: str, labels: list[str]
) -> None:
    answer = visitor.get(f"/?lista={word}")
    shown = [item.label for _, items in answer.context["buckets"] for item in items]
    assert shown == labels


def test_counters_add_up_heaps(work: Any, visitor: Client) -> None:
    counters = visitor.get("/").context["counters"]
    assert [counter.value for counter in counters] == [2, 1, 1, 4]
    assert counters[0].tone == "bad"


def test_one_kind_may_be_chosen_and_an_unknown_list_is_the_whole_day(
    work: Any, visitor: Client
) -> None:
    answer = visitor.get("/?rodzaj=Decyzje")
    assert [item.label for _, items in answer.context["buckets"] for item in items] == ["wrocila"]
    assert visitor.get("/?lista=<script>").context["heading"] == "Do zrobienia teraz"


def test_a_provider_without_end_is_cut_and_the_page_says_so(work: Any, visitor: Client) -> None:
    def endless(user: Any, today: date) -> Iterator[WorkItem]:
        while True:
            yield thing("x", due=TODAY)

    work.register(endless)
    answer = visitor.get("/")
    assert answer.context["counters"][1].value == f"{WORK_LIMIT + 1}+"
    assert "Spraw jest więcej" in answer.content.decode()
    assert answer.context["hidden"] == WORK_LIMIT + 6 - 25


def test_the_names_seen_leave_a_trace(work: Any, visitor: Client, clerk: User) -> None:
    visitor.get("/")
    look = Look.objects.get(actor=clerk)
    assert (look.kind, look.subject_type, look.ids) == ("listed", "cases.case", [7])


def test_an_empty_day_says_what_would_be_here(
    work: Any, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "work", Providers())
    assert "Wszystko zrobione" in visitor.get("/").content.decode()
    assert "Ta lista jest pusta" in visitor.get("/?lista=czeka").content.decode()


def test_the_page_itself_asks_the_database_at_most_ten_times(work: Any, visitor: Client) -> None:
    visitor.get("/")
    with CaptureQueriesContext(connection) as asked:
        visitor.get("/")
    assert len([each for each in asked if "SAVEPOINT" not in each["sql"]]) <= 10


def test_whoever_is_not_signed_in_is_led_to_signing_in(client: Client) -> None:
    assert client.get("/")["Location"] == "/konto/login/?next=/"
    assert client.post("/").status_code == 405
