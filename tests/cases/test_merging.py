"""Cards are joined only when they may be of one person, and parted again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from cases.models import Household, Person
from cases.services import households, people
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User
from tests.cases.conftest import MARCH, Register
from tests.database.sql import run

pytestmark = pytest.mark.django_db

FIRST, SECOND = "85031412248", "85031412262"


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def pair(register: Register) -> Callable[[str, str], tuple[Person, Person]]:
    """Two cards of Anna with these PESELs, empty for none."""

    def open_both(one: str, other: str) -> tuple[Person, Person]:
        more = {"birth_date": None, "sex": "unknown"}
        return (
            register(pesel=one, **(more if one else {})),
            register("Anna", "Nowakowa", pesel=other, **(more if other else {})),
        )

    return open_both


def test_two_people_with_pesels_of_their_own_are_not_joined(
    pair: Callable[[str, str], tuple[Person, Person]], worker: User
) -> None:
    one, other = pair(FIRST, SECOND)
    with pytest.raises(Refusal, match="różne numery PESEL"):
        people.merge(one, into=other, actor=worker)
    assert again(one).merged_into is None


@pytest.mark.parametrize("numbers", [(FIRST, ""), ("", FIRST), ("", "")])
def test_one_pesel_or_none_lets_them_be_joined_and_parted(
    pair: Callable[[str, str], tuple[Person, Person]], worker: User, numbers: tuple[str, str]
) -> None:
    one, other = pair(*numbers)
    people.merge(one, into=other, actor=worker)
    assert again(one).merged_into == other
    assert people.merge(again(one), into=again(other), actor=worker).pk == one.pk
    people.undo_merge(again(one), actor=worker)
    assert again(one).merged_into is None
    with pytest.raises(Conflict):
        people.undo_merge(again(one), actor=worker)


def test_two_who_both_live_in_families_are_not_joined(
    family: Household, anna: Person, register: Register, worker: User
) -> None:
    other = register("Anna", "Nowakowa")
    households.found(applicant=other, on=MARCH, actor=worker)
    with pytest.raises(Refusal, match="dwa razy"):
        people.merge(other, into=anna, actor=worker)


def test_a_card_is_joined_to_one_card_that_is_not_joined_itself(
    register: Register, anna: Person, worker: User
) -> None:
    second, third = register("Anna", "Druga"), register("Anna", "Trzecia")
    people.merge(second, into=anna, actor=worker)
    with pytest.raises(Conflict):
        people.merge(third, into=again(second), actor=worker)
    with pytest.raises(Refusal, match="dołączono już inną"):
        people.merge(again(anna), into=third, actor=worker)
    with pytest.raises(IntegrityError), acting(worker):
        run("UPDATE cases_person SET merged_into_id = %s WHERE id = %s", second.pk, third.pk)


def test_the_address_of_a_joined_card_opens_the_better_one(
    register: Register, anna: Person, worker: User, at_desk: Client
) -> None:
    second = register("Anna", "Druga")
    people.add_address(
        second, kind="residence", locality="Sandomierz", street="ul. Cicha", on=MARCH, actor=worker
    )
    people.merge(second, into=anna, actor=worker)
    page = at_desk.get(reverse("cases:person_data", args=[second.pk])).content.decode()
    assert "Anna Nowak" in page and "ul. Cicha" in page


def test_marital_status_of_both_cards_is_shown_and_says_whose_it_is(
    pair: Callable[[str, str], tuple[Person, Person]], worker: User, at_desk: Client
) -> None:
    kept, joined = pair(FIRST, "")
    people.note_marital_status(kept, kind="married", on=MARCH, actor=worker)
    people.note_marital_status(joined, kind="divorced", on=MARCH, actor=worker)
    people.merge(joined, into=kept, actor=worker)
    page = at_desk.get(reverse("cases:person_data", args=[kept.pk])).content.decode()
    assert page.index("Zamężna") < page.index("Rozwiedziona")
    after = page[page.index("Rozwiedziona") :]
    assert f"z dołączonej karty nr {joined.pk}" in after
    assert "z dołączonej karty" not in page[: page.index("Rozwiedziona")]
