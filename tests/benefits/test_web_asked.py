"""How much the pages that are opened all day ask of the database."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import PersonName
from opsapp.kernel.capabilities import Cap
from tests.asked import asked_for
from tests.benefits import road
from tests.benefits.road import Office
from tests.cases.conftest import browser
from tests.people import with_caps

pytestmark = pytest.mark.django_db
PEOPLE = reverse("cases:people")
QUEUE = reverse("benefits:queue")


@pytest.fixture
def desk(office: Office) -> Client:
    """The browser of somebody who signs and sees everything."""
    return browser(with_caps("wszystko", *Cap))


def assert_few(asked: list[str], most: int) -> None:
    assert len(asked) <= most, "\n".join(asked)


def test_the_list_of_persons_and_its_last_page(office: Office, desk: Client) -> None:
    for number in range(26):
        road.ready_item(office, first="Jan", last="Wójcik" + "a" * number)
    assert_few(asked_for(desk, PEOPLE), 6)
    last = PersonName.objects.order_by("-last_name")[3]
    assert_few(asked_for(desk, f"{PEOPLE}?po={last.pk}"), 7)


def test_the_page_of_a_person_with_everything(office: Office, desk: Client) -> None:
    decision = road.submitted(office)
    assert_few(asked_for(desk, reverse("cases:person", args=[decision.addressee_id])), 20)


def test_the_queue_asks_as_much_for_three_as_for_one(office: Office, desk: Client) -> None:
    road.submitted(office)
    one = asked_for(desk, QUEUE)
    for last in ("Wójcik", "Duda"):
        road.submitted(office, item=road.ready_item(office, first="Jan", last=last))
    three = asked_for(desk, QUEUE)
    assert len(three) == len(one), "\n".join(three)
    assert_few(three, 22)
