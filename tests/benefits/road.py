"""The road of zasiłek okresowy from the application to the issue, by the acts that the screens
use. For every test that needs a decision.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from benefits.models import Calculation, Decision
from benefits.services import calculations, decisions
from cases.models import Application, ApplicationItem, Household, IncomeRecord, Person
from cases.services import applications, cases, households, incomes, people
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Month
from opsapp.office.models import Benefit, Reason, Unit, User
from opsapp.office.services import authorisations, dictionaries, settings, units, users
from socialwork.models import Interview
from socialwork.questionnaire import SECTIONS
from socialwork.questionnaire.questions import Kind
from socialwork.services import interviews
from tests.people import LONG_AGO, with_caps

TODAY = date(2026, 11, 26)
RECEIVED = date(2026, 11, 5)
VISITED = date(2026, 11, 12)
OCTOBER = Month(2026, 10)

WORKER = (
    Cap.SEE_PERSONS, Cap.EDIT_PERSONS, Cap.REGISTER_APPLICATIONS, Cap.RUN_CASES, Cap.CALCULATE,
    Cap.SEE_CASES, Cap.SEE_DECISIONS, Cap.DRAFT_DECISIONS, Cap.CONDUCT_INTERVIEWS,
)  # fmt: skip
HEAD = (Cap.SEE_CASES, Cap.SEE_DECISIONS, Cap.APPROVE_DECISIONS, Cap.ISSUE_DECISIONS)


@dataclass(frozen=True)
class Office:
    """Who works here, and where."""

    unit: Unit
    worker: User
    director: User
    clerk: User

    @property
    def installation(self) -> User:
        return users.system_user()


def open_office() -> Office:
    """A centre with its dictionaries, a unit, a worker, another clerk and a director who may
    sign.
    """
    actor = users.system_user()
    dictionaries.lay(actor=actor)
    settings.describe_centre(
        since=LONG_AGO,
        name="Ośrodek Pomocy Społecznej w Sandomierzu",
        authority="Burmistrz Miasta Sandomierza",
        address="ul. Słowackiego 17a, 27-600 Sandomierz",
        town="Sandomierz",
        terc="2609011",
        phone="15 832 00 00",
        actor=actor,
    )
    centre = units.open_unit(
        name="Ośrodek", cell="OPS", kind=Unit.Kind.CENTRE, since=LONG_AGO, actor=actor
    )
    unit = units.open_unit(
        name="Dział Pomocy Środowiskowej",
        cell="PS",
        kind=Unit.Kind.SECTION,
        parent=centre,
        since=LONG_AGO,
        actor=actor,
    )
    office = Office(
        unit,
        with_caps("pracownik-socjalny", *WORKER),
        with_caps("dyrektor", *HEAD),
        with_caps("urzednik-swiadczen", *WORKER),
    )
    units.appoint(
        office.director, unit=centre, title="Dyrektor Ośrodka", since=LONG_AGO, actor=actor
    )
    authorise(office.director)
    return office


def authorise(user: User, *scope: str, number: str = "OR.0052.12.2024", **more: Any) -> None:
    """An authorisation in force since long ago."""
    dates: dict[str, Any] = {"issued_on": LONG_AGO, "since": LONG_AGO} | more
    authorisations.enter(
        user,
        number=number,
        issued_by="Burmistrz Miasta Sandomierza",
        scope=scope,
        actor=users.system_user(),
        **dates,
    )


def live_together(office: Office, *names: str, first: str = "Anna", last: str = "Nowak") -> (
    Household
):  # fmt: skip
    """A grown-up with children of these names."""
    since = date(2024, 3, 1)
    head = people.register(
        first_name=first, last_name=last, birth_date=date(1985, 3, 14), sex="female", on=since,
        actor=office.worker,
    )  # fmt: skip
    people.add_address(
        head, kind="residence", locality="Sandomierz", street="ul. Źródlana", building="12",
        flat="4", postal_code="27-600", post_town="Sandomierz", terc="2609011", on=since,
        actor=office.worker,
    )  # fmt: skip
    household = households.found(applicant=head, on=since, actor=office.worker)
    for place, name in enumerate(names):
        child = people.register(
            first_name=name, last_name=last, birth_date=date(2015 + place, 6, 1), on=since,
            actor=office.worker,
        )  # fmt: skip
        households.join(household, person=child, role="child", on=since, actor=office.worker)
    return household


def head_of(household: Household) -> Person:
    """Who applies."""
    return household.memberships.get(role="applicant").person


def earn(
    person: Person, amount: str, kind: str = "salary_net", *, office: Office, **more: Any
) -> IncomeRecord:
    """An income of October, unless another time is given."""
    when: dict[str, Any] = {} if "month" in more or "year" in more else {"month": OCTOBER}
    return incomes.record(
        person, kind=kind, amount=Decimal(amount), actor=office.worker, **when, **more
    )


def apply_for(
    household: Household,
    *,
    office: Office,
    benefit: str = "periodic_allowance",
    reasons: tuple[str, ...] = ("unemployment",),
    received_on: date = RECEIVED,
    person: Person | None = None,
    **asked: Any,
) -> ApplicationItem:
    """An application for one benefit, its case under way."""
    person = person or head_of(household)
    application: Application = applications.register(
        request_id=uuid.uuid4(),
        applicant=person,
        household=household,
        channel=Application.Channel.PAPER,
        received_on=received_on,
        items=[applications.Asked(Benefit.objects.get(code=benefit), person, **asked)],
        reasons=[Reason.objects.get(code=code) for code in reasons],
        unit=office.unit,
        worker=office.worker,
        actor=office.worker,
    )
    item = application.items.get()
    cases.move(item.case, "proceed", actor=office.worker)
    return ApplicationItem.objects.get(pk=item.pk)


def visit(
    item: ApplicationItem, *, office: Office, visited_on: date = VISITED, sign: bool = True
) -> Interview:
    """An interview that serves the item's case, filled in as little as may be signed."""
    interview = interviews.start(
        item.application.household,
        kind=Interview.Kind.BASIC,
        visited_on=visited_on,
        cases=[item.case],
        actor=office.worker,
    )
    for part in SECTIONS:
        answers = {question.code: _something(question) for question in part.missing({})}
        if answers:
            interviews.save_section(
                interview, part.code, answers=answers, version=0, actor=office.worker
            )
    return interviews.sign(interview, actor=office.worker) if sign else interview


def _something(question: Any) -> Any:
    """An answer that the question takes."""
    choices = list(question.options)
    if question.kind in (Kind.AMOUNT, Kind.NUMBER):
        return "0"
    return choices[0] if choices else "bez uwag"


def calculate(item: ApplicationItem, *, office: Office, **more: Any) -> Calculation:
    """The calculation of an item."""
    return calculations.run(item, actor=office.worker, **more)


def ready_item(office: Office, *, children: tuple[str, ...] = (), **more: Any) -> ApplicationItem:
    """An item of a family of its own, interviewed."""
    item = apply_for(live_together(office, *children, **more), office=office)
    visit(item, office=office)
    return ApplicationItem.objects.get(pk=item.pk)


def drafted(office: Office, *, item: ApplicationItem | None = None, **more: Any) -> Decision:
    """A draft of a person alone without income, or of an item."""
    calculation = calculate(item or ready_item(office), office=office)
    return decisions.draft(calculation, actor=office.worker, **more)


def submitted(office: Office, **more: Any) -> Decision:
    """A draft that waits for the signature."""
    return decisions.submit(drafted(office, **more), actor=office.worker)


def approved(office: Office, **more: Any) -> Decision:
    """A signed decision."""
    return decisions.approve(submitted(office, **more), actor=office.director)


def issued(office: Office, *, on: date | None = None, **more: Any) -> Decision:
    """A decision with its number."""
    return decisions.issue(approved(office, **more), on=on or clock.today(), actor=office.director)
