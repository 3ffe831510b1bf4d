"""One figure: what was measured, how long it took, against its goal."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured thing: milliseconds at the middle and at the 95th of a hundred, queries if they
    count, and the goal for the latter of both.
    """

    name: str
    p50: float
    p95: float
    goal: float
    queries: int | None = None
    most_queries: int | None = None

    @property
    def met(self) -> bool:
        """Whether it is within its goals."""
        few = self.most_queries is None or (self.queries or 0) <= self.most_queries
        return self.p95 <= self.goal and few

    @property
    def cells(self) -> list[str]:
        """As the table prints it."""
        asked = "" if self.queries is None else str(self.queries)
        limit = "" if self.most_queries is None else f", {self.most_queries} zapytań"
        return [
            self.name, f"{self.p50:.0f} ms", f"{self.p95:.0f} ms", asked,
            f"{self.goal:.0f} ms{limit}", "tak" if self.met else "nie",
        ]  # fmt: skip


HEADS = ["Co", "p50", "p95", "Zapytania", "Cel (p95)", "W celu"]


def timed(work: Callable[[], object], *, times: int, warm: int = 3) -> tuple[float, float]:
    """The middle and the 95th of a hundred of so many runs, in milliseconds."""
    for _ in range(warm):
        work()
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    if len(took) < 2:
        return took[0], took[0]
    cuts = quantiles(took, n=100, method="inclusive")
    return cuts[49], cuts[94]


def table(figures: list[Figure]) -> str:
    """The figures as a table of Markdown."""
    rows = [HEADS, ["---"] * len(HEADS), *(figure.cells for figure in figures)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
