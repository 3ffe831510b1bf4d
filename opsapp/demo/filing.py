"""The bank's files of the town's lists, made at once or by a process beside the telling.

Files are put down in the order in which they were asked for, so both ways give the same town.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from typing import Any

from benefits.exports import elixir
from opsapp.demo import orders
from opsapp.demo import tables as t
from opsapp.demo.moments import morning
from opsapp.demo.orders import Written
from opsapp.demo.writing import Rows


@dataclass(frozen=True, slots=True)
class Asked:
    """A list whose files are wanted: its key and round, what its files are called, its day."""

    payment_list: int
    rounds: int
    name: str
    day: date


@dataclass(slots=True)
class Filing:
    """Makes files and writes their rows."""

    rows: Rows
    profile: elixir.Profile

    def file(self, asked: Asked, written: Sequence[Written]) -> None:
        """Make the files of a list."""
        self._keep(asked, orders.files(written, pay_on=asked.day, profile=self.profile))

    def close(self) -> None:
        """Put down what is still being made."""

    def _keep(self, asked: Asked, parts: Sequence[elixir.Part]) -> None:
        at = morning(asked.day, asked.payment_list)
        for number, file in enumerate(parts, 1):
            document = self.rows.key(t.STORED_DOCUMENT)
            sha = hashlib.sha256(file.content).hexdigest()
            self.rows.add(
                t.STORED_DOCUMENT, document, "payment_file", file.content, "text/plain", sha, at
            )
            self.rows.add(
                t.PAYMENT_LIST_FILE, asked.payment_list, asked.rounds, "elixir", number,
                f"{asked.name}-{number}.pli", file.count, file.total, document, at,
            )  # fmt: skip


@dataclass(slots=True)
class FilingBeside(Filing):
    """Lets the process at the other end make the files; one list is on its way at a time, so that
    neither end waits to write while the other one does.
    """

    end: Connection
    _asked: Asked | None = None

    def file(self, asked: Asked, written: Sequence[Written]) -> None:
        self.close()
        self.end.send((written, asked.day, self.profile))
        self._asked = asked

    def close(self) -> None:
        """Put down what is still being made. Raises EOFError when the process beside failed."""
        if self._asked is not None:
            self._keep(self._asked, self.end.recv())
            self._asked = None


@contextmanager
def filing(rows: Rows, profile: elixir.Profile, *, beside: bool) -> Iterator[Filing]:
    """The maker of files; with a process of its own for a town that is worth one."""
    if not beside:
        yield Filing(rows, profile)
        return
    with _process() as end:
        made = FilingBeside(rows, profile, end)
        yield made
        made.close()


@contextmanager
def _process() -> Iterator[Connection]:
    """The near end of a fresh process, which knows nothing of this one's connections and ends with
    it, however that happens.
    """
    context: Any = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=orders.serve, args=(far,), daemon=True)
    process.start()
    far.close()
    try:
        yield near
    finally:
        near.close()
        process.join()
