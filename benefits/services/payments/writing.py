"""Ten thousand lines of a list at once: COPY, by the same guards as any other writing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO

from django.db import connection

from benefits.models import Payment, PaymentItem, PaymentList, PayoutWay
from benefits.selectors_due import Due
from benefits.services.payments.payees import Payee

Cell = str | int | Decimal | bytes | None
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_PAYMENT = (
    "id",
    "payment_list_id",
    "ordinal",
    "reference",
    "payee_person_id",
    "payee_institution_id",
    "payee_name",
    "payee_address",
    "payout_way_id",
    "channel",
    "account",
    "account_index",
    "title",
    "amount",
    "status",
)
_ITEM = ("payment_id", "instalment_id", "amount", "live")


@dataclass(frozen=True, slots=True)
class Way:
    """A confirmed way of payment as it is copied to payments: read for thousands at once."""

    pk: int
    channel: str
    account: str
    account_index: bytes | None
    holder: str
    receiver_id: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One payment to be: to whom, how, for which instalments, under which title. `receiver` is who
    collects it for the payee: name and address are then those of the receiver.
    """

    payee: Payee
    way: Way
    dues: Sequence[Due]
    title: str
    receiver: Payee | None = None

    @property
    def address(self) -> str:
        """Of whoever gets the money in hand or on the account."""
        return self.payee.address if self.receiver is None else self.receiver.address


def ways(ids: Iterable[int]) -> dict[int, Way]:
    """Ways by their keys."""
    rows = PayoutWay.objects.filter(pk__in=set(ids)).values_list(
        "pk", "channel", "account", "account_index", "holder", "receiver_id"
    )
    return {
        pk: Way(pk, channel, account, None if index is None else bytes(index), holder, receiver)
        for pk, channel, account, index, holder, receiver in rows.iterator(chunk_size=2000)
    }


def write(payment_list: PaymentList, lines: Sequence[Line], *, first: int) -> None:
    """Write payments from the ordinal `first` on, with what each pays."""
    keys = _take_keys(len(lines))
    sealed = Payment._meta.get_field("account")
    _copy(
        Payment._meta.db_table,
        _PAYMENT,
        (
            (
                key,
                payment_list.pk,
                ordinal,
                f"{payment_list.reference}/{ordinal:04}",
                line.payee.person_id,
                line.payee.institution_id,
                line.way.holder or line.payee.name,
                line.address,
                line.way.pk,
                line.way.channel,
                sealed.get_prep_value(str(line.way.account)),
                line.way.account_index,
                line.title,
                sum(due.amount for due in line.dues),
                "listed",
            )
            for ordinal, (key, line) in enumerate(zip(keys, lines, strict=True), first)
        ),
    )
    _copy(
        PaymentItem._meta.db_table,
        _ITEM,
        (
            (key, due.instalment_id, due.amount, "t")
            for key, line in zip(keys, lines, strict=True)
            for due in line.dues
        ),
    )


def _take_keys(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Payment._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    text = StringIO("".join("\t".join(map(_cell, row)) + "\n" for row in rows))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", text)


def _cell(value: Cell) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)
