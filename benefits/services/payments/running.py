"""After approval: the list goes out, is settled, and what comes back waits for a decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from benefits.models import Payment, PaymentEvent, PaymentList
from benefits.selectors_due import unsound
from benefits.selectors_payments import files_taken
from benefits.services.payments.events import happen, write_events
from benefits.services.payments.rights import may, may_with
from benefits.services.payments.signing import refuse_unsound
from benefits.states import PAYMENT_LIST
from opsapp.kernel import clock, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.money import format_pln
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

POINTS = faults.declare("payments.send.sent", "payments.settle.settled")


@act
def send(
    payment_list: PaymentList,
    *,
    on: date,
    at_bank: bool = False,
    remark: str = "",
    actor: User,
) -> PaymentList:
    """Note that the file went to the bank, or the list to the cash desk, on a day.

    Every line is asked once more whether it may go out. Raises `Refusal` naming those that may
    not: who died, whose right was withheld, revoked or cut, whose way of payment changed. But when
    a file of the list was taken out and is `at_bank` already, its money is on its way: the list is
    sent whole, and those lines are noted as to be recovered, with the obstacle and the `remark`.
    """
    payment_list = states.lock(payment_list)
    may(actor, Cap.SEND_PAYMENTS, payment_list)
    states.require(PAYMENT_LIST, "send", payment_list)
    _not_to_come(on)
    if at_bank:
        _note_what_went(payment_list, on, remark, actor)
    else:
        refuse_unsound(payment_list)
    states.apply(PAYMENT_LIST, "send", payment_list, actor=actor, sent_on=on, remark=remark)
    waiting = Payment.objects.filter(payment_list=payment_list, status="listed")
    ids = list(waiting.order_by("id").values_list("id", flat=True))
    waiting.update(status="sent")
    write_events(ids, PaymentEvent.Kind.SENT, on=on, proof="", actor=actor)
    faults.point("payments.send.sent")
    return payment_list


def _note_what_went(payment_list: PaymentList, on: date, remark: str, actor: User) -> None:
    """Each line that was not due any more when its file was at the bank already."""
    if not files_taken(payment_list):
        raise Refusal(
            "Nikt nie pobrał pliku tej listy, więc nie mógł trafić do banku. Zdejmij z niej "
            "wypłaty, których nie wolno wypłacić.",
            "not_taken",
            "at_bank",
        )
    if not remark.strip():
        raise Refusal(
            "Napisz, kiedy i jak plik trafił do banku i co z nim ustalono.", "no_remark", "remark"
        )
    for row in unsound(payment_list):
        write_events(
            [row.payment_id], PaymentEvent.Kind.TO_RECOVER, on=on, proof="", actor=actor,
            remark=f"{row.why}; {remark.strip()}"[:200],
        )  # fmt: skip


@act
def settle(
    payment_list: PaymentList,
    *,
    on: date,
    proof: str,
    unpaid: Iterable[int] = (),
    total: Decimal | None = None,
    actor: User,
) -> PaymentList:
    """Note that the payments of a list were carried out, by a statement or a cash report.

    `unpaid` are ids of payments that the proof does not confirm: they stay sent. `total` is the
    sum of the proof; raises `Refusal` when the payments it confirms sum to another.
    """
    payment_list = states.lock(payment_list)
    may(actor, Cap.SEND_PAYMENTS, payment_list)
    states.require(PAYMENT_LIST, "settle", payment_list)
    _not_to_come(on)
    _not_before_sent(payment_list, on)
    if not proof.strip():
        raise Refusal("Podaj numer wyciągu albo raportu kasowego.", "no_proof", "proof")
    sent = Payment.objects.filter(payment_list=payment_list, status="sent").exclude(
        pk__in=list(unpaid)
    )
    ids = list(sent.order_by("id").values_list("id", flat=True))
    if not ids:
        raise Refusal(
            "Ten dowód nie potwierdza żadnej wypłaty. Zaznacz te, które zostały zrealizowane.",
            "nothing_settled",
            "unpaid",
        )
    _as_the_proof_says(sent, total)
    sent.update(status="settled", paid_on=on)
    write_events(ids, PaymentEvent.Kind.SETTLED, on=on, proof=proof, actor=actor)
    faults.point("payments.settle.settled")
    _close_when_all_are_done(payment_list, actor)
    return payment_list


@act
def return_(
    payment: Payment, *, on: date, reason: str, remark: str = "", proof: str = "", actor: User
) -> Payment:
    """Note that the money came back. Nothing is paid again until someone decides so."""
    may_with(actor, Cap.SEND_PAYMENTS, payment)
    payment_list = states.lock(payment.payment_list)
    _not_to_come(on)
    _not_before_sent(payment_list, on)
    if reason not in PaymentEvent.ReturnReason.values:
        raise Refusal("Wybierz przyczynę zwrotu z listy.", "no_reason", "reason")
    payment = happen(
        states.lock(payment),
        PaymentEvent.Kind.RETURNED,
        on=on,
        reason=reason,
        remark=remark,
        proof=proof,
        actor=actor,
    )
    if payment_list.status == "sent":
        _close_when_all_are_done(payment_list, actor)
    return payment


@act
def close(payment: Payment, *, remark: str, actor: User) -> Payment:
    """Nothing more is to be done with a payment that came back, or was to be recovered: a returned
    one is never paid again. Possible once, with its reason.
    """
    may_with(actor, Cap.PREPARE_PAYMENTS, payment)
    payment = states.lock(payment)
    kinds = set(payment.events.values_list("kind", flat=True))
    recovers = payment.status in ("sent", "settled") and PaymentEvent.Kind.TO_RECOVER in kinds
    if payment.status != "returned" and not recovers:
        raise Refusal("Zamknąć można zwrot albo wypłatę do odzyskania.", "nothing_to_close")
    if kinds & {PaymentEvent.Kind.REISSUE, PaymentEvent.Kind.CLOSED}:
        raise Refusal("To jest już rozstrzygnięte.", "closed")
    if not remark.strip():
        raise Refusal(
            "Napisz, czym się to skończyło (decyzja o zwrocie, wygaśnięcie, wyjaśnienie).",
            "no_remark",
            "remark",
        )
    PaymentEvent.objects.create(
        payment=payment, kind=PaymentEvent.Kind.CLOSED, on=clock.today(), remark=remark.strip(),
        actor=actor,
    )  # fmt: skip
    return payment


@act
def reissue(payment: Payment, *, remark: str, actor: User) -> Payment:
    """Let the instalments of a returned payment go on a next list. Possible once."""
    may_with(actor, Cap.PREPARE_PAYMENTS, payment)
    payment = states.lock(payment)
    if payment.status != "returned":
        raise Refusal("Ponowić można tylko wypłatę, która wróciła.", "not_returned")
    if payment.events.filter(kind=PaymentEvent.Kind.REISSUE).exists():
        raise Refusal("Tę wypłatę dopuszczono już do ponowienia.", "reissued")
    if payment.events.filter(kind=PaymentEvent.Kind.CLOSED).exists():
        raise Refusal("Ten zwrot zamknięto bez ponownej wypłaty.", "closed")
    if not remark.strip():
        raise Refusal("Napisz, co się zmieniło (nowy rachunek, kasa …).", "no_remark", "remark")
    PaymentEvent.objects.create(
        payment=payment,
        kind=PaymentEvent.Kind.REISSUE,
        on=clock.today(),
        remark=remark,
        actor=actor,
    )
    return payment


def _as_the_proof_says(sent: QuerySet[Payment], total: Decimal | None) -> None:
    confirmed = sent.aggregate(sum=Sum("amount"))["sum"]
    if total is not None and total != confirmed:
        raise Refusal(
            f"Dowód opiewa na {format_pln(total)}, a potwierdzane wypłaty na "
            f"{format_pln(confirmed)}. Sprawdź, których pozycji dowód nie obejmuje.",
            "wrong_sum",
            "total",
        )


def _not_before_sent(payment_list: PaymentList, on: date) -> None:
    if payment_list.sent_on and on < payment_list.sent_on:
        raise Refusal(
            f"Listę wysłano {payment_list.sent_on:%d.%m.%Y}. Podaj ten dzień albo późniejszy.",
            "before_sent",
            "on",
        )


def _not_to_come(on: date) -> None:
    if on > clock.today():
        raise Refusal(
            "Ten dzień jeszcze nie nadszedł. Podaj dzisiejszy albo wcześniejszy.", "to_come", "on"
        )


def _close_when_all_are_done(payment_list: PaymentList, actor: User) -> None:
    if not Payment.objects.filter(
        payment_list=payment_list, status__in=["listed", "sent"]
    ).exists():
        states.apply(PAYMENT_LIST, "settle", payment_list, actor=actor)
