"""Decisions that change or revoke an earlier one (art. 106 ust. 5 u.p.s.)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from benefits.texts import Words
from opsapp.demo import tables as t
from opsapp.demo.decisions import MORE, RAISED, Decisions
from opsapp.demo.moments import ONE_DAY, after, due, working
from opsapp.demo.papers import Paper
from opsapp.demo.proceedings import Desk
from opsapp.demo.rights import Grant
from opsapp.demo.texts import Ruled
from opsapp.demo.walking import Step
from opsapp.kernel.money import format_pln

MONTHS_BEFORE = 2
"""How many months are paid before the change."""
BASIS = (
    "Na podstawie art. 106 ust. 5 ustawy z dnia 12 marca 2004 r. o pomocy społecznej (Dz.U. z "
    "2025 r. poz. 1214 ze zm.) oraz art. 104 i art. 107 ustawy z dnia 14 czerwca 1960 r. – Kodeks "
    "postępowania administracyjnego (Dz.U. z 2024 r. poz. 572 ze zm.), z urzędu, orzekam:"
)


@dataclass(frozen=True, slots=True)
class Changes:
    """Writes what changes earlier decisions."""

    decisions: Decisions
    desk: Desk
    until: date

    def foreseen(self) -> Iterator[tuple[date, Paper, Grant]]:
        """The later decisions of the grants just issued; those too near to the present are left
        alone. The right that was given begins here, cut where its end is known: by a rise with its
        issue, by a revocation once it is final (k.p.a. art. 130).
        """
        while self.decisions.given:
            paper, grant = self.decisions.given.pop(0)
            cut = (grant.first + MONTHS_BEFORE).first_day
            paid, _ = self.decisions.rights.pay_days.of(grant.first + (MONTHS_BEFORE - 1))
            issued = working(paid + ONE_DAY)
            if issued > self.until or not grant.issued < paid < issued < cut:
                self.decisions.rights.begin(grant)
                continue
            key = self.decisions.rows.key(t.DECISION)
            how = "change" if paper.made.serial % 2 else "revoke"
            acts = issued if how == "change" else _final(issued)
            later = replace(grant, cut_after=MONTHS_BEFORE, cut_by=key, cut_on=acts, cut_how=how)
            self.decisions.rights.begin(later if acts <= self.until else grant)
            yield issued, self._later(paper, later, key, issued), later

    def _later(self, paper: Paper, grant: Grant, key: int, issued: date) -> Paper:
        raised = grant.cut_how == "change"
        ruled = Ruled(grant.amount + RAISED, MORE, grant.months - MONTHS_BEFORE, "")
        head = self.desk.head(key)
        steps = [
            Step("submit", issued, grant.worker),
            Step("approve", issued, head),
            Step("issue", issued, head),
            Step("deliver", _delivered(issued), self.desk.reception),
            Step("finalise", _final(issued), self.desk.system),
        ]
        return replace(
            paper, ruled=ruled, words=_words(paper, grant, ruled, raised=raised), steps=steps,
            key=key, drafted=issued, first=grant.first + MONTHS_BEFORE,
            kind="change" if raised else "revocation", changes=paper.key,
            ground="favour" if raised else "income", changed_item=paper.item, item=0, sign="",
            version=0,
        )  # fmt: skip

    def write(self, paper: Paper) -> None:
        """The later decision, and the right it gives when it changes the amount."""
        self.decisions.write(paper)
        if paper.kind == "change":
            self.decisions.rights.begin(self.decisions.grant(paper))


def _delivered(issued: date) -> date:
    return after(issued, 5)


def _final(issued: date) -> date:
    """The first day after the term to appeal."""
    return due(_delivered(issued), 14, "days") + ONE_DAY


def _words(paper: Paper, grant: Grant, ruled: Ruled, *, raised: bool) -> Words:
    name = " ".join(grant.seen.members[0].names_on(grant.issued))
    first = (grant.first + MONTHS_BEFORE).first_day
    last = (grant.first + (grant.months - 1)).last_day
    old = f"decyzję nr {grant.sign} z dnia {grant.issued:%d.%m.%Y}"
    if raised and ruled.amount is not None:
        operative = (
            f"1. Zmienić {old} w ten sposób, że świadczenie: zasiłek okresowy na rzecz: {name} "
            f"w okresie od {first:%d.%m.%Y} do {last:%d.%m.%Y} wynosi {format_pln(ruled.amount)} "
            "miesięcznie.\n\n2. W pozostałej części decyzja nie ulega zmianie."
        )
        reasons = f"W sytuacji rodziny nastąpiła zmiana: {MORE}. Orzeczono jak w sentencji."
    else:
        operative = f"Uchylić {old} w części dotyczącej okresu od {first:%d.%m.%Y}."
        reasons = (
            "Strona podjęła zatrudnienie i jej dochód przekracza kryterium dochodowe. "
            "Orzeczono jak w sentencji."
        )
    return Words(BASIS, operative, reasons, paper.words.instruction)
