"""Work spread over the cores: rows go to processes, the database stays here. Pure: the processes
know no Django, so what they do must not import it either.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import connection, get_context, parent_process
from typing import Any, TypeVar

CHUNK = 500
"""Rows that go to a process at once."""
AHEAD = 2
"""Chunks for each core that wait or are being worked on: memory stays the same for any number."""
ALONE = 400
"""So few rows are done sooner than a process starts."""

R = TypeVar("R")
S = TypeVar("S")
A = TypeVar("A")
G = TypeVar("G")
Work = Callable[[list[S]], list[A]]


def spread(
    rows: Iterable[R],
    begin: Callable[[G], Work[S, A]],
    given: G,
    *,
    sent: Callable[[R], S],
    cores: int | None = None,
) -> Generator[list[tuple[R, A]], None, None]:
    """The rows with their answers, chunk by chunk, in their order.

    `begin(given)` is called once in each process and makes what answers a list of `sent(row)`; it
    is a function of a module. Closing the iterator ends the processes; they also end by themselves
    when this one is killed.
    """
    rest = iter(rows)
    first = list(islice(rest, ALONE))
    if len(first) < ALONE:
        yield _paired(first, begin(given)([sent(row) for row in first]))
        return
    yield from _on_cores(chain(first, rest), begin, given, sent, cores or os.cpu_count() or 1)


def _on_cores(
    rows: Iterator[R],
    begin: Callable[[G], Work[S, A]],
    given: G,
    sent: Callable[[R], S],
    cores: int,
) -> Iterator[list[tuple[R, A]]]:
    pool = ProcessPoolExecutor(
        cores, mp_context=get_context("spawn"), initializer=_begin, initargs=(begin, given)
    )
    waiting: deque[tuple[list[R], Future[list[A]]]] = deque()
    try:
        while chunk := list(islice(rows, CHUNK)):
            waiting.append((chunk, pool.submit(_answer, [sent(row) for row in chunk])))
            if len(waiting) >= cores * AHEAD:
                yield _taken(waiting)
        while waiting:
            yield _taken(waiting)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _taken(waiting: deque[tuple[list[R], Future[list[A]]]]) -> list[tuple[R, A]]:
    chunk, answered = waiting.popleft()
    return _paired(chunk, answered.result())


def _paired(chunk: Sequence[R], answered: Sequence[A]) -> list[tuple[R, A]]:
    return list(zip(chunk, answered, strict=True))


_work: Callable[[list[Any]], list[Any]]


def _begin(begin: Callable[[Any], Callable[[list[Any]], list[Any]]], given: Any) -> None:
    """Begin a process: it ends with its parent, whatever ended that, and not by a signal that was
    meant for the parent.
    """
    global _work  # noqa: PLW0603 - the only place a process of a pool can keep something
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work = begin(given)
    gc.freeze()  # what was given stays: no use in looking at it again and again


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _answer(rows: list[Any]) -> list[Any]:
    return _work(rows)
