"""The years of the town, month by month: families come and go, apply, are helped and paid."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heappop, heappush

from opsapp.demo.chance import Chance, Weighted
from opsapp.demo.changes import Changes
from opsapp.demo.decisions import Decisions
from opsapp.demo.desks import Desks
from opsapp.demo.families import Family, apart, composed
from opsapp.demo.intake import Intake
from opsapp.demo.interviews import Interviews, Seen
from opsapp.demo.moments import ONE_DAY, working
from opsapp.demo.papers import Paper
from opsapp.demo.payments import Payments
from opsapp.demo.people import Register
from opsapp.demo.proceedings import Desk, Proceeding, planned
from opsapp.demo.scenes import Stage, Staged
from opsapp.demo.sizes import Size
from opsapp.kernel.periods import Month, months_between

MOURNED = 30
"""Of so many families one is a person who dies while helped."""


@dataclass(frozen=True, slots=True)
class Writers:
    """Those who write the parts of the story."""

    register: Register
    intake: Intake
    interviews: Interviews
    decisions: Decisions
    changes: Changes
    payments: Payments
    desks: Desks


@dataclass(slots=True)
class Story:
    """Tells the town up to the day before `today`."""

    size: Size
    years: int
    today: date
    chance: Chance
    workers: list[int]
    desk: Desk
    write: Writers
    helped: list[Family] = field(default_factory=list)
    serial: int = 0
    met: int = 0
    _months: Weighted[int] = field(init=False)
    undecided: list[tuple[date, int, Proceeding, Seen]] = field(default_factory=list)
    changing: list[tuple[date, int, Paper]] = field(default_factory=list)
    staged: dict[Month, list[Staged]] = field(default_factory=lambda: defaultdict(list))
    parting: dict[Month, list[tuple[Family, Family]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        self._months = Weighted(self.size.months)

    @property
    def until(self) -> date:
        """The last day of the story."""
        return self.today - ONE_DAY

    def tell(self) -> None:
        """The whole of it."""
        last = Month.of(self.today)
        stage = Stage(self.chance, self.desk, self.workers, self.until)
        for one in stage.scenes(self.size.waiting, serial=-1):
            self.staged[Month.of(one.made.received)].append(one)
        for month in months_between(last - 12 * self.years, last):
            self._live(month)
        self._decide(date.max)
        self.write.payments.pay(date.max)
        self.write.payments.unfinished(self.today)
        self.write.desks.leave(self.helped)

    def _live(self, month: Month) -> None:
        """One month: some families leave, others come, those not covered apply."""
        self._leave(month)
        applying = [self._come_on(one) for one in self.staged.pop(month, ())]
        for alone, left in self.parting.pop(month, ()):
            alone.covered_until = left.covered_until
            self._enter(alone)
        target = self._target(month)
        while len(self.helped) < target:
            self._enter(self._newcomer(month))
        applying += self._applications(month)
        for made in sorted(applying, key=lambda made: (made.received, made.serial)):
            self._receive(made)
        self._decide(month.last_day)
        self.write.payments.pay(min(month.last_day, self.until))

    def _come_on(self, one: Staged) -> Proceeding:
        """A family of today's work enters."""
        self._enter(one.family)
        if one.scene.visit:
            days, hour = one.scene.visit
            day = working(self.today + timedelta(days))
            self.write.interviews.agreed.append((one.made, day, hour))
        return one.made

    def _enter(self, family: Family) -> None:
        """Open the cards of a family; whoever will leave it begins a household of their own."""
        self.write.register.enter(family)
        self.helped.append(family)
        for one in family.members:
            if one.new_home and one.until:
                worker = self.workers[self.chance.randrange(len(self.workers))]
                alone = apart(self.chance, family, one, worker=worker)
                self.parting[Month.of(one.until) + 1].append((alone, family))

    def _receive(self, made: Proceeding) -> None:
        self.write.intake.receive(made)
        seen = self.write.interviews.conduct(made)
        if seen and made.drafted and made.drafted <= self.until:
            heappush(self.undecided, (made.issued or date.max, made.serial, made, seen))

    def _decide(self, last_day: date) -> None:
        """Write the decisions issued up to a day, in the order of their numbers."""
        while True:
            first = self.undecided[0][0] if self.undecided else date.max
            later = self.changing[0][0] if self.changing else date.max
            if min(first, later) > last_day or not (self.undecided or self.changing):
                return
            if later < first:
                self.write.changes.write(heappop(self.changing)[2])
                continue
            _, _, made, seen = heappop(self.undecided)
            self.write.decisions.decide(made, seen)
            for issued, paper, _ in self.write.changes.foreseen():
                heappush(self.changing, (issued, paper.key, paper))

    def _target(self, month: Month) -> int:
        """How many families are helped in a month: the further back, the more."""
        ago = Month.of(self.today) - month
        return round(self.size.helped * math.pow(1 - self.size.decline, -ago / 12))

    def _leave(self, month: Month) -> None:
        """Families whose help ends: a steady share, and those whose last member died."""
        share = self.size.leaving / 12
        self.helped = [
            family
            for family in self.helped
            if not self.chance.happens(share)
            and (family.closed_on is None or family.closed_on > month.first_day)
        ]

    def _newcomer(self, month: Month) -> Family:
        known = working(month.first_day + timedelta(days=self.chance.randint(0, 8)))
        worker = self.workers[self.chance.randrange(len(self.workers))]
        self.met += 1
        return composed(
            self.chance, min(known, self.until), last_day=self.until, worker=worker,
            mourned=self.met % MOURNED == 9,
        )  # fmt: skip

    def _applications(self, month: Month) -> Iterator[Proceeding]:
        for family in self.helped:
            if family.covered_until is not None and family.covered_until >= month.first_day:
                continue
            day = working(month.first_day + timedelta(days=self.chance.randint(0, 11)))
            day = max(day, family.known_since)
            if day > self.until or (family.closed_on is not None and family.closed_on <= day):
                continue
            yield self._application(family, day)

    def _application(self, family: Family, day: date, way: str = "") -> Proceeding:
        self.serial += 1
        made = planned(
            family, day, serial=self.serial, months=self._months.draw(self.chance),
            desk=self.desk, chance=self.chance, way=way,
        )  # fmt: skip
        family.covered_until = (Month.of(day) + (made.months - 1)).last_day
        return made
