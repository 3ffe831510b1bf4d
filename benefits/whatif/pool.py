"""Cases answered on several cores: facts go to the processes, the database stays here."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import connection, get_context, parent_process
from typing import Protocol, TypeVar

from benefits.whatif.engine import Case, Comparer, Outcome
from benefits.whatif.scratch import Laws

CHUNK = 500
"""Cases that go to a process at once."""
AHEAD = 2
"""Chunks for each core that wait or are being answered: memory stays the same for any town."""
ALONE = 400
"""So few cases are answered sooner than a process starts."""


class HasCase(Protocol):
    """A row of the database with what the rules need of it."""

    @property
    def case(self) -> Case: ...


R = TypeVar("R", bound=HasCase)


def outcomes(
    rows: Iterable[R], laws: Laws, *, cores: int | None = None
) -> Generator[list[tuple[R, Outcome]], None, None]:
    """The rows with their outcomes, chunk by chunk, in their order.

    Closing the iterator ends the processes; they also end by themselves when this one is killed.
    """
    rest = iter(rows)
    first = list(islice(rest, ALONE))
    if len(first) < ALONE:
        yield _paired(first, Comparer(laws).compare_all(row.case for row in first))
        return
    yield from _on_cores(chain(first, rest), laws, cores or os.cpu_count() or 1)


def _on_cores(rows: Iterator[R], laws: Laws, cores: int) -> Iterator[list[tuple[R, Outcome]]]:
    pool = ProcessPoolExecutor(
        cores, mp_context=get_context("spawn"), initializer=_begin, initargs=(laws,)
    )
    waiting: deque[tuple[list[R], Future[list[Outcome]]]] = deque()
    try:
        while chunk := list(islice(rows, CHUNK)):
            waiting.append((chunk, pool.submit(_answer, [row.case for row in chunk])))
            if len(waiting) >= cores * AHEAD:
                yield _taken(waiting)
        while waiting:
            yield _taken(waiting)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _taken(waiting: deque[tuple[list[R], Future[list[Outcome]]]]) -> list[tuple[R, Outcome]]:
    chunk, answered = waiting.popleft()
    return _paired(chunk, answered.result())


def _paired(chunk: Sequence[R], answered: Sequence[Outcome]) -> list[tuple[R, Outcome]]:
    return list(zip(chunk, answered, strict=True))


_comparer: Comparer


def _begin(laws: Laws) -> None:
    """Begin a process: it ends with its parent, whatever ended that, and not by a signal that was
    meant for the parent.
    """
    global _comparer  # noqa: PLW0603 - the only place a process of a pool can keep something
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _comparer = Comparer(laws)
    gc.freeze()  # the law stays: no use in looking at it again and again


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _answer(cases: list[Case]) -> list[Outcome]:
    return _comparer.compare_all(cases)
