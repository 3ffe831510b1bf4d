"""How many statements a page asks of the database."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")
"""What only opens and closes transactions is left out."""


def counted(work: Callable[[], object]) -> int:
    """The statements of a piece of work, without those of transactions."""
    with CaptureQueriesContext(connection) as asked:
        work()
    return sum(not query["sql"].upper().startswith(FRAME) for query in asked.captured_queries)
