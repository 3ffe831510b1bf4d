"""Whether the records agree: every check that apps registered, asked one after another.

A check sees the records as they stood at one moment, whatever is written meanwhile, and may write
nothing. One that reads row by row streams its rows, so that memory is the same in any town.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import islice
from time import monotonic
from typing import TypeVar

from django.db import connection, transaction

from opsapp.kernel import registry

SHOWN = 50
"""Faults of one check that are written down; more would say nothing new."""
T = TypeVar("T")


@dataclass
class Progress:
    """How far the asking is; another thread may read it."""

    name: str = ""
    begun: float = field(default_factory=monotonic)
    done: int = 0
    total: int | None = None

    def start(self, name: str) -> None:
        """A check begins."""
        self.name, self.begun, self.done, self.total = name, monotonic(), 0, None

    @property
    def seconds(self) -> float:
        """For how long the check has been running."""
        return monotonic() - self.begun


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check found wrong, in Polish, and how long it took; no faults is a clean check."""

    name: str
    faults: list[str]
    seconds: float


_progress: ContextVar[Progress | None] = ContextVar("ops_integrity_progress", default=None)


def asked(progress: Progress | None = None) -> Iterator[Answer]:
    """Ask every check in turn; `progress` is kept up to date meanwhile. Only reads."""
    told = progress or Progress()
    for name, check in registry.checks.items():
        told.start(name)
        found = _asked(check, told)
        yield Answer(name, found, told.seconds)


def faults() -> dict[str, list[str]]:
    """What each check found wrong; an empty list is a clean check."""
    return {answer.name: answer.faults for answer in asked()}


def passing(rows: Iterable[T], total: int | None = None) -> Iterator[T]:
    """The rows of a check, counted as they pass, for whoever watches."""
    told = _progress.get()
    if told is None:
        yield from rows
        return
    told.total = total
    for row in rows:
        told.done += 1
        yield row


def _asked(check: Callable[[], Iterable[str]], told: Progress) -> list[str]:
    token = _progress.set(told)
    try:
        with _at_one_moment():
            return list(islice(check(), SHOWN))
    finally:
        _progress.reset(token)


@contextmanager
def _at_one_moment() -> Iterator[None]:
    """A transaction of its own that sees one moment and refuses every write, with room in memory
    for sums over whole tables. Inside of another one it has to be content with that.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off")
                cursor.execute("SET LOCAL statement_timeout = 0")
        yield
