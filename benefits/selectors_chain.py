"""A decision among those it changes and that change it, and what is paid by it month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from benefits.models import Decision, DecisionItem, Instalment, PaymentItem
from benefits.models.decisions import ISSUED
from benefits.states import PAYMENT_LIST
from opsapp.kernel.periods import Month, Period

_FAR = 20
"""Further than this nobody changes one decision."""


@dataclass(frozen=True, slots=True)
class Link:
    """One decision of a chain, with what it rules and since when."""

    decision: Decision
    item: DecisionItem | None
    is_here: bool

    @property
    def since(self) -> date | None:
        """The first day of its ruling."""
        period = self.item.period if self.item else None
        return period.lower if period and not period.isempty else None

    @property
    def amount(self) -> Decimal | None:
        """What it gives a month."""
        return self.item.amount if self.item else None


def chain_of(decision: Decision) -> list[Link]:
    """The decision, those it goes back to and those that came after, the first one first; dropped
    drafts are left out. One link when nothing was ever changed.
    """
    first, steps = decision, 0
    while first.changes is not None and steps < _FAR:
        first, steps = first.changes, steps + 1
    found: list[Link] = []
    waiting = [first]
    while waiting and len(found) < _FAR:
        one = waiting.pop(0)
        found.append(Link(one, one.items.order_by("pk").first(), one.pk == decision.pk))
        later = one.changed_by.exclude(status="dropped").order_by("pk")
        waiting = [*later, *waiting]
    return found


def cut_of(decision: Decision) -> tuple[Decision, date] | None:
    """The issued decision that changed this one, and since when; None while it stands: one that
    waits until it is final has changed nothing yet, and one that was quashed changes nothing.
    """
    row = (
        DecisionItem.objects.filter(
            changed_item__decision=decision,
            changed_item__entitlement__cut_by=F("decision"),
            decision__status__in=ISSUED,
            period__isnull=False,
        )
        .select_related("decision")
        .order_by("pk")
        .first()
    )
    return None if row is None or row.period is None else (row.decision, row.period.lower)


@dataclass(frozen=True, slots=True)
class MonthPaid:
    """A month of a right: what is planned for it and where its money is."""

    month: Month
    amount: Decimal
    kind: str
    where: str
    settled: bool


def months_of(item: DecisionItem) -> list[MonthPaid]:
    """Every instalment of a granting item, with the list it stands on."""
    rows = Instalment.objects.filter(entitlement__decision_item=item).order_by("month", "pk")
    live = {
        row.instalment_id: row
        for row in PaymentItem.objects.filter(instalment__in=rows, live=True).select_related(
            "payment__payment_list"
        )
    }
    days = item.entitlement.period
    kept = None if days.isempty else Period.from_range(days)
    return [_month(row, live.get(row.pk), kept) for row in rows]


def _month(row: Instalment, paid: PaymentItem | None, kept: Period | None) -> MonthPaid:
    month = Month.of(row.month)
    kind = "" if row.kind == Instalment.Kind.ORDINARY else row.get_kind_display()
    if paid is not None:
        made = paid.payment.payment_list
        settled = paid.payment.status == "settled"
        where = (
            f"wypłacono {paid.payment.paid_on:%d.%m.%Y}"
            if settled
            else (f"na liście {made.reference}: {PAYMENT_LIST.label(made.status)}")
        )
        return MonthPaid(month, row.amount, kind, where, settled)
    within = kept is not None and kept.overlap(month.period) is not None
    where = f"do wypłaty {row.due_on:%d.%m.%Y}" if within else "odpadła: uprawnienie skrócono"
    return MonthPaid(month, row.amount, kind, where, settled=False)
