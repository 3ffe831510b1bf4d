"""Every screen of persons opens, for whoever may, and refuses in words what cannot be."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Household, Person
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import User
from tests.cases.conftest import browser
from tests.people import with_caps

pytestmark = pytest.mark.django_db

CARD = ["person", "person_data", "person_household", "person_incomes"]
FORMS = ["person_merge", "household_join", "household_leave", "income_new"]
EDITS = [
    "nazwisko", "urodzenie", "pesel", "dokument", "adres", "zameldowanie", "korespondencja",
    "ostatnie-zameldowanie", "kontakt", "ostrzezenie", "stan-cywilny", "obywatelstwo", "zgon",
    "okolicznosc", "relacja",
]  # fmt: skip


@pytest.mark.parametrize("name", CARD + FORMS)
def test_a_section_of_the_card_opens(
    name: str, at_desk: Client, anna: Person, family: Household
) -> None:
    answer = at_desk.get(reverse(f"cases:{name}", args=[anna.pk]))
    assert answer.status_code == 200
    assert "Anna Nowak" in answer.content.decode()


@pytest.mark.parametrize("what", EDITS)
def test_a_form_of_the_card_opens(what: str, at_desk: Client, anna: Person) -> None:
    assert at_desk.get(reverse("cases:person_edit", args=[anna.pk, what])).status_code == 200


@pytest.mark.parametrize("name", ["people", "person_new"])
def test_the_list_and_the_new_card_open(name: str, at_desk: Client, anna: Person) -> None:
    assert at_desk.get(reverse(f"cases:{name}")).status_code == 200


@pytest.mark.parametrize("name", [*CARD, *FORMS])
def test_a_stranger_is_refused(name: str, clerk: User, anna: Person) -> None:
    assert browser(clerk).get(reverse(f"cases:{name}", args=[anna.pk])).status_code == 403


@pytest.mark.parametrize("name", FORMS)
def test_a_reader_changes_nothing(name: str, reader: User, anna: Person) -> None:
    address = reverse(f"cases:{name}", args=[anna.pk])
    assert browser(reader).get(address).status_code == 403
    assert browser(reader).post(address, {}).status_code == 403


def test_looks_are_for_auditors(at_desk: Client, anna: Person) -> None:
    address = reverse("cases:person_looks", args=[anna.pk])
    assert at_desk.get(address).status_code == 403
    auditor = browser(with_caps("kontroler", Cap.AUDIT, Cap.SEE_PERSONS))
    assert auditor.get(address).status_code == 200


def test_a_wrong_last_digit_is_told_together_with_other_mistakes(at_desk: Client) -> None:
    sent = {"pesel": "85020312345", "last_name": "Nowak", "first_name": "Ewa",
            "birth_date": "31.02.1985", "sex": "unknown"}  # fmt: skip
    page = at_desk.post(reverse("cases:person_new"), sent).content.decode()
    assert "Nie ma takiego dnia: 31.02.1985" in page
    assert "Ostatnia cyfra numeru PESEL nie zgadza się" in page
    assert "Powód przyjęcia mimo błędnej ostatniej cyfry" in page
