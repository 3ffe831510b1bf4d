"""Several people at once: each in a thread with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")

PATIENCE_SECONDS = 20


def at_once(*acts: Callable[[], T]) -> list[T | Exception]:
    """Do all of them at the same moment; what each returned or raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | Exception:
        try:
            start.wait(PATIENCE_SECONDS)
            return act()
        except Exception as error:  # noqa: BLE001 - the outcome of a race is what it raised
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def of_kind(outcomes: Sequence[object], kind: type[T]) -> list[T]:
    """The outcomes of one kind."""
    return [outcome for outcome in outcomes if isinstance(outcome, kind)]
