"""The centre allows an appeal itself: a new decision takes the appealed one's place (art. 132
k.p.a.). Drafted here, it goes the same way to the signature and the issue.
"""

from __future__ import annotations

from decimal import Decimal

from benefits.enforcement import waiting_change
from benefits.models import Appeal, Calculation, Decision, DecisionItem
from benefits.previews import order_preview
from benefits.services import calculations
from benefits.services.decisions import rulings
from benefits.services.decisions.appealing import open_appeal
from benefits.services.decisions.drafting import LIVE, TEXTS, concerned, put_words, take_reasons
from benefits.services.doors import may, not_excluded
from benefits.services.entitlements import no_overlap
from benefits.texts_changes import compose_correction
from cases.models import ApplicationItem
from cases.services import appeals
from opsapp.kernel import clock, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Period
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

POINTS = faults.declare("decisions.correct.itemed")
GROUND = "appeal"


@act
def correct(
    decision: Decision,
    *,
    told: str,
    amount: Decimal | None = None,
    amount_reason: str = "",
    period: Period | None = None,
    actor: User,
) -> Decision:
    """Draft the decision that grants what the appeal asks for and quashes the appealed one whole.

    It stands on a calculation made now. Once issued, nothing more is paid by the earlier decision
    and what was paid by it counts. Raises `Refusal` for an appeal that went to the board already or
    came late, for a decision about an earlier one, when nothing is due by the calculation, and when
    the ruling stays the same.
    """
    decision = states.lock(decision)
    may(actor, Cap.DRAFT_DECISIONS, decision.case)
    appeal = open_appeal(decision)
    _may_be_corrected(decision, appeal)
    if not told.strip():
        raise Refusal("Napisz, dlaczego odwołanie jest słuszne.", "no_reason", "told")
    old = decision.items.select_related("item__application", "calculation").get()
    not_excluded(actor, concerned(old.calculation), on=clock.today(), since=True)
    row = DecisionItem(kind=rulings.GRANT, changed_item=old if old.kind == rulings.GRANT else None)
    row.calculation = _calculated(old, actor)
    if not row.calculation.eligible:
        raise Refusal(
            "Z wyliczenia wynika, że świadczenie nie przysługuje. Odwołania nie można uwzględnić: "
            "przekaż je do organu odwoławczego.",
            "not_eligible",
        )
    days = period or (Period.from_range(old.period) if old.period else None)
    rulings.rule(
        row.calculation, kind=rulings.GRANT, amount=amount, amount_reason=amount_reason, period=days
    ).put_into(row)
    _same(old, row)
    assert row.period is not None
    no_overlap(row.calculation, Period.from_range(row.period), besides=old.pk)
    return _drafted(old, row, appeal, told.strip(), actor)


def _may_be_corrected(decision: Decision, appeal: Appeal) -> None:
    if not decision.moves_case:
        raise Refusal(
            "Decyzję o zmianie wcześniejszej poprawia się kolejną zmianą na korzyść strony albo "
            "przekazuje odwołanie do organu odwoławczego.",
            "about_another",
        )
    if appeal.passed_on is not None:
        raise Refusal(
            "Odwołanie jest już w organie odwoławczym. Uwzględnić można tylko to, którego jeszcze "
            "nie przekazano (art. 132 i 133 k.p.a.).",
            "passed_on",
        )
    if appeal.late:
        raise Refusal(
            "Odwołanie wpłynęło po terminie: decyzja jest ostateczna. Przekaż je do organu "
            "odwoławczego (art. 134 k.p.a.).",
            "late",
        )
    draft = decision.changed_by.filter(status__in=LIVE).first()
    if draft is not None:
        raise Refusal(f"Jest już {draft}. Dokończ go albo wycofaj.", "draft_open")
    later = waiting_change(decision)
    if later is not None:
        raise Refusal(
            f"Tę decyzję zmienia decyzja {later}, która czeka, aż będzie ostateczna. Najpierw "
            "rozstrzygnij, co z tamtą.",
            "change_waits",
        )


def _calculated(old: DecisionItem, actor: User) -> Calculation:
    """Anew as of the same day; for what was refused, in an item of its own that is open again."""
    if old.kind == rulings.GRANT:
        return calculations.anew(old.item, on=old.calculation.on, actor=actor)
    reopened = old.item.reopened_by.filter(outcome=ApplicationItem.Outcome.OPEN).first()
    item = reopened or appeals.open_again(old.item, actor=actor)
    said = old.calculation.facts["circumstances"]
    return calculations.run(item, on=old.calculation.on, circumstances=said, actor=actor)


def _same(old: DecisionItem, row: DecisionItem) -> None:
    if old.kind == row.kind and (old.amount, old.period) == (row.amount, row.period):
        raise Refusal(
            "Kwota i okres zostają te same. Wpisz, co zmieniasz na żądanie odwołania.", "same",
            "amount",
        )  # fmt: skip


def _drafted(
    item: DecisionItem, row: DecisionItem, appeal: Appeal, told: str, actor: User
) -> Decision:
    old = item.decision
    decision: Decision = Decision.objects.create(
        case=old.case, kind=Decision.Kind.CORRECTION, addressee=old.addressee, author=actor,
        changes=old, change_ground=GROUND,
    )  # fmt: skip
    row.decision, row.item, row.benefit = decision, row.calculation.item, item.benefit
    row.payee_person, row.payee_institution = item.payee_person, item.payee_institution
    row.payee_role = item.payee_role
    row.save(force_insert=True)
    take_reasons(item, row)
    faults.point("decisions.correct.itemed")
    put_words(decision, compose_correction(row, old, appeal, told, on=clock.today()))
    decision.save(update_fields=TEXTS)
    order_preview(decision, actor=actor)
    return decision
