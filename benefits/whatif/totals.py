"""What the outcomes add up to: by line of the budget, by benefit, in all. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from benefits.whatif.engine import KINDS, Kind, Outcome

ZERO = Decimal("0.00")
ONCE = "once"
CHANGED: tuple[Kind, ...] = ("gain", "loss", "cease", "start")


class Counted(Protocol):
    """What the totals need of a row."""

    @property
    def benefit(self) -> str: ...
    @property
    def family(self) -> int: ...
    @property
    def months(self) -> int: ...
    @property
    def once(self) -> bool: ...


@dataclass(slots=True)
class Sum:
    """Counts and amounts of one line; families are counted once in each count."""

    cases: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    families: dict[str, set[int]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    every_family: set[int] = field(default_factory=set)
    monthly_before: Decimal = ZERO
    monthly_after: Decimal = ZERO
    yearly_before: Decimal = ZERO
    yearly_after: Decimal = ZERO

    def add(self, row: Counted, outcome: Outcome, *, by_month: bool) -> None:
        """Count one case: its amount by the month, and by the year for its months in force."""
        kind = outcome.kind
        self.cases[kind] += 1
        self.families[kind].add(row.family)
        if kind in CHANGED:
            self.every_family.add(row.family)
        before, after = outcome.before or ZERO, outcome.after or ZERO
        if by_month and not row.once:
            self.monthly_before += before
            self.monthly_after += after
        self.yearly_before += before * row.months
        self.yearly_after += after * row.months

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "cases": self.cases,
            "families": {kind: len(found) for kind, found in self.families.items()},
            "families_changed": len(self.every_family),
            "monthly_before": f"{self.monthly_before:.2f}",
            "monthly_after": f"{self.monthly_after:.2f}",
            "yearly_before": f"{self.yearly_before:.2f}",
            "yearly_after": f"{self.yearly_after:.2f}",
        }


@dataclass(slots=True)
class Totals:
    """The sums of a run. `chapters` gives the line of the budget of each benefit.

    Amounts by the month are summed only where all cases are paid in the same month (`by_month`).
    """

    chapters: dict[str, str]
    by_month: bool = True
    total: Sum = field(default_factory=Sum)
    by_benefit: dict[str, Sum] = field(default_factory=dict)
    by_chapter: dict[str, Sum] = field(default_factory=dict)

    def add_all(self, pairs: Iterable[tuple[Counted, Outcome]]) -> None:
        """Count a chunk."""
        for row, outcome in pairs:
            self.total.add(row, outcome, by_month=self.by_month)
            benefit = self.by_benefit.setdefault(row.benefit, Sum())
            benefit.add(row, outcome, by_month=self.by_month)
            chapter = self.by_chapter.setdefault(self.chapters.get(row.benefit, ""), Sum())
            chapter.add(row, outcome, by_month=self.by_month)

    def to_json(self) -> dict[str, Any]:
        """As it is kept with the run: amounts as text, lines in the order of the budget."""
        return {
            "total": self.total.to_json(),
            "chapters": {code: self.by_chapter[code].to_json() for code in sorted(self.by_chapter)},
            "benefits": {code: self.by_benefit[code].to_json() for code in sorted(self.by_benefit)},
            "chapter_of": {code: self.chapters.get(code, "") for code in self.by_benefit},
        }
