"""Talk to the database as somebody who goes round our code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction


def run(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    """Execute raw SQL; the rows it returns, if any."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return list(cursor.fetchall()) if cursor.description else []


def copy_in(table: str, columns: list[str], *rows: tuple[object, ...]) -> None:
    """COPY rows, as a bulk load does."""
    text = "".join("\t".join(str(value) for value in row) + "\n" for row in rows)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_from(StringIO(text), table, columns=columns)


@contextmanager
def refused(words: str) -> Iterator[None]:
    """What is inside is refused by the database with these words."""
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        yield


def set_actor(key: object) -> None:
    """What an act does first."""
    run("SELECT set_config('ops.actor', %s, true)", str(key))
