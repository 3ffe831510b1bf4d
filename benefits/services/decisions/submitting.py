"""The way to the director's desk and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from benefits.dictionaries import INTERVIEW_NEEDED, RETURN_REASONS
from benefits.models import Decision, DecisionItem
from benefits.models.enforcement import AtOnce
from benefits.previews import order_preview
from benefits.services import calculations
from benefits.services.decisions.drafting import concerned, own_draft
from benefits.services.decisions.following import case_follows
from benefits.services.decisions.rulings import GRANT, REFUSAL
from benefits.services.doors import must, not_excluded
from benefits.services.entitlements import no_overlap
from benefits.states import DECISION, ENTITLEMENT
from cases.models import Person
from opsapp.kernel import clock, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.money import format_pln
from opsapp.kernel.periods import Period
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import User

RIGOUR = "rygor natychmiastowej wykonalności"
RIGOUR_STEM = "natychmiastowej wykonalności"
"""However its first word is declined."""
NAMES = {
    "legal_basis": "podstawa prawna",
    "operative_part": "rozstrzygnięcie",
    "instruction": "pouczenie",
}
RUNNING = ("active", "withheld")
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
    decision.case = case_follows(decision, "submit", actor=actor)
    order_preview(decision, actor=actor)
    return decision


def items_to_judge(decision: Decision) -> list[DecisionItem]:
    """Its items with all that `lacking` asks of them. The database holds a calculation to be of the
    same item of the application; what is changed, which few decisions do, is read when asked for.
    """
    rows = decision.items.select_related(
        "calculation__interview", "benefit", "item__person", "item__application__household"
    )
    found = list(rows.order_by("pk"))
    for row in found:
        row.calculation.item = row.item
        if row.item.benefit_id == row.benefit_id:
            row.item.benefit = row.benefit
    return found


def lacking(decision: Decision, rows: Sequence[DecisionItem] | None = None) -> list[str]:
    """What must be mended before the signature, in Polish sentences; empty when nothing. `rows` are
    its items for whoever has read them by `items_to_judge`.
    """
    rows = items_to_judge(decision) if rows is None else rows
    missing = [
        f"Brakuje części: {label}."
        for field, label in NAMES.items()
        if not getattr(decision, field).strip()
    ]
    missing += _party_missing(decision)
    missing += _reasons_missing(decision, rows)
    missing += _rigour_missing(decision)
    for row in rows:
        missing += _item_missing(decision, row)
    return missing


def _party_missing(decision: Decision) -> list[str]:
    """A decision is not made for the dead (k.p.a. art. 105 § 1, art. 156 § 1 pkt 4)."""
    died = died_on(decision.addressee)
    if died is None or decision.change_ground == "death":
        return []
    return [
        f"Strona zmarła {died:%d.%m.%Y}. Wycofaj projekt i "
        + (
            "stwierdź wygaśnięcie decyzji (art. 162 § 1 pkt 1 k.p.a.)."
            if decision.is_change
            else "umórz postępowanie (art. 105 § 1 k.p.a.)."
        )
    ]


def died_on(person: Person) -> date | None:
    """The day of death on the card that holds, of a merged one too."""
    died: date | None = (person.merged_into or person).died_on
    return died


def _beneficiary_missing(decision: Decision, row: DecisionItem) -> list[str]:
    """Nothing is granted to somebody who died, though another person applied."""
    person = row.item.person
    died = died_on(person)
    if died is None or row.kind != GRANT or person.pk == decision.addressee_id:
        return []
    return [
        f"Osoba, której decyzja przyznaje świadczenie ({person}), zmarła {died:%d.%m.%Y}. Wycofaj "
        "projekt i umórz postępowanie w tej części (art. 105 § 1 k.p.a.)."
    ]


def may_skip_reasons(row: DecisionItem) -> bool:
    """Reasons may be left out only when the whole demand is met (k.p.a. art. 107 § 4)."""
    asked = row.calculation.facts["circumstances"].get("requested")
    if row.kind != GRANT or row.amount is None or row.changed_item_id is not None:
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


def _rigour_missing(decision: Decision) -> list[str]:
    """Immediate enforceability is given in the operative part or not at all (k.p.a. art. 108)."""
    given = decision.at_once == AtOnce.RIGOUR
    said = RIGOUR_STEM in decision.operative_part.casefold()
    if not decision.is_change or given == said:
        return []
    if given:
        return [f"Rozstrzygnięcie nie nadaje: {RIGOUR} (art. 108 § 1 k.p.a.)."]
    return [
        f"Rozstrzygnięcie mówi o tym, czego projekt nie zaznacza: {RIGOUR}. Zaznacz go z "
        "uzasadnieniem („Zmień podstawę, dzień lub kwotę”) albo skreśl."
    ]


def _item_missing(decision: Decision, row: DecisionItem) -> list[str]:
    missing = [*_beneficiary_missing(decision, row), *_right_gone(decision, row), *_stale(row)]
    if _needs_interview(row) and row.calculation.interview_id is None:
        missing.append(
            "Brakuje podpisanego rodzinnego wywiadu środowiskowego (art. 106 ust. 4 u.p.s.)."
        )
    if row.amount is not None and format_pln(row.amount) not in decision.operative_part:
        missing.append(f"Rozstrzygnięcie nie podaje kwoty {format_pln(row.amount)}.")
    return missing


def _right_gone(decision: Decision, row: DecisionItem) -> list[str]:
    """What is to be changed must still run; the right that an appeal replaces may be used up."""
    if row.changed_item is None:
        return []
    right = row.changed_item.entitlement
    running = ("active", "withheld", "completed") if decision.moves_case else RUNNING
    if right.status in running:
        return []
    return [
        f"Świadczenie z decyzji {row.changed_item.decision} jest już "
        f"{ENTITLEMENT.label(right.status)}. Wycofaj projekt."
    ]


def _stale(row: DecisionItem) -> list[str]:
    """What changed since the calculation: the family, the incomes, the law, the interview."""
    again = "Wylicz ponownie i odśwież projekt."
    if row.changed_item is not None:
        if row.calculation_id == row.changed_item.calculation_id:
            return []
        again = "Wycofaj projekt i sporządź go od nowa."
    return _facts_changed(row, again)


def _facts_changed(row: DecisionItem, again: str) -> list[str]:
    calculation = row.calculation
    if not calculations.is_current(calculation):
        return [
            f"Wyliczenie nieaktualne: skład rodziny lub dochody zmieniły się od tego czasu. {again}"
        ]
    if law := calculations.changed_law(calculation):
        return [f"Wyliczenie nieaktualne: zmieniło się prawo i dziś wynik to {law}. {again}"]
    if _needs_interview(row) and calculations.newcomers_unseen(calculation):
        return [
            "Skład rodziny zmienił się po wywiadzie. Zaktualizuj wywiad (art. 107 ust. 4 u.p.s.). "
            f"{again}"
        ]
    return []


def _needs_interview(row: DecisionItem) -> bool:
    if row.kind not in (GRANT, REFUSAL):
        return False
    return row.benefit.code in INTERVIEW_NEEDED and row.refusal_code not in WITHOUT_INTERVIEW


def check_overlap(decision: Decision) -> None:
    """Raise `Refusal` naming the decision that already grants the same to somebody covered."""
    for row in decision.items.select_related("calculation__item__benefit"):
        if row.kind == GRANT and row.period:
            days = Period.from_range(row.period)
            no_overlap(row.calculation, days, besides=row.changed_item_id)


@act
def withdraw(decision: Decision, *, remark: str = "", actor: User) -> Decision:
    """Take one's own draft back from the signature."""
    decision = states.lock(decision)
    if decision.author_id != actor.pk:
        raise NotAllowed("Cofnąć projekt z podpisu może tylko jego autor.", "not_yours")
    free_of(decision, actor)
    states.apply(DECISION, "withdraw", decision, actor=actor, remark=remark.strip())
    decision.case = case_follows(decision, "return", actor=actor, remark=remark.strip())
    return decision


@act
def return_to_author(decision: Decision, *, reason_code: str, remark: str, actor: User) -> Decision:
    """Give the draft back to its author with a reason of `RETURN_REASONS` and a remark."""
    said = _told(reason_code, remark)
    decision = states.lock(decision)
    must(actor, Cap.APPROVE_DECISIONS, decision.case)
    free_of(decision, actor)
    states.apply(DECISION, "return", decision, actor=actor, remark=said, reason_code=reason_code)
    return _back(decision, said, reason_code, actor)


@act
def take_back(decision: Decision, *, reason_code: str, remark: str, actor: User) -> Decision:
    """Take the signature off a decision that is not issued yet: it is its author's draft again.

    By whoever signed it or another who may sign. The reason is one of `RETURN_REASONS`, the
    remark says what to mend. Raises `Refusal` without them and for a decision that is not signed
    or has its number already: what is issued is changed by a further decision alone.
    """
    said = _told(reason_code, remark)
    decision = states.lock(decision)
    must(actor, Cap.APPROVE_DECISIONS, decision.case)
    free_of(decision, actor)
    if decision.is_issued:
        raise Refusal(
            f"Decyzja {decision} jest już wydana i nie można jej cofnąć. Zmienia się ją albo "
            "uchyla nową decyzją.",
            "issued",
        )
    states.apply(
        DECISION, "take_back", decision, actor=actor, remark=said, reason_code=reason_code,
        approver=None, authorisation=None, approved_on=None,
    )  # fmt: skip
    return _back(decision, said, reason_code, actor)


def _told(reason_code: str, remark: str) -> str:
    """What the author reads. Raises `Refusal` without a reason or a remark."""
    if reason_code not in RETURN_REASONS:
        raise Refusal("Wybierz przyczynę zwrotu.", "no_reason", "reason_code")
    if not remark.strip():
        raise Refusal("Napisz, co autor ma poprawić.", "no_remark", "remark")
    return remark.strip()


def _back(decision: Decision, said: str, reason_code: str, actor: User) -> Decision:
    decision.case = case_follows(
        decision, "return", actor=actor, remark=said, reason_code=reason_code
    )
    return decision


def excluded(decision: Decision, user: User) -> bool:
    """Whether the user is excluded from the family's matters (k.p.a. art. 24)."""
    try:
        free_of(decision, user)
    except NotAllowed:
        return True
    return False


def free_of(decision: Decision, user: User) -> None:
    """Raise `NotAllowed` when the user is excluded from the family's matters (k.p.a. art. 24)."""
    for row in decision.items.select_related("calculation__item__application"):
        not_excluded(user, concerned(row.calculation), on=clock.today(), since=True)
