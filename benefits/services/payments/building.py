"""Building a list: every due instalment of a channel, once, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain, groupby, islice

from django.db import connection

from benefits.models import BankProfile, Payment, PaymentList
from benefits.models.payout import Channel
from benefits.selectors_due import Due, payable
from benefits.services.payments.events import cancel_payment
from benefits.services.payments.payees import payees
from benefits.services.payments.rights import may, may_with
from benefits.services.payments.writing import Line, ways, write
from opsapp.kernel import clock, faults, numbering, states
from opsapp.kernel.audit import act
from opsapp.kernel.calendar import is_working_day
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

POINTS = faults.declare("payments.build.numbered", "payments.build.paid")
BATCH = 2000
AHEAD = timedelta(days=40)
"""How far ahead a list may be made: a mistyped year would take instalments of months to come."""
TITLE = "Świadczenie z pomocy społecznej za "
_ONE_BUILDER = 852140001
"""Advisory lock: lists are built one after another, so that none takes what another is taking."""


@act
def build(
    *,
    request_id: uuid.UUID,
    pay_on: date,
    channel: str,
    bank_profile: BankProfile | None = None,
    kind: str = "",
    actor: User,
) -> PaymentList:
    """Make a draft list of everything due by `pay_on` through `channel`.

    The first list of a month and channel is the main one, later ones are additional, unless `kind`
    says otherwise. The same `request_id` again returns the list made before. Raises `Refusal` for
    a past day or one too far ahead, a bank list without a profile or on a day off, and when there
    is nothing to pay.
    """
    actor.require(Cap.PREPARE_PAYMENTS)
    _one_builder_at_a_time()
    made = PaymentList.objects.filter(request_id=request_id).first()
    if made is not None:
        return made
    _check_request(pay_on, channel, bank_profile)
    rows = payable(pay_on, channel)
    first = next(rows, None)
    if first is None:
        raise Refusal(
            "Na ten dzień nie ma nic do wypłaty tym sposobem. Sprawdź dzień i sposób wypłaty.",
            "nothing_due",
        )
    payment_list = PaymentList.objects.create(
        number=numbering.take("payment_list", year=pay_on.year),
        year=pay_on.year,
        request_id=request_id,
        kind=kind or _kind(pay_on, channel),
        channel=channel,
        pay_on=pay_on,
        bank_profile=bank_profile,
        made_by=actor,
    )
    faults.point("payments.build.numbered")
    _write(payment_list, chain([first], rows))
    faults.point("payments.build.paid")
    may(actor, Cap.PREPARE_PAYMENTS, payment_list)
    return payment_list


def _kind(pay_on: date, channel: str) -> str:
    this_month = PaymentList.objects.filter(
        channel=channel,
        kind=PaymentList.Kind.MAIN,
        pay_on__year=pay_on.year,
        pay_on__month=pay_on.month,
    ).exclude(status="cancelled")
    return PaymentList.Kind.ADDITIONAL if this_month.exists() else PaymentList.Kind.MAIN


def _one_builder_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_BUILDER])


def _check_request(pay_on: date, channel: str, bank_profile: BankProfile | None) -> None:
    if pay_on < clock.today():
        raise Refusal(
            "Dzień wypłaty już minął. Podaj dzisiejszy albo późniejszy.", "past_day", "pay_on"
        )
    if pay_on > clock.today() + AHEAD:
        raise Refusal(
            f"Listę robi się najwyżej na {AHEAD.days} dni naprzód. Sprawdź rok i miesiąc, bo lista "
            "objęłaby raty, których termin jeszcze nie nadszedł.",
            "too_far",
            "pay_on",
        )
    if channel == Channel.IN_KIND or channel not in Channel.values:
        raise Refusal(
            "Tym sposobem nie wypłaca się z listy. Wybierz przelew, kasę, pocztę albo kartę.",
            "channel",
            "channel",
        )
    if channel != Channel.BANK:
        return
    if bank_profile is None or not bank_profile.is_active:
        raise Refusal("Wybierz rachunek, z którego idą przelewy.", "no_profile", "bank_profile")
    if not is_working_day(pay_on):
        raise Refusal(
            "Bank nie realizuje przelewów w dni wolne. Podaj dzień roboczy.", "day_off", "pay_on"
        )


def _write(payment_list: PaymentList, rows: Iterable[Due]) -> None:
    """Write the payments of these rows, so many payees at once."""
    groups = (list(group) for _, group in groupby(rows, key=lambda row: row.payee))
    ordinal = 1
    while batch := list(islice(groups, BATCH)):
        write(payment_list, _lines(batch, payment_list.pay_on), first=ordinal)
        ordinal += len(batch)


def _lines(groups: Sequence[Sequence[Due]], pay_on: date) -> list[Line]:
    """The payments to be, each of what one payee gets by one way."""
    keys = [group[0].payee for group in groups]
    known_ways = ways(way for _, _, way in keys if way is not None)
    collect = [(way.receiver_id, None) for way in known_ways.values() if way.receiver_id]
    known = payees(
        [*collect, *((person, institution) for person, institution, _ in keys)], on=pay_on
    )
    return [
        Line(
            known[person, institution], known_ways[way], group, title(group),
            known.get((known_ways[way].receiver_id, None)),
        )
        for (person, institution, way), group in zip(keys, groups, strict=True)
        if way is not None
    ]  # fmt: skip


def title(dues: Sequence[Due]) -> str:
    """What the payee reads: the family of benefits, months and decisions; nothing sensitive."""
    months = sorted({row.month for row in dues})
    span = " i ".join(f"{month:%m.%Y}" for month in months[:2])
    if len(months) > 2:
        span = f"{months[0]:%m.%Y}–{months[-1]:%m.%Y}"
    signs = sorted({row.decision_sign for row in dues})
    return f"{TITLE}{span}, decyzja {', '.join(signs[:2])}"[:140]


@act
def drop(payment: Payment, *, remark: str, actor: User) -> Payment:
    """Take one payment off a draft list: it is cancelled, its instalments are due again."""
    may_with(actor, Cap.PREPARE_PAYMENTS, payment)
    if states.lock(payment.payment_list).status != "draft":
        raise Refusal(
            "Lista jest już podpisana. Zdejmując z niej wypłatę, podaj przyczynę: podpisy trzeba "
            "będzie złożyć od nowa.",
            "not_draft",
        )
    return cancel_payment(states.lock(payment), remark=remark, actor=actor)
