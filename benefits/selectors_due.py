"""What is due and not yet on a list, and why some of it cannot be paid now.

One statement answers both questions, for instalments that wait and for those already on a list, so
that nothing goes out which could not be put on a list today.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from django.db import connection

from benefits.models import PaymentList

OBSTACLES = {
    "stayed": "wykonanie decyzji wstrzymał organ odwoławczy",
    "appealed": "odwołanie wstrzymuje wykonanie decyzji",
    "not_final": "decyzja nie jest jeszcze ostateczna",
    "withheld": "wypłata wstrzymana",
    "ended": "uprawnienie uchylone albo skrócone",
    "paid_by_quashed": "za ten miesiąc wypłacono z decyzji, którą potem uchylono",
    "returned": "poprzednia wypłata wróciła i czeka na rozstrzygnięcie",
    "closed": "poprzednia wypłata wróciła i zamknięto ją bez ponownej",
    "deceased": "osoba zmarła",
    "receiver_died": "osoba, która odbierała pieniądze, zmarła",
    "no_way": "brak zatwierdzonego sposobu wypłaty",
    "way_changed": "sposób wypłaty zmienił się po utworzeniu listy",
}

_IN_FULL = """
    d.at_once <> '' OR (d.kind = 'change' AND EXISTS (
      SELECT 1 FROM benefits_decisionitem o JOIN benefits_decisionitem c ON c.id = o.changed_item_id
      WHERE o.id = di.id AND o.amount >= c.amount
    )) OR (d.kind IN ('grant', 'self_correction') AND NOT EXISTS (
      SELECT 1 FROM benefits_decisionitem o JOIN cases_applicationitem a ON a.id = o.item_id
      WHERE o.decision_id = d.id AND (
        o.kind <> 'grant' OR o.amount < o.proposed_amount OR o.amount < (
          SELECT (c.facts -> 'circumstances' ->> 'requested')::numeric
          FROM benefits_calculation c WHERE c.id = o.calculation_id)
        OR a.requested_from < lower(o.period)
        OR (a.requested_to + interval '1 month')::date > upper(o.period)
      )
    ))
"""
"""All that was asked for was granted, a later decision gives no less than before, or it acts at
once by its own words: only then may an issued decision be carried out before it is final (k.p.a.
art. 130 § 3–4).
"""
_IN_FULL_OF = f"""
    SELECT {_IN_FULL} FROM benefits_decisionitem di
    JOIN benefits_decision d ON d.id = di.decision_id WHERE di.id = %s
"""
_PAID_BY_QUASHED = """
    (SELECT sum(qp.amount) > GREATEST(max(qe.amount) - e.amount, 0)
     FROM benefits_decisionitem qi
     JOIN benefits_decision q ON q.id = qi.decision_id AND q.status = 'quashed'
     JOIN benefits_entitlement qe ON qe.decision_item_id = qi.id
     JOIN benefits_instalment qm ON qm.entitlement_id = qe.id AND qm.month = i.month
     JOIN benefits_paymentitem qp ON qp.instalment_id = qm.id AND qp.live
     WHERE qi.item_id = di.item_id AND qi.id > di.id)
"""
"""Decisions that came later about the same, quashed since, hold more money for the month than what
they gave above this right: so they paid it in its place. Once that came back it is due again, once.
"""
_OBSTACLE = f"""
    CASE
      WHEN ap.stayed_on IS NOT NULL AND ap.stay_ended_on IS NULL THEN 'stayed'
      WHEN d.status <> 'final' AND NOT ({_IN_FULL}) THEN
        CASE WHEN ap.id IS NOT NULL THEN 'appealed' ELSE 'not_final' END
      WHEN e.status = 'withheld' THEN 'withheld'
      WHEN e.status = 'revoked' AND e.cut_by_id IS NULL AND e.quashed_by_id IS NULL
        OR NOT daterange(i.month, (i.month + interval '1 month')::date) && e.period THEN 'ended'
      WHEN {_PAID_BY_QUASHED} THEN 'paid_by_quashed'
      WHEN EXISTS (
        SELECT 1 FROM benefits_paymentitem r
        JOIN benefits_payment rp ON rp.id = r.payment_id AND rp.status = 'returned'
        WHERE r.instalment_id = i.id AND NOT EXISTS (
          SELECT 1 FROM benefits_paymentevent v
          WHERE v.payment_id = rp.id AND v.kind = 'reissue'
        )
      ) THEN CASE WHEN EXISTS (
        SELECT 1 FROM benefits_paymentitem r
        JOIN benefits_paymentevent v ON v.payment_id = r.payment_id AND v.kind = 'closed'
        WHERE r.instalment_id = i.id
      ) THEN 'closed' ELSE 'returned' END
      WHEN card.died_on IS NOT NULL OR helped.died_on < i.month THEN 'deceased'
      WHEN w.id IS NULL THEN 'no_way'
      WHEN w.receiver_died_on IS NOT NULL THEN 'receiver_died'
    END
"""
_AROUND = """
    JOIN benefits_entitlement e ON e.id = i.entitlement_id
    JOIN benefits_decisionitem di ON di.id = e.decision_item_id
    JOIN benefits_decision d ON d.id = di.decision_id
    LEFT JOIN benefits_appeal ap ON ap.decision_id = d.id AND ap.outcome = ''
    JOIN cases_person b ON b.id = i.beneficiary_id
    JOIN cases_person helped ON helped.id = COALESCE(b.merged_into_id, b.id)
    LEFT JOIN cases_person p ON p.id = i.payee_person_id
    LEFT JOIN cases_person card ON card.id = COALESCE(p.merged_into_id, p.id)
    LEFT JOIN LATERAL (
      SELECT v.id, v.channel, receiver.died_on AS receiver_died_on FROM benefits_payoutway v
      LEFT JOIN cases_person r ON r.id = v.receiver_id
      LEFT JOIN cases_person receiver ON receiver.id = COALESCE(r.merged_into_id, r.id)
      WHERE v.confirmed_by_id IS NOT NULL AND v.period @> %(pay_on)s::date
        AND (v.person_id = ANY (ARRAY(
               SELECT card.id UNION ALL
               SELECT g.id FROM cases_person g WHERE g.merged_into_id = card.id
             )) OR v.institution_id = i.payee_institution_id)
      ORDER BY lower(v.period) DESC, v.id DESC LIMIT 1
    ) w ON true
"""
_WAITING = f"""
    SELECT i.id AS id, i.month, i.amount, card.id AS person_id, i.payee_institution_id,
           d.sign, d.id AS decision_id, w.id AS way_id, w.channel,
           COALESCE(card.died_on, helped.died_on) AS died_on, {_OBSTACLE} AS obstacle
    FROM benefits_instalment i
    {_AROUND}
    WHERE i.open AND i.due_on <= %(pay_on)s
      AND d.status IN ('issued', 'delivered', 'final')
      AND daterange(i.month, (i.month + interval '1 month')::date) && e.period
      AND NOT EXISTS (
        SELECT 1 FROM benefits_paymentitem live WHERE live.instalment_id = i.id AND live.live
      )
"""
_DUE = f"{_WAITING} ORDER BY card.id, i.payee_institution_id, w.id, i.month, i.id"
_IN_UNITS = """
    (%(units)s::bigint[] IS NULL OR decision_id IN (
      SELECT u.id FROM benefits_decision u
      JOIN cases_caseassignment a ON a.case_id = u.case_id AND upper_inf(a.period)
      WHERE a.unit_id = ANY (%(units)s::bigint[])
    ))
"""
_PAYABLE = f"""
    SELECT due.* FROM ({_WAITING}) due
    LEFT JOIN cases_personname n ON n.person_id = due.person_id AND n.period @> %(pay_on)s::date
    LEFT JOIN cases_institution o ON o.id = due.payee_institution_id
    WHERE due.obstacle IS NULL AND due.channel = %(channel)s
    ORDER BY pl_key(COALESCE(o.name, n.last_name || ' ' || n.first_name)) COLLATE "C",
             due.person_id, due.payee_institution_id, due.way_id, due.month, due.id
"""
_HELD = f"""
    SELECT * FROM ({_WAITING}) due
    WHERE obstacle <> 'closed' AND (%(code)s = '' OR obstacle = %(code)s) AND {_IN_UNITS}
    ORDER BY obstacle, month, id LIMIT %(limit)s
"""
_COUNTED = f"""
    SELECT obstacle, CASE WHEN obstacle IS NULL THEN channel END AS way, count(*), sum(amount)
    FROM ({_WAITING}) due WHERE obstacle IS DISTINCT FROM 'closed' AND {_IN_UNITS}
    GROUP BY 1, 2 ORDER BY 1, 2
"""
_UNSOUND = f"""
    SELECT DISTINCT ON (y.ordinal) y.id, y.ordinal, y.payee_name,
           COALESCE({_OBSTACLE}, CASE WHEN w.id <> y.payout_way_id THEN 'way_changed' END)
    FROM benefits_payment y
    JOIN benefits_paymentitem t ON t.payment_id = y.id AND t.live
    JOIN benefits_instalment i ON i.id = t.instalment_id
    {_AROUND}
    WHERE y.payment_list_id = %(list)s AND y.status = 'listed'
      AND (({_OBSTACLE}) IS NOT NULL OR w.id <> y.payout_way_id)
    ORDER BY y.ordinal
"""


Units: TypeAlias = Collection[int] | None
"""Keys of units; None for all of them."""


def _keys(units: Units) -> list[int] | None:
    return None if units is None else sorted(units)


def in_full(item: int) -> bool:
    """Whether a granting item is paid before its decision is final, by its key: it gives all that
    was asked for (k.p.a. art. 130 § 4).
    """
    with connection.cursor() as cursor:
        cursor.execute(_IN_FULL_OF, [item])
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Due:
    """An unpaid instalment whose day has come; `obstacle` says why it cannot go on a list (a key
    of `OBSTACLES`). The payee of a merged card is the card it was joined to.
    """

    instalment_id: int
    month: date
    amount: Decimal
    payee_person_id: int | None
    payee_institution_id: int | None
    decision_sign: str
    decision_id: int
    way_id: int | None
    channel: str | None
    died_on: date | None
    obstacle: str | None

    @property
    def payee(self) -> tuple[int | None, int | None, int | None]:
        """Instalments of one payee and one way go into one payment."""
        return (self.payee_person_id, self.payee_institution_id, self.way_id)

    @property
    def why(self) -> str:
        """The obstacle in words."""
        return OBSTACLES[self.obstacle] if self.obstacle else ""


def due(pay_on: date) -> Iterator[Due]:
    """Everything due on a day and not yet paid, payee by payee."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"pay_on": pay_on})
        for row in cursor:
            yield Due(*row)


def payable(pay_on: date, channel: str) -> Iterator[Due]:
    """What can be paid on a day through a channel, payee by payee in their Polish order; read in
    pieces, so that ten thousand take no more memory than a hundred.
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(_PAYABLE, {"pay_on": pay_on, "channel": channel})
        for row in cursor:
            yield Due(*row)


def held(pay_on: date, *, code: str = "", units: Units = None, limit: int = 200) -> list[Due]:
    """What cannot be paid on a day, by obstacle; only one of them when `code` names it, only of
    cases in the `units` when they are given.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _HELD, {"pay_on": pay_on, "code": code, "limit": limit, "units": _keys(units)}
        )
        return [Due(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Share:
    """How many instalments wait and their sum in złoty: by a channel, or held by an obstacle."""

    code: str
    count: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for payment on a day: ready by channel, and held back by obstacle."""

    day: date
    ready: list[Share]
    held: list[Share]

    @property
    def ready_count(self) -> int:
        """How many instalments can be paid."""
        return sum(share.count for share in self.ready)

    @property
    def held_count(self) -> int:
        """How many instalments something holds back."""
        return sum(share.count for share in self.held)


def waiting(day: date, *, units: Units = None) -> Waiting:
    """Counts and sums of everything due by a day and not on a list; of cases in the `units` when
    they are given.
    """
    ready, held_back = [], []
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"pay_on": day, "units": _keys(units)})
        for obstacle, channel, count, total in cursor.fetchall():
            if obstacle:
                held_back.append(Share(obstacle, count, total))
            else:
                ready.append(Share(channel, count, total))
    return Waiting(day, ready, held_back)


@dataclass(frozen=True, slots=True)
class Unsound:
    """A payment on a list that may not go out any more; `code` is a key of `OBSTACLES`."""

    payment_id: int
    ordinal: int
    payee_name: str
    code: str

    @property
    def why(self) -> str:
        """The obstacle in words."""
        return OBSTACLES[self.code]


def unsound(payment_list: PaymentList) -> list[Unsound]:
    """Payments of a list that could not be put on it today: withheld, of the dead, by a way that
    ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNSOUND, {"list": payment_list.pk, "pay_on": payment_list.pay_on})
        return [Unsound(*row) for row in cursor.fetchall()]
