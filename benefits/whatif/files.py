"""The answer as tables for CSV and XLSX; names only where the caller brings them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from opsapp.kernel.web.export import Column

TOTAL = "Razem"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary: of the budget, of a benefit, or all of them."""

    part: str
    name: str
    sums: Mapping[str, Any]

    def cases(self, kind: str) -> int:
        """How many entitlements the change would touch so."""
        return int(self.sums["cases"][kind])

    def families(self, kind: str) -> int:
        """How many families; one is counted once."""
        return int(self.sums["families"][kind])

    def amount(self, name: str) -> Decimal:
        """An amount in złoty."""
        return Decimal(self.sums[name])

    @property
    def gain(self) -> int:
        """Entitlements that gain."""
        return self.cases("gain")

    @property
    def loss(self) -> int:
        """Entitlements that lose a part."""
        return self.cases("loss")

    @property
    def cease(self) -> int:
        """Entitlements that cease."""
        return self.cases("cease")

    @property
    def start(self) -> int:
        """Refusals that would be grants."""
        return self.cases("start")

    @property
    def same(self) -> int:
        """Cases that stay as they are."""
        return self.cases("same")

    @property
    def unanswered(self) -> int:
        """Cases that could not be answered."""
        return self.cases("unanswered")

    @property
    def yearly_before(self) -> Decimal:
        """The cost of the year as it is."""
        return self.amount("yearly_before")

    @property
    def yearly_after(self) -> Decimal:
        """The cost of the year after the change."""
        return self.amount("yearly_after")

    @property
    def all_families(self) -> int:
        """Families touched in any way."""
        return int(self.sums["families_changed"])

    @property
    def monthly(self) -> Decimal:
        """The difference by the month."""
        return self.amount("monthly_after") - self.amount("monthly_before")

    @property
    def yearly(self) -> Decimal:
        """The difference by the year."""
        return self.amount("yearly_after") - self.amount("yearly_before")


def lines(
    summary: Mapping[str, Any], chapter_names: Mapping[str, str], benefit_names: Mapping[str, str]
) -> list[Line]:
    """The summary: each line of the budget with its benefits below, then all of it."""
    found: list[Line] = []
    for chapter, sums in summary["chapters"].items():
        name = f"{chapter} {chapter_names.get(chapter, '')}".strip()
        found.append(Line("chapter", name or "bez klasyfikacji", sums))
        found += [
            Line("benefit", benefit_names.get(code, code), summary["benefits"][code])
            for code in summary["benefits"]
            if summary["chapter_of"].get(code, "") == chapter
        ]
    return [*found, Line("total", TOTAL, summary["total"])]


PARTS = {"chapter": "rozdział", "benefit": "świadczenie", "total": "razem"}
SUMMARY_COLUMNS: list[Column[Line]] = [
    Column("Poziom", lambda line: PARTS[line.part]),
    Column("Rozdział i paragraf albo świadczenie", lambda line: line.name),
    Column("Zyskuje: uprawnień", lambda line: line.cases("gain"), "number"),
    Column("Zyskuje: rodzin", lambda line: line.families("gain"), "number"),
    Column("Traci część: uprawnień", lambda line: line.cases("loss"), "number"),
    Column("Traci część: rodzin", lambda line: line.families("loss"), "number"),
    Column("Traci prawo: uprawnień", lambda line: line.cases("cease"), "number"),
    Column("Traci prawo: rodzin", lambda line: line.families("cease"), "number"),
    Column("Nabywa prawo: osób", lambda line: line.cases("start"), "number"),
    Column("Nabywa prawo: rodzin", lambda line: line.families("start"), "number"),
    Column("Bez zmiany: uprawnień", lambda line: line.cases("same"), "number"),
    Column("Nie policzono", lambda line: line.cases("unanswered"), "number"),
    Column("Miesięcznie dziś", lambda line: line.amount("monthly_before"), "money"),
    Column("Miesięcznie po zmianie", lambda line: line.amount("monthly_after"), "money"),
    Column("Różnica miesięcznie", lambda line: line.monthly, "money"),
    Column("Rocznie dziś", lambda line: line.amount("yearly_before"), "money"),
    Column("Rocznie po zmianie", lambda line: line.amount("yearly_after"), "money"),
    Column("Różnica rocznie", lambda line: line.yearly, "money"),
]
