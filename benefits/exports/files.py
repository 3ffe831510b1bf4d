"""The files of an approved list, made once and kept with their digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from benefits.exports import elixir
from benefits.models import BankProfile, Payment, PaymentList, PaymentListFile
from opsapp.kernel.documents import Rendered, keep
from opsapp.kernel.models import StoredDocument
from opsapp.office.models import User

TEXT = "text/plain"


def make_files(payment_list: PaymentList) -> list[PaymentListFile]:
    """Make the bank's files of a list; a cash list is printed from the list itself."""
    profile = payment_list.bank_profile
    if profile is None:
        return []
    written = elixir.files(
        _orders(payment_list), pay_on=payment_list.pay_on, profile=as_profile(profile)
    )
    return [
        PaymentListFile.objects.create(
            payment_list=payment_list,
            round=payment_list.round,
            kind=PaymentListFile.Kind.ELIXIR,
            part=number,
            name=_name(payment_list, number, profile),
            payment_count=part.count,
            total=part.total,
            document=_keep(part.content),
        )
        for number, part in enumerate(written, 1)
    ]


def _keep(content: bytes) -> StoredDocument:
    return StoredDocument.objects.create(
        kind="payment_file",
        content=content,
        media_type=TEXT,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def as_profile(row: BankProfile) -> elixir.Profile:
    """The profile as the writer takes it."""
    return elixir.Profile(
        account=row.account,
        payer_lines=tuple(row.payer_lines.splitlines()),
        encoding=str(row.encoding),
        ascii_only=row.ascii_only,
        forbidden=row.forbidden,
        max_records=row.max_records,
        empty_fields_quoted=row.empty_fields_quoted,
        reference_length=row.reference_length,
    )


def keep_document(payment_list: PaymentList, rendered: Rendered, *, actor: User) -> PaymentListFile:
    """Keep the document of a list that is paid out in cash, by post or on cards."""
    return PaymentListFile.objects.create(
        payment_list=payment_list,
        round=payment_list.round,
        kind=PaymentListFile.Kind.CASH,
        name=f"{_stem(payment_list)}.pdf",
        payment_count=payment_list.payment_count,
        total=payment_list.total,
        document=keep("payment_list", rendered.content, pages=rendered.pages, actor=actor),
    )


def _name(payment_list: PaymentList, part: int, profile: BankProfile) -> str:
    return f"{_stem(payment_list)}-{part}.{profile.extension}"


def _stem(payment_list: PaymentList) -> str:
    again = f"-p{payment_list.round}" if payment_list.round > 1 else ""
    return f"LW-{payment_list.year}-{payment_list.number:04}{again}"


def _orders(payment_list: PaymentList) -> Iterator[elixir.Order]:
    rows = (
        Payment.objects.filter(payment_list=payment_list)
        .exclude(status="cancelled")
        .order_by("ordinal")
        .only("account", "amount", "payee_name", "payee_address", "title", "reference")
    )
    for row in rows.iterator(chunk_size=1000):
        address = tuple(piece.strip() for piece in row.payee_address.split(",", 1) if piece.strip())
        yield elixir.Order(
            row.account, row.amount, (row.payee_name, *address), (row.title,), row.reference
        )
