"""What payments hang where others look: work of the day, counts, search, the person's page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from benefits import selectors_payments as selectors
from benefits.integrity import payment_faults
from benefits.models import Payment, PaymentList, PaymentListSignature, PayoutWay
from benefits.selectors_scope import (
    instalments_of,
    lists_of,
    payments_elsewhere,
    payments_of,
    ways_of_units,
)
from benefits.services.payout import ACCOUNT
from benefits.work_statements import entries_to_decide
from cases.models import Person
from cases.selectors.people import group_of
from opsapp.kernel import looked, registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.identifiers import parse_nrb
from opsapp.kernel.registry import WORK_LIMIT, Hit, Panel, WorkItem
from opsapp.kernel.secrets import blind_index
from opsapp.kernel.web import frame
from opsapp.kernel.web.wording import counted
from opsapp.office.models import User

STEPS = {
    "prepared": (Cap.CHECK_PAYMENTS, "sprawdzenia", "Sprawdź"),
    "checked": (Cap.APPROVE_PAYMENTS, "zatwierdzenia", "Zatwierdź"),
    "to_head": (Cap.HEAD_PAYMENTS, "podpisu kierownika", "Podpisz"),
    "approved": (Cap.SEND_PAYMENTS, "wysłania", "Wyślij"),
}
"""Whose move a list waits for: the right, what is to be done, the verb of the button."""


def register() -> None:
    """Put everything on its shelf."""
    frame.counters["benefits:payment_lists"] = waiting_for
    registry.work.register(lists_to_move, order=40)
    registry.work.register(returns_and_ways, order=45)
    registry.work.register(recoveries, order=46)
    registry.work.register(entries_to_decide, order=47)
    registry.search.register(find_payments, order=40)
    registry.panels.register("person.payments", person_payments)
    registry.checks.register("wypłaty", payment_faults)


def lists_for(user: User) -> QuerySet[PaymentList]:
    """Lists whose next step this person may take: with the right, and not signed by them yet."""
    mine = [status for status, (cap, *_) in STEPS.items() if user.can(cap)]
    given = PaymentListSignature.objects.filter(payment_list=OuterRef("pk"))
    signed = Exists(given.filter(user=user, round=OuterRef("round")))
    waiting = PaymentList.objects.filter(status__in=mine)
    rows = waiting.exclude(signed, status__in=["prepared", "checked", "to_head"])
    return rows.filter(_within_reach(user, mine)).order_by("pay_on", "pk")


def _within_reach(user: User, statuses: list[str]) -> Q:
    """Of a right held in some units alone: lists that pay in no others."""
    reach = Q(pk=None)
    for status in statuses:
        units = user.units_with(STEPS[status][0])
        if units is None:
            reach |= Q(status=status)
            continue
        others = payments_elsewhere(units).filter(payment_list=OuterRef("pk"))
        reach |= Q(~Exists(others), status=status)
    return reach


def lists_to_move(user: User, today: date) -> Iterator[WorkItem]:
    """Lists that wait for this person's signature, or to be sent."""
    if not any(user.can(cap) for cap, *_ in STEPS.values()):
        return
    for row in lists_for(user)[: WORK_LIMIT + 1]:
        _, what, verb = STEPS[row.status]
        yield WorkItem(
            group="Listy wypłat",
            label=f"Lista {row.reference} do {what} · {row.get_channel_display()}",
            url=reverse("benefits:payment_list", args=[row.pk]),
            due=row.pay_on,
            detail=counted(row.payment_count, ("wypłata", "wypłaty", "wypłat")),
            action=verb,
        )


def returns_and_ways(user: User, today: date) -> Iterator[WorkItem]:
    """Payments that came back, and ways of payment that a second person confirms."""
    if user.can(Cap.PREPARE_PAYMENTS) and (count := returns_for(user).count()):
        yield WorkItem(
            group="Wypłaty",
            label="Zwroty do rozstrzygnięcia",
            url=reverse("benefits:returned_payments"),
            due=today,
            action="Rozstrzygnij",
            count=count,
        )
    if user.can(Cap.CONFIRM_PAYOUT_WAYS) and (count := ways_for(user).count()):
        yield WorkItem(
            group="Wypłaty",
            label="Sposoby wypłaty do zatwierdzenia",
            url=reverse("benefits:payout_ways"),
            action="Zatwierdź",
            count=count,
        )


def recoveries(user: User, today: date) -> Iterator[WorkItem]:
    """Payments that went to the bank though nothing was due by them any more."""
    if user.can(Cap.PREPARE_PAYMENTS) and (count := lost_for(user).count()):
        yield WorkItem(
            group="Wypłaty",
            label="Wypłaty do odzyskania",
            url=reverse("benefits:payments_to_recover"),
            action="Wyjaśnij",
            count=count,
        )


def returns_for(user: User) -> QuerySet[Payment]:
    """Payments that came back and wait for this person."""
    return selectors.returned(payments_of(user, Cap.PREPARE_PAYMENTS))


def lost_for(user: User) -> QuerySet[Payment]:
    """Payments that went out though nothing was due by them, for this person to explain."""
    return selectors.to_recover(payments_of(user, Cap.PREPARE_PAYMENTS))


def ways_for(user: User) -> QuerySet[PayoutWay]:
    """Proposed ways that this person may confirm: somebody else's, in the person's units."""
    units = user.units_with(Cap.CONFIRM_PAYOUT_WAYS)
    return ways_of_units(selectors.proposed_ways(), units).exclude(proposed_by=user)


def waiting_for(user: User) -> int:
    """The number beside *Wypłaty*: lists, returns and ways that wait for this person."""
    count = lists_for(user).count()
    if user.can(Cap.PREPARE_PAYMENTS):
        count += returns_for(user).count() + lost_for(user).count()
    if user.can(Cap.CONFIRM_PAYOUT_WAYS):
        count += ways_for(user).count()
    return count


def find_payments(user: User, query: str, limit: int) -> Iterator[Hit]:
    """By a whole account number: who is paid to it. By a reference: the list or the payment."""
    if not user.can(Cap.SEE_PAYMENTS):
        return
    if query.upper().startswith("LW/"):
        yield from _by_reference(user, query.upper())
        return
    try:
        index = blind_index(parse_nrb(query), ACCOUNT)
    except ValueError:
        return
    yield from _by_account(user, index, limit)


def _by_reference(user: User, reference: str) -> Iterator[Hit]:
    lists = list(lists_of(user).filter(reference=reference))
    payments = list(payments_of(user).filter(reference=reference))
    looked.searched(user, "benefits.payment", reference, [row.pk for row in payments])
    for row in lists:
        yield Hit(
            "Wypłaty", f"Lista {row}", reverse("benefits:payment_list", args=[row.pk]),
            f"{row.pay_on:%d.%m.%Y} · {row.get_channel_display()}", 1.0,
        )  # fmt: skip
    for payment in payments:
        yield Hit(
            "Wypłaty", payment.payee_name, reverse("benefits:payment", args=[payment.pk]),
            f"wypłata {payment.reference}", 1.0,
        )  # fmt: skip


def _by_account(user: User, index: bytes, limit: int) -> Iterator[Hit]:
    rows = ways_of_units(
        PayoutWay.objects.filter(account_index=index), user.units_with(Cap.SEE_PAYMENTS)
    ).select_related("person", "institution")
    ways = list(rows.prefetch_related("person__names").order_by("-id")[:limit])
    looked.searched(user, "benefits.payoutway", "numer rachunku", [way.pk for way in ways])
    for way in ways:
        end = "" if way.period.upper is None else f" do {way.period.upper:%d.%m.%Y}"
        state = "obowiązuje" if way.confirmed_by_id else "niezatwierdzony"
        url = (
            reverse("cases:person", args=[way.person.merged_into_id or way.person.pk])
            if way.person
            else reverse("benefits:payout_ways")
        )
        yield Hit(
            "Rachunki", str(way.person or way.institution), url,
            f"rachunek od {way.period.lower:%d.%m.%Y}{end} · {state}", 1.0,
        )  # fmt: skip


def person_payments(request: HttpRequest, subject: Model) -> Panel | None:
    """How a person is paid, what is still due and what was paid."""
    user = request.user
    assert isinstance(subject, Person)
    if not isinstance(user, User) or not user.can(Cap.SEE_PAYMENTS):
        return None
    cards = group_of(subject)
    return Panel(
        "benefits/_person_payments.html",
        {
            "person": subject,
            "ways": selectors.ways_of(cards),
            "payments": selectors.paid_to(cards, payments_of(user)),
            "open": selectors.open_instalments(cards, instalments_of(user)),
            "may_propose": user.can(Cap.PROPOSE_PAYOUT_WAYS),
        },
        "Wypłaty",
    )
