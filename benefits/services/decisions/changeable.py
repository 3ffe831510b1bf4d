"""Whether an issued decision can be changed now, and what runs by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from benefits.dictionaries_changes import CHANGE
from benefits.enforcement import WAITS, waiting_change
from benefits.models import Appeal, Decision, DecisionItem, Entitlement
from benefits.services import cutting
from benefits.services.decisions.drafting import LIVE, concerned
from benefits.services.doors import may, not_excluded
from benefits.states import ENTITLEMENT
from opsapp.kernel import clock, states
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User


@dataclass(frozen=True, slots=True)
class Old:
    """The decision to be changed, its item and the right that runs by it."""

    decision: Decision
    row: DecisionItem
    right: Entitlement

    def gone(self, since: date) -> DateRange:
        """The days that go from a day on."""
        return cutting.taken_away(self.right, since)


def changeable(
    decision: Decision, actor: User, *, besides: Decision | None = None, death: bool = False
) -> Old:
    """The decision with what runs by it, held. `besides` is the draft that is changing it already.

    Raises `Refusal` when it cannot be changed; after a `death` a change that waits does not stop
    it.
    """
    decision = states.lock(decision)
    may(actor, Cap.DRAFT_DECISIONS, decision.case)
    row = running_item(decision)
    if why := why_not(decision, row, besides=besides, death=death):
        raise Refusal(why, "not_running")
    assert row is not None
    not_excluded(actor, concerned(row.calculation), on=clock.today(), since=True)
    return Old(decision, row, row.entitlement)


def running_item(decision: Decision) -> DecisionItem | None:
    """The item by which something was granted; a decision drafted here has one."""
    rows = decision.items.filter(entitlement__isnull=False).select_related(
        "item__case", "item__application", "item__person__merged_into", "calculation",
        "entitlement__cut_by", "benefit", "decision",
    )  # fmt: skip
    found: DecisionItem | None = rows.order_by("pk").first()
    return found


def why_not(
    decision: Decision,
    row: DecisionItem | None,
    *,
    besides: Decision | None = None,
    death: bool = False,
) -> str:
    """Why the decision cannot be changed, in Polish; empty when it can. `besides` is a draft that
    does not count; after a `death` neither does a change that waits until it is final.
    """
    if row is None and decision.kind == CHANGE and decision.status in WAITS:
        return "Ta decyzja jeszcze nie działa: czeka, aż będzie ostateczna. Zmienić ją można potem."
    if not decision.is_issued or row is None:
        return "Zmienić można tylko wydaną decyzję, która przyznaje świadczenie."
    if Appeal.objects.filter(decision=decision, outcome="", late=False).exists():
        return "Od tej decyzji złożono odwołanie. Zmienić ją można, gdy zostanie rozstrzygnięte."
    return _ended(row.entitlement) or _changed_elsewhere(decision, besides, death=death)


def _ended(right: Entitlement) -> str:
    if right.cut_by is not None:
        return f"Tę decyzję zmieniła już decyzja {right.cut_by}. Zmień tamtą."
    if right.status not in ("active", "withheld"):
        state = ENTITLEMENT.label(right.status)
        return f"Świadczenie z tej decyzji jest już {state}. Nie ma czego zmieniać."
    return ""


def _changed_elsewhere(decision: Decision, besides: Decision | None, *, death: bool) -> str:
    later = None if death else waiting_change(decision)
    if later is not None:
        return (
            f"Tę decyzję zmienia już decyzja {later}, która czeka, aż będzie ostateczna. Zmienić "
            "ją można, gdy tamta zacznie działać albo zostanie uchylona."
        )
    drafts = decision.changed_by.filter(status__in=LIVE)
    waiting = next((one for one in drafts.order_by("pk") if one != besides), None)
    if waiting is not None:
        return f"Jest już {waiting} decyzji zmieniającej. Dokończ go albo wycofaj."
    return ""
