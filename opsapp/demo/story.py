"""The years of the town, month by month: families come and go, apply and are helped."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from benefits.rules import Law
from opsapp.demo.chance import Chance
from opsapp.demo.families import Family, composed
from opsapp.demo.intake import Codes, Intake, Series
from opsapp.demo.moments import ONE_DAY, working
from opsapp.demo.numbers import Numbers
from opsapp.demo.people import Register
from opsapp.demo.proceedings import Desk, Proceeding, planned
from opsapp.demo.sizes import Size
from opsapp.demo.writing import Rows
from opsapp.kernel.periods import Month, months_between


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays in the story, by keys: workers of families, those at the desks, codes."""

    workers: list[int]
    desk: Desk
    accountant: int
    chief_accountant: int
    clerk: int
    codes: Codes


@dataclass(slots=True)
class Story:
    """Tells the town up to the day before `today`, into rows."""

    size: Size
    years: int
    today: date
    chance: Chance
    rows: Rows
    cast: Cast
    law: Law = field(default_factory=Law.from_files)
    helped: list[Family] = field(default_factory=list)
    serial: int = 0
    series: Series = field(default_factory=Series)
    register: Register = field(init=False)
    intake: Intake = field(init=False)

    def __post_init__(self) -> None:
        until = self.today - ONE_DAY
        self.register = Register(self.rows, self.chance, Numbers(self.chance), until)
        self.intake = Intake(
            self.rows, self.chance, self.series, self.cast.codes, self.cast.desk.reception, until
        )

    def tell(self) -> None:
        """The whole of it."""
        last = Month.of(self.today)
        for month in months_between(last - 12 * self.years, last):
            self._live(month)
        self.series.write(self.rows)
        self.rows.flush()

    def _live(self, month: Month) -> None:
        """One month: some families leave, others come, those not covered apply."""
        self._leave(month)
        target = self._target(month)
        while len(self.helped) < target:
            self.helped.append(self._newcomer(month))
        applying = sorted(self._applications(month), key=lambda made: (made.received, made.serial))
        for made in applying:
            self.intake.receive(made)

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
        known = min(known, self.today - ONE_DAY)
        worker = self.cast.workers[self.chance.randrange(len(self.cast.workers))]
        family = composed(self.chance, known, last_day=self.today - ONE_DAY, worker=worker)
        self.register.enter(family)
        return family

    def _applications(self, month: Month) -> Iterator[Proceeding]:
        for family in self.helped:
            if family.covered_until is not None and family.covered_until >= month.first_day:
                continue
            day = working(month.first_day + timedelta(days=self.chance.randint(0, 11)))
            day = max(day, family.known_since)
            if day >= self.today or (family.closed_on is not None and family.closed_on <= day):
                continue
            self.serial += 1
            made = planned(family, day, serial=self.serial, desk=self.cast.desk, chance=self.chance)
            length = self.chance.choices((3, 4, 5, 6), (15, 10, 10, 65))[0]
            family.covered_until = (month + (length - 1)).last_day
            yield made
