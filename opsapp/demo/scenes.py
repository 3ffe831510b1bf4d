"""The work of today: cases that stand at every stage, and visits agreed for these days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from opsapp.demo.chance import Chance
from opsapp.demo.families import Family, composed
from opsapp.demo.moments import after, working
from opsapp.demo.proceedings import Desk, Proceeding, halted, planned
from opsapp.demo.walking import Step

LOOKED_BACK_DAYS = 150


@dataclass(frozen=True, slots=True)
class Scene:
    """A case that stands after a move. `age`: how many days ago it began, at least; `visit`: in how
    many days from today its family is visited, and at which hour.
    """

    move: str
    age: int
    way: str = "granted"
    visit: tuple[int, time] | None = None
    signed: bool = False
    anybody: bool = False
    late: bool = False


SCENES = (
    Scene("", 1),
    Scene("", 2, anybody=True),
    Scene("summon", 7, "left_unexamined"),
    Scene("proceed", 2, "plain"),
    Scene("order_interview", 5, visit=(0, time(10))),
    Scene("order_interview", 9, visit=(0, time(12, 30))),
    Scene("order_interview", 6, visit=(1, time(9))),
    Scene("order_interview", 27),
    Scene("suspend", 16, "suspended"),
    Scene("finish_interview", 29),
    Scene("finish_interview", 8),
    Scene("notify_party", 12, "heard"),
    Scene("draft", 14),
    Scene("return", 18, "returned"),
    Scene("submit", 16, signed=True),
    Scene("appeal", 34, "upheld", anybody=True),
    Scene("appeal", 34, "upheld"),
    Scene("send_to_sko", 40, "upheld"),
    Scene("remand", 78, "remanded"),
)
WAITING = Scene("submit", 14, anybody=True)
NEW = Scene("decide", 20, anybody=True, late=True)
"""Settled late: a month has passed, so its instalment is due at once and waits for a list."""
GIVEN = 14
"""How many decisions were issued these days, so that lists are on the way."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A family of today's work, not yet on file, with its proceeding."""

    scene: Scene
    family: Family
    made: Proceeding


@dataclass(frozen=True, slots=True)
class Stage:
    """Sets scenes."""

    chance: Chance
    desk: Desk
    workers: list[int]
    until: date

    def scenes(self, waiting: int, serial: int) -> Iterator[Staged]:
        """Today's work: each scene once, `waiting` drafts for the director, fresh decisions."""
        everything = [*SCENES, *[WAITING] * waiting, *[NEW] * GIVEN]
        for place, scene in enumerate(everything):
            worker = self.workers[place % len(self.workers) if scene.anybody else 0]
            yield self._staged(scene, worker, serial - place)

    def _staged(self, scene: Scene, worker: int, serial: int) -> Staged:
        """The latest beginning from which the case comes to its move by now."""
        for age in range(scene.age, LOOKED_BACK_DAYS):
            day = working(self.until - timedelta(days=age))
            family = composed(self.chance, day, last_day=day, worker=worker)
            made = planned(
                family, day, serial=serial, months=4, desk=self.desk, chance=self.chance,
                way=scene.way, late=scene.late,
            )  # fmt: skip
            halted(made, scene.move)
            if not made.steps or made.steps[-1].on <= self.until:
                break
        if scene.signed and made.steps:
            day = min(after(made.steps[-1].on, 1), self.until)
            made.signed = Step("approve", day, self.desk.director)
        family.covered_until = date.max
        return Staged(scene, family, made)
