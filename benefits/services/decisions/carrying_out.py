"""What a decision about an earlier one does to rights: at its issue, or once it is final (k.p.a.
art. 130).
"""

from __future__ import annotations

from datetime import date

from benefits.models import Decision, DecisionItem, Entitlement
from benefits.services import cutting, entitlements
from benefits.states import ENTITLEMENT
from opsapp.kernel import faults, states
from opsapp.office.models import User

POINTS = faults.declare("decisions.carry_out.cut")
_ITEMS = ("item__application", "item__person", "calculation", "benefit", "changed_item")


def carry_out(decision: Decision, row: DecisionItem, *, on: date, actor: User) -> None:
    """Cut the earlier right and begin the one that takes its place, if any does.

    Whatever was paid meanwhile for the days taken away stays paid: `cutting.overpaid` names it, and
    the new right counts it.
    """
    assert row.changed_item_id is not None and row.period is not None
    before = Entitlement.objects.get(decision_item=row.changed_item_id)
    whole = decision.moves_case and not before.period.isempty
    since = before.period.lower if whole else row.period.lower
    cutting.cut(before, since=since, by=decision, actor=actor)
    faults.point("decisions.carry_out.cut")
    if row.kind != DecisionItem.Kind.GRANT:
        return
    begun = entitlements.begin(row, on=on, actor=actor)
    if before.status == "withheld":
        remark = f"Wstrzymane przed zmianą decyzji {row.changed_item}."
        states.apply(ENTITLEMENT, "withhold", begun, actor=actor, remark=remark)


def carry_out_rest(decision: Decision, *, on: date, actor: User) -> None:
    """Carry out a decision that waited: until it was final, or until a stay ended. Nothing is left
    to do where it acted already, or where another one ended the right meanwhile: an expiry after a
    death.
    """
    for row in decision.items.filter(changed_item__isnull=False).select_related(*_ITEMS):
        right = states.lock(Entitlement.objects.get(decision_item=row.changed_item_id))
        if right.cut_by_id is None and right.quashed_by_id is None:
            carry_out(decision, row, on=on, actor=actor)
