"""What happened in the last days, by the acts themselves: who represents whom, a landlord who is
paid for a client, a child between two homes, a changed decision that is to be revoked, an appeal
that the centre allowed, a statement of the bank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from benefits.enforcement import WAITS
from benefits.models import Appeal, Decision
from benefits.models.payout import Channel
from benefits.paid_to import PaidTo
from benefits.services import calculations, decisions, payout
from cases.models import ApplicationItem, Case, CaseParty, Institution, Membership, Person, Relation
from cases.services import households, parties, people
from cases.states import INTERVIEW_DONE
from opsapp.demo import statement
from opsapp.kernel import clock
from opsapp.kernel.audit import act
from opsapp.kernel.identifiers.accounts import check_digits
from opsapp.kernel.identifiers.pesel import check_digit
from opsapp.kernel.periods import Month
from opsapp.office.models import User

_INSTITUTIONS = (
    ("Spółdzielnia Mieszkaniowa „Nadwiślanka”", "wynajmujący", "ul. Mickiewicza 40"),
    ("Skład Opału „Węgielek”", "dostawca opału", "ul. Przemysłowa 9"),
    ("Stołówka „Pod Kasztanem”", "jadłodajnia", "ul. Opatowska 3"),
    ("Zakład Energetyczny „Iskra”", "dostawca energii", "ul. Portowa 21"),
)
_PAID = 2
"""How many of them have a way of payment."""
_ACCOUNT = "1020555800000000000000{:02}"
_GUARDIAN = "postanowienie Sądu Rejonowego w Sandomierzu z 14.05.2024, III RNs 112/24"
_PROXY = "pełnomocnictwo z podpisem potwierdzonym przez pracownika ośrodka"
_RIGHT = "Strona przedstawiła dowody, że współpracowała z pracownikiem socjalnym."
_UNSEEN = "Strona dwukrotnie nie zgodziła się na aktualizację wywiadu."


@dataclass(frozen=True, slots=True)
class Desks:
    """Who acts."""

    worker: User
    clerk: User
    accountant: User
    director: User


def happen(today: date, users: Mapping[str, User]) -> None:
    """Let all of it happen on a day; what a tiny town has no family for is left out."""
    desks = Desks(users["socjalny"], users["rodzinne"], users["ksiegowa"], users["dyrektor"])
    with clock.frozen(today):
        landlord = _institutions(today, desks)
        _paid_to(landlord, today, desks)
        _represented(today, desks)
        _between_two_homes(today, desks)
        _revoked(today)
        _allowed(today, desks)
        statement.read_in(today, desks.accountant)


def _institutions(today: date, desks: Desks) -> Institution:
    rows = _enter(actor=desks.clerk)
    for place, row in enumerate(rows[:_PAID], 1):
        rest = _ACCOUNT.format(place)
        way = payout.propose(
            institution=row, channel=Channel.BANK, account=check_digits(rest) + rest, on=today,
            actor=desks.clerk,
        )  # fmt: skip
        payout.confirm(way, actor=desks.accountant)
    return rows[0]


@act
def _enter(*, actor: User) -> list[Institution]:
    """Put institutions on file."""
    return [
        Institution.objects.create(
            name=name, kind=kind, street=street, postal_code="27-600", town="Sandomierz"
        )
        for name, kind, street in _INSTITUTIONS
    ]


def _paid_to(landlord: Institution, today: date, desks: Desks) -> None:
    """A grant that the landlord receives, issued today."""
    item = (
        ApplicationItem.objects.filter(
            case__status=INTERVIEW_DONE, case__assignments__worker=desks.worker
        )
        .order_by("-case__opened_on", "-pk")
        .first()
    )
    if item is None:
        return
    counted = calculations.run(item, actor=desks.worker)
    if not counted.eligible:
        return
    made = decisions.draft(counted, payee=PaidTo(institution=landlord), actor=desks.worker)
    made = decisions.submit(made, actor=desks.worker)
    decisions.sign_and_issue(made, on=today, actor=desks.director)


def _represented(today: date, desks: Desks) -> None:
    """A guardian who collects the money, and a proxy who takes part in a case."""
    clients = _clients(desks.worker)
    since = Month.of(today).first_day
    if clients:
        guardian = _person("Jadwiga", "Wieczorek", "660312", sex=0, on=since, desks=desks)
        relation = _stands_for(
            guardian, clients[0], Relation.Kind.GUARDIAN, _GUARDIAN, on=since, desks=desks
        )
        way = payout.propose(
            clients[0].client, channel=Channel.CASH, receiver=relation, on=today,
            actor=desks.worker,
        )  # fmt: skip
        payout.confirm(way, actor=desks.accountant)
    if len(clients) > 1:
        proxy = _person("Marek", "Zawadzki", "710924", sex=1, on=since, desks=desks)
        _stands_for(proxy, clients[1], Relation.Kind.PROXY, _PROXY, on=since, desks=desks)


def _clients(worker: User) -> list[Case]:
    """Running cases of the worker, one for each client, whose way of payment nobody is changing."""
    rows = Case.objects.filter(
        assignments__worker=worker, status__in=["in_progress", "interview_ordered", "final"],
        client__died_on=None, closed_on=None,
    )  # fmt: skip
    free = rows.exclude(client__payout_ways__confirmed_by=None)
    return list(free.select_related("client").order_by("client_id", "-pk").distinct("client_id"))


def _stands_for(
    person: Person, case: Case, kind: Relation.Kind, basis: str, *, on: date, desks: Desks
) -> Relation:
    relation = people.add_relation(
        person, other=case.client, kind=kind, basis=basis, on=on, actor=desks.worker
    )
    role = CaseParty.Role.PROXY if kind == Relation.Kind.PROXY else CaseParty.Role.REPRESENTATIVE
    parties.add(case, person=person, role=role, on=on, actor=desks.worker)
    return relation


def _person(
    first_name: str, last_name: str, born: str, *, sex: int, on: date, desks: Desks
) -> Person:
    """A grown-up from outside of every family; serial numbers below 100 belong to nobody else."""
    number = f"{born}017{sex}"
    return people.register(
        first_name=first_name, last_name=last_name, pesel=number + check_digit(number), on=on,
        actor=desks.clerk,
    )  # fmt: skip


def _between_two_homes(today: date, desks: Desks) -> None:
    """A child in alternating custody: the other parent founds a household, the child joins it."""
    stay = (
        Membership.objects.filter(role="child", period__upper_inf=True, household__closed_on=None)
        .select_related("person")
        .order_by("-person__birth_date", "pk")
        .first()
    )
    if stay is None:
        return
    since, name = Month.of(today).first_day, stay.person.current_name
    last_name = name.last_name if name else "Lis"
    father = _person("Grzegorz", last_name, "850607", sex=1, on=since, desks=desks)
    people.add_relation(
        father, other=stay.person, kind=Relation.Kind.PARENT, basis="akt urodzenia", on=since,
        actor=desks.worker,
    )  # fmt: skip
    home = households.found(applicant=father, on=since, actor=desks.worker)
    households.join(
        home, person=stay.person, role="child", on=since, alternating=True, actor=desks.worker
    )


def _revoked(today: date) -> None:
    """A chain that waits for the signature: what was granted, mostly changed since, is to be
    revoked.
    """
    since = (Month.of(today) + 1).first_day
    running = Decision.objects.filter(
        kind__in=["change", "grant"], status="final", items__entitlement__status="active",
        items__entitlement__period__contains=since, addressee__died_on=None,
    )  # fmt: skip
    running = running.exclude(changed_by__status__in=WAITS)
    last = running.select_related("author").order_by("kind", "-issued_on", "-pk").first()
    if last is None:
        return
    made = decisions.revoke(
        last, ground="no_interview", since=since, told=_UNSEEN, actor=last.author
    )
    decisions.submit(made, actor=last.author)


def _allowed(today: date, desks: Desks) -> None:
    """An appeal from a refusal that the centre allowed itself: the new decision is issued today.
    One appeal stays, to be passed on to the board.
    """
    came = Appeal.objects.filter(outcome="", passed_on=None, decision__kind="refusal")
    rows = list(came.select_related("decision__author").order_by("pk"))
    if len(rows) < 2:
        return
    appealed = min(rows, key=lambda row: row.decision.author == desks.worker).decision
    author = appealed.author
    made = decisions.correct(appealed, told=_RIGHT, actor=author)
    made = decisions.submit(made, actor=author)
    decisions.sign_and_issue(made, on=today, actor=desks.director)
