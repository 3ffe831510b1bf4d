"""Reception registers an application and sees no more of it than its receipt."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Application, Household, Person
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look
from opsapp.office.models import Unit, User
from tests.cases.conftest import browser
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import Apply, case_of
from tests.people import with_caps

pytestmark = pytest.mark.django_db


@pytest.fixture
def receptionist(section: Unit) -> User:
    """Somebody who finds people and registers, and sees no cases."""
    return with_caps("kancelaria", Cap.SEE_PERSONS, Cap.EDIT_PERSONS, Cap.REGISTER_APPLICATIONS)


@pytest.fixture
def at_reception(receptionist: User) -> Client:
    return browser(receptionist)


def typed(section: Unit, person: Person) -> dict[str, Any]:
    return {
        "request_id": str(uuid.uuid4()), "received_on": "20.11.2026", "channel": "paper",
        "initiation": "on_request", "unit": str(section.pk), "worker": "", "request": "",
        "first_reason": "unemployment",
        "s0-benefit": "periodic_allowance", "s0-person": str(person.pk),
        "s0-requested_from": "11.2026",
    }  # fmt: skip


def test_the_whole_road_ends_with_the_receipt(
    at_reception: Client, section: Unit, anna: Person, family: Household
) -> None:
    url = f"{reverse('cases:application_new')}?osoba={anna.pk}"
    assert at_reception.get(url).status_code == 200
    answer = at_reception.post(url, typed(section, anna))
    made = Application.objects.get()
    receipt = reverse("cases:application_receipt", args=[made.pk])
    assert (answer.status_code, answer["Location"]) == (302, receipt)
    page = at_reception.get(receipt).content.decode()
    case = case_of(made)
    assert made.reference in page and case.sign in page and "Nowak Anna" in page
    assert at_reception.get(reverse("cases:case", args=[case.pk])).status_code == 403
    look = Look.objects.filter(subject_type="cases.application", subject_id=made.pk)
    assert look.exists()


def test_who_may_see_the_case_goes_to_it(
    at_intake: Client, section: Unit, anna: Person, family: Household
) -> None:
    url = f"{reverse('cases:application_new')}?osoba={anna.pk}"
    answer = at_intake.post(url, typed(section, anna))
    case = case_of(Application.objects.get())
    assert answer["Location"] == reverse("cases:case", args=[case.pk])


def test_a_receipt_of_strangers_is_not_there(
    apply: Apply, at_reception: Client, stranger: Client, at_intake: Client, clerk: User
) -> None:
    url = reverse("cases:application_receipt", args=[apply().pk])
    assert at_intake.get(url).status_code == 200
    assert at_reception.get(url).status_code == 404
    assert stranger.get(url).status_code == 404
    assert browser(clerk).get(url).status_code == 403


@pytest.mark.usefixtures("family", "intaker")
def test_reception_chooses_the_section_that_runs_such_cases(
    at_reception: Client, section: Unit, other_section: Unit, anna: Person
) -> None:
    """No case of theirs is opened in a cell where nobody runs cases, nor in the first of a list."""
    url = f"{reverse('cases:application_new')}?osoba={anna.pk}"
    page = at_reception.get(url).content.decode()
    assert str(section) in page and str(other_section) not in page
    answer = at_reception.post(url, typed(section, anna) | {"unit": str(other_section.pk)})
    assert answer.status_code == 422 and not Application.objects.exists()
