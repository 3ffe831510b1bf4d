"""What check_integrity asks of the mechanisms."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from opsapp.kernel import documents, files, integrity, looked, registry, triggers
from opsapp.kernel.secrets import EncryptedTextField, Unreadable, unseal


def guards_stand() -> Iterator[str]:
    """The guards' off-switch is welded, and every registered trigger is in the database and on."""
    if not triggers.off_switch_welded():
        yield (
            "Strażników bazy danych można wyłączyć z poziomu połączenia."
            " Uruchom ponownie „migrate”."
        )
    yield from triggers.missing()


def sealed_values() -> Iterator[str]:
    """Every encrypted value opens with the keys at hand: one sentence for each column that has
    values which do not.
    """
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield from _unreadable(model._meta.db_table, str(field.column), field.bound_to)


def _unreadable(table: str, column: str, bound_to: str) -> Iterator[str]:
    quoted = [connection.ops.quote_name(name) for name in (column, table)]
    wrong, why = 0, ""
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT {0} FROM {1} WHERE {0} IS NOT NULL".format(*quoted))
        for (value,) in integrity.passing(cursor):
            try:
                unseal(bytes(value), bound_to)
            except Unreadable as unreadable:
                wrong, why = wrong + 1, str(unreadable)
    if wrong:
        yield f"Nie da się odczytać zaszyfrowanych danych ({table}.{column}): {wrong}. {why}"


def register() -> None:
    """Put the checks on their shelf."""
    registry.checks.register("guards", guards_stand)
    registry.checks.register("look_seals", looked.broken_seals)
    registry.checks.register("stored_files", files.faults_on_disk)
    registry.checks.register("stored_documents", documents.faults_in_store)
    registry.checks.register("sealed_values", sealed_values)
