"""What happens to single payments: each move writes its event, and some free the instalments."""

from __future__ import annotations

from datetime import date

from django.db import connection

from benefits.models import Payment, PaymentEvent, PaymentItem, PaymentList
from benefits.states import PAYMENT
from opsapp.kernel import clock
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User

_EVENTS = """
    INSERT INTO benefits_paymentevent
      (payment_id, kind, "on", reason, remark, proof, actor_id, recorded_at)
    SELECT payment, %s, %s::date, '', %s, %s, %s, %s::timestamptz
    FROM unnest(%s::bigint[]) AS payment
"""
MOVES = {
    PaymentEvent.Kind.CANCELLED: "cancel",
    PaymentEvent.Kind.RETURNED: "return",
    PaymentEvent.Kind.SETTLED: "settle",
}


def cancel_payment(payment: Payment, *, remark: str, actor: User) -> Payment:
    """Cancel a payment that was not sent; its instalments are due again."""
    if not remark.strip():
        raise Refusal("Napisz, dlaczego wypłata schodzi z listy.", "no_remark", "remark")
    return happen(
        payment, PaymentEvent.Kind.CANCELLED, on=clock.today(), remark=remark, actor=actor
    )


def cancel_all(payment_list: PaymentList, *, remark: str, actor: User) -> None:
    """Cancel every payment still on a cancelled list; their instalments are due again."""
    rows = Payment.objects.filter(payment_list=payment_list, status="listed")
    ids = list(rows.order_by("id").values_list("id", flat=True))
    rows.update(status=PAYMENT.move("cancel").target)
    PaymentItem.objects.filter(payment__in=ids, live=True).update(live=False)
    write_events(
        ids, PaymentEvent.Kind.CANCELLED, on=clock.today(), remark=remark, proof="", actor=actor
    )


def write_events(
    ids: list[int], kind: str, *, on: date, proof: str, actor: User, remark: str = ""
) -> None:
    """The same event of many payments, in one statement: no record for each stands in memory."""
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [kind, on, remark, proof, actor.pk, clock.now(), ids])


def happen(
    payment: Payment,
    kind: PaymentEvent.Kind,
    *,
    on: date,
    reason: str = "",
    remark: str = "",
    proof: str = "",
    actor: User,
) -> Payment:
    """Move one payment and write the event; a cancelled or returned one lets its instalments go.

    Raises `Refusal` when the move does not start from the payment's state, `Conflict` when someone
    moved it in the meantime.
    """
    move = PAYMENT.move(MOVES[kind])
    if payment.status not in move.sources:
        raise Refusal(
            f"Wypłata jest w stanie „{PAYMENT.label(payment.status)}”. "
            f"„{move.label}” nie jest już możliwe.",
            "wrong_state",
        )
    changes: dict[str, object] = {"status": move.target}
    if kind is PaymentEvent.Kind.SETTLED:
        changes["paid_on"] = on
    moved = Payment.objects.filter(pk=payment.pk, status=payment.status).update(**changes)
    if moved != 1:
        raise Conflict("Ktoś inny zmienił tę wypłatę przed chwilą. Odśwież stronę.", "changed")
    if kind in (PaymentEvent.Kind.CANCELLED, PaymentEvent.Kind.RETURNED):
        payment.items.filter(live=True).update(live=False)
    PaymentEvent.objects.create(
        payment=payment, kind=kind, on=on, reason=reason, remark=remark, proof=proof, actor=actor
    )
    payment.refresh_from_db()
    return payment
