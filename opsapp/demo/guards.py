"""What must step aside while finished records are laid: the guards that demand every step.

Rows are laid in the state they ended in, so the guards that let a record begin only in its first
state, or close a child with its parent, are off inside the loading transaction; constraints, the
rest of the guards and the actor's context stay. Only the owner of the tables may do this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pgtrigger
from django.db import connection

from opsapp.demo.tables import Table
from opsapp.kernel.models.numbering import OneStep
from opsapp.kernel.states import StateGuard

CHILD = "child_frozen"


def _steps(tables: Iterable[Table]) -> Iterator[tuple[str, str]]:
    """Table and name of every guard that demands steps."""
    names = {table.name for table in tables}
    for model, trigger in pgtrigger.registered():
        demands = isinstance(trigger, StateGuard | OneStep) or str(trigger.name).startswith(CHILD)
        if model._meta.db_table in names and demands:
            yield model._meta.db_table, trigger.get_pgid(model)


@contextmanager
def stepping_aside(tables: Iterable[Table], *, all_of_them: bool = False) -> Iterator[None]:
    """Switch the guards of these tables off, then on again, in this transaction.

    `all_of_them` switches off every guard, history too: for a town too large to be watched.
    """
    tables = list(tables)
    named: list[tuple[str, str]] = (
        [(table.name, "USER") for table in tables] if all_of_them else list(_steps(tables))
    )
    with connection.cursor() as cursor:
        _switch(cursor, "DISABLE", named)
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _switch(cursor, "ENABLE", named)


def _switch(cursor: Any, how: str, named: list[tuple[str, str]]) -> None:
    for table, guard in named:
        name = guard if guard == "USER" else f'"{guard}"'
        cursor.execute(f'ALTER TABLE "{table}" {how} TRIGGER {name}')
