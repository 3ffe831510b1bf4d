"""The way back: prove the copy first, then replace the database in one transaction."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from django.db import connection

from opsapp.kernel.backups import manifest, programs
from opsapp.kernel.backups.making import count_rows
from opsapp.kernel.backups.manifest import DUMP, FILES, STORE, BackupError, Manifest
from opsapp.kernel.files.store import path_of

_BEGIN = b"BEGIN; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;\n"
_UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;"


def examine(folder: Path, *, store: Path | None = None) -> Manifest:
    """Prove that a copy is whole and that the keys at hand open it; touches nothing.

    Raises `BackupError` for a damaged or unfinished copy, a missing file, a key that does not fit.
    """
    says = manifest.read(folder)
    for name, expected in ((DUMP, says.dump_sha256), (FILES, says.files_sha256)):
        if not (folder / name).exists() or manifest.sha256_of(folder / name) != expected:
            raise BackupError(f"Kopia jest uszkodzona: plik {name} różni się od skrótu.")
    _keys_fit(says)
    for sha256 in hashes_of(folder):
        kept = _kept(folder, sha256, store)
        if not kept.exists() or manifest.sha256_of(kept) != sha256:
            raise BackupError(f"Kopia jest niepełna: brakuje pliku {sha256} albo jest uszkodzony.")
    return says


def restore(folder: Path, *, replace: bool = False, store: Path | None = None) -> Manifest:
    """Put a copy back: all of the database or, if anything fails, nothing of it; then the files.

    Raises `BackupError` when the copy or the keys are wrong, or when the database is not empty and
    `replace` was not asked for.
    """
    says = examine(folder, store=store)
    if not replace and _tables():
        raise BackupError(
            "Baza danych nie jest pusta. Aby zastąpić jej zawartość, dodaj --replace."
        )
    for sha256 in hashes_of(folder):
        _put_back(_kept(folder, sha256, store), path_of(sha256))
    _put_database(folder / DUMP)
    _same_counts(says)
    return says


def hashes_of(folder: Path) -> list[str]:
    """The uploaded files that a copy needs."""
    return (folder / FILES).read_text().split()


def _keys_fit(says: Manifest) -> None:
    mine = manifest.fingerprints()
    wrong = [name for name, print_ in says.field_keys.items() if mine.get(name) != print_]
    if wrong:
        raise BackupError(
            f"Klucze nie pasują do tej kopii ({', '.join(wrong)}): zaszyfrowanych danych nie dałoby"
            " się odczytać. Ustaw OPS_FIELD_KEYS z arkusza odzyskiwania."
        )
    if says.index_key != manifest.index_fingerprint():
        raise BackupError(
            "Klucz OPS_INDEX_KEY nie pasuje do tej kopii: osób nie dałoby się znaleźć po PESEL."
        )


def _kept(folder: Path, sha256: str, store: Path | None) -> Path:
    return (store or folder.parent / STORE) / sha256[:2] / sha256


def _tables() -> list[str]:
    return connection.introspection.table_names()


def _put_back(kept: Path, target: Path) -> None:
    if not target.exists():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = target.with_suffix(".new")
        shutil.copyfile(kept, fresh)
        fresh.replace(target)


def _put_database(dump: Path) -> None:
    """Through psql in one transaction, committed only after the whole copy was read."""
    old_server = programs.server_version() < 170_000
    reader = programs.start(
        "pg_restore", "--no-owner", "--no-acl", "-f", "-", str(dump), stdout=subprocess.PIPE
    )
    quiet = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null")
    writer = programs.start("psql", *quiet, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    connection.close()
    assert reader.stdout is not None
    try:
        head = _head(reader, without=_UNKNOWN_BEFORE_17 if old_server else b"")
        if programs.feed(writer, [_BEGIN, head, reader.stdout]):
            programs.finish(reader, "Czytanie kopii bazy danych")
            programs.feed(writer, [b"COMMIT;\n"], last=True)
        programs.finish(writer, "Odtwarzanie bazy danych")
    finally:
        programs.end(reader, writer)


def _head(reader: subprocess.Popen[bytes], *, without: bytes) -> bytes:
    """The first lines of the script, without a setting that an older server does not know."""
    assert reader.stdout is not None
    lines = [reader.stdout.readline() for _ in range(30)]
    return b"".join(line for line in lines if not without or line.strip() != without)


def _same_counts(says: Manifest) -> None:
    found = count_rows()
    wrong = sorted(table for table, rows in says.rows.items() if found.get(table) != rows)
    if wrong:
        raise BackupError(f"Po odtworzeniu nie zgadza się liczba wierszy: {', '.join(wrong)}.")
