"""What is this family still entitled to? One call asks every benefit of a household.

Pure: facts in, one row per benefit (and person) out: due, held already, not due and why, or what
must be known first. A benefit that the law of the day cannot answer says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from benefits.rules.assessment import Assessment, Refused
from benefits.rules.engine import assess_facts
from benefits.rules.facts import CaseFacts, Income, Member
from benefits.rules.law import Law, NotAnnounced
from benefits.rules.registry import BENEFITS
from benefits.rules.rights_plans import PLANS, Family, Plan
from benefits.rules.schema import Errors
from benefits.rules.trace import plain

State = Literal["due", "held", "not_due", "missing", "unanswered"]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that must be known first: where it belongs, and a Polish sentence."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Right:
    """One benefit for the household, or for one of its members.

    Of a `due` one the amounts stand as in the assessment, which is here too. `missing` names what
    to ask: of a benefit that is due in principle it says on what the amount or right still turns.
    """

    benefit: str
    label: str
    state: State
    member: str | None = None
    amount: Decimal | None = None
    amount_max: Decimal | None = None
    period: str = "month"
    reasons: tuple[Refused, ...] = ()
    missing: tuple[Missing, ...] = ()
    assessment: Assessment | None = None

    def to_json(self) -> dict[str, object]:
        """As other programs read it; the trace stays in the assessment."""
        return {
            "benefit": self.benefit, "label": self.label, "state": self.state,
            "member": self.member,
            "amount": None if self.amount is None else plain(self.amount),
            "amount_max": None if self.amount_max is None else plain(self.amount_max),
            "period": self.period,
            "reasons": [one.to_json() for one in self.reasons],
            "missing": [{"path": one.path, "message": one.message} for one in self.missing],
        }  # fmt: skip


def what_else(
    household: Sequence[Member], incomes: Sequence[Income], on: date, law: Law, *,
    known: Mapping[str, Mapping[str, Any]] | None = None, incomes_complete: bool = False,
) -> list[Right]:  # fmt: skip
    """Every benefit for this household on a day, in the order of the register.

    `known` gives circumstances by benefit code, as the contract writes them. Unless
    `incomes_complete`, a month or year without any receipt is a fact to be asked for, not zero.
    """
    family = Family(tuple(household), tuple(incomes), on, law, incomes_complete)
    rights: list[Right] = []
    for code, planner in PLANS.items():
        given = (known or {}).get(code)
        plans = [Plan(dict(given))] if given is not None else planner(family)
        rights += [_right(code, family, plan, law) for plan in plans]
    return rights


def _right(code: str, family: Family, plan: Plan, law: Law) -> Right:
    """Ask one question, or say why it need not or cannot be asked."""
    label = BENEFITS[code].label
    if plan.held:
        return Right(code, label, "held", plan.member)
    if plan.refusal is not None:
        return Right(code, label, "not_due", plan.member, reasons=(plan.refusal,))
    missing = tuple(Missing(path, message) for path, message in plan.missing)
    if plan.circumstances is None:
        return Right(code, label, "missing", plan.member, missing=missing)
    errors = Errors()
    read = BENEFITS[code].circumstances.read(plan.circumstances, "circumstances", errors)
    facts = CaseFacts(code, family.on, family.household, family.incomes, read)
    check = BENEFITS[code].check
    if check is not None and not errors:
        check(facts, errors)
    if errors:
        wrong = tuple(Missing(error.path, error.message) for error in errors)
        return Right(code, label, "missing", plan.member, missing=wrong)
    return _answered(facts, plan, law, label, missing)


def _answered(
    facts: CaseFacts, plan: Plan, law: Law, label: str, missing: tuple[Missing, ...]
) -> Right:  # fmt: skip
    code = facts.benefit
    try:
        answer = assess_facts(facts, law)
    except NotAnnounced as absent:
        reason = Missing(f"law.{absent.code}", absent.message)
        return Right(code, label, "unanswered", plan.member, missing=(reason,))
    if answer.amount is None:
        return Right(code, label, "not_due", plan.member, period=answer.period,
                     reasons=answer.refusals, assessment=answer)  # fmt: skip
    if missing:
        return Right(code, label, "missing", plan.member, period=answer.period, missing=missing,
                     assessment=answer)  # fmt: skip
    return Right(code, label, "due", plan.member, answer.amount, answer.amount_max, answer.period,
                 assessment=answer)  # fmt: skip
