"""Another ruling in a draft, without giving it up: of a changing one its ground, day and amount; of
any other one whom to pay.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from benefits import enforcement, paid_to
from benefits.dictionaries_changes import CHANGE, EXPIRY, REVOCATION
from benefits.enforcement import WHEN_FINAL, Enforced
from benefits.models import Decision, DecisionItem
from benefits.paid_to import PaidTo
from benefits.previews import order_preview
from benefits.services.decisions import rulings
from benefits.services.decisions.changeable import Old, changeable
from benefits.services.decisions.changing import (
    DEATH,
    Asked,
    change_row,
    compose_anew,
    end_row,
    expiry_cause,
    expiry_row,
)
from benefits.services.decisions.drafting import TEXTS, StaleDraft, compose_words, own_draft
from benefits.texts_changes import Cause
from opsapp.kernel import clock, states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User


@act
def amend(
    decision: Decision,
    *,
    version: int,
    ground: str,
    since: date | None,
    told: str,
    amount: Decimal | None = None,
    amount_reason: str = "",
    consent_on: date | None = None,
    incomes_whole: bool = False,
    enforced: Enforced = WHEN_FINAL,
    actor: User,
) -> Decision:
    """Give one's own changing draft another ground, day, amount or time from which it acts; its
    words are composed anew.

    It is checked as when it was drafted (`decisions.change`, `revoke`, `expire`). Raises
    `StaleDraft` when the database holds another version, `Refusal` for a draft of another kind.
    """
    decision = _own(decision, version, actor)
    if decision.kind not in (CHANGE, REVOCATION, EXPIRY) or decision.changes is None:
        raise Refusal("Ten projekt nie zmienia wcześniejszej decyzji.", "not_a_change")
    old = changeable(decision.changes, actor, besides=decision, death=ground == DEATH)
    if decision.kind == EXPIRY:
        cause = expiry_cause(old, ground, since, told)
        new = expiry_row(old, cause)
    else:
        if since is None:
            raise Refusal("Podaj miesiąc, od którego działa zmiana.", "no_day", "since")
        cause = Cause(ground, told, since, consent_on)
        asked = Asked(amount, amount_reason.strip(), incomes_whole)
        new = _row(decision, old, cause, asked, actor)
    row = decision.items.select_related("changed_item", "item", "benefit").get()
    _put(row, new, old, cause)
    decision.change_ground = ground
    enforcement.put(decision, row, enforced)
    compose_anew(decision, row, cause)
    return _saved(decision, actor, "change_ground", *enforcement.FIELDS)


def _own(decision: Decision, version: int, actor: User) -> Decision:
    decision = states.lock(decision)
    own_draft(decision, actor)
    if decision.version != version:
        raise StaleDraft(decision)
    return decision


def _row(decision: Decision, old: Old, cause: Cause, asked: Asked, actor: User) -> DecisionItem:
    if decision.kind == CHANGE:
        return change_row(old, cause, asked, actor)
    return end_row(old, cause, actor)


def _put(row: DecisionItem, new: DecisionItem, old: Old, cause: Cause) -> None:
    row.calculation = new.calculation
    row.amount, row.proposed_amount = new.amount, new.proposed_amount
    row.amount_reason = new.amount_reason
    row.period = old.gone(cause.since)
    row.save(update_fields=["calculation", "amount", "proposed_amount", "amount_reason", "period"])


def _saved(decision: Decision, actor: User, *fields: str) -> Decision:
    decision.version += 1
    decision.save(update_fields=[*TEXTS, "version", *fields])
    order_preview(decision, actor=actor)
    return decision


@act
def pay_to(decision: Decision, *, version: int, payee: PaidTo | None, actor: User) -> Decision:
    """Order one's own draft to be paid to somebody else: the party (None), who represents them,
    an institution. The operative part is composed anew.

    Raises `StaleDraft` when the database holds another version, `Refusal` for a draft that grants
    nothing or is about an earlier decision, and a payee without the right.
    """
    decision = _own(decision, version, actor)
    row = decision.items.select_related("calculation", "item__person", "item__application").get()
    if decision.is_change or row.kind != rulings.GRANT:
        raise Refusal(
            "Odbiorcę wskazuje tylko decyzja, która przyznaje świadczenie po raz pierwszy.",
            "no_payee",
        )
    if payee is not None:
        paid_to.check(payee, people=(decision.addressee, row.item.person), on=clock.today())
    (payee or PaidTo()).put_into(row)
    row.save(update_fields=["payee_person", "payee_institution", "payee_role"])
    decision.operative_part = compose_words(row).operative_part
    return _saved(decision, actor)
