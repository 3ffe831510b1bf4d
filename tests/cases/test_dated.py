"""Names, addresses and contacts count from their day, not from the day they were typed."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Household, Person
from cases.selectors.households import residence
from cases.selectors.people import mailing_lines, names_of, person_list
from cases.selectors.search import find_persons
from cases.services import people
from opsapp.kernel import clock
from opsapp.office.models import User
from tests.cases.conftest import MARCH
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import TODAY

pytestmark = pytest.mark.django_db

LATER = date(2026, 12, 1)


@pytest.fixture
def marries(day: date, anna: Person, worker: User) -> Person:
    """Anna, who takes another name on 1 December and moves that day; typed on 26 November."""
    home = {"locality": "Sandomierz", "street": "ul. Stara", "building": "1"}
    people.add_address(anna, kind="residence", on=MARCH, actor=worker, **home)
    people.rename(anna, first_name="Anna", last_name="Zamężna", on=LATER, actor=worker)
    home["street"] = "ul. Nowa"
    people.add_address(anna, kind="residence", on=LATER, actor=worker, **home)
    return Person.objects.get(pk=anna.pk)


def test_before_its_day_the_old_name_and_address_stand(
    marries: Person, family: Household, worker: User
) -> None:
    assert str(marries) == "Nowak Anna"
    assert names_of([marries.pk]) == {marries.pk: "Nowak Anna"}
    assert [row.last_name for row in person_list() if row.person_id == marries.pk] == ["Nowak"]
    assert mailing_lines(marries)[0] == "ul. Stara 1"
    home = residence(family, TODAY)
    assert home is not None and home.street == "ul. Stara"
    assert [hit.label for hit in find_persons(worker, "ul. Stara 1", 5)] == ["Nowak Anna"]
    assert not list(find_persons(worker, "ul. Nowa 1", 5))
    (coming,) = find_persons(worker, "Zamężna", 5)
    assert "wkrótce" in coming.detail


def test_from_its_day_the_new_ones_stand_by_themselves(
    marries: Person, family: Household, worker: User
) -> None:
    with clock.frozen(LATER):
        assert str(Person.objects.get(pk=marries.pk)) == "Zamężna Anna"
        assert names_of([marries.pk]) == {marries.pk: "Zamężna Anna"}
        assert [row.last_name for row in person_list() if row.person_id == marries.pk] == [
            "Zamężna"
        ]
        assert mailing_lines(marries)[0] == "ul. Nowa 1"
        home = residence(family, LATER)
        assert home is not None and home.street == "ul. Nowa"
        assert [hit.label for hit in find_persons(worker, "ul. Nowa 1", 5)] == ["Zamężna Anna"]
        (former,) = find_persons(worker, "Nowak Anna", 5)
        assert "dawniej" in former.detail


def test_screens_say_from_when_the_new_one_counts(
    marries: Person, family: Household, at_intake: Client, case: Case
) -> None:
    data = at_intake.get(reverse("cases:person_data", args=[marries.pk])).content.decode()
    assert "Zamężna" in data and "od 01.12.2026" in data
    page = at_intake.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "Anna Nowak" in page and "Zamężna" not in page
