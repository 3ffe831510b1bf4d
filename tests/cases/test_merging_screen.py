"""Joining two cards by clicks: search, compare, join; the name searched stays out of addresses."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Person
from tests.cases.conftest import Register


@pytest.fixture
def double(register: Register) -> Person:
    """A second card of Anna."""
    return register("Hanna", "Nowacka")


def _post(at_desk: Client, anna: Person, **sent: object) -> Any:
    return at_desk.post(reverse("cases:person_merge", args=[anna.pk]), sent)


def test_the_card_found_by_its_name_is_compared_with_this_one(
    at_desk: Client, anna: Person, double: Person
) -> None:
    answer = _post(at_desk, anna, compare="1", szukana="nowacka", person_key=double.pk)
    assert answer.status_code == 302
    assert "nowacka" not in answer["Location"]
    page = at_desk.get(answer["Location"]).content.decode()
    assert "Która karta ma zostać główną?" in page
    assert "Hanna Nowacka" in page
    double.refresh_from_db()
    assert double.merged_into is None


@pytest.mark.parametrize("sent", [{"compare": "1"}, {"keep": "this"}, {"compare": "1", "own": "1"}])
def test_nobody_chosen_is_said_and_nothing_is_joined(
    sent: dict[str, str], at_desk: Client, anna: Person, double: Person
) -> None:
    key = {"person_key": str(anna.pk)} if sent.get("own") else {}
    answer = _post(at_desk, anna, **sent, **key)
    assert answer.status_code == 422
    assert "Wyszukaj i wskaż drugą kartę, inną niż ta." in answer.content.decode()
    assert not Person.objects.exclude(merged_into=None).exists()


def test_the_chosen_card_becomes_the_main_one(
    at_desk: Client, anna: Person, double: Person
) -> None:
    answer = _post(at_desk, anna, keep="other", person_key=double.pk)
    assert answer["Location"] == reverse("cases:person", args=[double.pk])
    anna.refresh_from_db()
    assert anna.merged_into == double
