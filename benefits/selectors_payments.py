"""Reads for the screens of payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, Sum

from benefits.models import (
    Instalment,
    Payment,
    PaymentItem,
    PaymentList,
    PaymentListFile,
    PayoutWay,
)
from cases.models import Institution, PersonName
from opsapp.kernel.models import Look


def lists(
    rows: QuerySet[PaymentList], status: str = "", channel: str = ""
) -> QuerySet[PaymentList]:
    """Of these lists those in a state and of a channel."""
    rows = rows.select_related("made_by")
    if status:
        rows = rows.filter(status=status)
    if channel:
        rows = rows.filter(channel=channel)
    return rows


def lines(rows: QuerySet[Payment], only: str = "") -> QuerySet[Payment]:
    """Of these payments those in a state."""
    return rows.filter(status=only) if only else rows


def on_behalf(payments: Sequence[Payment]) -> dict[int, str]:
    """'za: Anna Nowak' by the key of a payment whose payee is not the person it was granted to."""
    items = PaymentItem.objects.filter(payment__in=[row.pk for row in payments])
    others = items.exclude(instalment__beneficiary=F("payment__payee_person")) | items.filter(
        payment__payout_way__receiver__isnull=False
    )
    named = others.order_by("payment_id", "id").values_list("payment_id", "instalment__beneficiary")
    pairs = list(dict.fromkeys(named))
    rows = PersonName.objects.filter(
        person__in={person for _, person in pairs}, period__upper_inf=True
    )
    names = {row.person_id: f"{row.first_name} {row.last_name}" for row in rows}
    found: dict[int, list[str]] = {}
    for payment, person in pairs:
        found.setdefault(payment, []).append(names.get(person, ""))
    return {payment: f"za: {', '.join(sorted(said))}" for payment, said in found.items()}


def document_of(payment_list: PaymentList) -> PaymentListFile | None:
    """The kept document of the list's present content, once the worker has made it."""
    rows = current_files(payment_list).filter(kind=PaymentListFile.Kind.CASH)
    return rows.select_related("document").first()


def live(rows: QuerySet[Payment]) -> tuple[int, Decimal]:
    """How many of these payments of a list are still on it, and their sum in złoty."""
    counted = rows.exclude(status="cancelled").aggregate(count=Count("id"), total=Sum("amount"))
    return counted["count"], counted["total"] or Decimal(0)


@dataclass(frozen=True, slots=True)
class Share:
    """A sum of a list by classification and source of money."""

    classification: str
    source: str
    count: int
    total: Decimal


_TOTALS = """
    SELECT c.division || '/' || c.chapter || ' § ' || c.paragraph, f.source, count(*), sum(f.amount)
    FROM benefits_payment p
    JOIN benefits_paymentitem pi ON pi.payment_id = p.id
    JOIN benefits_instalment i ON i.id = pi.instalment_id
    JOIN benefits_instalmentfunding f ON f.instalment_id = i.id
    JOIN office_classification c ON c.id = i.classification_id
    WHERE p.payment_list_id = %s AND p.status <> 'cancelled'
    GROUP BY 1, 2 ORDER BY 1, 2
"""
SOURCES = {"own": "środki własne", "grant": "dotacja"}


def totals(payment_list: PaymentList) -> list[Share]:
    """Sums by budget classification and source."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, [payment_list.pk])
        return [Share(row[0], SOURCES[row[1]], row[2], row[3]) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a list and who took it out, newest first."""

    file: PaymentListFile
    taken: list[Look]


def files_taken(payment_list: PaymentList) -> bool:
    """Whether somebody took out a bank's file of the list's present content."""
    rows = current_files(payment_list).filter(kind=PaymentListFile.Kind.ELIXIR)
    ids = list(rows.values_list("pk", flat=True))
    looks = Look.objects.filter(subject_type="benefits.paymentlistfile", kind="exported")
    return bool(ids) and looks.filter(ids__overlap=ids).exists()


def current_files(payment_list: PaymentList) -> QuerySet[PaymentListFile]:
    """The files of the list's present content: none while it is signed anew."""
    rows = PaymentListFile.objects.filter(payment_list=payment_list, round=payment_list.round)
    return rows if payment_list.status in GOING_OUT else rows.none()


GOING_OUT = ("approved", "sent", "settled")


def files(payment_list: PaymentList) -> list[Kept]:
    """The files of a list with every time they were taken."""
    rows = list(current_files(payment_list).select_related("document").defer("document__content"))
    looks = Look.objects.filter(
        subject_type="benefits.paymentlistfile", kind="exported", ids__overlap=[r.pk for r in rows]
    ).select_related("actor")
    taken = list(looks.order_by("-id")) if rows else []
    return [Kept(row, [look for look in taken if row.pk in look.ids]) for row in rows]


def returned(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    """Of these payments those that came back and wait for a decision."""
    return (
        rows.filter(status="returned")
        .exclude(events__kind__in=["reissue", "closed"])
        .select_related("payment_list", "payee_person")
        .prefetch_related("events")
    )


def to_recover(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    """Of these payments those that went to the bank though nothing was due by them any more, and
    neither came back nor were explained.
    """
    return (
        rows.filter(events__kind="to_recover", status__in=["sent", "settled"])
        .exclude(events__kind="closed")
        .select_related("payment_list", "payee_person")
        .prefetch_related("events")
    )


def paid_institutions(on: date) -> QuerySet[Institution]:
    """Institutions in use; `in_force` is the way of payment of a day, `waits` says that another
    one waits for the second person.
    """
    own = PayoutWay.objects.filter(institution=OuterRef("pk"), rejected=False)
    shown = Prefetch(
        "payout_ways",
        queryset=PayoutWay.objects.filter(
            confirmed_by__isnull=False, period__contains=on
        ).select_related("confirmed_by"),
        to_attr="in_force",
    )
    return (
        Institution.objects.filter(is_active=True)
        .annotate(waits=Exists(own.filter(confirmed_by=None)))
        .prefetch_related(shown)
    )


def proposed_ways() -> QuerySet[PayoutWay]:
    """Ways of payment that wait for the second person."""
    return PayoutWay.objects.filter(confirmed_by=None, rejected=False).select_related(
        "person", "institution", "proposed_by"
    )


def ways_of(cards: Sequence[int]) -> QuerySet[PayoutWay]:
    """All ways of payment of a person, by the keys of their cards, newest first."""
    return (
        PayoutWay.objects.filter(person__in=cards)
        .select_related("proposed_by", "confirmed_by")
        .order_by("-id")
    )


def paid_to(cards: Sequence[int], rows: QuerySet[Payment], limit: int = 24) -> QuerySet[Payment]:
    """Of these payments those to a person, newest first."""
    rows = rows.filter(payee_person__in=cards).exclude(status="cancelled")
    return rows.select_related("payment_list").order_by("-id")[:limit]


def open_instalments(
    cards: Sequence[int], rows: QuerySet[Instalment], limit: int = 24
) -> QuerySet[Instalment]:
    """Of these instalments what is granted to a person and not on any list, the earliest first."""
    rows = rows.filter(beneficiary__in=cards, open=True)
    related = rows.select_related("entitlement__benefit", "payee_institution", "payee_person")
    return related.order_by("due_on", "id")[:limit]
