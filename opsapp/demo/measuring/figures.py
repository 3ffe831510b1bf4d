"""One figure: what was measured, against its goal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import quantiles

from opsapp.demo.measuring.goals import GOALS, Goal


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured thing by the name of its goal: the middle and the 95th of a hundred (the same
    where it was measured once), statements if they count; `failure` says why there is no number.
    """

    name: str
    p50: float = 0
    p95: float = 0
    statements: int | None = None
    note: str = ""
    failure: str = ""

    @property
    def goal(self) -> Goal:
        """What it has to keep."""
        return GOALS[self.name]

    @property
    def met(self) -> bool:
        """Whether it was measured and keeps its goal."""
        if self.failure:
            return False
        goal, asked = self.goal, self.statements or 0
        few = goal.statements is None or asked <= goal.statements
        return few and (self.p95 >= goal.bound if goal.at_least else self.p95 <= goal.bound)

    def cells(self, name: str, *, yes: str, no: str) -> list[str]:
        """As a table prints it."""
        unit, goal = self.goal.unit, self.goal
        bound = f"{'≥' if goal.at_least else '≤'} {_amount(goal.bound, unit)}"
        if goal.statements is not None:
            bound += f", {goal.statements}"
        values = ["–", "–"] if self.failure else [_amount(n, unit) for n in (self.p50, self.p95)]
        asked = "" if self.statements is None else str(self.statements)
        said = self.failure or self.note
        return [name, *values, asked, bound, yes if self.met else no, said.replace("|", "/")]


def _amount(value: float, unit: str) -> str:
    number = f"{value:.1f}" if unit == "ms" and value < 10 else f"{value:,.0f}".replace(",", " ")
    return f"{number} {unit}".strip()


def timed(work: Callable[[], object], *, times: int, warm: int = 3) -> tuple[float, float]:
    """The middle and the 95th of a hundred of so many runs, in milliseconds."""
    for _ in range(warm):
        work()
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return spread(took)


def spread(took: list[float]) -> tuple[float, float]:
    """The middle and the 95th of a hundred."""
    if len(took) < 2:
        return took[0], took[0]
    cuts = quantiles(took, n=100, method="inclusive")
    return cuts[49], cuts[94]


def table(rows: Iterable[list[str]]) -> str:
    """Rows, the first of them the heads, as a table of Markdown."""
    heads, *others = rows
    lines = [heads, ["---"] * len(heads), *others]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
