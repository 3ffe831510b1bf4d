"""Three signatures of three people, each under the same content."""

from __future__ import annotations

import hashlib

from django.db.models import Count, Max, QuerySet, Sum

from benefits.exports.files import make_files
from benefits.models import Payment, PaymentList, PaymentListSignature
from benefits.selectors_due import unsound
from benefits.services.payments.events import cancel_all
from benefits.states import PAYMENT_LIST
from opsapp.kernel import faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User

POINTS = faults.declare("payments.approve.signed", "payments.approve.files")
Role = PaymentListSignature.Role


@act
def prepare(payment_list: PaymentList, *, actor: User) -> PaymentList:
    """Close the content of a draft list and sign it as the one who prepared it."""
    payment_list = states.lock(payment_list)
    states.require(PAYMENT_LIST, "prepare", payment_list)
    counted = live_payments(payment_list).aggregate(count=Count("id"), total=Sum("amount"))
    if not counted["count"]:
        raise Refusal("Na liście nie ma żadnej wypłaty.", "empty")
    _refuse_unsound(payment_list)
    digest = content_digest(payment_list)
    _sign(payment_list, Role.PREPARED, digest, actor, fresh=True)
    states.apply(
        PAYMENT_LIST,
        "prepare",
        payment_list,
        actor=actor,
        payment_count=counted["count"],
        total=counted["total"],
        content_sha256=digest,
    )
    return payment_list


@act
def check(payment_list: PaymentList, *, actor: User) -> PaymentList:
    """Sign as the one who checked the merit. Raises `Refusal` for one who signed before, and for
    a payment that may no longer go out.
    """
    payment_list = _verified(payment_list, "check")
    _sign(payment_list, Role.CHECKED, payment_list.content_sha256, actor)
    states.apply(PAYMENT_LIST, "check", payment_list, actor=actor)
    return payment_list


@act
def approve(payment_list: PaymentList, *, actor: User) -> PaymentList:
    """Sign as the third person; the files for the bank are made and kept.

    Raises `Refusal` for one who signed before, and for a payment that may no longer go out.
    """
    payment_list = _verified(payment_list, "approve")
    _sign(payment_list, Role.APPROVED, payment_list.content_sha256, actor)
    states.apply(PAYMENT_LIST, "approve", payment_list, actor=actor)
    faults.point("payments.approve.signed")
    make_files(payment_list)
    faults.point("payments.approve.files")
    return payment_list


@act
def reopen(payment_list: PaymentList, *, remark: str, actor: User) -> PaymentList:
    """Take an unapproved list back to be mended; the signatures stay as history."""
    payment_list = states.lock(payment_list)
    if not remark.strip():
        raise Refusal("Napisz, co trzeba poprawić.", "no_remark", "remark")
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
    return payment_list


@act
def cancel(payment_list: PaymentList, *, remark: str, actor: User) -> PaymentList:
    """Cancel an unapproved list; everything on it is due again."""
    payment_list = states.lock(payment_list)
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


def _verified(payment_list: PaymentList, move: str) -> PaymentList:
    payment_list = states.lock(payment_list)
    states.require(PAYMENT_LIST, move, payment_list)
    if content_digest(payment_list) != payment_list.content_sha256:
        raise Conflict(
            "Treść listy różni się od podpisanej. Cofnij listę do poprawy i sprawdź ją.", "content"
        )
    _refuse_unsound(payment_list)
    return payment_list


def _refuse_unsound(payment_list: PaymentList) -> None:
    found = unsound(payment_list)
    if not found:
        return
    names = ", ".join(f"{row.payee_name} ({row.why})" for row in found[:3])
    more = f" i jeszcze {len(found) - 3}" if len(found) > 3 else ""
    raise Refusal(
        f"Na liście są wypłaty, których nie wolno teraz wypłacić: {names}{more}. "
        "Zdejmij je z listy; sporządzoną listę najpierw cofnij do poprawy.",
        "unsound",
    )


def _sign(
    payment_list: PaymentList, role: str, digest: str, actor: User, *, fresh: bool = False
) -> None:
    last = payment_list.signatures.aggregate(last=Max("round"))["last"] or 0
    number = last + 1 if fresh else last
    signed = payment_list.signatures.filter(round=number)
    if signed.filter(user=actor).exists():
        raise Refusal(
            "Ta osoba podpisała już tę listę. Kolejny podpis składa ktoś inny.", "signed_already"
        )
    PaymentListSignature.objects.create(
        payment_list=payment_list, round=number, role=role, user=actor, content_sha256=digest
    )
