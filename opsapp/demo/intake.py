"""Applications, their cases and terms, as rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from cases.states import CASE
from opsapp.demo import tables as t
from opsapp.demo.cells import since
from opsapp.demo.chance import Chance, Weighted
from opsapp.demo.letters import Letters
from opsapp.demo.moments import Turn, morning
from opsapp.demo.proceedings import Proceeding
from opsapp.demo.terms import Terms
from opsapp.demo.walking import state_after, write_steps
from opsapp.demo.writing import Rows

CHANNELS = Weighted(
    [("paper", 62), ("oral", 12), ("post", 12), ("e_delivery", 6), ("epuap", 5), ("other_body", 3)]
)
_OUTCOMES = {
    "left_unexamined": "left_unexamined",
    "transferred": "transferred",
    "initiation_refused": "discontinued",
    "discontinued": "discontinued",
}
LATER = "Brak dotyczył dokumentu, o który ośrodek mógł wystąpić sam."
REQUESTS = (
    "Proszę o przyznanie zasiłku okresowego, nie mam stałych dochodów.",
    "Wnoszę o pomoc finansową na bieżące utrzymanie.",
    "Proszę o zasiłek okresowy z powodu choroby i braku możliwości podjęcia pracy.",
    "Wniosek o dalszą pomoc, sytuacja rodziny się nie zmieniła.",
)


@dataclass(slots=True)
class Series:
    """Gapless numbers, by kind, cell, class and year, as the number series of the centre."""

    last: dict[tuple[str, str, str, int], int] = field(default_factory=lambda: defaultdict(int))

    def take(self, kind: str, year: int, cell: str = "", jrwa: str = "") -> int:
        """The next number."""
        key = (kind, cell, jrwa, year)
        self.last[key] += 1
        return self.last[key]

    def write(self, rows: Rows) -> None:
        """The series as they stand at the end."""
        for (kind, cell, jrwa, year), last in sorted(self.last.items()):
            rows.add(t.NUMBER_SERIES, kind, cell, jrwa, year, 0, last)


@dataclass(frozen=True, slots=True)
class Codes:
    """Keys of dictionary rows that applications name."""

    benefit: int
    jrwa: int
    jrwa_symbol: str
    label: str
    unit: int
    cell: str
    reasons: dict[str, int]
    classification: int


@dataclass(frozen=True, slots=True)
class Intake:
    """Writes applications with their cases."""

    rows: Rows
    chance: Chance
    series: Series
    codes: Codes
    terms: Terms
    letters: Letters
    reception: int
    until: date

    def receive(self, made: Proceeding) -> None:
        """Give an application and its case their numbers."""
        year, codes = made.received.year, self.codes
        made.application, made.item = (
            self.rows.key(t.APPLICATION),
            self.rows.key(t.APPLICATION_ITEM),
        )
        made.case = self.rows.key(t.CASE)
        number = self.series.take("case", year, codes.cell, codes.jrwa_symbol)
        made.sign = f"{codes.cell}.{codes.jrwa_symbol}.{number}.{year}"
        self._application(made, self.series.take("application", year))
        self._case(made, number)
        self._item(made)
        self.terms.run(made)
        self.letters.write(made, codes.label)

    def _application(self, made: Proceeding, number: int) -> None:
        family, day = made.family, made.received
        complete = made.day_of("supplement") or made.day_of("proceed")
        complete = complete if complete and complete <= self.until else None
        later = complete is not None and complete.month != day.month
        made.reference = f"W/{number}/{day.year}"
        self.rows.add(
            t.APPLICATION, made.application, number, day.year, self.chance.uuid(),
            family.head.person, family.household, CHANNELS.draw(self.chance), "on_request", day,
            complete, "received", LATER if later else "", self.chance.choice(REQUESTS),
            self.reception, morning(day, made.application, Turn.RECEIVED),
        )  # fmt: skip
        for place, code in enumerate(family.reasons):
            first = "f" if place else "t"
            self.rows.add_line(
                t.APPLICATION_REASON, f"{made.application}\t{self.codes.reasons[code]}\t{first}"
            )

    def _case(self, made: Proceeding, number: int) -> None:
        codes, day, rows = self.codes, made.received, self.rows
        client = made.family.head.person
        closed = made.day_of("close")
        rows.add(
            t.CASE, made.case, codes.cell, codes.jrwa_symbol, number, day.year, codes.jrwa,
            codes.benefit, client, codes.label, day,
            closed if closed and closed <= self.until else None,
            state_after(CASE, made.steps, self.until),
            morning(day, made.application, Turn.RECEIVED),
        )  # fmt: skip
        write_steps(rows, t.CASE_TRANSITION, CASE, made.case, steps=made.steps, until=self.until)
        rows.add(t.CASE_ASSIGNMENT, made.case, codes.unit, made.worker, "", since(day))
        rows.add(t.CASE_PARTY, made.case, client, "party", since(day))

    def _item(self, made: Proceeding) -> None:
        outcome = _OUTCOMES.get(made.way, "refused" if made.refused else "granted")
        end = made.issued if made.decided else made.ended
        self.rows.add(
            t.APPLICATION_ITEM, made.item, made.application, made.case, self.codes.benefit,
            made.family.head.person, "", made.received.replace(day=1), None,
            outcome if end is not None and end <= self.until else "open",
        )  # fmt: skip
