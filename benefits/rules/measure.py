"""How fast the rules answer: what `bench` prints, measured on cases of every day.

Single answers are measured in processor time, so that a busy machine does not change them; the
command line in the time a person waits.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benefits.rules.engine import assess_facts
from benefits.rules.facts import CaseFacts
from benefits.rules.law import Law
from benefits.rules.reading import read_case
from benefits.rules.schema import Errors

ROOT = Path(__file__).resolve().parents[2]
PERIODIC: dict[str, Any] = {
    "benefit": "periodic_allowance",
    "on": "2026-11-10",
    "household": [{"id": "a", "relation": "applicant"}],
    "incomes": [
        {"member": "a", "kind": "salary_net", "amount": "300.00", "month": "2026-10"},
        {"member": "a", "kind": "nursing_allowance", "amount": "215.84", "month": "2026-10"},
    ],
}
FAMILY: dict[str, Any] = {
    "benefit": "family_allowance",
    "on": "2026-11-10",
    "household": [
        {"id": "a", "relation": "applicant", "birth_date": "1985-01-01"},
        {"id": "b", "relation": "spouse", "birth_date": "1984-01-01"},
        {"id": "c1", "relation": "child", "birth_date": "2022-03-15"},
        {"id": "c2", "relation": "child", "birth_date": "2017-05-05", "education": "school"},
        {"id": "c3", "relation": "child", "birth_date": "2014-05-05", "education": "school"},
        {"id": "c4", "relation": "child", "birth_date": "2010-04-04", "education": "secondary"},
    ],
    "incomes": [
        {"member": "b", "kind": "taxable_net", "amount": "38400.00", "year": 2025},
        {"member": "a", "kind": "child_benefit_800", "amount": "38400.00", "year": 2025},
    ],
    "circumstances": {
        "from": "2026-11",
        "to": "2027-10",
        "children": [
            {"member": "c1"},
            {"member": "c2", "supplements": ["school_start"]},
            {"member": "c3", "supplements": ["school_start", "large_family"]},
            {"member": "c4", "supplements": ["school_start", "commuting", "large_family"]},
        ],
    },
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure, its unit, and the bound it has to keep (at least, or at most)."""

    name: str
    value: float
    unit: str
    bound: float
    at_least: bool

    @property
    def kept(self) -> bool:
        """Whether the bound is kept."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound


def figures(*, rounds: int = 2000, cases: int = 10_000) -> list[Figure]:
    """Every figure of the rules; takes some fifteen seconds with the default sizes."""
    family = deepcopy(FAMILY)
    family["incomes"][0]["amount"] = "50400.00"
    per_second = [
        ("periodic_allowance", PERIODIC, 5_000.0),
        ("family_allowance", FAMILY, 1_500.0),
        ("family_allowance_tapered", family, 1_500.0),
    ]
    return [
        *(Figure(name, answers_per_second(case, rounds), "1/s", bound, True)
          for name, case, bound in per_second),
        Figure("assess_one_case", command_seconds(1), "s", 1.5, False),
        Figure("assess_many_cases", command_seconds(cases), "s", 8.0, False),
    ]  # fmt: skip


def facts_of(case: dict[str, Any], law: Law) -> CaseFacts:
    """The case as parsed facts; one of this module that is wrong raises ValueError."""
    errors = Errors()
    facts = read_case(case, "", errors, law)
    if facts is None:
        raise ValueError(errors[0].message)
    return facts


def answers_per_second(case: dict[str, Any], rounds: int) -> float:
    """From parsed facts to the answer with its whole trace, on one core; the best of three."""
    law = Law.from_files()
    facts = facts_of(case, law)
    return max(rounds / _spent(lambda: assess_facts(facts, law), rounds) for _ in range(3))


def _spent(act: Callable[[], object], rounds: int) -> float:
    begun = process_time()
    for _ in range(rounds):
        act()
    return process_time() - begun


def command_seconds(cases: int) -> float:
    """How long `manage.py assess` takes for so many different cases, start of Python included."""
    asked = [_varied(number) for number in range(cases)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.json"
        path.write_text(json.dumps(asked[0] if cases == 1 else asked), encoding="utf-8")
        begun = perf_counter()
        subprocess.run([sys.executable, str(ROOT / "manage.py"), "assess", str(path)], cwd=ROOT,
                       check=True, stdout=subprocess.DEVNULL)  # fmt: skip
        return perf_counter() - begun


def _varied(number: int) -> dict[str, Any]:
    case = deepcopy(PERIODIC)
    case["incomes"][0]["amount"] = f"{number % 700}.{number % 100:02}"
    return case
