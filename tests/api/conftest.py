"""Records that the API shows, made with as little as the database asks for."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from benefits.models import Calculation, Decision, DecisionItem, Payment, PaymentList
from cases.models import (
    Address,
    Application,
    ApplicationItem,
    Case,
    CaseAssignment,
    Household,
    HouseholdSnapshot,
    Person,
)
from cases.services import people
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import Benefit, JrwaClass, Unit, User
from opsapp.office.services import dictionaries, tokens
from tests.people import installation, with_caps

__all__ = ["installation"]

START = date(2026, 3, 2)
PESEL = "85031400007"
RESOURCES = {
    "persons": Cap.SEE_PERSONS,
    "cases": Cap.SEE_CASES,
    "decisions": Cap.SEE_DECISIONS,
    "payments": Cap.SEE_PAYMENTS,
}


@dataclass(frozen=True)
class Records:
    """One of each."""

    persons: Person
    cases: Case
    decisions: Decision
    payments: Payment
    unit: Unit


def bearer(user: User, *caps: Cap) -> Client:
    """A program with a key in the user's name."""
    _, key = tokens.issue(
        user,
        name=f"test {len(user.api_tokens.all())}",
        capabilities=caps,
        expires_on=clock.today() + timedelta(days=30),
        actor=User.objects.get(is_system=True, username="instalacja"),
    )
    return Client(headers={"Authorization": f"Bearer {key}"})


def signed_in(user: User, *, enforce_csrf_checks: bool = False) -> Client:
    """A browser signed in at the screens."""
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def integrator(installation: User) -> User:
    """Somebody who may read everything that the API has."""
    return with_caps("integrator", Cap.USE_API, Cap.USE_CALCULATOR, *RESOURCES.values())


@pytest.fixture
def program(integrator: User) -> Client:
    """A program that may do all that its user may."""
    return bearer(integrator, Cap.USE_CALCULATOR, *RESOURCES.values())


@pytest.fixture
def records(installation: User) -> Records:
    """One person with a case, a draft of a decision and a payment on a draft list."""
    dictionaries.lay(actor=installation)
    keeper = with_caps("kartoteka", Cap.SEE_PERSONS, Cap.EDIT_PERSONS)
    with acting(keeper):
        return make_records(keeper)


def make_records(
    author: User, number: int = 1, last_name: str = "Żak", pesel: str = PESEL
) -> Records:
    """The rows, in the name of an author."""
    card = people.register(
        first_name="Anna",
        last_name=last_name,
        pesel=pesel,
        birth_date=date(1985, 3, 14),
        sex="female",
        on=START,
        actor=author,
    )
    Address.objects.create(
        person=card, kind="residence", locality="Sandomierz", period=DateRange(START, None)
    )
    case, unit = _case(card, number)
    decision = _decision(case, card, author, number)
    return Records(card, case, decision, _payment(card, author, number), unit)


def _case(client: Person, number: int) -> tuple[Case, Unit]:
    benefit = Benefit.objects.get(code="periodic_allowance")
    unit, _ = Unit.objects.get_or_create(
        cell="OPS", defaults={"kind": "centre", "name": "Ośrodek Pomocy Społecznej"}
    )
    case = Case.objects.create(
        cell="OPS", jrwa=benefit.jrwa_symbol, number=number, year=2026, client=client,
        jrwa_class=JrwaClass.objects.get(symbol=benefit.jrwa_symbol), benefit=benefit,
        subject="zasiłek okresowy", opened_on=START,
    )  # fmt: skip
    CaseAssignment.objects.create(case=case, unit=unit, period=DateRange(START, None))
    return case, unit


def _decision(case: Case, person: Person, author: User, number: int) -> Decision:
    assert case.benefit is not None
    household = Household.objects.create(opened_on=START)
    application = Application.objects.create(
        number=number, year=2026, request_id=uuid.uuid4(), applicant=person, household=household,
        channel="paper", received_on=START, recorded_by=author,
    )  # fmt: skip
    item = ApplicationItem.objects.create(
        application=application, case=case, benefit=case.benefit, person=person
    )
    snapshot = HouseholdSnapshot.objects.create(household=household, on=START, size=1, children=0)
    calculation = Calculation.objects.create(
        item=item, snapshot=snapshot, on=START, facts={}, law=[], trace={}, result={},
        rules_version="0", eligible=True, amount_min="100.00", amount_max="200.00",
        made_by=author,
    )  # fmt: skip
    decision = Decision.objects.create(case=case, kind="grant", addressee=person, author=author)
    DecisionItem.objects.create(
        decision=decision, item=item, calculation=calculation, benefit=case.benefit, kind="grant",
        amount="100.00", proposed_amount="100.00",
        period=DateRange(date(2026, 3, 1), date(2026, 6, 1)),
    )  # fmt: skip
    return decision


def _payment(person: Person, author: User, number: int) -> Payment:
    payment_list = PaymentList.objects.create(
        number=number, year=2026, request_id=uuid.uuid4(), channel="cash", pay_on=START,
        made_by=author,
    )  # fmt: skip
    return Payment.objects.create(
        payment_list=payment_list, ordinal=1, reference=f"P{number}", payee_person=person,
        payee_name="Żak Anna", channel="cash", title="zasiłek okresowy", amount="1229.00",
    )  # fmt: skip
