"""The way a payee is paid: proposed by one person, confirmed by another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from benefits.models import PayoutWay
from benefits.models.payout import Channel
from benefits.paid_to import representatives
from cases.models import Institution, Person, Relation
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.identifiers import parse_nrb
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.kernel.secrets import blind_index
from opsapp.office.models import User

ACCOUNT = "account"
"""The purpose of the blind index of account numbers, shared by all tables that hold one."""


@act
def propose(
    person: Person | None = None,
    *,
    institution: Institution | None = None,
    channel: str,
    account: str = "",
    holder: str = "",
    receiver: Relation | None = None,
    on: date,
    until: date | None = None,
    actor: User,
) -> PayoutWay:
    """Propose how a person or an institution is paid from a day on; nothing changes until another
    person confirms.

    `account` may be typed with spaces. `receiver` is by what relation somebody else collects the
    money: a representative, a guardian, an authorised person; `until` the last day of that. Raises
    `Refusal` for a wrong number, an unknown way, a receiver without the right or its paper, and a
    proposal that already waits.
    """
    actor.require(Cap.PROPOSE_PAYOUT_WAYS)
    if channel not in Channel.values:
        raise Refusal("Wybierz sposób wypłaty z listy.", "channel", "channel")
    payee = {"person": person, "institution": institution}
    if PayoutWay.objects.filter(**payee, confirmed_by=None, rejected=False).exists():
        raise Refusal(
            "Dla tego odbiorcy czeka już propozycja sposobu wypłaty. Najpierw ją rozstrzygnij.",
            "waiting",
        )
    if until is not None and until < on:
        raise Refusal("Ostatni dzień jest wcześniejszy niż pierwszy.", "until", "until")
    number = _account(account) if channel == Channel.BANK else ""
    collects = _receiver(person, receiver, on)
    return PayoutWay.objects.create(
        **payee,
        channel=channel,
        account=number,
        account_index=blind_index(number, ACCOUNT) if number else None,
        **({"holder": holder} | collects),
        proposed_by=actor,
        period=DateRange(on, until + timedelta(days=1) if until else None),
    )


def _receiver(person: Person | None, relation: Relation | None, on: date) -> dict[str, Any]:
    """Who collects, as the fields of the way; the list and the bank read the name as `holder`."""
    if relation is None:
        return {}
    known = {row.pk for row in representatives(person, on=on)} if person else set()
    if relation.pk not in known:
        raise Refusal(
            "Ta osoba nie może odebrać pieniędzy w tym dniu. Wpisz jej upoważnienie albo "
            "opiekę w kartotece, w relacjach.",
            "receiver",
            "receiver",
        )
    if not relation.basis.strip():
        raise Refusal(
            "Relacja nie ma podstawy. Uzupełnij w kartotece, z jakiego dokumentu wynika prawo do "
            "odbioru (upoważnienie, postanowienie sądu, akt urodzenia).",
            "no_basis",
            "receiver",
        )
    name = relation.person.current_name
    return {
        "receiver": relation.person,
        "receiver_role": relation.kind,
        "receiver_basis": relation.basis.strip(),
        "holder": f"{name.first_name} {name.last_name}" if name else str(relation.person),
    }


def _account(typed: str) -> str:
    if not typed.strip():
        raise Refusal("Przelew wymaga numeru rachunku. Wpisz 26 cyfr.", "account", "account")
    try:
        return parse_nrb(typed)
    except ValueError as wrong:
        raise Refusal(str(wrong), "account", "account") from wrong


@act
def confirm(way: PayoutWay, *, actor: User) -> PayoutWay:
    """Confirm a proposal; the way in force ends on the day before. Not by the one who proposed."""
    actor.require(Cap.CONFIRM_PAYOUT_WAYS)
    way = states.lock(way)
    if way.confirmed_by_id or way.rejected:
        raise Conflict("Ta propozycja jest już rozstrzygnięta.", "settled")
    if way.proposed_by_id == actor.pk:
        raise Refusal("Sposób wypłaty zatwierdza inna osoba niż ta, która go wpisała.", "four_eyes")
    _end_the_way_in_force(way)
    way.confirmed_by = actor
    way.save(update_fields=["confirmed_by"])
    return way


def _end_the_way_in_force(way: PayoutWay) -> None:
    start = way.period.lower
    for old in PayoutWay.objects.filter(
        person=way.person_id,
        institution=way.institution_id,
        confirmed_by__isnull=False,
        period__overlap=way.period,
    ).select_for_update(of=("self",)):
        if old.period.lower >= start:
            raise Refusal(
                "Od tego dnia obowiązuje już inny sposób wypłaty. Podaj późniejszy dzień.", "later"
            )
        old.period = DateRange(old.period.lower, start)
        old.save(update_fields=["period"])


@act
def reject(way: PayoutWay, *, actor: User) -> PayoutWay:
    """Turn a proposal down."""
    actor.require(Cap.CONFIRM_PAYOUT_WAYS)
    way = states.lock(way)
    if way.confirmed_by_id or way.rejected:
        raise Conflict("Ta propozycja jest już rozstrzygnięta.", "settled")
    way.rejected = True
    way.save(update_fields=["rejected"])
    return way
