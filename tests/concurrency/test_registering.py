"""Two people register at the same moment."""

from __future__ import annotations

import uuid
from datetime import date
from threading import Barrier

import pytest

from cases.models import Application, Case, Household, Person
from cases.services import applications, households, people
from cases.services.applications import Asked, OpenAlready
from opsapp.kernel.audit import acting
from opsapp.kernel.models import NumberSeries
from opsapp.office.models import Benefit, Unit, User
from opsapp.office.services import dictionaries
from tests.concurrency.together import at_once, of_kind
from tests.people import LONG_AGO

RECEIVED = date(2026, 11, 20)


@pytest.fixture
def unit(actor: User) -> Unit:
    """Where applications come."""
    dictionaries.lay(actor=actor)
    with acting(actor):
        return Unit.objects.create(cell="OPS", kind="centre", name="Ośrodek")


def a_family(actor: User, last_name: str = "Nowak") -> tuple[Person, Household]:
    card = people.register(
        first_name="Anna", last_name=last_name, birth_date=date(1985, 3, 14), sex="female",
        on=LONG_AGO, actor=actor,
    )  # fmt: skip
    return card, households.found(applicant=card, on=LONG_AGO, actor=actor)


def register(
    actor: User, unit: Unit, family: tuple[Person, Household], key: uuid.UUID | None = None
) -> Application:
    benefit = Benefit.objects.get(code="periodic_allowance")
    return applications.register(
        request_id=key or uuid.uuid4(), applicant=family[0], household=family[1], channel="paper",
        received_on=RECEIVED, items=[Asked(benefit, family[0])], unit=unit, actor=actor,
    )  # fmt: skip


def test_of_two_applications_for_the_same_benefit_one_is_registered(
    actor: User, unit: Unit
) -> None:
    family = a_family(actor)
    outcomes = at_once(*[lambda: register(actor, unit, family)] * 2)
    assert len(of_kind(outcomes, Application)) == 1
    (refused,) = of_kind(outcomes, OpenAlready)
    assert refused.case == Case.objects.get()
    assert NumberSeries.objects.get(kind="application").last == 1


def test_the_same_request_sent_twice_at_once_is_registered_once(actor: User, unit: Unit) -> None:
    family, key = a_family(actor), uuid.uuid4()
    outcomes = at_once(*[lambda: register(actor, unit, family, key)] * 4)
    assert len(of_kind(outcomes, Application)) == 4
    assert Application.objects.count() == Case.objects.count() == 1
    assert NumberSeries.objects.get(kind="application").last == 1


def test_without_the_constraint_both_would_have_passed_the_check(actor: User, unit: Unit) -> None:
    family = a_family(actor)
    both_have_looked = Barrier(2)

    def look_then_write() -> int:
        asked = Asked(Benefit.objects.get(code="periodic_allowance"), family[0])
        applications._not_open_already(asked)
        both_have_looked.wait(20)
        return register(actor, unit, family).number

    outcomes = at_once(look_then_write, look_then_write)
    assert of_kind(outcomes, int) == [1]
    assert len(of_kind(outcomes, OpenAlready)) == 1


def test_numbers_of_many_at_once_have_no_gap(actor: User, unit: Unit) -> None:
    families = [a_family(actor, name) for name in ("Nowak", "Żak", "Wójcik", "Mazur", "Pawlak")]

    def registered(family: tuple[Person, Household]) -> int:
        return register(actor, unit, family).number

    outcomes = at_once(*[lambda each=each: registered(each) for each in families])
    assert sorted(of_kind(outcomes, int)) == [1, 2, 3, 4, 5]
    signs = sorted(Case.objects.values_list("number", flat=True))
    assert signs == [1, 2, 3, 4, 5]
