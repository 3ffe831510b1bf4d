"""Reads for the screens of payments."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Q, QuerySet

from benefits.models import Payment, PaymentList, PayoutWay
from benefits.selectors_due import Due, due

OBSTACLES = {
    "withheld": "wypłata wstrzymana",
    "returned": "poprzednia wypłata wróciła i czeka na decyzję",
    "deceased": "odbiorca zmarł",
    "no_way": "brak zatwierdzonego sposobu wypłaty",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for payment on a day: per channel and what is held back, in złoty."""

    day: date
    ready: dict[str, tuple[int, Decimal]]
    held: list[Due]

    @property
    def held_by_reason(self) -> list[tuple[str, int]]:
        """How many instalments each obstacle holds back, with its name."""
        counted = Counter(row.obstacle for row in self.held if row.obstacle)
        return [(OBSTACLES[code], number) for code, number in counted.items()]


def waiting(day: date) -> Waiting:
    """Everything due by a day and not on a list."""
    ready: dict[str, tuple[int, Decimal]] = {}
    held: list[Due] = []
    for row in due(day):
        if row.obstacle or row.channel is None:
            held.append(row)
            continue
        count, total = ready.get(row.channel, (0, Decimal(0)))
        ready[row.channel] = (count + 1, total + row.amount)
    return Waiting(day, ready, held)


def lists(status: str = "", channel: str = "") -> QuerySet[PaymentList]:
    """Lists, filtered by state and channel."""
    rows = PaymentList.objects.select_related("made_by")
    if status:
        rows = rows.filter(status=status)
    if channel:
        rows = rows.filter(channel=channel)
    return rows


def lines(payment_list: PaymentList, only: str = "") -> QuerySet[Payment]:
    """The payments of a list with what they pay."""
    rows = Payment.objects.filter(payment_list=payment_list).select_related("payee_person")
    return rows.filter(status=only) if only else rows


@dataclass(frozen=True, slots=True)
class Share:
    """A sum of a list by classification and source of money."""

    classification: str
    source: str
    count: int
    total: Decimal


_TOTALS = """
    SELECT c.division || '/' || c.chapter || ' § ' || c.paragraph, f.source, count(*), sum(f.amount)
    FROM benefits_payment p
    JOIN benefits_paymentitem pi ON pi.payment_id = p.id
    JOIN benefits_instalment i ON i.id = pi.instalment_id
    JOIN benefits_instalmentfunding f ON f.instalment_id = i.id
    JOIN office_classification c ON c.id = i.classification_id
    WHERE p.payment_list_id = %s AND p.status <> 'cancelled'
    GROUP BY 1, 2 ORDER BY 1, 2
"""
SOURCES = {"own": "środki własne", "grant": "dotacja"}


def totals(payment_list: PaymentList) -> list[Share]:
    """Sums by budget classification and source."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, [payment_list.pk])
        return [Share(row[0], SOURCES[row[1]], row[2], row[3]) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a list differs from the one before of the same channel."""

    before: PaymentList
    new: int
    gone: int
    changed: int
    same: int
    difference: Decimal


_COMPARED = """
    WITH now AS (
      SELECT payee_person_id AS who, sum(amount) AS amount FROM benefits_payment
      WHERE payment_list_id = %(now)s AND status <> 'cancelled' AND payee_person_id IS NOT NULL
      GROUP BY 1
    ), before AS (
      SELECT payee_person_id AS who, sum(amount) AS amount FROM benefits_payment
      WHERE payment_list_id = %(before)s AND status <> 'cancelled' AND payee_person_id IS NOT NULL
      GROUP BY 1
    )
    SELECT count(*) FILTER (WHERE b.who IS NULL), count(*) FILTER (WHERE n.who IS NULL),
           count(*) FILTER (WHERE n.amount <> b.amount),
           count(*) FILTER (WHERE n.amount = b.amount),
           coalesce(sum(n.amount), 0) - coalesce(sum(b.amount), 0)
    FROM now n FULL JOIN before b USING (who)
"""


def compared(payment_list: PaymentList) -> Comparison | None:
    """New, stopped and changed payees against the last main list of the same channel."""
    before = (
        PaymentList.objects.filter(
            channel=payment_list.channel,
            kind="main",
            pay_on__lt=payment_list.pay_on,
            status__in=["approved", "sent", "settled"],
        )
        .order_by("-pay_on", "-id")
        .first()
    )
    if before is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_COMPARED, {"now": payment_list.pk, "before": before.pk})
        row = cursor.fetchone()
    return Comparison(before, *row)


def returned() -> QuerySet[Payment]:
    """Payments that came back and wait for a decision."""
    return (
        Payment.objects.filter(status="returned")
        .exclude(events__kind="reissue")
        .select_related("payment_list", "payee_person")
    )


def proposed_ways() -> QuerySet[PayoutWay]:
    """Ways of payment that wait for the second person."""
    return PayoutWay.objects.filter(confirmed_by=None, rejected=False).select_related(
        "person", "institution", "proposed_by"
    )


def ways_of(person_id: int) -> QuerySet[PayoutWay]:
    """All ways of payment of a person, newest first."""
    return (
        PayoutWay.objects.filter(Q(person_id=person_id))
        .select_related("proposed_by", "confirmed_by")
        .order_by("-id")
    )
