"""The work of one person on one day, gathered from every app: what burns, what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from opsapp.kernel import clock, registry
from opsapp.kernel.registry import WORK_LIMIT, WorkItem

WEEK = timedelta(days=7)
TODAYS = 2
"""The last of the headings that do not wait for tomorrow."""
_KEPT = "_ops_day"


@dataclass(frozen=True, slots=True)
class Day:
    """A person's things to do; `cut` when a provider had more than a page can hold."""

    today: date
    items: tuple[WorkItem, ...]
    cut: bool = False

    @property
    def overdue(self) -> list[WorkItem]:
        """Whose last day has passed."""
        return [item for item in self._mine() if item.due is not None and item.due < self.today]

    @property
    def due_today(self) -> list[WorkItem]:
        """Whose last day is today."""
        return [item for item in self._mine() if item.due == self.today]

    @property
    def returned(self) -> list[WorkItem]:
        """What came back with a remark."""
        return [item for item in self.items if item.state == "returned"]

    @property
    def waiting(self) -> list[WorkItem]:
        """What somebody else has to move."""
        return [item for item in self.items if item.state == "waiting"]

    @property
    def to_do(self) -> list[WorkItem]:
        """What this person can move, the most urgent first."""
        return sorted(self._mine(), key=self.urgency)

    @property
    def urgent(self) -> int:
        """How many things must not wait for tomorrow."""
        return sum(item.count for item in self._mine() if self.bucket(item)[0] <= TODAYS)

    def bucket(self, item: WorkItem) -> tuple[int, str]:
        """The heading under which a thing stands, with its place."""
        if item.state == "returned":
            return 0, "Wróciło do poprawy"
        if item.due is None:
            return 5, "Bez terminu"
        if item.due <= self.today:
            return (2, "Na dziś") if item.due == self.today else (1, "Po terminie")
        return (3, "W ciągu 7 dni") if item.due <= self.today + WEEK else (4, "Później")

    def _mine(self) -> Iterator[WorkItem]:
        return (item for item in self.items if item.state != "waiting")

    def urgency(self, item: WorkItem) -> tuple[int, date, str, str]:
        """The order of things: by heading, then by their last day."""
        return self.bucket(item)[0], item.due or date.max, item.group, item.label


def day_of(user: Any) -> Day:
    """What a person has to do today; asked once for a request, however many places show it."""
    today = clock.today()
    kept: Day | None = user.__dict__.get(_KEPT)
    if kept is None or kept.today != today:
        kept = user.__dict__[_KEPT] = _gather(user, today)
    return kept


def _gather(user: Any, today: date) -> Day:
    items: list[WorkItem] = []
    cut = False
    for answer in registry.work.each(user, today):
        some = list(islice(answer, WORK_LIMIT + 1))
        cut = cut or len(some) > WORK_LIMIT
        items += some[:WORK_LIMIT]
    return Day(today, tuple(items), cut)


def urgent(user: Any) -> int:
    """The number beside *Mój dzień* in the navigation."""
    return day_of(user).urgent


LISTS: dict[str, tuple[str, Callable[[Day], list[WorkItem]]]] = {
    "po-terminie": ("Po terminie", lambda day: day.overdue),
    "na-dzis": ("Na dziś", lambda day: day.due_today),
    "wrocilo": ("Wróciło do mnie", lambda day: day.returned),
    "czeka": ("Czeka na innych", lambda day: day.waiting),
}
"""The saved lists: by their word in the address."""


def by_bucket(day: Day, items: list[WorkItem]) -> list[tuple[str, list[WorkItem]]]:
    """Things under their headings, the most urgent first."""
    buckets: dict[tuple[int, str], list[WorkItem]] = defaultdict(list)
    for item in items:
        buckets[day.bucket(item)].append(item)
    return [(name, buckets[place, name]) for place, name in sorted(buckets)]
