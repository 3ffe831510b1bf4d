"""A decision on its way, before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from benefits.texts import Words
from opsapp.demo.calculations import Calculated
from opsapp.demo.interviews import Seen
from opsapp.demo.proceedings import Proceeding
from opsapp.demo.texts import Ruled
from opsapp.demo.walking import Step
from opsapp.kernel.periods import Month


@dataclass(slots=True)
class Paper:
    """One decision on its way: what it rules for whom, and its days."""

    made: Proceeding
    seen: Seen
    calculated: Calculated
    ruled: Ruled
    words: Words
    steps: Sequence[Step]
    key: int
    drafted: date
    first: Month
    kind: str = ""
    changes: int | None = None
    ground: str = ""
    changed_item: int | None = None
    item: int = 0
    sign: str = ""
    status: str = ""
    version: int = 0

    def day(self, move: str) -> date | None:
        """The day of a move."""
        return next((step.on for step in self.steps if step.move == move), None)

    @property
    def approver(self) -> int | None:
        """Who signed."""
        return next((step.actor for step in self.steps if step.move == "approve"), None)
