"""One application from its receipt to its end: on which day what happens to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from benefits.services.decisions.delivering import FINAL_BY
from cases.services.suspensions import GROUNDS as GROUNDS_TO_WAIT
from opsapp.demo.chance import Chance
from opsapp.demo.families import Family
from opsapp.demo.moments import after, due
from opsapp.demo.walking import Step
from opsapp.kernel.periods import Month

GRANTED, REFUSED = "granted", "refused"
RARE = (
    (7, "left_unexamined"), (31, "transferred"), (53, "initiation_refused"), (71, "discontinued"),
    (89, "upheld"), (101, "remanded"), (109, "upheld"), (13, "suspended"),
    (37, "suspended"), (3, "dropped"),
)  # fmt: skip
_RARE = dict(RARE)
_ENDS = ("leave_unexamined", "transfer", "refuse_initiation", "discontinue")
GROUNDS = {"upheld": "no_cooperation", "remanded": "waste"}
"""Refusals that are appealed, and on what ground they were refused."""
EVERY = 120
"""Of so many applications each of the rare ways occurs once."""
UNDECIDED = ("left_unexamined", "transferred", "initiation_refused", "discontinued")
RETURNS = (
    ("calculation", "Proszę sprawdzić dochód za miesiąc poprzedzający wniosek."),
    ("letter", "Uzasadnienie nie wyjaśnia, dlaczego przyjęto taki okres."),
    ("documentation", "Brakuje zaświadczenia z urzędu pracy w aktach."),
    ("conditions", "Proszę sprawdzić, czy strona nie ma prawa do zasiłku stałego."),
)


@dataclass(slots=True)
class Proceeding:
    """An application of a family with its case and, mostly, its decision."""

    family: Family
    received: date
    way: str
    worker: int
    serial: int
    steps: list[Step] = field(default_factory=list)
    application: int = 0
    item: int = 0
    case: int = 0
    sign: str = ""
    reference: str = ""
    signed: Step | None = None
    changed: bool = False
    refused: bool = False
    rich: bool = False
    visited: date | None = None
    drafted: date | None = None
    submitted: date | None = None
    returned: Step | None = None
    months: int = 6
    dropped: date | None = None
    issued: date | None = None
    delivered: date | None = None
    final: date | None = None
    late: bool = False

    @property
    def ended(self) -> date | None:
        """The day on which a proceeding without a decision ended."""
        last = self.steps[-1] if self.steps else None
        return last.on if last and last.move in _ENDS else None

    @property
    def decided(self) -> bool:
        """Whether it comes to a decision at all."""
        return self.way not in UNDECIDED

    def day_of(self, move: str) -> date | None:
        """The day of the first step of a name."""
        return next((step.on for step in self.steps if step.move == move), None)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who does what, by keys of users."""

    reception: int
    director: int
    deputy: int
    system: int

    def head(self, serial: int) -> int:
        """The director signs; every fifth time the deputy."""
        return self.deputy if serial % 5 == 4 else self.director


def planned(
    family: Family, received: date, *, serial: int, months: int, desk: Desk, chance: Chance,
    way: str = "", late: bool | None = None,
) -> Proceeding:  # fmt: skip
    """Lay out the days of an application, as if nobody stopped it; rare ways come in turn."""
    made = Proceeding(
        family, received, way or _RARE.get(serial % EVERY, GRANTED), family.worker, serial
    )
    made.late = serial % 17 == 5 if late is None else late
    made.months = months
    made.rich = made.way == GRANTED and serial % 40 == 17
    made.refused = made.rich or made.way in GROUNDS
    made.changed = made.way == GRANTED and serial % 30 in (11, 26) and months > 4
    if made.refused:
        made.months = 1
    day = _begin(made, chance)
    if made.way in ("left_unexamined", "transferred", "initiation_refused"):
        return made
    day = _inquire(made, day, chance)
    if made.way == "discontinued":
        made.steps.append(Step("discontinue", after(day, 1), made.worker, "Wniosek wycofano."))
        return made
    _decide(made, day, desk, chance)
    return made


def _begin(made: Proceeding, chance: Chance) -> date:
    steps, day, worker = made.steps, made.received, made.worker
    if made.way == "transferred":
        steps.append(Step("transfer", after(day, 2), worker, "Właściwy jest ośrodek w Dwikozach."))
    elif made.way == "initiation_refused":
        steps.append(Step("refuse_initiation", after(day, 3), worker, "Osoba nie jest stroną."))
    elif made.way == "left_unexamined":
        steps.append(Step("summon", after(day, 1), worker, "Brak podpisu na wniosku."))
        steps.append(Step("leave_unexamined", after(day, 18), worker, "Braków nie uzupełniono."))
    elif made.way != "plain" and chance.happens(0.1):
        steps.append(Step("summon", after(day, 1), worker, "Brak zaświadczenia o dochodach."))
        day = after(day, chance.randint(4, 8))
        steps.append(Step("supplement", day, worker))
    else:
        steps.append(Step("proceed", day, worker))
    return day


def _inquire(made: Proceeding, day: date, chance: Chance) -> date:
    steps, worker = made.steps, made.worker
    steps.append(Step("order_interview", day, worker))
    if made.way == "suspended":
        steps.append(Step("suspend", after(day, 2), worker, GROUNDS_TO_WAIT["request"], "request"))
        day = after(day, 35)
        steps.append(Step("resume", day, worker, "Strona wróciła ze szpitala."))
        steps.append(Step("order_interview", day, worker))
    day = after(day, chance.randint(2, 7) + (24 if made.late else 0))
    made.visited = day
    steps.append(Step("finish_interview", day, worker))
    if made.way == "heard" or chance.happens(0.1):
        day = after(day, 1)
        steps.append(Step("notify_party", day, worker))
        day = after(day, 7)
    return day


def _decide(made: Proceeding, day: date, desk: Desk, chance: Chance) -> None:
    steps, worker, head = made.steps, made.worker, desk.head(made.serial)
    made.drafted = day = after(day, chance.randint(0, 2))
    steps.append(Step("draft", day, worker))
    if made.way == "dropped":
        made.dropped = after(day, 1)
        steps.append(Step("drop_draft", made.dropped, worker, "Pomyłka w okresie."))
        made.drafted = day = after(day, 2)
        steps.append(Step("draft", day, worker))
    made.submitted = day
    steps.append(Step("submit", day, worker))
    if made.way == "returned" or made.serial % 19 == 6:
        code, remark = chance.choice(RETURNS)
        day = after(day, 1)
        made.returned = Step("return", day, head, remark, code)
        steps.append(made.returned)
        steps.append(Step("submit", day, worker))
    made.issued = day = after(day, chance.randint(0, 3))
    steps.append(Step("decide", day, head))
    made.delivered = day = after(day, chance.randint(2, 10))
    steps.append(Step("deliver", day, desk.reception))
    _after_delivery(made, day, desk)


def _after_delivery(made: Proceeding, day: date, desk: Desk) -> None:
    steps, worker = made.steps, made.worker
    if made.way in ("upheld", "remanded"):
        steps.append(Step("appeal", after(day, 9), worker))
        steps.append(Step("send_to_sko", after(day, 14), worker))
        day = after(day, 50)
        if made.way == "remanded":
            steps.append(Step("remand", day, worker, "Kolegium uchyliło decyzję."))
            steps.append(Step("discontinue", after(day, 20), worker, "Strona cofnęła wniosek."))
            return
        made.final = day
        steps.append(Step("finalise", day, worker, "Kolegium utrzymało decyzję w mocy."))
        return
    made.final = due(day, 14, "days") + timedelta(days=1)
    steps.append(Step("finalise", made.final, desk.system, FINAL_BY["term"], "term"))
    end = (Month.of(made.received) + made.months).first_day
    steps.append(Step("close", after(max(end, made.final), 18), worker))


def halted(made: Proceeding, move: str) -> None:
    """Let the proceeding stand after the first of its steps of a name (none: before all of them);
    what would come later never does.
    """
    moves = [step.move for step in made.steps]
    made.steps = made.steps[: moves.index(move) + 1] if move else []
    done = set(moves[: len(made.steps)])
    made.visited = made.visited if "finish_interview" in done else None
    made.drafted = made.drafted if "draft" in done else None
    made.dropped = made.dropped if "drop_draft" in done else None
    made.issued = made.issued if "decide" in done else None
    made.delivered = made.delivered if "deliver" in done else None
    made.final = made.final if "finalise" in done else None
    made.changed = False
