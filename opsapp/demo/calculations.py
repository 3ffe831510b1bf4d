"""Amounts by the real rules and the law of each day; what many families share is asked once.

The question is put for a family of stand-ins on the first such day; the keys of the real people,
the real day and month are then written over those of the stand-ins.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from benefits.questions import REASONS
from benefits.rules import Assessment, Law, assess_facts, rules_version
from benefits.rules.assessment import law_json
from benefits.rules.reading import read_case
from benefits.rules.schema import Errors
from benefits.rules.trace import find, walk
from benefits.stored import freeze, result_of
from opsapp.demo import tables as t
from opsapp.demo.blanks import Form
from opsapp.demo.cells import Raw, as_json, escaped
from opsapp.demo.families import Member
from opsapp.demo.incomes import PAYERS
from opsapp.demo.interviews import Seen
from opsapp.demo.moments import Turn, morning
from opsapp.demo.proceedings import Proceeding
from opsapp.demo.writing import Rows
from opsapp.kernel.money import round_half_up
from opsapp.kernel.periods import Month
from opsapp.kernel.text import fold

BENEFIT = "periodic_allowance"
STAND_IN = 900_000_001
"""The key of the first stand-in; no person of a town has it."""

Shape = tuple[str, ...]
Sums = tuple[tuple[int, str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer for a family of stand-ins on a day, ready to be written over."""

    on: date
    shape: Shape
    trace: str
    law: str
    result: str
    law_cell: Raw
    eligible: bool
    least: Decimal | None
    most: Decimal | None
    guaranteed: Decimal
    refusal: str
    trace_form: Form
    result_form: Form

    def cells(self, people: Sequence[int], on: date) -> tuple[Raw, Raw]:
        """Trace and result with the real people, day and month in place of the stand-ins."""
        written = dict(zip(_blanks(self.on, len(people)), _said(on, people), strict=True))
        return Raw(self.trace_form.over(written)), Raw(self.result_form.over(written))


def _blanks(on: date, people: int) -> tuple[str, ...]:
    """What stands in the texts of stand-ins for a day, its month before, and people."""
    return _said(on, range(STAND_IN, STAND_IN + people))


def _said(on: date, people: Sequence[int]) -> tuple[str, ...]:
    return on.isoformat(), before(on), *map(str, people)


@dataclass(frozen=True, slots=True)
class Calculated:
    """A calculation that was written."""

    key: int
    answer: Answer
    snapshot: int


@lru_cache(maxsize=4096)
def before(on: date) -> str:
    """The month before a day, as traces print it."""
    month = Month.of(on) - 1
    return f"{month.month:02}.{month.year}"


class Calculations:
    """Asks the rules and writes calculations."""

    def __init__(self, rows: Rows, law: Law) -> None:
        self._rows, self._law = rows, law
        self._known: dict[tuple[int, Shape, Sums], Answer] = {}
        self._turns = sorted(
            {
                start
                for code, parameter in law.parameters.items()
                if code.startswith(("social_assistance.", BENEFIT))
                for start in parameter.starts
            }
        )

    def calculate(self, made: Proceeding, seen: Seen) -> Calculated:
        """Write the calculation of a proceeding."""
        day = made.drafted or made.received
        people = [one.person for one in seen.members]
        answer, key = self.answer(made.received, seen), self._rows.key(t.CALCULATION)
        trace, result = answer.cells(people, made.received)
        self._rows.add(
            t.CALCULATION, key, made.item, seen.interview, seen.snapshot, made.received,
            self._facts(made, seen), answer.law_cell,
            trace, result, rules_version(), answer.eligible,
            answer.least, answer.most, made.worker,
            morning(day, key, Turn.CALCULATED),
        )  # fmt: skip
        for income in seen.incomes:
            self._rows.add_line(t.CALCULATION_INCOME, f"{key}\t{income.key}")
        return Calculated(key, answer, seen.snapshot)

    def answer(self, on: date, seen: Seen) -> Answer:
        """What the rules say about this family on this day."""
        places = {one.person: place for place, one in enumerate(seen.members)}
        shape = tuple(one.role for one in seen.members)
        sums = tuple(
            (places[income.person], income.receipt.kind, income.receipt.amount)
            for income in seen.incomes
        )
        known = (bisect_right(self._turns, on), shape, sums)
        if known not in self._known:
            self._known[known] = self._ask(on, shape, sums)
        return self._known[known]

    def _ask(self, on: date, shape: Shape, sums: Sums) -> Answer:
        month = str(Month.of(on) - 1)
        raw = {
            "benefit": BENEFIT,
            "on": on.isoformat(),
            "household": [
                {"id": str(STAND_IN + place), "relation": role} for place, role in enumerate(shape)
            ],
            "incomes": [
                {"member": str(STAND_IN + place), "kind": kind, "amount": f"{amount:.2f}",
                 "month": month}
                for place, kind, amount in sums
            ],
            "circumstances": {},
        }  # fmt: skip
        errors = Errors()
        facts = read_case(raw, "", errors, self._law)
        if facts is None:
            raise ValueError(f"The town asks the rules wrongly: {[e.message for e in errors]}")
        found = assess_facts(facts, self._law)
        trace, law = as_json(freeze(found.trace)), as_json([law_json(row) for row in found.law])
        result, blanks = as_json(result_of(found)), _blanks(on, len(shape))
        return Answer(
            on, shape, trace, law, result, Raw(escaped(law)), found.eligible, found.amount,
            None if found.amount is None else found.amount_max or found.amount,
            _guaranteed(found), found.refusals[0].code if found.refusals else "",
            Form(escaped(trace), blanks), Form(escaped(result), blanks),
        )  # fmt: skip

    def _facts(self, made: Proceeding, seen: Seen) -> str:
        month = str(Month.of(made.received) - 1)
        return as_json(
            {
                "benefit": BENEFIT,
                "on": made.received.isoformat(),
                "household": [_member(one, seen.visited) for one in seen.members],
                "incomes": [
                    {
                        "member": str(income.person),
                        "kind": income.receipt.kind,
                        "amount": f"{income.receipt.amount:.2f}",
                        "month": month,
                        "source": _source(PAYERS[income.receipt.kind]),
                    }
                    for income in seen.incomes
                ],
                "circumstances": {"reason": REASONS.get(made.family.reasons[0], "other")},
            }
        )


def _member(one: Member, on: date) -> dict[str, Any]:
    return {
        "id": str(one.person),
        "relation": one.role,
        "disability": one.disability,
        "incapacity": "none",
        "education": one.education(on),
        "institution": False,
        "birth_date": one.born.isoformat(),
        "sex": one.sex,
    }


@lru_cache
def _source(payer: str) -> str:
    return f"s-{hashlib.sha256(fold(payer).encode()).hexdigest()[:16]}"


def _guaranteed(found: Assessment) -> Decimal:
    """The part that the grant pays (art. 147 ust. 7 u.p.s.), as the entitlement computes it."""
    gap = find(found.trace, f"{BENEFIT}.gap")
    law = {step.code: step.number for step in walk(found.trace) if step.code in _NATIONAL}
    if gap is None or len(law) < len(_NATIONAL):
        return found.amount or Decimal()
    share, least = (law[code] for code in _NATIONAL)
    return max(round_half_up(gap.number * share), least)


_NATIONAL = (f"{BENEFIT}.share", f"{BENEFIT}.minimum")
