"""A family, a worker who visits it, and an interview between them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Household, IncomeRecord, Person
from cases.services import applications, conduct, households, incomes, people
from cases.services import cases as case_acts
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Month
from opsapp.office.models import Benefit, Unit, User
from opsapp.office.services import dictionaries, units
from socialwork.models import Interview
from socialwork.services import interviews, plans
from tests.people import administrator, clerk, installation, with_caps

__all__ = ["administrator", "clerk", "installation"]

TODAY = date(2026, 11, 26)
VISIT = date(2026, 11, 24)
MARCH = date(2024, 3, 1)
SOCIAL = (
    Cap.SEE_PERSONS, Cap.EDIT_PERSONS, Cap.SEE_CASES, Cap.RUN_CASES,
    Cap.SEE_SOCIAL_WORK, Cap.CONDUCT_INTERVIEWS,
)  # fmt: skip
WHOLE: dict[str, dict[str, Any]] = {
    "household": {"relations": "Matka z córką, ojciec płaci alimenty."},
    "housing": {"tenure": "communal", "rooms": "2", "equipment": ["water", "stove"]},
    "health": {"condition": "Zdrowi."},
    "work": {"situation": "employed"},
    "expenses": {"rent": "420,50"},
    "needs": {"reported": "Opał.", "resources": "Pomoc siostry."},
    "diagnosis": {
        "assessment": "Niski dochód.", "causes": "Pół etatu.",
        "conclusions": "Zasiłek okresowy.", "informed": "yes",
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """Every test stands on the same Thursday."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return TODAY


@pytest.fixture
def worker(installation: User) -> User:
    """A social worker."""
    return with_caps("kowalska", *SOCIAL)


@pytest.fixture
def colleague(installation: User) -> User:
    """Another social worker."""
    return with_caps("mazur", *SOCIAL)


@pytest.fixture
def anna(worker: User) -> Person:
    """A mother."""
    return people.register(
        first_name="Anna", last_name="Nowak", sex="female", birth_date=date(1985, 3, 14),
        on=MARCH, actor=worker,
    )  # fmt: skip


@pytest.fixture
def zofia(worker: User) -> Person:
    """Her daughter of eleven."""
    return people.register(
        first_name="Zofia", last_name="Nowak", birth_date=date(2015, 6, 1), on=MARCH, actor=worker
    )


@pytest.fixture
def family(anna: Person, zofia: Person, worker: User) -> Household:
    """The two of them since March 2024."""
    household = households.found(applicant=anna, on=MARCH, actor=worker)
    households.join(household, person=zofia, role="child", on=MARCH, actor=worker)
    return household


@pytest.fixture
def wage(anna: Person, worker: User) -> IncomeRecord:
    """What Anna earned in October."""
    return incomes.record(
        anna, kind="salary_net", amount=Decimal("1157.55"), month=Month(2026, 10), actor=worker
    )


@pytest.fixture
def section(administrator: User) -> Unit:
    """The section of social work, of the centre."""
    dictionaries.lay(actor=administrator)
    centre = units.open_unit(
        name="Ośrodek", cell="OPS", kind=Unit.Kind.CENTRE, since=MARCH, actor=administrator
    )
    return units.open_unit(
        name="Sekcja pracy socjalnej", cell="PS", kind=Unit.Kind.SECTION, parent=centre,
        since=MARCH, actor=administrator,
    )  # fmt: skip


@pytest.fixture
def okresowy(section: Unit) -> Benefit:
    """Zasiłek okresowy."""
    return Benefit.objects.get(code="periodic_allowance")


@pytest.fixture
def case(family: Household, anna: Person, section: Unit, okresowy: Benefit, worker: User) -> Case:
    """Anna's application of 12 November, run by the worker."""
    application = applications.register(
        request_id=uuid.uuid4(), applicant=anna, household=family, channel="paper",
        received_on=date(2026, 11, 12), items=[applications.Asked(okresowy, anna)],
        unit=section, worker=worker, actor=worker,
    )  # fmt: skip
    return application.items.get().case


Start = Callable[..., Interview]


@pytest.fixture
def start(family: Household, worker: User) -> Start:
    """Begin an interview with the family; anything may be given."""

    def begin(**more: Any) -> Interview:
        given: dict[str, Any] = {"kind": "basic", "visited_on": VISIT, "actor": worker}
        return interviews.start(family, **(given | more))

    return begin


@pytest.fixture
def draft(start: Start) -> Interview:
    """An interview nobody has typed into yet."""
    return start()


def fill(interview: Interview) -> Interview:
    """Answer everything that signing needs."""
    for row in interview.sections.all():
        interviews.save_section(
            interview, row.code, answers=WHOLE[row.code], version=row.version,
            actor=interview.worker,
        )  # fmt: skip
    return interview


def order(case: Case, actor: User, on: date = date(2026, 11, 12)) -> Case:
    """Order the interview of a case."""
    case_acts.move(case, "proceed", actor=actor)
    return conduct.order_interview(case, on=on, actor=actor)


@pytest.fixture
def complete(
    start: Start, case: Case, wage: IncomeRecord, okresowy: Benefit, worker: User
) -> Interview:
    """An unsigned interview with everything an interview may have."""
    interview = fill(start(cases=[case]))
    interviews.confirm_incomes(interview, incomes=[wage], actor=worker)
    plans.add_item(interview, person=case.client, benefit=okresowy, actor=worker)
    return interview


@pytest.fixture
def ready(draft: Interview) -> Interview:
    """An interview that may be signed."""
    return fill(draft)


@pytest.fixture
def signed(ready: Interview, worker: User) -> Interview:
    """A signed interview."""
    return interviews.sign(ready, actor=worker)


def browser(user: User) -> Client:
    """A signed-in browser of somebody."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def at_desk(worker: User) -> Client:
    """The worker's browser."""
    return browser(worker)
