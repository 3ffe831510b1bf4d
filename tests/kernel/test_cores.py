"""Work on several cores: the same answers in the same order, without Django and the database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from opsapp.kernel.cores import ALONE, CHUNK, spread

ROOT = Path(__file__).parents[2]


def times(factor: int) -> Callable[[list[int]], list[tuple[int, int]]]:
    """What answers numbers with their product and the process that made it."""
    return lambda numbers: [(number * factor, os.getpid()) for number in numbers]


@pytest.mark.parametrize("count", [0, 1, ALONE - 1, ALONE, CHUNK * 3 + 1])
def test_every_row_comes_back_in_order_with_its_own_answer(count: int) -> None:
    rows = (str(number) for number in range(count))
    pairs = [pair for chunk in spread(rows, times, 7, sent=int, cores=2) for pair in chunk]
    assert [(row, product) for row, (product, _) in pairs] == [
        (str(number), number * 7) for number in range(count)
    ]


def test_few_rows_are_done_here_and_many_elsewhere() -> None:
    for count, here in ((ALONE - 1, True), (ALONE, False)):
        ((_, (_, process)), *_), *_ = spread(range(count), times, 1, sent=int, cores=2)
        assert (process == os.getpid()) is here


def test_rows_are_read_no_further_than_the_answers_are_taken() -> None:
    read = []
    rows = (read.append(number) or number for number in range(1_000_000))
    answers = spread(rows, times, 1, sent=int, cores=1)
    next(answers)
    answers.close()
    assert len(read) <= CHUNK * 4


def test_what_was_frozen_is_checked_by_processes_without_django() -> None:
    script = "import benefits.frozen, opsapp.kernel.cores, sys; print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
