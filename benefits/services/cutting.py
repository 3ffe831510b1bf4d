"""A right cut by a later decision: what is not paid yet goes with it, what is paid stays and is
named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q, Sum

from benefits.enforcement import waiting_change
from benefits.models import (
    Appeal,
    Decision,
    Entitlement,
    Instalment,
    InstalmentFunding,
    Payment,
    PaymentEvent,
    PaymentItem,
    PaymentList,
)
from benefits.services.payments.events import cancel_payment
from benefits.states import ENTITLEMENT, PAYMENT_LIST
from cases.models import ApplicationItem
from cases.services.clashes import refusing
from opsapp.kernel import faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.periods import Month, Period
from opsapp.kernel.ranges import day_range
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

POINTS = faults.declare("entitlements.cut.cut", "entitlements.quash.cut")
MOVES = {
    "change": "change",
    "revocation": "revoke",
    "expiry": "expire",
    "self_correction": "quash",
}
"""What each kind of a later decision does to the right."""
OUT = ("sent", "settled")
"""Lists that nothing is taken off any more: their money is paid or on its way."""
BINDING = ("approved", *OUT)
"""Lists whose file may be at the bank: what is on them counts as paid until it is struck off."""


@act
def cut(entitlement: Entitlement, *, since: date, by: Decision, actor: User) -> Entitlement:
    """End the right, and everybody covered by it, from a day on by a later decision.

    Instalments of the days taken away are not due any more. Payments of them on draft lists come
    off; signed lists are left: one not approved yet is refused its next signature, an approved
    one is named by `overpaid`. Raises `Refusal` when the right is not running.
    """
    entitlement = states.lock(entitlement)
    states.require(ENTITLEMENT, MOVES[by.kind], entitlement)
    left = _left(entitlement, since)
    entitlement.persons.update(period=left)
    states.apply(
        ENTITLEMENT, MOVES[by.kind], entitlement, actor=actor, period=left, cut_by=by,
        remark=f"od {since:%d.%m.%Y}",
    )  # fmt: skip
    faults.point("entitlements.cut.cut")
    _off_the_drafts(entitlement, f"Uprawnienie zmienia decyzja w sprawie {by.case.sign}.", actor)
    return entitlement


@act
def quash(appeal: Appeal, *, since: date | None = None, actor: User) -> list[Entitlement]:
    """End what an appealed decision grants, whole or from a day on, by the ruling of `appeal`.

    What is not paid yet is not due any more; what was paid stays. Raises `Refusal` when a later
    decision has changed the right meanwhile.
    """
    rights = Entitlement.objects.filter(decision_item__decision=appeal.decision_id)
    return [_quashed(one, appeal, since, actor) for one in rights.order_by("pk")]


def _quashed(
    entitlement: Entitlement, appeal: Appeal, since: date | None, actor: User
) -> Entitlement:
    entitlement = states.lock(entitlement)
    later = entitlement.cut_by or waiting_change(appeal.decision)
    if later is not None:
        raise Refusal(
            f"Świadczenie z tej decyzji zmienia już decyzja {later}. Najpierw rozstrzygnij, co z "
            "tamtą.",
            "cut_meanwhile",
        )
    left = _left(entitlement, since or entitlement.period.lower)
    entitlement.persons.update(period=left)
    states.apply(
        ENTITLEMENT, "quash", entitlement, actor=actor, period=left, quashed_by=appeal,
        remark=f"{appeal.get_outcome_display()}, {appeal.sign}",
    )  # fmt: skip
    faults.point("entitlements.quash.cut")
    _off_the_drafts(entitlement, f"Decyzję uchylono po odwołaniu: {appeal.sign}.", actor)
    return entitlement


@act
def restore(by: Decision, *, why: str, actor: User) -> list[Entitlement]:
    """Give back whole the rights that a decision cut, now that it is quashed itself, or its
    execution stayed; `why` in a few words.

    Instalments of the months given back are due again, but not of those that were paid by the
    quashed decision. Raises `Refusal` when the same was granted elsewhere meanwhile.
    """
    rights = Entitlement.objects.filter(cut_by=by).select_related("decision_item")
    return [_restored(one, f"{why} {by}", actor) for one in rights.order_by("pk")]


def _restored(entitlement: Entitlement, remark: str, actor: User) -> Entitlement:
    whole = entitlement.decision_item.period
    entitlement = states.lock(entitlement)
    states.apply(
        ENTITLEMENT, "restore", entitlement, actor=actor, period=whole, cut_by=None,
        remark=remark,
    )  # fmt: skip
    with refusing({"entitlement_no_overlap": _TAKEN}):
        entitlement.persons.update(period=whole)
    return entitlement


_TAKEN = Refusal(
    "W przywracanym okresie ktoś z rodziny ma już to świadczenie z innej decyzji. Najpierw zmień "
    "tamtą.",
    "overlap",
)


def _left(entitlement: Entitlement, since: date) -> DateRange:
    first = entitlement.period.lower
    return DateRange(first, since, "[)") if since > first else DateRange(empty=True)


def taken_away(entitlement: Entitlement, since: date) -> DateRange:
    """The days of the right from a day on. Raises `Refusal` when it has none."""
    days = Period.from_range(entitlement.period)
    if days.end is not None and since > days.end:
        raise Refusal(
            f"Świadczenie przyznano do {days.end:%d.%m.%Y}. Od {since:%d.%m.%Y} nie ma czego "
            "zmieniać.",
            "after_end",
            "since",
        )
    return day_range(Period(max(since, days.start), days.end))


def _outside(entitlement: Entitlement) -> Q:
    """Instalments of months that the right does not touch any more."""
    days = entitlement.period
    if days.isempty:
        return Q()
    return Q(month__gte=days.upper) if days.upper else Q(pk=None)


def _off_the_drafts(entitlement: Entitlement, remark: str, actor: User) -> None:
    gone = entitlement.instalments.filter(_outside(entitlement))
    touched = Payment.objects.filter(
        items__instalment__in=gone, items__live=True, status="listed",
        payment_list__status="draft",
    )  # fmt: skip
    for payment in touched.distinct().order_by("pk"):
        if states.lock(payment.payment_list).status == "draft":
            cancel_payment(states.lock(payment), remark=remark, actor=actor)


def items_before(item: ApplicationItem) -> list[int]:
    """Keys of the item and of those that it asks for again after they were quashed on appeal."""
    found, one = [item.pk], item
    while one.reopens is not None:
        one = one.reopens
        found.append(one.pk)
    return found


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid or is on its way for a month by earlier decisions, and the grant's part."""

    amount: Decimal
    granted: Decimal


def paid_before(entitlement: Entitlement) -> dict[date, Paid]:
    """By month: what the decisions that this right comes after have paid. Money that came back
    counts until somebody lets it be paid again.
    """
    earlier = Instalment.objects.filter(
        entitlement__decision_item__item__in=items_before(entitlement.decision_item.item)
    ).exclude(entitlement=entitlement)
    let_out = PaymentEvent.objects.filter(payment=OuterRef("payment"), kind="reissue")
    live = PaymentItem.objects.filter(
        Q(live=True, payment__payment_list__status__in=BINDING)
        | (Q(payment__status="returned") & ~Exists(let_out)),
        instalment__in=earlier,
    )
    sums = live.values("instalment__month").annotate(sum=Sum("amount"))
    amounts = {one["instalment__month"]: one["sum"] for one in sums}
    funding = InstalmentFunding.objects.filter(
        instalment__in=live.values("instalment"), source=InstalmentFunding.Source.GRANT
    )
    granted = dict(funding.values_list("instalment__month").annotate(sum=Sum("amount")))
    return {month: Paid(amount, granted.get(month, Decimal())) for month, amount in amounts.items()}


@dataclass(frozen=True, slots=True)
class Overpaid:
    """A payment for a month that a later decision took away or lowered; amounts in złoty.

    `left` says that the money has not gone out: the list can still be mended.
    """

    month: Month
    payment: Payment
    payment_list: PaymentList
    paid: Decimal
    due: Decimal

    @property
    def left(self) -> bool:
        """Whether the payment can still be taken off its list."""
        return self.payment_list.status not in OUT

    @property
    def excess(self) -> Decimal:
        """By how much more was paid than is due now."""
        return max(self.paid - self.due, Decimal())

    @property
    def where(self) -> str:
        """The state of the list in words."""
        return PAYMENT_LIST.label(self.payment_list.status)


def overpaid(decision: Decision) -> list[Overpaid]:
    """What stands on lists for the days that a changing decision took away, above what it grants
    for them; of a quashed decision what its own lists hold for the days it lost. Nothing is
    collected by this: return is a matter of another decision (art. 98, 104 u.p.s.).
    """
    found = []
    cut_here = Q(cut_by=decision) | Q(quashed_by__decision=decision)
    for entitlement in Entitlement.objects.filter(cut_here).order_by("pk"):
        gone = entitlement.instalments.filter(_outside(entitlement))
        rows = PaymentItem.objects.filter(instalment__in=gone, live=True).select_related(
            "instalment", "payment__payment_list"
        )
        new = decision.items.filter(changed_item=entitlement.decision_item_id).first()
        for row in rows.order_by("instalment__month", "pk"):
            due = new.amount if new is not None and new.amount is not None else Decimal()
            one = Overpaid(
                Month.of(row.instalment.month), row.payment, row.payment.payment_list, row.amount,
                due,
            )  # fmt: skip
            if one.excess or one.left:
                found.append(one)
    return found
