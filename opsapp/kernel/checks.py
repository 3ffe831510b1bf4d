"""What check_integrity asks of the mechanisms."""

from __future__ import annotations

from collections.abc import Iterator

from opsapp.kernel import documents, files, looked, registry, triggers


def guards_stand() -> Iterator[str]:
    """The guards' off-switch is welded, and every registered trigger is in the database and on."""
    if not triggers.off_switch_welded():
        yield (
            "Strażników bazy danych można wyłączyć z poziomu połączenia."
            " Uruchom ponownie „migrate”."
        )
    yield from triggers.missing()


def register() -> None:
    """Put the checks on their shelf."""
    registry.checks.register("guards", guards_stand)
    registry.checks.register("look_seals", looked.broken_seals)
    registry.checks.register("stored_files", files.faults_on_disk)
    registry.checks.register("stored_documents", documents.faults_in_store)
