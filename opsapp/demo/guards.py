"""What must step aside while finished records are laid: the guards that demand every step.

Rows are laid in the state they ended in, so guards that let a record begin only in its first state,
follow its parent or close with it are off inside the loading transaction. Constraints, the actor's
context, history and the guards of amounts and periods stay. Only the owner of the tables may do so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pgtrigger
from django.db import connection

from opsapp.demo.tables import Table

STANDING = frozenset({
    "audited", "frozen", "merged_one_deep", "amount_in_range", "period_of_entitlement", "paid_once",
})  # fmt: skip
HISTORY = "history_"


def _steps(tables: Iterable[Table]) -> Iterator[tuple[str, str]]:
    """Table and name of every guard that does not stand."""
    names = {table.name for table in tables}
    for model, trigger in pgtrigger.registered():
        stands = trigger.name in STANDING or str(trigger.name).startswith(HISTORY)
        if model._meta.db_table in names and not stands:
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
