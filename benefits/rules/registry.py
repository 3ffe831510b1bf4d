"""Which benefits there are: their names, what they need to know, and their dated rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from benefits.rules.assessment import Outcome
from benefits.rules.facts import CaseFacts
from benefits.rules.law import Law, NoRuleYet
from benefits.rules.schema import Errors, Keys

Rule = Callable[[CaseFacts, Law], Outcome]
Check = Callable[[CaseFacts, Errors], None]


@dataclass(frozen=True, slots=True)
class Benefit:
    """One benefit: code, Polish name, its circumstances, its rules by the day they begin.

    `check` refuses input that only this benefit finds wrong, before anything is computed.
    """

    code: str
    label: str
    circumstances: Keys
    check: Check | None = None
    rules: list[tuple[date, Rule]] = field(default_factory=list)

    def rule(self, on: date) -> Rule:
        """The rule in force on a day; raises NoRuleYet before the first."""
        held = [(since, rule) for since, rule in self.rules if since <= on]
        if not held:
            raise NoRuleYet(self.code, on, self.label, min(since for since, _ in self.rules))
        return max(held, key=lambda pair: pair[0])[1]


BENEFITS: dict[str, Benefit] = {}
NOTHING = Keys({})


def benefit(
    code: str, label: str, circumstances: Keys = NOTHING, check: Check | None = None
) -> Benefit:  # fmt: skip
    """Declare a benefit."""
    BENEFITS[code] = Benefit(code, label, circumstances, check)
    return BENEFITS[code]


def rule(code: str, *, since: date) -> Callable[[Rule], Rule]:
    """Register a function as the rule of a benefit from a day on; older ones stay beside it."""

    def register(function: Rule) -> Rule:
        BENEFITS[code].rules.append((since, function))
        return function

    return register
