"""How fast a what-if run answers: what `bench` prints. No database: facts as they are stored, the
processes, the sums and the progress.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from time import perf_counter
from typing import Any

from benefits.rules.law import Law
from benefits.rules.measure import PERIODIC, Figure
from benefits.whatif.engine import Case
from benefits.whatif.running import Question, add_up
from benefits.whatif.scratch import Change
from benefits.whatif.selectors import Row

HOUSEHOLDS = 100_000
GOAL_SECONDS = 30.0
CORES = 2
TRIED = (
    Change("social_assistance.criterion_single", "1100.00"),
    Change("social_assistance.criterion_family", "900.00"),
)
LINES = {"periodic_allowance": "85214 § 3110"}


def figures(*, households: int = HOUSEHOLDS) -> list[Figure]:
    """The figure of what if, in the manner of `benefits.rules.measure.figures`."""
    name = f"what_if_{households}_households"
    return [Figure(name, seconds(households), "s", GOAL_SECONDS, at_least=False)]


def seconds(households: int) -> float:
    """How long so many households take on two cores; every one reads a changed number."""
    heard: list[int] = []
    question = Question(TRIED, date(2027, 1, 1), "day")
    begun = perf_counter()
    found = add_up(
        rows(households), question, Law.from_files(), LINES, told=heard.append, cores=CORES
    )
    took = perf_counter() - begun
    if found.counted != households or not heard:
        raise RuntimeError(f"{found.counted} of {households} households were answered.")
    return took


def rows(households: int) -> Iterator[Row]:
    """Families of one to four with incomes of their own, as they are stored."""
    for number in range(households):
        amount = Decimal("20.00")
        yield Row(
            Case(json.dumps(_facts(number)), amount, amount, amount), number,
            "periodic_allowance", number, 3, once=False,
        )  # fmt: skip


def _facts(number: int) -> dict[str, Any]:
    facts = deepcopy(PERIODIC)
    facts["incomes"][0]["amount"] = f"{number % 700}.{number % 100:02}"
    facts["household"] += [
        {"id": f"c{child}", "relation": "child", "birth_date": "2018-05-05"}
        for child in range(number % 4)
    ]
    return facts
