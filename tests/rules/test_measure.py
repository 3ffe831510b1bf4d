"""The figures that bench prints are those of answers that are right."""

from __future__ import annotations

from copy import deepcopy

import pytest

from benefits.rules import Law, assess_facts
from benefits.rules.measure import (
    FAMILY,
    PERIODIC,
    Figure,
    answers_per_second,
    command_seconds,
    facts_of,
)


def test_the_measured_cases_are_answered_with_an_amount() -> None:
    law = Law.from_files()
    for case in (PERIODIC, FAMILY):
        assert assess_facts(facts_of(case, law), law).amount


def test_a_wrong_case_is_not_measured() -> None:
    wrong = deepcopy(PERIODIC) | {"on": "yesterday"}
    with pytest.raises(ValueError, match="datą"):
        facts_of(wrong, Law.from_files())


def test_a_figure_knows_whether_it_keeps_its_bound() -> None:
    assert Figure("x", 2.0, "s", 2.0, False).kept
    assert not Figure("x", 2.1, "s", 2.0, False).kept
    assert Figure("x", 5.0, "1/s", 5.0, True).kept
    assert not Figure("x", 4.9, "1/s", 5.0, True).kept


def test_something_is_measured() -> None:
    assert answers_per_second(PERIODIC, 20) > 0
    assert 0 < command_seconds(2) < 20
