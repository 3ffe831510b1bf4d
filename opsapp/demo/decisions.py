"""Decisions from the draft to the last day they can be, as rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from benefits.states import DECISION
from opsapp.demo import tables as t
from opsapp.demo.calculations import Calculated, Calculations
from opsapp.demo.cells import as_json, since
from opsapp.demo.frozen import Letterhead, frozen_text
from opsapp.demo.intake import Codes, Series
from opsapp.demo.interviews import Seen
from opsapp.demo.moments import Turn, morning
from opsapp.demo.papers import Paper
from opsapp.demo.proceedings import GROUNDS, Proceeding
from opsapp.demo.rights import Grant, Rights
from opsapp.demo.texts import Composer, Filling, Ruled
from opsapp.demo.walking import Step, state_after, write_steps
from opsapp.demo.writing import Rows
from opsapp.kernel.periods import Month

BASES = ("actual", "actual", "actual", "notice", "substitute", "electronic", "office")
MORE = "zwiększone wydatki na leki i opał, których rodzina nie może pokryć"
RAISED = Decimal("50.00")
ISSUED = ("issued", "delivered", "final", "quashed")
DELIVERED = ISSUED[1:]
RULED = {"remand": "remanded", "finalise": "upheld"}
"""What the appeal board answered, by the move of the case that follows."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Writes decisions."""

    rows: Rows
    series: Series
    codes: Codes
    calculations: Calculations
    composer: Composer
    letterhead: Letterhead
    rights: Rights
    until: date
    given: list[tuple[Paper, Grant]] = field(default_factory=list)
    """Grants just issued that a later decision will change; the story takes them from here."""

    def decide(self, made: Proceeding, seen: Seen) -> None:
        """The decision of a proceeding as far as it has come."""
        assert made.drafted is not None
        calculated = self.calculations.calculate(made, seen)
        ruled = self._ruled(made, calculated)
        words = self.composer.words(calculated.answer, ruled, _filling(made, seen))
        first = Month.of(made.received)
        if made.dropped:
            steps = [Step("drop", made.dropped, made.worker, "Pomyłka w okresie.")]
            key = self.rows.key(t.DECISION)
            self.write(Paper(made, seen, calculated, ruled, words, steps, key, made.drafted, first))
        paper = Paper(
            made, seen, calculated, ruled, words, list(_steps(made)), self.rows.key(t.DECISION),
            made.drafted, first, version=int(made.returned is not None),
        )  # fmt: skip
        self.write(paper)
        self._appeal(paper)
        if paper.sign and ruled.amount is not None:
            grant = self.grant(paper)
            if made.changed:
                self.given.append((paper, grant))
            else:
                self.rights.begin(grant)

    def _appeal(self, paper: Paper) -> None:
        """The appeal from it, as far as it has come."""
        made = paper.made
        days = {step.move: step.on for step in made.steps if step.on <= self.until}
        came, sent = days.get("appeal"), days.get("send_to_sko")
        if came is None:
            return
        answered = next((move for move in RULED if sent and move in days), None)
        self.rows.add(
            t.APPEAL, paper.key, came, False, sent, RULED[answered] if answered else "",
            days[answered] if answered else None, f"SKO.PS/{paper.key}" if answered else "",
            made.worker, morning(came, paper.key),
        )  # fmt: skip

    def _ruled(self, made: Proceeding, calculated: Calculated) -> Ruled:
        answer = calculated.answer
        if answer.least is None or answer.most is None:
            return Ruled(None, "", 0, answer.refusal)
        if made.way in GROUNDS:
            return Ruled(None, "", 0, GROUNDS[made.way])
        if made.serial % 12 == 4 and answer.most - answer.least > RAISED:
            return Ruled(answer.least + RAISED, MORE, made.months, "")
        return Ruled(answer.least, "", made.months, "")

    def grant(self, paper: Paper) -> Grant:
        """The right that an issued paper gives."""
        issued, amount = paper.day("issue"), paper.ruled.amount
        assert issued is not None and amount is not None
        return Grant(
            paper.made.family, paper.seen, paper.item, paper.sign, issued, paper.first,
            paper.ruled.months, amount, paper.calculated.answer.guaranteed, paper.made.worker,
            paper.made.serial,
        )  # fmt: skip

    def write(self, paper: Paper) -> None:
        """The rows of a decision; its number comes with its issue."""
        paper.status = state_after(DECISION, paper.steps, self.until)
        paper.kind = paper.kind or ("grant" if paper.ruled.granted else "refusal")
        number, text = None, None
        issued = paper.day("issue") if paper.status in ISSUED else None
        if issued:
            number = self.series.take("decision", issued.year, self.codes.cell)
            paper.sign = f"{self.codes.cell}/{number}/{issued.year}"
            text = as_json(frozen_text(paper, self.letterhead, issued), compact=True)
        self._row(paper, number, issued, text)
        write_steps(
            self.rows, t.DECISION_TRANSITION, DECISION, paper.key, steps=paper.steps,
            until=self.until,
        )  # fmt: skip
        self._item(paper)

    def _row(self, paper: Paper, number: int | None, issued: date | None, text: str | None) -> None:
        words, status = paper.words, paper.status
        approver = paper.approver if status in ("approved", *ISSUED) else None
        delivered = paper.day("deliver") if status in DELIVERED else None
        self.rows.add(
            t.DECISION, paper.key, paper.made.case, paper.kind, paper.seen.members[0].person,
            paper.changes, paper.ground, status, paper.version, paper.made.worker,
            words.legal_basis, words.operative_part, words.reasons, False, words.instruction,
            approver,
            self.letterhead.authorisations[approver] if approver else None,
            paper.day("approve") if approver else None, number, issued and issued.year,
            self.codes.cell if issued else "", issued,
            text, hashlib.sha256(text.encode()).hexdigest() if text else "", delivered,
            BASES[paper.key % len(BASES)] if delivered else "",
            paper.day("finalise") if status == "final" else None,
            morning(paper.drafted, paper.key, Turn.DRAFTED),
        )  # fmt: skip

    def _item(self, paper: Paper) -> None:
        paper.item, ruled = self.rows.key(t.DECISION_ITEM), paper.ruled
        end, ends = (paper.first + ruled.months).first_day, paper.kind == "revocation"
        kind = "end" if ends else "grant" if ruled.granted else "refusal"
        self.rows.add(
            t.DECISION_ITEM, paper.item, paper.key, paper.made.item, paper.calculated.key,
            self.codes.benefit, kind, None if ends else ruled.amount,
            paper.calculated.answer.least if kind == "grant" else None, "" if ends else ruled.why,
            since(paper.first.first_day, end) if ruled.granted else None, paper.changed_item,
            ruled.refusal,
        )  # fmt: skip
        for place, code in enumerate(paper.made.family.reasons):
            first = "f" if place else "t"
            self.rows.add_line(
                t.DECISION_ITEM_REASON, f"{paper.item}\t{self.codes.reasons[code]}\t{first}"
            )


def _steps(made: Proceeding) -> Iterator[Step]:
    """The moves of the decision, which follow those of its case."""
    for step in made.steps:
        if step.move in ("submit", "return", "deliver", "finalise"):
            yield step
        elif step.move == "decide":
            yield Step("approve", step.on, step.actor)
            yield Step("issue", step.on, step.actor)
        elif step.move == "remand":
            yield Step("quash", step.on, step.actor, step.remark, "remanded")
    if made.signed:
        yield made.signed


def _filling(made: Proceeding, seen: Seen) -> Filling:
    on = made.drafted or made.received
    return Filling(
        names=[one.names_on(on) for one in seen.members],
        received=made.received,
        visited=seen.visited,
        application=made.reference,
        case=made.sign,
        reasons=made.family.reasons,
    )
