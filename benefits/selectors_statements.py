"""What the entries of a statement may be: proposals to look at, nothing is decided by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from benefits.models import (
    BankStatement,
    Payment,
    PaymentEvent,
    PaymentList,
    StatementEntry,
)
from benefits.statements import lists_in, references_in
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.text import fold
from opsapp.office.models import User

WINDOW = timedelta(days=30)
"""How long after a list was sent a return is looked for by amount and account."""
BACK_FROM = ("sent", "settled")
_MOST_CANDIDATES = 8


@dataclass(slots=True)
class Return:
    """Money that came back: the payment that its reference and amount name, or `candidates` to
    choose from. `noted` is a payment it names that cannot be confirmed, with its state.
    """

    entry: StatementEntry
    payment: Payment | None = None
    candidates: list[Payment] = field(default_factory=list)
    noted: Payment | None = None


@dataclass(slots=True)
class Whole:
    """One transfer that may have carried out a whole list: lists that sum to it."""

    entry: StatementEntry
    lists: list[PaymentList]


@dataclass(slots=True)
class Singly:
    """Transfers of one list that the bank booked one by one; `total` is below zero, as they are."""

    payment_list: PaymentList
    entries: list[StatementEntry]
    total: Decimal


@dataclass(slots=True)
class Groups:
    """The entries of a statement that wait, by what they may be; and those decided."""

    recognised: list[Return] = field(default_factory=list)
    to_point: list[Return] = field(default_factory=list)
    wholes: list[Whole] = field(default_factory=list)
    singly: list[Singly] = field(default_factory=list)
    others: list[StatementEntry] = field(default_factory=list)
    decided: list[StatementEntry] = field(default_factory=list)


def reaches(user: User) -> bool:
    """Whether the person may open statements: an account is of the whole centre."""
    return user.can(Cap.SEND_PAYMENTS) and user.units_with(Cap.SEND_PAYMENTS) is None


def statements() -> QuerySet[BankStatement]:
    """All statements with how many of their entries there are and how many wait."""
    rows = BankStatement.objects.select_related("bank_profile", "imported_by")
    waits = Count("entries", filter=Q(entries__outcome="waits"))
    return rows.annotate(entry_count=Count("entries"), waiting=waits)


def waiting_entries() -> QuerySet[StatementEntry]:
    """Entries that nobody decided yet."""
    return StatementEntry.objects.filter(outcome="waits")


def grouped(statement: BankStatement) -> Groups:
    """The entries of a statement in groups. The order of matching a return: by reference; by
    amount, account and thirty days; by hand.
    """
    related = ("statement", "payment__payment_list", "payment_list", "decided_by")
    entries = list(statement.entries.select_related(*related).order_by("ordinal"))
    waiting = [entry for entry in entries if entry.outcome == "waits"]
    found = Groups(decided=[entry for entry in entries if entry.outcome != "waits"])
    named = named_payments(statement, waiting)
    _returns(found, statement, [row for row in waiting if row.amount > 0], named)
    _debits(found, statement, [row for row in waiting if row.amount <= 0], named)
    return found


def named_payments(
    statement: BankStatement, entries: Iterable[StatementEntry]
) -> dict[int, list[Payment]]:
    """Payments from this account that each entry names by its reference."""
    asked = {row.pk: references_in(row.reference, row.text) for row in entries}
    rows = _from_account(statement).filter(reference__in=frozenset().union(*asked.values()))
    known = {row.reference: row for row in rows}
    return {
        pk: [known[one] for one in sorted(references) if one in known]
        for pk, references in asked.items()
    }


def left_account() -> Q:
    """Payments that wait for the proof that they went out: those that came back before their list
    was settled among them.
    """
    settled = PaymentEvent.objects.filter(payment=OuterRef("pk"), kind="settled")
    return Q(status="sent") | Q(~Exists(settled), status="returned")


def _from_account(statement: BankStatement) -> QuerySet[Payment]:
    rows = Payment.objects.filter(payment_list__bank_profile=statement.bank_profile_id)
    return rows.select_related("payment_list")


def _returns(
    found: Groups,
    statement: BankStatement,
    credits: Sequence[StatementEntry],
    named: dict[int, list[Payment]],
) -> None:
    taken: set[int] = set()
    alike = _alike(statement, credits)
    for entry in credits:
        payments = named[entry.pk]
        equal = [row for row in payments if row.amount == entry.amount]
        sure = [row for row in equal if row.status in BACK_FROM and row.pk not in taken]
        if len(sure) == 1:
            taken.add(sure[0].pk)
            found.recognised.append(Return(entry, sure[0]))
            continue
        candidates = sure or alike[entry.pk]
        if entry.reason or candidates or payments:
            noted = next(iter(equal or payments), None)
            found.to_point.append(Return(entry, None, candidates, None if sure else noted))
        else:
            found.others.append(entry)


def _alike(statement: BankStatement, credits: Sequence[StatementEntry]) -> dict[int, list[Payment]]:
    """Payments of the same amount to the same account in the thirty days before; for what the bank
    calls a return from no account of theirs: of the same amount.
    """
    if not credits:
        return {}
    first = min(row.booked_on for row in credits) - WINDOW
    rows = _from_account(statement).filter(
        status__in=BACK_FROM,
        amount__in={row.amount for row in credits},
        payment_list__sent_on__range=(first, max(row.booked_on for row in credits)),
    )
    accounts = {row.account_index for row in credits if row.account_index}
    by_amount = [row.amount for row in credits if row.reason]
    rows = rows.filter(Q(account_index__in=accounts) | Q(amount__in=by_amount))
    known = list(rows.order_by("-payment_list__sent_on", "ordinal")[:1000])
    return {row.pk: _fitting(row, known) for row in credits}


def _fitting(entry: StatementEntry, known: Sequence[Payment]) -> list[Payment]:
    fits = [
        row for row in known
        if row.amount == entry.amount
        and row.payment_list.sent_on is not None
        and entry.booked_on - WINDOW <= row.payment_list.sent_on <= entry.booked_on
    ]  # fmt: skip
    same = [row for row in fits if row.account_index and row.account_index == entry.account_index]
    found = same or (fits if entry.reason else [])
    found.sort(key=lambda row: fold(row.payee_name) != fold(entry.name))
    return found[:_MOST_CANDIDATES]


def _debits(
    found: Groups,
    statement: BankStatement,
    debits: Sequence[StatementEntry],
    named: dict[int, list[Payment]],
) -> None:
    sums = list_sums(statement)
    keys = {row.pk for payments in named.values() for row in payments}
    unproved = set(Payment.objects.filter(left_account(), pk__in=keys).values_list("pk", flat=True))
    singly: dict[int, Singly] = {}
    for entry in debits:
        if payment := _single(entry, named[entry.pk], unproved):
            unproved.remove(payment.pk)
            made = singly.setdefault(
                payment.payment_list_id, Singly(payment.payment_list, [], Decimal(0))
            )
            made.entries.append(entry)
            made.total += entry.amount
        elif fitting := _summing(entry, sums):
            found.wholes.append(Whole(entry, fitting))
        else:
            found.others.append(entry)
    found.singly = [singly[pk] for pk in sorted(singly)]


def _single(
    entry: StatementEntry, payments: Sequence[Payment], unproved: set[int]
) -> Payment | None:
    fits = [row for row in payments if row.amount == -entry.amount and row.pk in unproved]
    return fits[0] if len(fits) == 1 else None


def _summing(
    entry: StatementEntry, sums: Sequence[tuple[PaymentList, Decimal]]
) -> list[PaymentList]:
    fits = [made for made, total in sums if total == -entry.amount]
    named = lists_in(entry.reference, entry.text)
    return [made for made in fits if made.reference in named] or fits


def list_sums(statement: BankStatement) -> list[tuple[PaymentList, Decimal]]:
    """Sent lists of this account, each with the sum that its proof has to show."""
    lists = PaymentList.objects.filter(status="sent", bank_profile=statement.bank_profile_id)
    rows = Payment.objects.filter(left_account(), payment_list__in=lists)
    totals = dict(rows.order_by().values_list("payment_list").annotate(Sum("amount")))
    return [(made, totals[made.pk]) for made in lists.order_by("-pk") if made.pk in totals]
