"""Where the town's rows go: to the database by COPY, or into a digest that proves it is the same
town.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any, Protocol

from opsapp.demo.cells import Raw, line
from opsapp.demo.tables import TABLES, Table
from opsapp.kernel.secrets import seal

ENOUGH_BYTES = 32 * 1024 * 1024
"""How much is gathered before it is sent, whatever the size of the town."""


class Rows:
    """Takes rows of every table and hands them on, parents first; keys are counted here."""

    def __init__(self, first_keys: dict[str, int]) -> None:
        self._next = defaultdict(lambda: 1, first_keys)
        self._lines: dict[Table, list[str]] = defaultdict(list)
        self._tails = {table: line(value for _, value in table.tail) for table in TABLES}
        self._bytes = 0
        self.count: dict[str, int] = defaultdict(int)

    def key(self, table: Table) -> int:
        """The next key of a table."""
        key = self._next[table.name]
        self._next[table.name] = key + 1
        return key

    @property
    def next_keys(self) -> dict[str, int]:
        """Where each counted table goes on."""
        return dict(self._next)

    def add(self, table: Table, *values: Any) -> None:
        """One row, in the order of the table's columns."""
        if table.sealed:
            values = self._closed(table, values)
        text = line(values)
        if table.tail:
            text = f"{text}\t{self._tails[table]}"
        self.add_line(table, text)

    def add_line(self, table: Table, text: str) -> None:
        """One row already in COPY's form, all its columns: for rows that come by the million."""
        self._lines[table].append(text)
        self._bytes += len(text) + 1
        if self._bytes > ENOUGH_BYTES:
            self.flush()

    def _closed(self, table: Table, values: Sequence[Any]) -> tuple[Any, ...]:
        given = list(values)
        for place, bound_to in table.sealed:
            given[place] = self.sealed(given[place], bound_to)
        return tuple(given)

    def sealed(self, text: str, bound_to: str) -> Raw:
        """The cell of an encrypted column."""
        raise NotImplementedError

    def flush(self) -> None:
        """Hand on what was gathered."""
        for table in TABLES:
            lines = self._lines.pop(table, None)
            if lines:
                self.count[table.name] += len(lines)
                self.send(table, "\n".join([*lines, ""]).encode())
        self._bytes = 0

    def send(self, table: Table, content: bytes) -> None:
        """Hand on rows of one table in COPY's form."""
        raise NotImplementedError

    def wait(self) -> None:
        """Until everything handed on has arrived; at once where nothing runs beside."""

    def close(self) -> None:
        """Nothing more will come."""


class CopyCursor(Protocol):
    """The driver's own cursor."""

    def copy_expert(self, sql: str, file: Any, size: int = ...) -> Any: ...


class DatabaseRows(Rows):
    """Rows that go to the database by COPY."""

    def __init__(self, cursor: CopyCursor, first_keys: dict[str, int]) -> None:
        super().__init__(first_keys)
        self._cursor = cursor

    def sealed(self, text: str, bound_to: str) -> Raw:
        return sealed_cell(text, bound_to)

    def send(self, table: Table, content: bytes) -> None:
        columns = ", ".join(f'"{name}"' for name in table.all_columns)
        self.copy(f'COPY "{table.name}" ({columns}) FROM STDIN', content)

    def copy(self, sql: str, content: bytes) -> None:
        """Send one piece."""
        self._cursor.copy_expert(sql, BytesIO(content), 1 << 20)


@lru_cache(maxsize=200_000)
def sealed_cell(text: str, bound_to: str) -> Raw:
    """The encrypted text as COPY reads it; equal texts of a place are sealed once."""
    return Raw("\\\\x" + seal(text, bound_to).hex())


class DigestRows(Rows):
    """Rows that are only hashed: the same seed and day give the same digest."""

    def __init__(self, first_keys: dict[str, int]) -> None:
        super().__init__(first_keys)
        self._digest = hashlib.sha256()

    def sealed(self, text: str, bound_to: str) -> Raw:
        return Raw(f"{bound_to}:{text}")

    def send(self, table: Table, content: bytes) -> None:
        self._digest.update(table.name.encode() + b"\n" + content)

    def hexdigest(self) -> str:
        """The digest of everything so far."""
        self.flush()
        return self._digest.hexdigest()
