"""The draft: composed from a calculation, edited by its author, dropped."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from benefits import paid_to, texts
from benefits.dictionaries import REFUSAL_GROUNDS
from benefits.models import Calculation, Decision, DecisionItem, DecisionItemReason
from benefits.paid_to import PaidTo
from benefits.previews import order_preview
from benefits.services.decisions import rulings
from benefits.services.decisions.following import case_follows
from benefits.services.doors import may, not_excluded
from benefits.services.entitlements import no_overlap
from benefits.states import DECISION
from cases.models import ApplicationItem
from cases.services import applications, cases
from opsapp.kernel import clock, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Period
from opsapp.kernel.refusals import Conflict, NotAllowed, Refusal
from opsapp.office.models import User

POINTS = faults.declare("decisions.draft.itemed")
COMPOSED = ("legal_basis", "operative_part", "reasons", "instruction")
TEXTS = (*COMPOSED, "reasons_skipped")
RULED = ("kind", "amount", "amount_reason", "period", "refusal_code")
LIVE = ("draft", "approval_pending", "approved")


class StaleDraft(Conflict):
    """Someone else saved the draft first; `theirs` is what stands in the database now."""

    def __init__(self, theirs: Decision) -> None:
        super().__init__(
            "Ktoś inny zapisał ten projekt przed chwilą. Porównaj obie wersje i zapisz ponownie.",
            "stale",
        )
        self.theirs = theirs


@act
def draft(
    calculation: Calculation,
    *,
    amount: Decimal | None = None,
    amount_reason: str = "",
    period: Period | None = None,
    kind: str | None = None,
    refusal_code: str = "",
    payee: PaidTo | None = None,
    actor: User,
) -> Decision:
    """Compose a draft from a calculation; the case moves on to its draft.

    Without `amount` the proposed one is granted, without `period` the usual one from the month of
    receipt; a calculation that gives nothing makes a refusal, and so does `kind="refusal"` with a
    code of `REFUSAL_GROUNDS`. Paid is the addressee, or the `payee` that is given. Raises
    `Refusal` for an older calculation, an item settled or drafted already, an overlapping
    entitlement, a payee without the right and a ruling the calculation does not bear.
    """
    item = states.lock(calculation.item)
    may(actor, Cap.DRAFT_DECISIONS, item.case)
    not_excluded(actor, concerned(calculation), on=calculation.on, since=True)
    _may_be_drafted(item, calculation)
    ruling = rulings.rule(
        calculation, kind=kind, amount=amount, amount_reason=amount_reason, period=period,
        refusal_code=refusal_code,
    )  # fmt: skip
    no_overlap(calculation, ruling.period)
    decision: Decision = Decision.objects.create(
        case=item.case, kind=ruling.kind, addressee=item.application.applicant, author=actor
    )
    row = DecisionItem(decision=decision, item=item, calculation=calculation, benefit=item.benefit)
    ruling.put_into(row)
    if payee is not None and ruling.kind == DecisionItem.Kind.GRANT:
        paid_to.check(payee, people=(decision.addressee, item.person), on=clock.today())
        payee.put_into(row)
    row.save(force_insert=True)
    _give_reasons(row)
    faults.point("decisions.draft.itemed")
    _compose(decision, row)
    decision.save(update_fields=TEXTS)
    decision.case = cases.move(item.case, "draft", actor=actor)
    order_preview(decision, actor=actor)
    return decision


def concerned(calculation: Calculation) -> set[int]:
    """Everybody a calculation is about."""
    people = set(calculation.snapshot.members.values_list("person_id", flat=True))
    return people | {calculation.item.person_id, calculation.item.application.applicant_id}


def _may_be_drafted(item: ApplicationItem, calculation: Calculation) -> None:
    if item.outcome != ApplicationItem.Outcome.OPEN:
        raise Refusal("Ten wniosek jest już rozstrzygnięty.", "settled")
    if item.calculations.filter(pk__gt=calculation.pk).exists():
        raise Refusal("Jest nowsze wyliczenie. Projekt sporządza się z najnowszego.", "older")
    other = item.decision_items.filter(decision__status__in=LIVE).first()
    if other is not None:
        raise Refusal(
            f"W tej sprawie jest już {other.decision}. Zmień go albo wycofaj.", "draft_open"
        )


def _give_reasons(row: DecisionItem) -> None:
    DecisionItemReason.objects.bulk_create(
        DecisionItemReason(decision_item=row, reason_id=link.reason_id, is_first=link.is_first)
        for link in row.item.application.reasons.order_by("pk")
    )


def compose_words(row: DecisionItem) -> texts.Words:
    """The words of an item by the wordings in force today."""
    return texts.compose(row, on=clock.today())


def _compose(decision: Decision, row: DecisionItem) -> None:
    """Put the composed words into the draft."""
    words = compose_words(row)
    put_words(decision, words)


def put_words(decision: Decision, words: texts.Words) -> None:
    """Let the draft say the composed words; the caller saves it."""
    for part in COMPOSED:
        setattr(decision, part, getattr(words, part))


def take_reasons(earlier: DecisionItem, row: DecisionItem) -> None:
    """A further ruling stands on the same reasons of help (art. 7 u.p.s.) as the earlier one."""
    DecisionItemReason.objects.bulk_create(
        DecisionItemReason(decision_item=row, reason_id=link.reason_id, is_first=link.is_first)
        for link in earlier.reason_links.order_by("pk")
    )


@act
def revise(
    decision: Decision,
    *,
    version: int,
    calculation: Calculation | None = None,
    actor: User,
    **fields: Any,
) -> Decision:
    """Save what the author changed in a draft: its words, or the ruling.

    `fields` are `legal_basis`, `operative_part`, `reasons`, `reasons_skipped`, `instruction`, and
    of the ruling `kind`, `amount`, `amount_reason`, `period` (a `Period`), `refusal_code`. Another
    ruling or a newer `calculation` composes anew the words that were not given. Raises
    `StaleDraft` when the database holds another version, `Refusal` as `draft` does.
    """
    if unknown := fields.keys() - {*TEXTS, *RULED}:
        raise TypeError(f"Not a field of a draft: {sorted(unknown)}")
    decision = states.lock(decision)
    own_draft(decision, actor)
    if decision.version != version:
        raise StaleDraft(decision)
    row = decision.items.select_related("calculation", "item").get()
    if decision.is_change and (calculation is not None or fields.keys() & set(RULED)):
        raise Refusal(
            "W projekcie zmiany decyzji poprawia się tutaj tylko treść. Kwotę, podstawę albo dzień "
            "zmienia się przyciskiem „Zmień podstawę lub kwotę”.",
            "only_words",
        )
    ruled = {name: fields[name] for name in RULED if name in fields}
    if calculation is not None and calculation.pk != row.calculation_id:
        _stand_on(row, calculation)
        _rule_anew(decision, row, _kept(row) | ruled)
    elif _differs(row, ruled):
        _rule_anew(decision, row, _ruled_now(row) | ruled)
    for name in TEXTS:
        if name in fields:
            setattr(decision, name, _tidy(fields[name]))
    decision.version += 1
    decision.save(update_fields=[*TEXTS, "kind", "version"])
    order_preview(decision, actor=actor)
    return decision


def own_draft(decision: Decision, actor: User) -> None:
    """Raise unless this is a draft of the actor's own."""
    may(actor, Cap.DRAFT_DECISIONS, decision.case)
    if decision.status != DECISION.initial:
        raise Refusal(
            f"Decyzja jest w stanie „{DECISION.label(decision.status)}” i nie można jej już "
            "zmieniać.",
            "wrong_state",
        )
    if decision.author_id != actor.pk:
        raise NotAllowed(
            f"Projekt prowadzi {decision.author}. Przejmij go, jeżeli masz go dokończyć.",
            "not_yours",
        )


def _tidy(value: Any) -> Any:
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else value


def _ruled_now(row: DecisionItem) -> dict[str, Any]:
    """The ruling that stands, as `rulings.rule` takes it."""
    now = {name: getattr(row, name) for name in RULED}
    return now | {"period": Period.from_range(row.period) if row.period else None}


def _differs(row: DecisionItem, ruled: dict[str, Any]) -> bool:
    now = _ruled_now(row)
    return any(now[name] != value for name, value in ruled.items())


def _kept(row: DecisionItem) -> dict[str, Any]:
    """What a newer calculation leaves standing: the period of a grant, the ground of a refusal
    that the clerk named.
    """
    now = _ruled_now(row)
    if row.kind == rulings.REFUSAL and row.refusal_code in REFUSAL_GROUNDS:
        named = row.refusal_code not in {one["code"] for one in row.calculation.result["refusals"]}
        return {"kind": row.kind, "refusal_code": row.refusal_code} if named else {}
    return {"period": now["period"]} if row.calculation.eligible else {}


def _stand_on(row: DecisionItem, calculation: Calculation) -> None:
    if calculation.item_id != row.item_id:
        raise Refusal("To wyliczenie dotyczy innego wniosku.", "other_item")
    row.calculation = calculation


def _rule_anew(decision: Decision, row: DecisionItem, ruled: dict[str, Any]) -> None:
    ruling = rulings.rule(row.calculation, **ruled)
    no_overlap(row.calculation, ruling.period)
    ruling.put_into(row)
    row.save()
    decision.kind = ruling.kind
    _compose(decision, row)


@act
def take_over(decision: Decision, *, actor: User) -> Decision:
    """Become the author of another's draft: the case has a new worker, or the author is away."""
    decision = states.lock(decision)
    may(actor, Cap.DRAFT_DECISIONS, decision.case)
    for row in decision.items.select_related("calculation"):
        not_excluded(actor, concerned(row.calculation), on=row.calculation.on, since=True)
    if decision.status != DECISION.initial:
        raise Refusal("Przejąć można tylko projekt, który nie czeka na podpis.", "wrong_state")
    decision.author = actor
    decision.version += 1
    decision.save(update_fields=["author", "version"])
    return decision


@act
def drop(decision: Decision, *, remark: str = "", actor: User) -> Decision:
    """Give up a draft; the case goes back to where it was drafted from."""
    decision = states.lock(decision)
    may(actor, Cap.DRAFT_DECISIONS, decision.case)
    states.apply(DECISION, "drop", decision, actor=actor, remark=remark.strip())
    decision.case = case_follows(decision, "drop_draft", actor=actor)
    if decision.is_change:
        _close_reopened(decision, actor)
    return decision


def _close_reopened(decision: Decision, actor: User) -> None:
    """What was asked for again only to allow an appeal is not asked for any more."""
    rows = decision.items.filter(changed_item=None, item__outcome=ApplicationItem.Outcome.OPEN)
    for row in rows.select_related("item"):
        settled = ApplicationItem.Outcome.DISCONTINUED
        applications.settle_item(row.item, outcome=settled, actor=actor)
