"""What payments and reports stand on: issued decisions with their instalments, as plain rows.

Made straight in the tables, in the name of an author, so that a test says exactly what was granted
to whom. Everything happens in the autumn of 2026.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from benefits.models import (
    BankProfile,
    Calculation,
    Decision,
    DecisionItem,
    DecisionItemReason,
    Entitlement,
    EntitlementPerson,
    Instalment,
    InstalmentFunding,
    PayoutWay,
)
from benefits.services.payout import ACCOUNT
from cases.models import (
    Address,
    Application,
    ApplicationItem,
    Case,
    CaseAssignment,
    Household,
    HouseholdSnapshot,
    Institution,
    Membership,
    Person,
    SnapshotMember,
)
from cases.services import people
from opsapp.kernel import numbering
from opsapp.kernel.audit import act
from opsapp.kernel.secrets import blind_index
from opsapp.office.models import (
    Authorisation,
    Benefit,
    Classification,
    JrwaClass,
    Reason,
    Unit,
    User,
)

MARCH = date(2026, 3, 1)
OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
ANNA_ACCOUNT = "08102055610000000022220001"
OTHER_ACCOUNT = "13114011080000000022220002"
LANDLORD_ACCOUNT = "62105014610000000022220003"
CENTRE_ACCOUNT = "11942900040000000011110001"
CENTRE_LINES = "Ośrodek Pomocy Społecznej\nw Sandomierzu\nul. Przykładowa 1\n27-600 Sandomierz"


@dataclass
class Granted:
    """One decision of one family and what came of it."""

    person: Person
    household: Household
    snapshot: HouseholdSnapshot
    case: Case
    item: ApplicationItem
    decision: Decision
    entitlement: Entitlement
    instalments: list[Instalment] = field(default_factory=list)


@act
def bank_profile(*, actor: User, **given: Any) -> BankProfile:
    """The bank of the samples."""
    values: dict[str, Any] = {
        "name": "Bank Spółdzielczy",
        "account": CENTRE_ACCOUNT,
        "payer_lines": CENTRE_LINES,
        "encoding": "cp1250",
    }
    return BankProfile.objects.create(**{**values, **given})


@act
def register(
    last_name: str = "Nowak", first_name: str = "Anna", *, actor: User, on: date = MARCH
) -> Person:
    """A grown-up with an address in Sandomierz."""
    person = people.register(
        first_name=first_name,
        last_name=last_name,
        birth_date=date(1985, 3, 14),
        sex="female",
        on=on,
        actor=actor,
    )
    Address.objects.create(
        person=person, kind="residence", street="ul. Źródlana", building="12", flat="4",
        postal_code="27-600", locality="Sandomierz", period=DateRange(on, None),
    )  # fmt: skip
    return person


@act
def found_household(
    person: Person, *others: tuple[Person, str], actor: User, on: date = MARCH
) -> Household:
    """A household of an applicant and others in their roles."""
    household = Household.objects.create(opened_on=on)
    for member, role in ((person, "applicant"), *others):
        Membership.objects.create(
            household=household, person=member, role=role, period=DateRange(on, None)
        )
    return household


@act
def picture(
    household: Household,
    *,
    actor: User,
    on: date = MARCH,
    size: int = 1,
    children: int = 0,
    members: tuple[tuple[Person, str], ...] = (),
) -> HouseholdSnapshot:
    """A snapshot of a household."""
    snapshot = HouseholdSnapshot.objects.create(
        household=household, on=on, size=size, children=children
    )
    for person, role in members:
        SnapshotMember.objects.create(snapshot=snapshot, person=person, role=role)
    return snapshot


@act
def pay_way(
    person: Person,
    *,
    actor: User,
    confirmed_by: User | None,
    channel: str = "bank",
    account: str = ANNA_ACCOUNT,
    on: date = MARCH,
    until: date | None = None,
) -> PayoutWay:
    """A way of payment; nobody but another person confirms it."""
    number = account if channel == "bank" else ""
    return PayoutWay.objects.create(
        person=person,
        channel=channel,
        account=number,
        account_index=blind_index(number, ACCOUNT) if number else None,
        proposed_by=actor,
        confirmed_by=confirmed_by,
        period=DateRange(on, until),
    )


@act
def grant(
    person: Person,
    *,
    actor: User,
    signer: User,
    months: tuple[date, ...] = (NOVEMBER,),
    amount: Decimal = Decimal("405.73"),
    proposed: Decimal | None = None,
    status: str = "issued",
    kind: str = "grant",
    issued_on: date = date(2026, 10, 20),
    received_on: date = date(2026, 10, 1),
    household: Household | None = None,
    snapshot: HouseholdSnapshot | None = None,
    payee: Institution | None = None,
    grant_share: Decimal = Decimal(0),
    reasons: tuple[str, ...] = ("unemployment",),
    benefit: str = "periodic_allowance",
    requested: tuple[date | None, date | None] = (None, None),
    due_day: int = 25,
    asked: str = "",
) -> Granted:
    """An issued decision granting `amount` a month, with an instalment for each of the months."""
    household = household or found_household(person, actor=actor)
    snapshot = snapshot or picture(household, actor=actor)
    case, item = _case(person, household, actor, benefit, received_on)
    ApplicationItem.objects.filter(pk=item.pk).update(
        requested_from=requested[0], requested_to=requested[1], outcome="granted"
    )
    period = DateRange(min(months), _after(max(months)))
    facts = {"circumstances": {"requested": asked}} if asked else {}
    calculation = _calculation(item, snapshot, facts, actor)
    changed: dict[str, Any] = {}
    if kind == "change":
        earlier = Decision.objects.create(case=case, kind="grant", addressee=person, author=actor)
        changed = {"changes": earlier, "change_ground": "income"}
    decision = Decision.objects.create(
        case=case, kind=kind, addressee=person, author=actor, **changed
    )
    granted = DecisionItem.objects.create(
        decision=decision, item=item, calculation=calculation, benefit=item.benefit, kind="grant",
        amount=amount, proposed_amount=proposed or amount, period=period,
        amount_reason="środki ośrodka" if proposed else "", payee_institution=payee,
    )  # fmt: skip
    for place, code in enumerate(reasons):
        DecisionItemReason.objects.create(
            decision_item=granted, reason=Reason.objects.get(code=code), is_first=place == 0
        )
    _issue(decision, signer, issued_on, status)
    entitlement = Entitlement.objects.create(
        decision_item=granted, benefit=item.benefit, beneficiary=person, snapshot=snapshot,
        period=period, amount=amount,
    )  # fmt: skip
    EntitlementPerson.objects.create(
        entitlement=entitlement, person=person, benefit=item.benefit,
        exclusive=item.benefit.exclusive,
        period=period,
    )  # fmt: skip
    made = Granted(person, household, snapshot, case, item, decision, entitlement)
    for month in months:
        row = add_instalment(
            made, month=month, payee=payee, grant_share=grant_share, due_day=due_day, actor=actor
        )
        made.instalments.append(row)
    return made


@act
def revoke(
    made: Granted, *, since: date, actor: User, signer: User, issued_on: date = date(2026, 11, 2)
) -> Decision:
    """An issued decision that takes the days from `since` away from what was granted, at once."""
    row = made.entitlement.decision_item
    decision = Decision.objects.create(
        case=made.case, kind="revocation", addressee=made.person, author=actor,
        changes=made.decision, change_ground="income", at_once="rigour", rigour_ground="social",
        at_once_reason="Strona pracuje.",
    )  # fmt: skip
    DecisionItem.objects.create(
        decision=decision, item=made.item, calculation=row.calculation, benefit=row.benefit,
        kind="end", period=DateRange(since, row.period.upper), changed_item=row,
    )  # fmt: skip
    _issue(decision, signer, issued_on, "issued")
    _cut(made, since, decision, "revoked")
    return decision


@act
def change(
    made: Granted,
    *,
    since: date,
    amount: Decimal,
    actor: User,
    signer: User,
    issued_on: date = date(2026, 11, 2),
) -> Granted:
    """An issued decision that gives another amount from `since`, with no instalment of its own."""
    row = made.entitlement.decision_item
    decision = Decision.objects.create(
        case=made.case, kind="change", addressee=made.person, author=actor,
        changes=made.decision, change_ground="favour",
    )  # fmt: skip
    item = DecisionItem.objects.create(
        decision=decision, item=made.item, calculation=row.calculation, benefit=row.benefit,
        kind="grant", amount=amount, proposed_amount=amount, changed_item=row,
        period=DateRange(since, row.period.upper),
    )  # fmt: skip
    for link in row.reason_links.order_by("pk"):
        DecisionItemReason.objects.create(
            decision_item=item, reason=link.reason, is_first=link.is_first
        )
    _issue(decision, signer, issued_on, "issued")
    _cut(made, since, decision, "changed")
    right = Entitlement.objects.create(
        decision_item=item, benefit=row.benefit, beneficiary=made.person, snapshot=made.snapshot,
        period=item.period, amount=amount,
    )  # fmt: skip
    return Granted(
        made.person, made.household, made.snapshot, made.case, made.item, decision, right
    )


def _cut(made: Granted, since: date, by: Decision, status: str) -> None:
    first = made.entitlement.decision_item.period.lower
    left = DateRange(first, since) if since > first else DateRange(empty=True)
    made.entitlement.persons.update(period=left)
    Entitlement.objects.filter(pk=made.entitlement.pk).update(period=left, cut_by=by, status=status)


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _case(
    person: Person,
    household: Household,
    actor: User,
    code: str,
    received_on: date,
) -> tuple[Case, ApplicationItem]:
    benefit = Benefit.objects.get(code=code)
    unit, _ = Unit.objects.get_or_create(
        cell="OPS", defaults={"kind": "centre", "name": "Ośrodek Pomocy Społecznej"}
    )
    number = Case.objects.count() + 1
    case = Case.objects.create(
        cell="OPS", jrwa=benefit.jrwa_symbol, number=number, year=2026, client=person,
        jrwa_class=JrwaClass.objects.get(symbol=benefit.jrwa_symbol), benefit=benefit,
        subject=benefit.label, opened_on=received_on,
    )  # fmt: skip
    CaseAssignment.objects.create(case=case, unit=unit, period=DateRange(received_on, None))
    application = Application.objects.create(
        number=number, year=2026, request_id=uuid.uuid4(), applicant=person, household=household,
        channel="paper", received_on=received_on, recorded_by=actor,
    )  # fmt: skip
    item = ApplicationItem.objects.create(
        application=application, case=case, benefit=benefit, person=person
    )
    return case, item


def _calculation(
    item: ApplicationItem, snapshot: HouseholdSnapshot, facts: dict[str, Any], actor: User
) -> Calculation:
    return Calculation.objects.create(
        item=item, snapshot=snapshot, on=MARCH, facts=facts, law=[], trace={}, result={},
        rules_version="0", eligible=True, amount_min="0.01", amount_max="99999.00",
        made_by=actor,
    )  # fmt: skip


def _issue(decision: Decision, signer: User, on: date, status: str) -> None:
    paper, _ = Authorisation.objects.get_or_create(
        number="OR.1.2020", user=signer, issued_on=date(2020, 1, 1), issued_by="Burmistrz",
        defaults={"period": DateRange(date(2020, 1, 1), None)},
    )  # fmt: skip
    rows = Decision.objects.filter(pk=decision.pk)
    rows.update(status="approval_pending")
    rows.update(status="approved", approver=signer, authorisation=paper, approved_on=on)
    rows.update(
        status="issued", number=numbering.take("decision", cell="PS", year=2026), year=2026,
        series="PS", issued_on=on,
        text={"tresc": "…"}, text_sha256="a" * 64,
    )  # fmt: skip
    if status in ("delivered", "final"):
        rows.update(status="delivered", delivered_on=on, delivery_basis="actual")
    if status == "final":
        rows.update(status="final", final_on=on)
    decision.refresh_from_db()


@act
def add_instalment(
    made: Granted,
    *,
    month: date,
    actor: User,
    payee: Institution | None = None,
    grant_share: Decimal = Decimal(0),
    due_day: int = 25,
    kind: str = "ordinary",
    amount: Decimal | None = None,
) -> Instalment:
    """One instalment more of an entitlement."""
    amount = amount or made.entitlement.amount
    row = Instalment.objects.create(
        entitlement=made.entitlement, month=month, beneficiary=made.person,
        payee_person=None if payee else made.person, payee_institution=payee, kind=kind,
        amount=amount, days=30, due_on=month.replace(day=due_day),
        classification=Classification.objects.get(chapter="85214", paragraph="3110"),
        snapshot=made.snapshot,
    )  # fmt: skip
    for source, part in (("own", amount - grant_share), ("grant", grant_share)):
        if part:
            InstalmentFunding.objects.create(instalment=row, source=source, amount=part)
    return row


def check_constraints_now() -> None:
    """Let deferred constraints speak before the test's transaction is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
