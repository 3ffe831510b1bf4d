"""From when a decision acts, and why (k.p.a. art. 108, 130)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from benefits.models import Appeal, Decision, DecisionItem
from benefits.models.enforcement import AtOnce, RigourGround
from benefits.selectors_due import in_full
from opsapp.kernel.refusals import Refusal

WHY = {
    "rigour": "rygor natychmiastowej wykonalności (art. 108 § 1 k.p.a.)",
    "demand": "zgodna z żądaniem strony (art. 130 § 4 k.p.a.)",
    "favour": "zmiana na korzyść strony (art. 130 § 4 k.p.a.)",
    "appeal": "uwzględnia odwołanie strony (art. 130 § 4 i art. 132 k.p.a.)",
    "death": "stwierdza skutek śmierci osoby uprawnionej (art. 162 § 1 pkt 1 k.p.a.)",
}
"""Why a decision is carried out with its issue."""
FINAL = "decyzja ostateczna"
WAITS = ("issued", "delivered")
"""States in which one that takes something away without any of `WHY` is not carried out yet."""


@dataclass(frozen=True, slots=True)
class Enforced:
    """What the author says of the execution: a code of `AtOnce` or nothing (once it is final), the
    ground of a rigour, and the reason in their words.
    """

    at_once: str = ""
    ground: str = ""
    reason: str = ""

    def put_into(self, decision: Decision) -> None:
        """Write it into a draft."""
        decision.at_once, decision.rigour_ground = self.at_once, self.ground
        decision.at_once_reason = self.reason


FIELDS = ("at_once", "rigour_ground", "at_once_reason")
WHEN_FINAL = Enforced()


def checked(given: Enforced, *, needless: str = "") -> Enforced:
    """What was said, as it is kept. `needless` is why the decision acts at once anyway.

    Raises `Refusal` for an unknown answer, at once without its reason, a rigour without a ground,
    and what is needless.
    """
    if not given.at_once:
        return WHEN_FINAL
    if given.at_once not in AtOnce.values:
        raise Refusal("Wybierz, od kiedy decyzja ma działać.", "no_answer", "at_once")
    if needless:
        raise Refusal(
            f"Ta decyzja działa z dniem wydania bez rygoru: {needless}. Wybierz „gdy stanie się "
            "ostateczna”.",
            "needless",
            "at_once",
        )
    rigour = given.at_once == AtOnce.RIGOUR
    if rigour and given.ground not in RigourGround.values:
        raise Refusal("Wybierz, ze względu na co nadajesz rygor.", "no_ground", "rigour_ground")
    if not given.reason.strip():
        raise Refusal(
            "Napisz, dlaczego rygor jest niezbędny (art. 108 § 1 k.p.a.)."
            if rigour
            else "Napisz, czego i kiedy zażądała strona.",
            "no_reason",
            "at_once_reason",
        )
    return Enforced(given.at_once, given.ground if rigour else "", given.reason.strip())


def put(decision: Decision, row: DecisionItem, given: Enforced) -> None:
    """Write into a draft when it is to act. Raises `Refusal` as `checked`."""
    WHEN_FINAL.put_into(decision)
    code = why_at_once(decision, row)
    checked(given, needless=WHY[code] if code else "").put_into(decision)


def why_at_once(decision: Decision, row: DecisionItem) -> str:
    """A key of `WHY` for an item that is carried out with the issue; empty for one that waits until
    the decision is final.
    """
    if decision.kind == Decision.Kind.CORRECTION:
        return "appeal"
    if decision.change_ground == "death":
        return "death"
    if decision.at_once:
        return str(decision.at_once)
    return "favour" if gives_no_less(decision, row) else ""


def gives_no_less(decision: Decision, row: DecisionItem) -> bool:
    """Whether a change leaves at least the amount that was granted before."""
    old = row.changed_item
    if decision.kind != Decision.Kind.CHANGE or old is None or row.amount is None:
        return False
    return bool(old.amount is not None and row.amount >= old.amount)


@dataclass(frozen=True, slots=True)
class Acts:
    """From when a decision acts: its day, None for one that does not act (yet); and why."""

    since: date | None
    why: str
    ahead: bool = False

    @property
    def said(self) -> str:
        """'Działa od 27.11.2026: decyzja ostateczna'."""
        if self.since is not None:
            return f"Działa od {self.since:%d.%m.%Y}: {self.why}"
        return f"{'Zadziała' if self.ahead else 'Jeszcze nie działa'}: {self.why}"


def acts_of(decision: Decision, row: DecisionItem) -> Acts | None:
    """From when a decision about an earlier one acts, or from when an issued grant is paid. None
    for a refusal, the draft of a grant, and one that was dropped or quashed.
    """
    if decision.status in ("dropped", "quashed"):
        return None
    if not decision.is_change:
        grants = decision.is_issued and row.kind == DecisionItem.Kind.GRANT
        return _acts_now(decision, "demand" if in_full(row.pk) else "") if grants else None
    code = why_at_once(decision, row)
    if decision.is_issued:
        return _acts_now(decision, code)
    if code:
        return Acts(None, f"z dniem wydania, {WHY[code]}", ahead=True)
    return Acts(None, "gdy decyzja będzie ostateczna (art. 130 k.p.a.)", ahead=True)


def _acts_now(decision: Decision, code: str) -> Acts:
    appeal: Appeal | None = getattr(decision, "appeal", None)
    if code and appeal is not None and appeal.is_stayed:
        return Acts(None, "wykonanie wstrzymał organ odwoławczy (art. 135 k.p.a.)")
    if code:
        return Acts(decision.issued_on, WHY[code])
    if decision.status == "final":
        return Acts(decision.final_on, FINAL)
    return Acts(None, "czeka, aż decyzja będzie ostateczna (art. 130 k.p.a.)")


def waiting_change(decision: Decision) -> Decision | None:
    """The issued decision about this one that is not carried out: not yet, or stayed."""
    row = (
        DecisionItem.objects.filter(
            changed_item__decision=decision,
            decision__status__in=WAITS,
            changed_item__entitlement__cut_by=None,
            changed_item__entitlement__quashed_by=None,
        )
        .select_related("decision")
        .order_by("pk")
        .first()
    )
    return None if row is None else row.decision
