"""Interviews with families: visited, signed, with the picture of the family and its incomes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, time

from benefits.rules import Law
from cases.services.households import ADULT_AGE
from opsapp.demo import tables as t
from opsapp.demo.answers import Answers, answers
from opsapp.demo.cells import array, as_json, escaped
from opsapp.demo.chance import Chance
from opsapp.demo.families import Family, Member
from opsapp.demo.incomes import PAYERS, TITLES, Receipt, criterion, receipts
from opsapp.demo.intake import Codes
from opsapp.demo.moments import ONE_DAY, Turn, earlier, morning
from opsapp.demo.proceedings import Proceeding
from opsapp.demo.writing import Rows
from opsapp.kernel.periods import Month
from socialwork.questionnaire import EDITION, SECTIONS

HELP = "zasiłek okresowy na bieżące utrzymanie"


@dataclass(frozen=True, slots=True)
class Shown:
    """An income on record, as shown in an interview."""

    key: int
    receipt: Receipt
    person: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood on the day of an interview: the family, its picture, its incomes."""

    interview: int
    visited: date
    snapshot: int
    members: list[Member]
    incomes: list[Shown]


@dataclass(frozen=True, slots=True)
class Interviews:
    """Writes interviews with everything they hold."""

    rows: Rows
    chance: Chance
    codes: Codes
    law: Law
    evidence: float
    until: date
    agreed: list[tuple[Proceeding, date, time]] = field(default_factory=list)
    """Visits agreed for these days, to be put down when their case is on file."""

    def conduct(self, made: Proceeding) -> Seen | None:
        """The interview of a proceeding with its incomes; None when the visit is still ahead."""
        family, day = made.family, made.visited
        incomes = self._incomes(made)
        self._agree(made)
        if day is None or day > self.until:
            return None
        if made.serial % 60 == 33:
            self._abandoned(made, day)
        members = family.on(day) or [family.head]
        living = {one.person for one in members}
        seen = Seen(
            self.rows.key(t.INTERVIEW), day, self._snapshot(family, members, day), members,
            [income for income in incomes if income.person in living],
        )  # fmt: skip
        self._interview(made, seen)
        family.interview, family.interviewed_on = seen.interview, day
        return seen

    def _agree(self, made: Proceeding) -> None:
        """Put down the visit agreed in this case, if one was."""
        for case, day, hour in self.agreed:
            if case is made:
                key = self._open(made, day, hour, "draft")
                for part in SECTIONS:
                    self.rows.add(
                        t.INTERVIEW_SECTION, key, part.code, EDITION, "{}", 0,
                        morning(self.until, key),
                    )  # fmt: skip

    def _abandoned(self, made: Proceeding, day: date) -> None:
        """Nobody was at home the first time."""
        first = earlier(day - ONE_DAY)
        key = self._open(made, first, None, "abandoned")
        self.rows.add(
            t.INTERVIEW_TRANSITION, key, "abandon", "draft", "abandoned", made.worker,
            "Nikogo nie zastano, pozostawiono zawiadomienie.", "nobody_home", morning(first, key),
        )  # fmt: skip

    def _open(self, made: Proceeding, day: date, hour: time | None, status: str) -> int:
        family, key = made.family, self.rows.key(t.INTERVIEW)
        self.rows.add(
            t.INTERVIEW, key, family.household, "update" if family.interview else "basic",
            self.codes.unit, day, hour, family.home_on(day).line, made.worker,
            family.interview or None, status, None, None, "", morning(min(day, self.until), key),
        )  # fmt: skip
        self.rows.add(t.INTERVIEW_CASE, key, made.case)
        return key

    def _incomes(self, made: Proceeding) -> list[Shown]:
        """Receipts of the month before the application, entered when it came in."""
        family, day = made.family, made.received
        living = family.on(day)
        places = [place for place, one in enumerate(family.members) if one in living]
        month = Month.of(day) - 1
        received = receipts(family, places, month, self.law)
        if made.rich:
            earned = criterion(self.law, len(places), day)
            received.insert(0, Receipt(0, "salary_net", earned))
        shown = []
        for receipt in received:
            person = family.members[receipt.member].person
            shown.append(Shown(self._income(receipt, person, day), receipt, person))
        return shown

    def _income(self, receipt: Receipt, person: int, day: date) -> int:
        key, evidence = self.rows.key(t.INCOME), None
        if self.chance.happens(self.evidence):
            evidence = self.rows.key(t.EVIDENCE)
            title = TITLES[receipt.kind]
            kind = _EVIDENCE.get(title.split()[0], "other")
            self.rows.add(
                t.EVIDENCE, evidence, person, kind, title, None, None, day, "",
                morning(day, evidence),
            )  # fmt: skip
        self.rows.add(
            t.INCOME, key, person, receipt.kind, receipt.amount, (Month.of(day) - 1).first_day,
            array(()), PAYERS[receipt.kind], evidence, False, "", morning(day, key),
        )  # fmt: skip
        return key

    def _snapshot(self, family: Family, members: list[Member], day: date) -> int:
        key, home = self.rows.key(t.SNAPSHOT), family.home_on(day)
        children = sum(one.age(day) < ADULT_AGE for one in members)
        self.rows.add(
            t.SNAPSHOT, key, family.household, day, home.terc, home.line, len(members), children,
            morning(day, key),
        )  # fmt: skip
        for one in members:
            self.rows.add(
                t.SNAPSHOT_MEMBER, key, one.person, one.role, one.born, one.sex, one.disability,
                "none", one.education(day), True, "",
            )  # fmt: skip
        return key

    def _interview(self, made: Proceeding, seen: Seen) -> None:
        family, key, day = made.family, seen.interview, seen.visited
        kind = "update" if family.interview else "basic"
        place, said = family.home_on(day).line, answers(self.chance, family)
        first = made.received.replace(day=1)
        span = (first, (Month.of(first) + (made.months - 1)).first_day)
        plan = self._plan(made, span)
        digest = _digest(made, seen, kind=kind, place=place, said=said, plan=plan)
        at = morning(day, key, Turn.VISITED)
        self.rows.add(
            t.INTERVIEW, key, family.household, kind, self.codes.unit, day, None, place,
            made.worker, family.interview or None, "signed", seen.snapshot, day, digest, at,
        )  # fmt: skip
        self.rows.add(
            t.INTERVIEW_TRANSITION, key, "sign", "draft", "signed", made.worker, "", "", at
        )
        for told in _written_out(said).cells:
            self.rows.add_line(t.INTERVIEW_SECTION, f"{key}\t{told}\t1\t{at}")
        self.rows.add(t.INTERVIEW_CASE, key, made.case)
        for income in seen.incomes:
            self.rows.add_line(t.INTERVIEW_INCOME, f"{key}\t{income.key}")
        self.rows.add(
            t.PLAN_ITEM, key, family.head.person, self.codes.benefit, HELP, None, *span, ""
        )

    def _plan(self, made: Proceeding, span: tuple[date, date]) -> list[object]:
        head = made.family.head.person
        return [head, self.codes.benefit, "", HELP, "None", str(span[0]), str(span[1]), ""]


_EVIDENCE = {
    "oświadczenie": "statement", "zaświadczenie": "certificate", "decyzja": "decision",
    "odcinek": "bank",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Told:
    """Answers written out: the middle of the row of each section, and all of them as JSON."""

    cells: tuple[str, ...]
    text: str


_known: dict[tuple[int, ...], _Told] = {}


def _written_out(said: dict[str, Answers]) -> _Told:
    """The answers written out; the sets recur, so each is written once."""
    key = tuple(map(id, said.values()))
    if key not in _known:
        _known[key] = _Told(
            tuple(f"{code}\t{EDITION}\t{escaped(as_json(given))}" for code, given in said.items()),
            as_json({part.code: [EDITION, said[part.code]] for part in SECTIONS}, ordered=True),
        )
    return _known[key]


def _digest(
    made: Proceeding, seen: Seen, *, kind: str, place: str, said: dict[str, Answers],
    plan: list[object],
) -> str:  # fmt: skip
    """What the signature covers, as the interviews themselves compute it: ordered JSON, of which
    the sections come ready.
    """
    first = {
        "kind": kind,
        "place": place,
        "household": made.family.household,
        "corrects": None,
        "family": sorted([one.person, one.role, str(one.born), True, ""] for one in seen.members),
        "cases": [made.case],
        "incomes": sorted(income.key for income in seen.incomes),
        "plan": [plan],
    }
    last = {"visited_on": seen.visited.isoformat(), "worker": made.worker}
    content = (
        f'{as_json(first, ordered=True)[:-1]}, "sections": {_written_out(said).text}, '
        f"{as_json(last, ordered=True)[1:]}"
    )
    return hashlib.sha256(content.encode()).hexdigest()
