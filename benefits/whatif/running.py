"""A question asked of the whole population: what the job, the command and the measure all do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from benefits.models import WhatIf
from benefits.rules import Law, rules_version
from benefits.whatif.engine import Outcome
from benefits.whatif.pool import outcomes
from benefits.whatif.scratch import Change, laws_of
from benefits.whatif.selectors import Population, Row, chapters
from benefits.whatif.totals import Totals

Told = Callable[[int, int], None]
"""Hears after each chunk how many cases of how many are done; what it raises ends the run."""


@dataclass(frozen=True, slots=True)
class Question:
    """Numbers to be tried from a day on, and whom to look at."""

    changes: tuple[Change, ...]
    on: date
    scope: str


@dataclass(slots=True)
class Found:
    """The answer: the sums, and every case that is not as it was."""

    counted: int = 0
    summary: dict[str, Any] = field(default_factory=dict)
    cases: list[tuple[Row, Outcome]] = field(default_factory=list)
    version: str = ""


def ask(question: Question, law: Law, *, told: Told, cores: int | None = None) -> Found:
    """Answer the question over the population in the database; nothing is written."""
    population = Population(question.on, question.scope)
    total = population.count()
    told(0, total)
    return add_up(
        population.rows(), question, law, chapters(),
        told=lambda done: told(min(done, total), total), cores=cores,
    )  # fmt: skip


def add_up(
    rows: Iterable[Row], question: Question, law: Law, lines: dict[str, str], *,
    told: Callable[[int], None], cores: int | None = None,
) -> Found:  # fmt: skip
    """The same over any rows."""
    found, totals = (
        Found(version=rules_version()),
        Totals(lines, question.scope == WhatIf.Scope.DAY),
    )
    laws = laws_of(law, question.changes, question.on)
    with closing(outcomes(rows, laws, cores=cores)) as answered:
        for chunk in answered:
            totals.add_all(chunk)
            found.cases += [pair for pair in chunk if pair[1].kind != "same"]
            found.counted += len(chunk)
            told(found.counted)
    found.summary = totals.to_json()
    return found
