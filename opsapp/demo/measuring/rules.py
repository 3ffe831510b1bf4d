"""How fast the rules answer, measured by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from benefits.rules import measure
from benefits.whatif import measure as what_if_measure
from opsapp.demo.measuring.figures import Figure

NAMES = {
    "periodic_allowance": "rules-periodic",
    "family_allowance": "rules-family",
    "family_allowance_tapered": "rules-tapered",
    "assess_one_case": "assess-one",
    "assess_many_cases": "assess-many",
}


def rules() -> Iterator[Figure]:
    """Answers in a second of one core, and the command line in the time a person waits."""
    for found in measure.figures(rounds=1000):
        value = found.value * 1000 if found.unit == "s" else found.value
        yield Figure(NAMES[found.name], value, value)


def what_if() -> Iterator[Figure]:
    """A changed criterion over a hundred thousand households, sums and progress included."""
    for found in what_if_measure.figures():
        yield Figure("what-if", found.value * 1000, found.value * 1000)
