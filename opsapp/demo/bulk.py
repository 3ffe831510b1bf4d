"""Loading a town of millions of rows: constraints and indexes step aside and come back at the end,
so that the database proves them once over everything; COPY runs beside the telling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from queue import Queue
from threading import Thread
from typing import Any

from django.db import connection

from opsapp.demo.tables import Table
from opsapp.demo.writing import CopyCursor, DatabaseRows

Passed = Callable[[str], None]
"""Told the name of a part of the work when it is done."""


def silently(_: str) -> None:
    """Tell nobody."""


_CONSTRAINTS = """
    SELECT c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid)
    FROM pg_constraint c
    WHERE c.contype IN ('f', 'u', 'x')
      AND (c.conrelid = ANY(%(tables)s::regclass[]) OR c.confrelid = ANY(%(tables)s::regclass[]))
    ORDER BY c.contype = 'f' DESC, c.conname
"""
_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE i.indrelid = ANY(%(tables)s::regclass[]) AND NOT i.indisprimary
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
    ORDER BY i.indrelid, 1
"""


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken away, as it was defined."""

    constraints: list[tuple[str, str, str]]
    indexes: list[tuple[str, str]]


@contextmanager
def constraints_last(tables: Iterable[Table], passed: Passed = silently) -> Iterator[None]:
    """Take away foreign keys, unique and exclusion constraints and indexes of these tables inside
    the transaction, and lay them again after the rows. Raises `IntegrityError` when a row breaks
    one.
    """
    names = [table.name for table in tables]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        removed = _remove(cursor, names)
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _, definition in removed.indexes:
            cursor.execute(definition)
        passed("indeksy")
        for table, name, definition in reversed(removed.constraints):
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        passed("więzy")


def _remove(cursor: Any, names: list[str]) -> Removed:
    cursor.execute(_CONSTRAINTS, {"tables": names})
    constraints = cursor.fetchall()
    cursor.execute(_INDEXES, {"tables": names})
    removed = Removed(constraints, cursor.fetchall())
    for table, name, _ in removed.constraints:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in removed.indexes:
        cursor.execute(f"DROP INDEX {name}")
    return removed


class BesideRows(DatabaseRows):
    """Rows that are copied by a thread of their own while the story goes on."""

    AHEAD = 2
    """How many bundles may wait, so that memory stays the same whatever the size of the town."""
    AT_ONCE = 8 * 1024 * 1024
    """Bytes handed to the driver at once: the thread asks for the interpreter in between."""

    def __init__(self, cursor: CopyCursor, first_keys: dict[str, int]) -> None:
        super().__init__(cursor, first_keys)
        self._bundles: Queue[list[tuple[str, bytes]] | None] = Queue(self.AHEAD)
        self._bundle: list[tuple[str, bytes]] = []
        self._failure: BaseException | None = None
        self._thread = Thread(target=self._copy, daemon=True)
        self._thread.start()

    def copy(self, sql: str, content: bytes) -> None:
        self._bundle.append((sql, content))

    def flush(self) -> None:
        """Hand on what was gathered of all tables as one bundle, so that the story waits only for
        whole bundles.
        """
        super().flush()
        self._raise()
        self._bundles.put(self._bundle)
        self._bundle = []

    def wait(self) -> None:
        """Until everything handed on is in the database. Raises what went wrong there."""
        self._bundles.join()
        self._raise()

    def close(self) -> None:
        """End the thread."""
        self._bundles.put(None)
        self._thread.join()
        self._raise()

    def _copy(self) -> None:
        while (bundle := self._bundles.get()) is not None:
            try:
                if self._failure is None:
                    self._send(bundle)
            except BaseException as failure:  # noqa: BLE001 - handed to the thread that tells
                self._failure = failure
            finally:
                self._bundles.task_done()
        self._bundles.task_done()

    def _send(self, bundle: list[tuple[str, bytes]]) -> None:
        for sql, content in bundle:
            self._cursor.copy_expert(sql, BytesIO(content), self.AT_ONCE)

    def _raise(self) -> None:
        if self._failure is not None:
            raise self._failure
