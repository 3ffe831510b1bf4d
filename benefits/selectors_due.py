"""What is due and not yet on a list, and why some of it cannot be paid now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

EXECUTABLE = ("issued", "delivered", "final")
"""States in which a decision granting all that was asked is carried out (k.p.a. art. 130 § 4)."""

_DUE = """
    SELECT i.id, i.month, i.amount, i.payee_person_id, i.payee_institution_id,
           d.sign, w.id AS way_id, w.channel,
           p.died_on,
           CASE
             WHEN e.status <> 'active' THEN 'withheld'
             WHEN EXISTS (
               SELECT 1 FROM benefits_paymentitem r
               JOIN benefits_payment rp ON rp.id = r.payment_id AND rp.status = 'returned'
               WHERE r.instalment_id = i.id AND NOT EXISTS (
                 SELECT 1 FROM benefits_paymentevent v
                 WHERE v.payment_id = rp.id AND v.kind = 'reissue'
               )
             ) THEN 'returned'
             WHEN p.died_on IS NOT NULL AND i.month > p.died_on THEN 'deceased'
             WHEN w.id IS NULL THEN 'no_way'
           END AS obstacle
    FROM benefits_instalment i
    JOIN benefits_entitlement e ON e.id = i.entitlement_id
    JOIN benefits_decisionitem di ON di.id = e.decision_item_id
    JOIN benefits_decision d ON d.id = di.decision_id
    LEFT JOIN cases_person p ON p.id = i.payee_person_id
    LEFT JOIN benefits_payoutway w
      ON w.confirmed_by_id IS NOT NULL AND w.period @> %(pay_on)s::date
     AND (w.person_id = i.payee_person_id OR w.institution_id = i.payee_institution_id)
    WHERE i.due_on <= %(pay_on)s
      AND d.status = ANY(%(executable)s)
      AND NOT EXISTS (
        SELECT 1 FROM benefits_paymentitem live WHERE live.instalment_id = i.id AND live.live
      )
    ORDER BY i.payee_person_id, i.payee_institution_id, w.id, i.month, i.id
"""


@dataclass(frozen=True, slots=True)
class Due:
    """An unpaid instalment whose day has come; `obstacle` says why it cannot go on a list.

    Obstacles: `withheld`, `returned` (waits for a decision), `deceased`, `no_way`.
    """

    instalment_id: int
    month: date
    amount: Decimal
    payee_person_id: int | None
    payee_institution_id: int | None
    decision_sign: str
    way_id: int | None
    channel: str | None
    died_on: date | None
    obstacle: str | None

    @property
    def payee(self) -> tuple[int | None, int | None, int | None]:
        """Instalments of one payee and one way go into one payment."""
        return (self.payee_person_id, self.payee_institution_id, self.way_id)


def due(pay_on: date) -> Iterator[Due]:
    """Everything due on a day and not yet paid, payee by payee."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"pay_on": pay_on, "executable": list(EXECUTABLE)})
        for row in cursor:
            yield Due(*row)
