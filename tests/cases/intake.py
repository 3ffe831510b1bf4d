"""What the tests of intake share: a section, its clerk, an application taken on a known day."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cases.models import Application, Case, Household, Person
from cases.services import applications
from cases.services.applications import Asked
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import Benefit, Reason, Unit, User
from opsapp.office.services import dictionaries, roles, settings, units
from tests.cases.conftest import MARCH, browser
from tests.people import LONG_AGO, role_of, with_caps

TODAY = date(2026, 11, 26)
RECEIVED = date(2026, 11, 20)
CLERK = (
    Cap.SEE_PERSONS,
    Cap.EDIT_PERSONS,
    Cap.SEE_CASES,
    Cap.REGISTER_APPLICATIONS,
    Cap.RUN_CASES,
    Cap.EXPORT,
)
Apply = Callable[..., Application]


@pytest.fixture
def day() -> Iterator[date]:
    """Everything happens on this day."""
    with clock.frozen(TODAY):
        yield TODAY


@pytest.fixture
def dictionary(day: date, installation: User) -> None:
    """Benefits, reasons and classes of records, as they ship."""
    dictionaries.lay(actor=installation)


@pytest.fixture
def section(dictionary: None, administrator: User) -> Unit:
    """The section that takes applications, in its centre."""
    settings.describe_centre(
        since=LONG_AGO, name="Ośrodek Pomocy Społecznej w Sandomierzu",
        authority="Burmistrz Miasta Sandomierza", address="27-600 Sandomierz, ul. Testowa 1",
        town="Sandomierz", terc="2609011", actor=administrator,
    )  # fmt: skip
    centre = units.open_unit(
        name="Ośrodek", cell="OPS", kind=Unit.Kind.CENTRE, since=LONG_AGO, actor=administrator
    )
    return units.open_unit(
        name="Sekcja pomocy środowiskowej", cell="PS", kind=Unit.Kind.SECTION, parent=centre,
        since=LONG_AGO, actor=administrator,
    )  # fmt: skip


@pytest.fixture
def other_section(section: Unit, administrator: User) -> Unit:
    """A section of others."""
    return units.open_unit(
        name="Sekcja świadczeń", cell="SR", kind=Unit.Kind.SECTION, parent=section.parent,
        since=LONG_AGO, actor=administrator,
    )  # fmt: skip


@pytest.fixture
def intaker(section: Unit, administrator: User) -> User:
    """A clerk with a post in the section, who registers applications and runs cases."""
    user = with_caps("przyjmujaca", *CLERK)
    units.appoint(user, unit=section, title="inspektor", since=LONG_AGO, actor=administrator)
    return user


@pytest.fixture
def at_intake(intaker: User) -> Client:
    """The clerk's browser."""
    return browser(intaker)


@pytest.fixture
def stranger(other_section: Unit, administrator: User) -> Client:
    """A clerk of another section alone."""
    user = with_caps("obca", *CLERK)
    held = user.role_assignments.get()
    roles.revoke(held, last_day=LONG_AGO, actor=administrator)
    roles.assign(user, role=role_of(user), unit=other_section, since=MARCH, actor=administrator)
    return browser(User.objects.get(pk=user.pk))


@pytest.fixture
def apply(section: Unit, intaker: User, anna: Person, family: Household) -> Apply:
    """Take an application of Anna's for zasiłek okresowy; anything may be given."""

    def take(*codes: str, **more: Any) -> Application:
        given: dict[str, Any] = {
            "request_id": uuid.uuid4(),
            "applicant": anna,
            "household": family,
            "channel": "paper",
            "received_on": RECEIVED,
            "items": [asked(code, anna) for code in codes or ("periodic_allowance",)],
            "reasons": [Reason.objects.get(code="unemployment")],
            "unit": section,
            "worker": intaker,
            "actor": intaker,
        }
        return applications.register(**(given | more))

    return take


@pytest.fixture
def case(apply: Apply) -> Case:
    """A case just registered."""
    return case_of(apply())


def asked(code: str, person: Person, **more: Any) -> Asked:
    """A benefit by its code."""
    return Asked(benefit=Benefit.objects.get(code=code), person=person, **more)


def case_of(application: Application) -> Case:
    """The first case of an application, as it stands."""
    return Case.objects.filter(items__application=application).order_by("pk")[0]
