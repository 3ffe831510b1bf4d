"""The way to the director's desk and back."""

from __future__ import annotations

from collections.abc import Sequence

from benefits.dictionaries import INTERVIEW_NEEDED, RETURN_REASONS
from benefits.models import Decision, DecisionItem
from benefits.previews import order_preview
from benefits.services import calculations
from benefits.services.decisions.drafting import concerned, own_draft
from benefits.services.decisions.rulings import GRANT
from benefits.services.doors import must, not_excluded
from benefits.services.entitlements import no_overlap
from benefits.states import DECISION
from cases.services import cases
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.money import format_pln
from opsapp.kernel.periods import Period
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import User

NAMES = {
    "legal_basis": "podstawa prawna",
    "operative_part": "rozstrzygnięcie",
    "instruction": "pouczenie",
}
WITHOUT_INTERVIEW = ("no_interview", "status", "prison")
"""Grounds of a refusal that need no interview."""


class NotReady(Refusal):
    """The draft lacks what a signature needs; `missing` names it, sentence by sentence."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(" ".join(missing), "not_ready")
        self.missing = list(missing)


@act
def submit(decision: Decision, *, actor: User) -> Decision:
    """Hand the draft over for signature. Raises `NotReady` with everything that is missing,
    `NotAllowed` for an author excluded from the family's matters since the calculation.
    """
    decision = states.lock(decision)
    own_draft(decision, actor)
    for row in decision.items.select_related("calculation__item__application"):
        not_excluded(actor, concerned(row.calculation), on=row.calculation.on, since=True)
    if missing := lacking(decision):
        raise NotReady(missing)
    states.apply(DECISION, "submit", decision, actor=actor)
    decision.case = cases.move(decision.case, "submit", actor=actor)
    order_preview(decision, actor=actor)
    return decision


def lacking(decision: Decision) -> list[str]:
    """What must be mended before the signature, in Polish sentences; empty when nothing."""
    rows = list(decision.items.select_related("calculation__item__application", "benefit"))
    missing = [
        f"Brakuje części: {label}."
        for field, label in NAMES.items()
        if not getattr(decision, field).strip()
    ]
    missing += _party_missing(decision)
    missing += _reasons_missing(decision, rows)
    for row in rows:
        missing += _item_missing(decision, row)
    return missing


def _party_missing(decision: Decision) -> list[str]:
    """A decision is not made for the dead (k.p.a. art. 105 § 1, art. 156 § 1 pkt 4)."""
    person = decision.addressee
    died = (person.merged_into or person).died_on
    if died is None:
        return []
    return [
        f"Strona zmarła {died:%d.%m.%Y}. Wycofaj projekt i umórz postępowanie "
        "(art. 105 § 1 k.p.a.)."
    ]


def may_skip_reasons(row: DecisionItem) -> bool:
    """Reasons may be left out only when the whole demand is met (k.p.a. art. 107 § 4)."""
    asked = row.calculation.facts["circumstances"].get("requested")
    if row.kind != GRANT or row.amount is None:
        return False
    return asked is None or f"{row.amount:.2f}" == asked


def _reasons_missing(decision: Decision, rows: Sequence[DecisionItem]) -> list[str]:
    if not decision.reasons_skipped:
        return [] if decision.reasons.strip() else ["Brakuje części: uzasadnienie."]
    if all(may_skip_reasons(row) for row in rows):
        return []
    return [
        "Od uzasadnienia można odstąpić tylko wtedy, gdy decyzja w całości uwzględnia żądanie "
        "(art. 107 § 4 k.p.a.)."
    ]


def _item_missing(decision: Decision, row: DecisionItem) -> list[str]:
    missing = []
    if not calculations.is_current(row.calculation):
        missing.append(
            "Wyliczenie nieaktualne: skład rodziny lub dochody zmieniły się od tego czasu. "
            "Wylicz ponownie i odśwież projekt."
        )
    if _needs_interview(row) and row.calculation.interview_id is None:
        missing.append(
            "Brakuje podpisanego rodzinnego wywiadu środowiskowego (art. 106 ust. 4 u.p.s.)."
        )
    if row.amount is not None and format_pln(row.amount) not in decision.operative_part:
        missing.append(f"Rozstrzygnięcie nie podaje kwoty {format_pln(row.amount)}.")
    return missing


def _needs_interview(row: DecisionItem) -> bool:
    return row.benefit.code in INTERVIEW_NEEDED and row.refusal_code not in WITHOUT_INTERVIEW


def check_overlap(decision: Decision) -> None:
    """Raise `Refusal` naming the decision that already grants the same to somebody covered."""
    for row in decision.items.select_related("calculation__item__benefit"):
        no_overlap(row.calculation, Period.from_range(row.period) if row.period else None)


@act
def withdraw(decision: Decision, *, remark: str = "", actor: User) -> Decision:
    """Take one's own draft back from the signature."""
    decision = states.lock(decision)
    if decision.author_id != actor.pk:
        raise NotAllowed("Cofnąć projekt z podpisu może tylko jego autor.", "not_yours")
    states.apply(DECISION, "withdraw", decision, actor=actor, remark=remark.strip())
    decision.case = cases.move(decision.case, "return", actor=actor, remark=remark.strip())
    return decision


@act
def return_to_author(decision: Decision, *, reason_code: str, remark: str, actor: User) -> Decision:
    """Give the draft back to its author with a reason of `RETURN_REASONS` and a remark."""
    if reason_code not in RETURN_REASONS:
        raise Refusal("Wybierz przyczynę zwrotu.", "no_reason", "reason_code")
    if not remark.strip():
        raise Refusal("Napisz, co autor ma poprawić.", "no_remark", "remark")
    decision = states.lock(decision)
    must(actor, Cap.APPROVE_DECISIONS, decision.case)
    said = remark.strip()
    states.apply(DECISION, "return", decision, actor=actor, remark=said, reason_code=reason_code)
    decision.case = cases.move(
        decision.case, "return", actor=actor, remark=said, reason_code=reason_code
    )
    return decision
