"""How long a session lives, and how seldom it is written."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opsapp.kernel import clock
from opsapp.office.models import Session, User
from tests.cases.conftest import browser

pytestmark = pytest.mark.django_db
IDLE = timedelta(minutes=30)


@pytest.fixture
def client(clerk: User) -> Client:
    """A browser whose first page has been opened, so that counts and session are fresh."""
    client = browser(clerk)
    client.get("/")
    return client


def last_click_was(ago: timedelta) -> datetime:
    """As if the session had been prolonged so long ago."""
    ends = clock.now() + IDLE - ago
    Session.objects.update(expire_date=ends)
    return ends


def writes_of(client: Client) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    return [one["sql"] for one in asked if one["sql"].startswith("UPDATE")]


def test_a_page_opened_within_a_minute_writes_nothing(client: Client) -> None:
    before = last_click_was(timedelta(seconds=50))
    assert writes_of(client) == []
    assert Session.objects.get().expire_date == before


def test_a_click_after_a_minute_prolongs_the_session_and_its_cookie(client: Client) -> None:
    last_click_was(timedelta(seconds=61))
    answer = client.get("/")
    assert Session.objects.get().expire_date >= clock.now() + IDLE - timedelta(seconds=5)
    assert answer.cookies["sessionid"]["max-age"] == IDLE.total_seconds()


def test_a_click_in_the_last_minute_still_finds_the_person_signed_in(client: Client) -> None:
    last_click_was(timedelta(minutes=29))
    assert client.get("/").status_code == 200
    assert Session.objects.get().expire_date > clock.now() + IDLE - timedelta(seconds=5)


def test_whoever_was_idle_for_the_whole_time_is_signed_out(client: Client) -> None:
    last_click_was(IDLE)
    assert client.get("/").headers["Location"].startswith("/konto/login/")


def test_a_very_short_session_is_prolonged_more_often_than_once_a_minute(
    client: Client, settings: LazySettings
) -> None:
    settings.SESSION_COOKIE_AGE = 60
    Session.objects.update(expire_date=clock.now() + timedelta(seconds=50))
    assert client.get("/").status_code == 200
    assert Session.objects.get().expire_date > clock.now() + timedelta(seconds=55)
