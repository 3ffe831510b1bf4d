"""People of the tests of cases: who works here, and who comes for help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cases.models import Household, Person
from cases.services import households, people
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import User
from tests.people import administrator, clerk, installation, with_caps

__all__ = ["administrator", "clerk", "installation"]

MARCH = date(2024, 3, 1)
Register = Callable[..., Person]


@pytest.fixture
def worker(installation: User) -> User:
    """Somebody who keeps cards."""
    return with_caps("pracownik", Cap.SEE_PERSONS, Cap.EDIT_PERSONS, Cap.EXPORT)


@pytest.fixture
def reader(installation: User) -> User:
    """Somebody who may only look."""
    return with_caps("czytelnik", Cap.SEE_PERSONS)


@pytest.fixture
def register(worker: User) -> Register:
    """Open a card with as little as is needed; anything may be given."""

    def open_card(first_name: str = "Anna", last_name: str = "Nowak", **more: Any) -> Person:
        born = {"birth_date": date(1985, 3, 14), "sex": "female", "on": MARCH}
        given: dict[str, Any] = born | more
        return people.register(first_name=first_name, last_name=last_name, actor=worker, **given)

    return open_card


@pytest.fixture
def anna(register: Register) -> Person:
    """A grown-up with no PESEL on record."""
    return register()


@pytest.fixture
def zofia(register: Register) -> Person:
    """A child of four in 2026."""
    return register("Zofia", birth_date=date(2022, 5, 6))


@pytest.fixture
def family(anna: Person, zofia: Person, worker: User) -> Household:
    """Anna with Zofia, since March 2024."""
    household = households.found(applicant=anna, on=MARCH, actor=worker)
    households.join(household, person=zofia, role="child", on=MARCH, actor=worker)
    return household


@pytest.fixture
def at_desk(worker: User) -> Client:
    """The worker's browser."""
    return browser(worker)


def browser(user: User) -> Client:
    """A signed-in browser of somebody."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
