"""Nobody who works here reads 2026-11: what the rules say, they say with Polish months and days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from benefits.reasons import explained
from benefits.rules import Law, NotAnnounced, assess_facts
from benefits.rules.reading import read_case
from benefits.rules.receipt import receipt
from benefits.rules.schema import Errors
from benefits.web.receipt_lines import Known, receipt_lines
from opsapp.kernel.web.parts import Line
from tests.rules.worked import worked_cases

ISO = re.compile(r"\b\d{4}-\d{2}\b")
CASES = list(worked_cases())


def printed(lines: list[Line] | tuple[Line, ...]) -> Iterator[str]:
    """Every text of a receipt on screen."""
    for line in lines:
        yield from (line.label, str(line.value), line.why, line.basis)
        yield from printed(line.inner)


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_no_month_is_printed_as_a_machine_writes_it(case: dict[str, Any]) -> None:
    facts = read_case(case["ask"], "", Errors(), Law.from_files())
    assert facts is not None
    try:
        answered = assess_facts(facts, Law.from_files())
    except NotAnnounced as missing:
        assert not ISO.search(str(missing))
        return
    said = [*explained(answered, {}), *(one.message for one in answered.refusals)]
    said += printed(receipt_lines(answered, Known(law_links=False)))
    said += [part for row in receipt(answered) for part in (row.label, row.value, row.note)]
    assert [text for text in said if ISO.search(text)] == []
