"""What an entry of a statement was: said by a person, once. The payments' own acts do the rest."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from benefits.models import BankStatement, Payment, PaymentList, StatementEntry
from benefits.selectors_statements import grouped, left_account, named_payments
from benefits.services import payments
from benefits.services.statements.importing import may
from opsapp.kernel import clock, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.money import format_pln
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User

POINTS = faults.declare(
    "statements.return.returned", "statements.settle.settled", "statements.singly.settled"
)
Outcome = StatementEntry.Outcome


@act
def confirm_return(
    entry: StatementEntry, payment: Payment, *, reason: str, actor: User
) -> StatementEntry:
    """The entry is this payment come back. Nothing is paid again by it.

    Raises `Refusal` when the amounts differ, the payment went from another account, or it is in a
    state from which nothing comes back; `Conflict` when the entry was decided meanwhile.
    """
    may(actor)
    (entry,) = _waiting([entry])
    if entry.amount != payment.amount:
        raise Refusal(
            f"Pozycja wyciągu to {format_pln(entry.amount)}, a wypłata {payment.reference} "
            f"{format_pln(payment.amount)}. Wskaż wypłatę o tej samej kwocie.",
            "other_amount",
            "payment",
        )
    _from_this_account(entry, payment.payment_list)
    payments.return_(
        payment, on=_day(entry, payment.payment_list), reason=reason, proof=entry.proof,
        actor=actor,
    )  # fmt: skip
    faults.point("statements.return.returned")
    _decide([entry], Outcome.RETURNED, actor, payment=payment)
    return entry


@act
def confirm_recognised(statement: BankStatement, *, actor: User) -> int:
    """Every return that is recognised by its reference and amount; how many there were."""
    may(actor)
    statement = states.lock(statement)
    found = grouped(statement).recognised
    pairs = [(one.entry, one.payment) for one in found if one.payment is not None]
    for entry, payment in sorted(pairs, key=lambda pair: (pair[1].payment_list_id, pair[1].pk)):
        confirm_return(entry, payment, reason=entry.reason or "MS03", actor=actor)
    return len(pairs)


@act
def confirm_settled(
    entry: StatementEntry, payment_list: PaymentList, *, actor: User
) -> StatementEntry:
    """The entry is the transfer of the whole list: what was sent of it is settled.

    Raises `Refusal` unless it equals what left the account by this list.
    """
    may(actor)
    (entry,) = _waiting([entry])
    payment_list = states.lock(payment_list)
    _from_this_account(entry, payment_list)
    rows = Payment.objects.filter(payment_list=payment_list)
    total = rows.filter(left_account()).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    if total != -entry.amount:
        raise Refusal(
            f"Pozycja wyciągu to {format_pln(-entry.amount)}, a z listy {payment_list} czeka na "
            f"potwierdzenie {format_pln(total)}. Rozlicz listę ręcznie na jej stronie.",
            "other_amount",
        )
    payments.settle(payment_list, on=_day(entry, payment_list), proof=entry.proof, actor=actor)
    faults.point("statements.settle.settled")
    _decide([entry], Outcome.SETTLED, actor, payment_list=payment_list)
    return entry


@act
def confirm_singly(statement: BankStatement, payment_list: PaymentList, *, actor: User) -> int:
    """Every transfer of this list that the statement shows one by one; how many there were. The
    payments it does not show stay sent.
    """
    may(actor)
    statement = states.lock(statement)
    payment_list = states.lock(payment_list)
    one = next((s for s in grouped(statement).singly if s.payment_list == payment_list), None)
    if one is None:
        raise Conflict(
            "Na tym wyciągu nie ma już przelewów tej listy do potwierdzenia. Odśwież stronę.",
            "nothing_left",
        )
    shown = _shown_by(statement, one.entries)
    sent = {row.pk for row in shown.values() if row.status == "sent"}
    if sent:
        others = payment_list.payments.filter(status="sent").exclude(pk__in=sent)
        payments.settle(
            payment_list, on=max(_day(entry, payment_list) for entry in one.entries),
            proof=statement.proof, unpaid=others.values_list("pk", flat=True), actor=actor,
        )  # fmt: skip
    faults.point("statements.singly.settled")
    for entry in one.entries:
        _decide([entry], Outcome.SETTLED, actor, payment=shown[entry.pk], payment_list=payment_list)
    return len(one.entries)


@act
def dismiss(entries: Iterable[StatementEntry], *, remark: str, actor: User) -> int:
    """These entries are no payments of ours, or were noted by hand; how many there were."""
    may(actor)
    rows = _waiting(entries)
    if not rows:
        raise Refusal("Zaznacz co najmniej jedną pozycję.", "no_entries", "entries")
    if not remark.strip():
        raise Refusal("Napisz, co to za pozycje.", "no_remark", "remark")
    _decide(rows, Outcome.OTHER, actor, remark=remark.strip()[:200])
    return len(rows)


def _waiting(entries: Iterable[StatementEntry]) -> list[StatementEntry]:
    """The entries as they stand, all undecided. Who decides holds their statement, before any list,
    until the transaction ends.
    """
    keys = {row.pk: row.statement_id for row in entries}
    for statement in BankStatement.objects.filter(pk__in=keys.values()).order_by("pk"):
        states.lock(statement)
    related = StatementEntry.objects.select_related("statement", "decided_by")
    rows = list(related.filter(pk__in=keys).order_by("pk"))
    for row in rows:
        if row.outcome != Outcome.WAITS:
            raise Conflict(
                f"Pozycję {row.proof} rozstrzygnięto już jako „{row.get_outcome_display()}” "
                f"({row.decided_by}). Odśwież stronę.",
                "decided",
            )
    return rows


def _from_this_account(entry: StatementEntry, payment_list: PaymentList) -> None:
    if payment_list.bank_profile_id != entry.statement.bank_profile_id:
        raise Refusal(
            f"Lista {payment_list} nie szła z rachunku tego wyciągu. Wskaż inną.",
            "other_account",
            "payment",
        )


def _day(entry: StatementEntry, payment_list: PaymentList) -> Any:
    """The bank's day; where the list was noted as sent only later, that one."""
    return max(entry.booked_on, payment_list.sent_on or entry.booked_on)


def _shown_by(statement: BankStatement, entries: Iterable[StatementEntry]) -> dict[int, Payment]:
    """The one payment that each of these entries names and equals."""
    rows = list(entries)
    named = named_payments(statement, rows)
    return {row.pk: next(one for one in named[row.pk] if one.amount == -row.amount) for row in rows}


def _decide(entries: Iterable[StatementEntry], outcome: Outcome, actor: User, **what: Any) -> None:
    for entry in entries:
        for name, value in {"outcome": outcome, "decided_by": actor, **what}.items():
            setattr(entry, name, value)
        entry.decided_at = clock.now()
        entry.save(update_fields=["outcome", "decided_by", "decided_at", *what])
