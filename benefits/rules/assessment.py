"""The answer: due or not, how much, why, and by which law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits.rules.trace import LawRow, Step, law_used, plain
from benefits.rules.version import rules_version


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something is not due; the message is Polish and fit for a decision."""

    code: str
    basis: str
    message: str

    def to_json(self) -> dict[str, str]:
        return {"code": self.code, "basis": self.basis, "message": self.message}


@dataclass(frozen=True, slots=True)
class Component:
    """A part or a payer; `start` and `end` are months or days as text."""

    code: str
    member: str | None
    amount: Decimal
    start: str | None = None
    end: str | None = None

    def to_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "member": self.member,
            "amount": plain(self.amount),
            "from": self.start,
            "to": self.end,
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """One answered question. Amounts are złoty per `period`, None when refused."""

    benefit: str
    on: date
    amount: Decimal | None
    amount_max: Decimal | None
    period: str
    components: tuple[Component, ...]
    refusals: tuple[Refused, ...]
    trace: Step

    @property
    def eligible(self) -> bool:
        return not self.refusals

    @property
    def law(self) -> list[LawRow]:
        """Exactly the values of law that the trace used, in the order of their codes."""
        rows = {(row.code, row.valid_from): row for row in law_used(self.trace)}
        return [rows[key] for key in sorted(rows)]

    def to_json(self) -> dict[str, object]:
        """The answer as the contract prints it."""
        return {
            "benefit": self.benefit,
            "on": self.on.isoformat(),
            "eligible": self.eligible,
            "amount": None if self.amount is None else plain(self.amount),
            "amount_max": None if self.amount_max is None else plain(self.amount_max),
            "period": self.period,
            "components": [component.to_json() for component in self.components],
            "refusals": [refused.to_json() for refused in self.refusals],
            "trace": self.trace.to_json(),
            "law": [law_json(row) for row in self.law],
            "rules_version": rules_version(),
        }


def law_json(row: LawRow) -> dict[str, str]:
    """A used value of law as the contract prints it."""
    return {
        "code": row.code,
        "value": row.text,
        "valid_from": row.valid_from.isoformat(),
        "act": row.act,
    }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule returns; the engine adds benefit, day and the root of the trace."""

    amount: Step | None
    inputs: tuple[Step, ...]
    basis: str
    amount_max: Step | None = None
    period: str = "month"
    components: tuple[Component, ...] = ()
    refusals: tuple[Refused, ...] = ()


def granted(
    amount: Step, *, basis: str, amount_max: Step | None = None, period: str = "month",
    components: Sequence[Component] = (), shown: Sequence[Step] = (),
) -> Outcome:  # fmt: skip
    """The benefit is due; `shown` are further steps that explain it."""
    inputs = (amount, *((amount_max,) if amount_max else ()), *shown)
    return Outcome(amount, inputs, basis, amount_max, period, tuple(components))


def refused(
    code: str, basis: str, message: str, *, shown: Sequence[Step], period: str = "month"
) -> Outcome:  # fmt: skip
    """The benefit is not due, for one reason."""
    return Outcome(None, tuple(shown), basis, None, period, (), (Refused(code, basis, message),))
