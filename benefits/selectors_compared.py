"""How a payment list differs from the last main list of the same way: people, amounts, accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from benefits.models import Payment, PaymentList

KINDS = {"nowi": "nowi odbiorcy", "zmiana": "zmieniona kwota", "bez": "już bez wypłaty"}
"""Kinds of differences, by their code in an address."""
_SHOWN = 200

_BOTH = """
    WITH now AS (
      SELECT payee_person_id AS person, payee_institution_id AS institution,
             min(payee_name) AS name, min(id) AS payment, sum(amount) AS amount
      FROM benefits_payment WHERE payment_list_id = %(now)s AND status <> 'cancelled' GROUP BY 1, 2
    ), before AS (
      SELECT payee_person_id AS person, payee_institution_id AS institution,
             min(payee_name) AS name, min(id) AS payment, sum(amount) AS amount
      FROM benefits_payment WHERE payment_list_id = %(before)s AND status <> 'cancelled'
      GROUP BY 1, 2
    ), both_lists AS (
      SELECT COALESCE(n.name, b.name) AS name, COALESCE(n.payment, b.payment) AS payment,
             b.amount AS before, n.amount AS now,
             CASE WHEN b.payment IS NULL THEN 'nowi' WHEN n.payment IS NULL THEN 'bez'
                  WHEN n.amount <> b.amount THEN 'zmiana' ELSE 'same' END AS kind
      FROM now n FULL JOIN before b
        ON COALESCE(n.person, -n.institution) = COALESCE(b.person, -b.institution)
    )
"""
_COUNTED = f"""{_BOTH}
    SELECT count(*) FILTER (WHERE kind = 'nowi'), count(*) FILTER (WHERE kind = 'bez'),
           count(*) FILTER (WHERE kind = 'zmiana'), count(*) FILTER (WHERE kind = 'same'),
           COALESCE(sum(now), 0) - COALESCE(sum(before), 0)
    FROM both_lists
"""
_LISTED = f"""{_BOTH}
    SELECT payment, name, before, now FROM both_lists WHERE kind = %(kind)s
    ORDER BY payment LIMIT {_SHOWN}
"""
_BEFORE_OF_PAYEES = """
    SELECT y.id, (
        SELECT sum(b.amount) FROM benefits_payment b
        WHERE b.payment_list_id = %(before)s AND b.status <> 'cancelled'
          AND COALESCE(b.payee_person_id, -b.payee_institution_id)
            = COALESCE(y.payee_person_id, -y.payee_institution_id)
    )
    FROM benefits_payment y WHERE y.id = ANY(%(ids)s)
"""
_ACCOUNTS = """
    SELECT y.id, lower(w.period)
    FROM benefits_payment y
    JOIN benefits_payoutway w ON w.id = y.payout_way_id
    JOIN LATERAL (
      (SELECT e.account_index FROM benefits_payment e
       WHERE e.payee_person_id = y.payee_person_id AND e.id < y.id AND e.channel = 'bank'
         AND e.status <> 'cancelled' AND e.payment_list_id <> y.payment_list_id
       ORDER BY e.id DESC LIMIT 1)
      UNION ALL
      (SELECT e.account_index FROM benefits_payment e
       WHERE e.payee_institution_id = y.payee_institution_id AND e.id < y.id
         AND e.channel = 'bank' AND e.status <> 'cancelled'
         AND e.payment_list_id <> y.payment_list_id
       ORDER BY e.id DESC LIMIT 1)
    ) earlier ON earlier.account_index <> y.account_index
    WHERE y.payment_list_id = %(list)s AND y.status <> 'cancelled'
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many payees differ from the list before; the difference of sums in złoty."""

    before: PaymentList
    new: int
    gone: int
    changed: int
    same: int
    difference: Decimal


def list_before(payment_list: PaymentList) -> PaymentList | None:
    """The last approved main list of the same way; an additional list is compared with none."""
    if payment_list.kind != PaymentList.Kind.MAIN:
        return None
    return (
        PaymentList.objects.filter(
            channel=payment_list.channel,
            kind=PaymentList.Kind.MAIN,
            pay_on__lt=payment_list.pay_on,
            status__in=["approved", "sent", "settled"],
        )
        .order_by("-pay_on", "-id")
        .first()
    )


def compared(payment_list: PaymentList) -> Comparison | None:
    """New, stopped and changed payees against the list before."""
    before = list_before(payment_list)
    if before is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"now": payment_list.pk, "before": before.pk})
        return Comparison(before, *cursor.fetchone())


@dataclass(frozen=True, slots=True)
class Difference:
    """A payee whose sum differs: in złoty, None where the list does not have them."""

    payment_id: int
    name: str
    before: Decimal | None
    now: Decimal | None

    @property
    def change(self) -> Decimal:
        """By how much."""
        return (self.now or Decimal(0)) - (self.before or Decimal(0))


def differences(payment_list: PaymentList, kind: str) -> list[Difference]:
    """The payees of one kind of difference (a key of `KINDS`), at most 200."""
    before = list_before(payment_list)
    if before is None or kind not in KINDS:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, {"now": payment_list.pk, "before": before.pk, "kind": kind})
        return [Difference(*row) for row in cursor.fetchall()]


def changed_accounts(payment_list: PaymentList) -> dict[int, date]:
    """Payments to another account than the payee's last transfer went to, with the day since when
    it stands.
    """
    if payment_list.channel != "bank":
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, {"list": payment_list.pk})
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line says: 'new', 'same' or 'changed' by an amount; its account's change."""

    kind: str
    change: Decimal | None = None
    account_since: date | None = None


def marks(
    payments: Sequence[Payment], before: PaymentList | None, accounts: dict[int, date]
) -> dict[int, Mark]:
    """A mark for each of the payments of a page."""
    earlier: dict[int, Decimal | None] = {}
    if before is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                _BEFORE_OF_PAYEES, {"before": before.pk, "ids": [row.pk for row in payments]}
            )
            earlier = dict(cursor.fetchall())
    return {row.pk: _mark(row, before, earlier, accounts) for row in payments}


def _mark(
    row: Payment,
    before: PaymentList | None,
    earlier: dict[int, Decimal | None],
    accounts: dict[int, date],
) -> Mark:
    since = accounts.get(row.pk)
    amount = earlier.get(row.pk)
    if before is None or row.status == "cancelled":
        return Mark("", None, since)
    if amount is None:
        return Mark("new", None, since)
    if amount == row.amount:
        return Mark("same", None, since)
    return Mark("changed", row.amount - amount, since)
