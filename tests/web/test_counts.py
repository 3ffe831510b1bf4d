"""Counts beside the navigation: read once in a while, renewed by one's own acts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import frame
from opsapp.office.models import User
from tests.people import with_caps

pytestmark = pytest.mark.django_db
PEOPLE = "cases:people"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[User]:
    """Whose persons were counted, each time they were."""
    users: list[User] = []

    def count(user: User) -> int:
        users.append(user)
        return 7

    monkeypatch.setitem(frame.counters, PEOPLE, count)
    return users


@pytest.fixture
def client(installation: User) -> Client:
    """The browser of somebody who sees persons."""
    client = Client()
    reader = with_caps("czytelnik", Cap.SEE_PERSONS, Cap.EDIT_PERSONS)
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_counts_stand_beside_the_entry(client: Client, asked: list[User]) -> None:
    assert 'o-nav-count">7<' in client.get(reverse(PEOPLE)).content.decode()


def test_they_are_read_once_for_some_seconds(
    client: Client, asked: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        client.get(reverse(PEOPLE))
    assert len(asked) == 1
    later = clock.now() + timedelta(seconds=frame.COUNTS_LIVE_SECONDS + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(reverse(PEOPLE)).status_code == 200
    assert len(asked) == 2


def test_an_act_of_ones_own_renews_them(client: Client, asked: list[User]) -> None:
    client.get(reverse(PEOPLE))
    client.post(reverse("cases:person_new"), {})
    client.get(reverse(PEOPLE))
    assert len(asked) >= 2
