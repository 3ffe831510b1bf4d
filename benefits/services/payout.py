"""The way a payee is paid: proposed by one person, confirmed by another."""

from __future__ import annotations

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from benefits.models import PayoutWay
from benefits.models.payout import Channel
from cases.models import Institution, Person
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
    on: date,
    actor: User,
) -> PayoutWay:
    """Propose how a person or an institution is paid from a day on; nothing changes until another
    person confirms.

    `account` may be typed with spaces. Raises `Refusal` for a wrong number, an unknown way or a
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
    number = _account(account) if channel == Channel.BANK else ""
    return PayoutWay.objects.create(
        **payee,
        channel=channel,
        account=number,
        account_index=blind_index(number, ACCOUNT) if number else None,
        holder=holder,
        proposed_by=actor,
        period=DateRange(on, None),
    )


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
