"""Payments taken off a list that people have signed already: the trace stays, they sign anew."""

from __future__ import annotations

from collections.abc import Iterable

from benefits.dictionaries import STRIKE_REASONS
from benefits.models import Payment, PaymentEvent, PaymentItem, PaymentList
from benefits.selectors_payments import files_taken
from benefits.services.payments.events import write_events
from benefits.services.payments.rights import SIGNS, may_one_of
from benefits.states import PAYMENT, PAYMENT_LIST
from opsapp.kernel import clock, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

POINTS = faults.declare("payments.strike.reopened", "payments.strike.struck")


@act
def strike(
    payment_list: PaymentList,
    payments: Iterable[int],
    *,
    reason: str,
    remark: str = "",
    not_at_bank: bool = False,
    actor: User,
) -> PaymentList:
    """Take payments (by their keys) off a prepared, checked or approved list that was not sent.

    They are cancelled with the reason (a code of `STRIKE_REASONS`) and their instalments are due
    again; what holds an instalment, a death for one, holds it there. The sum has changed, so the
    list is a draft that everybody signs anew. Raises `Refusal` for a payment that is not on the
    list, and when a file of it was taken out and nobody says that it is `not_at_bank`.
    """
    payment_list = states.lock(payment_list)
    may_one_of(actor, (*SIGNS, Cap.SEND_PAYMENTS), payment_list)
    states.require(PAYMENT_LIST, "strike", payment_list)
    said = _said(reason, remark)
    ids = _listed(payment_list, set(payments))
    refuse_at_bank(payment_list, not_at_bank=not_at_bank)
    states.apply(
        PAYMENT_LIST,
        "strike",
        payment_list,
        actor=actor,
        remark=said,
        reason_code=reason,
        content_sha256="",
        payment_count=0,
        total=0,
    )
    faults.point("payments.strike.reopened")
    Payment.objects.filter(pk__in=ids).update(status=PAYMENT.move("cancel").target)
    PaymentItem.objects.filter(payment__in=ids, live=True).update(live=False)
    write_events(
        ids, PaymentEvent.Kind.CANCELLED, on=clock.today(), remark=said, proof="", actor=actor
    )
    faults.point("payments.strike.struck")
    payment_list.refresh_from_db()
    return payment_list


def refuse_at_bank(payment_list: PaymentList, *, not_at_bank: bool) -> None:
    """Raise `Refusal` when a file of the present content was taken out and nobody says that it
    did not reach the bank.
    """
    if not_at_bank or not files_taken(payment_list):
        return
    raise Refusal(
        "Plik tej listy został już pobrany. Upewnij się, że nie trafił do banku albo bank "
        "potwierdził jego wycofanie, i zaznacz to: inaczej bank wypłaciłby według starej treści. "
        "Gdy pieniędzy nie można już zatrzymać, odnotuj wysłanie listy.",
        "file_taken",
        "not_at_bank",
    )


def _said(reason: str, remark: str) -> str:
    if reason not in STRIKE_REASONS:
        raise Refusal("Wybierz z listy, dlaczego wypłata schodzi.", "no_reason", "reason")
    if reason == "other" and not remark.strip():
        raise Refusal("Napisz, dlaczego wypłata schodzi z listy.", "no_remark", "remark")
    return f"{STRIKE_REASONS[reason]}: {remark.strip()}".removesuffix(": ")[:200]


def _listed(payment_list: PaymentList, wanted: set[int]) -> list[int]:
    rows = Payment.objects.filter(payment_list=payment_list, status="listed", pk__in=wanted)
    ids = list(rows.order_by("id").values_list("id", flat=True))
    if not wanted:
        raise Refusal("Zaznacz wypłaty, które mają zejść z listy.", "nothing", "payments")
    if len(ids) != len(wanted):
        raise Refusal(
            "Którejś z tych wypłat nie ma już na liście. Odśwież stronę i zaznacz od nowa.",
            "not_on_list",
            "payments",
        )
    return ids
