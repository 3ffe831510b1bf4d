"""Three signatures of three people, or four with the head's, each under the same content."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Count, QuerySet, Sum

from benefits import centre
from benefits.exports.files import make_files
from benefits.models import Payment, PaymentList, PaymentListSignature
from benefits.selectors_due import unsound
from benefits.services.payments.events import cancel_all
from benefits.services.payments.rights import SIGNS, may, may_one_of
from benefits.services.payments.striking import refuse_at_bank
from benefits.states import PAYMENT_LIST
from opsapp.kernel import clock, faults, jobs, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User

POINTS = faults.declare("payments.approve.signed", "payments.approve.files", "payments.head.signed")
NAMED = 10
"""How many lines a refusal names before it only counts them."""
Role = PaymentListSignature.Role


@act
def prepare(payment_list: PaymentList, *, actor: User) -> PaymentList:
    """Close the content of a draft list and sign it as the one who prepared it.

    Whether the head of the centre signs it too is asked now and stands for this content.
    """
    payment_list = states.lock(payment_list)
    may(actor, Cap.PREPARE_PAYMENTS, payment_list)
    states.require(PAYMENT_LIST, "prepare", payment_list)
    counted = live_payments(payment_list).aggregate(count=Count("id"), total=Sum("amount"))
    if not counted["count"]:
        raise Refusal("Na liście nie ma żadnej wypłaty.", "empty")
    refuse_unsound(payment_list)
    digest = content_digest(payment_list)
    _sign(payment_list, Role.PREPARED, digest, actor)
    states.apply(
        PAYMENT_LIST,
        "prepare",
        payment_list,
        actor=actor,
        payment_count=counted["count"],
        total=counted["total"],
        content_sha256=digest,
        head_signs=bool(centre.answer("payments.head_signature", on=clock.today())),
    )
    return payment_list


@act
def check(payment_list: PaymentList, *, actor: User) -> PaymentList:
    """Sign as the one who checked the merit. Raises `Refusal` for one who signed before, and for
    a payment that may no longer go out.
    """
    payment_list = _verified(payment_list, "check", Cap.CHECK_PAYMENTS, actor)
    _sign(payment_list, Role.CHECKED, payment_list.content_sha256, actor)
    states.apply(PAYMENT_LIST, "check", payment_list, actor=actor)
    return payment_list


@act
def approve(payment_list: PaymentList, *, actor: User) -> PaymentList:
    """Sign as the third person; the files are made and kept. Where the head signs too, the list
    waits for that signature and the files with it.

    Raises `Refusal` for one who signed before, and for a payment that may no longer go out.
    """
    payment_list = _verified(payment_list, "approve", Cap.APPROVE_PAYMENTS, actor)
    _sign(payment_list, Role.APPROVED, payment_list.content_sha256, actor)
    move = "pass_on" if payment_list.head_signs else "approve"
    states.apply(PAYMENT_LIST, move, payment_list, actor=actor)
    faults.point("payments.approve.signed")
    if not payment_list.head_signs:
        _make_files(payment_list, actor)
    return payment_list


@act
def head(payment_list: PaymentList, *, actor: User) -> PaymentList:
    """Sign as the head of the centre, the fourth person; the files are made and kept.

    Raises `Refusal` for one who signed before, and for a payment that may no longer go out.
    """
    payment_list = _verified(payment_list, "head", Cap.HEAD_PAYMENTS, actor)
    _sign(payment_list, Role.HEAD, payment_list.content_sha256, actor)
    states.apply(PAYMENT_LIST, "head", payment_list, actor=actor)
    faults.point("payments.head.signed")
    _make_files(payment_list, actor)
    return payment_list


def _make_files(payment_list: PaymentList, actor: User) -> None:
    """The bank's files now; the document of a list that is printed by the worker afterwards."""
    make_files(payment_list)
    if payment_list.bank_profile_id is None:
        jobs.enqueue(**document_order(payment_list), actor=actor)
    faults.point("payments.approve.files")


def document_order(payment_list: PaymentList) -> dict[str, Any]:
    """The job that makes the document of the list's present content, as `jobs.enqueue` takes it."""
    return {
        "kind": "render_payment_list",
        "key": f"payment_list:{payment_list.pk}:{payment_list.round}:pdf",
        "payment_list": payment_list.pk,
        "round": payment_list.round,
    }


@act
def reopen(
    payment_list: PaymentList, *, remark: str, not_at_bank: bool = False, actor: User
) -> PaymentList:
    """Take a list that was not sent back to be mended; the signatures stay as history.

    Raises `Refusal` when a file of it was taken out and nobody says that it is `not_at_bank`.
    """
    payment_list = states.lock(payment_list)
    may_one_of(actor, SIGNS, payment_list)
    states.require(PAYMENT_LIST, "reopen", payment_list)
    if not remark.strip():
        raise Refusal("Napisz, co trzeba poprawić.", "no_remark", "remark")
    refuse_at_bank(payment_list, not_at_bank=not_at_bank)
    states.apply(
        PAYMENT_LIST,
        "reopen",
        payment_list,
        actor=actor,
        remark=remark,
        content_sha256="",
        payment_count=0,
        total=0,
    )
    payment_list.refresh_from_db()
    return payment_list


@act
def cancel(payment_list: PaymentList, *, remark: str, actor: User) -> PaymentList:
    """Cancel an unapproved list; everything on it is due again."""
    payment_list = states.lock(payment_list)
    may(actor, Cap.PREPARE_PAYMENTS, payment_list)
    if not remark.strip():
        raise Refusal("Napisz, dlaczego lista jest anulowana.", "no_remark", "remark")
    states.apply(PAYMENT_LIST, "cancel", payment_list, actor=actor, remark=remark)
    cancel_all(payment_list, remark=remark, actor=actor)
    return payment_list


def live_payments(payment_list: PaymentList) -> QuerySet[Payment]:
    """Payments of a list that were not taken off it, in order."""
    return (
        Payment.objects.filter(payment_list=payment_list)
        .exclude(status="cancelled")
        .order_by("ordinal")
    )


def content_digest(payment_list: PaymentList) -> str:
    """SHA-256 over every line that will be paid: reference, payee, name, title, account's index,
    amount.
    """
    digest = hashlib.sha256(
        f"{payment_list.reference};{payment_list.pay_on};{payment_list.channel};"
        f"{payment_list.bank_profile_id}".encode()
    )
    rows = live_payments(payment_list).values_list(
        "reference",
        "payee_person_id",
        "payee_institution_id",
        "payee_name",
        "title",
        "account_index",
        "amount",
    )
    for *line, account, amount in rows.iterator(chunk_size=2000):
        key = bytes(account).hex() if account else ""
        digest.update("\n".join(["", *map(str, line), key, str(amount)]).encode())
    return digest.hexdigest()


def _verified(payment_list: PaymentList, move: str, cap: Cap, actor: User) -> PaymentList:
    payment_list = states.lock(payment_list)
    may(actor, cap, payment_list)
    states.require(PAYMENT_LIST, move, payment_list)
    if content_digest(payment_list) != payment_list.content_sha256:
        raise Conflict(
            "Treść listy różni się od podpisanej. Cofnij listę do poprawy i sprawdź ją.", "content"
        )
    refuse_unsound(payment_list)
    return payment_list


def refuse_unsound(payment_list: PaymentList) -> None:
    """Raise `Refusal` naming the lines that may not go out any more, and why."""
    found = unsound(payment_list)
    if not found:
        return
    names = "; ".join(f"{row.ordinal}. {row.payee_name} ({row.why})" for row in found[:NAMED])
    more = f" i jeszcze {len(found) - NAMED}" if len(found) > NAMED else ""
    raise Refusal(
        f"Na liście są wypłaty, których nie wolno teraz wypłacić: {names}{more}. "
        "Zdejmij je z listy.",
        "unsound",
    )


def _sign(payment_list: PaymentList, role: str, digest: str, actor: User) -> None:
    signed = payment_list.signatures.filter(round=payment_list.round, user=actor)
    if signed.exists():
        raise Refusal(
            "Ta osoba podpisała już tę listę. Kolejny podpis składa ktoś inny.", "signed_already"
        )
    PaymentListSignature.objects.create(
        payment_list=payment_list,
        round=payment_list.round,
        role=role,
        user=actor,
        content_sha256=digest,
    )
