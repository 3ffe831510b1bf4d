"""Making a copy: the database first, then the files, then what it says of itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from opsapp.kernel import clock, faults
from opsapp.kernel.backups import manifest, programs
from opsapp.kernel.backups.manifest import DUMP, FILES, STORE, BackupError, Manifest
from opsapp.kernel.files.store import path_of

POINTS = faults.declare("backup.dumped", "backup.files_copied")
KEPT = timedelta(days=30)
_UNFINISHED = ".new"
_FORMAT = "%Y-%m-%dT%H%M%SZ"


def make(root: Path | None = None) -> Path:
    """Copy everything into a new folder under `root` (the folder of OPS_BACKUPS).

    A row of an uploaded file is in the dump only after its bytes are on disk, so the files copied
    after the dump are all that it names. A copy that was cut short keeps the ending `.new`.
    Raises `BackupError`.
    """
    root = root or Path(settings.OPS_BACKUPS)
    moment = clock.now()
    final = root / moment.strftime(_FORMAT)
    folder = final.with_name(final.name + _UNFINISHED)
    try:
        folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise BackupError(f"Nie można założyć folderu {folder}: {error.strerror}.") from error
    with _one_moment() as (snapshot, hashes, facts):
        _dump(folder / DUMP, snapshot)
    faults.point("backup.dumped")
    _copy_files(root / STORE, hashes)
    faults.point("backup.files_copied")
    (folder / FILES).write_text("".join(f"{sha256}\n" for sha256 in hashes))
    Manifest(
        made_at=moment.isoformat(), dump_sha256=manifest.sha256_of(folder / DUMP),
        files_sha256=manifest.sha256_of(folder / FILES), files=len(hashes),
        field_keys=manifest.fingerprints(), index_key=manifest.index_fingerprint(), **facts,
    ).write(folder)  # fmt: skip
    folder.rename(final)
    return final


def drop_old(root: Path | None = None, *, kept: timedelta = KEPT) -> list[Path]:
    """Remove copies older than that, but never the newest whole one; files stay in their store."""
    root = root or Path(settings.OPS_BACKUPS)
    whole = sorted(folder.parent for folder in root.glob(f"*/{manifest.NAME}"))
    edge = (clock.now() - kept).strftime(_FORMAT)
    old = [folder for folder in whole[:-1] if folder.name < edge]
    old += [folder for folder in root.glob(f"*{_UNFINISHED}") if folder.name < edge]
    for folder in old:
        shutil.rmtree(folder)
    return old


@contextmanager
def _one_moment() -> Iterator[tuple[str, list[str], dict[str, Any]]]:
    """One snapshot of the database for the dump, the list of files and the counts of rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        cursor.execute("SELECT DISTINCT sha256 FROM kernel_storedfile ORDER BY 1")
        hashes = [sha256 for (sha256,) in cursor.fetchall()]
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        migrations = [name for (name,) in cursor.fetchall()]
        facts = {
            "server": programs.server_version(), "migrations": migrations, "rows": count_rows(),
        }  # fmt: skip
        yield snapshot, hashes, facts


def count_rows() -> dict[str, int]:
    """How many rows each table has."""
    tables = sorted(connection.introspection.table_names())
    counts = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            (counts[table],) = cursor.fetchone()
    return counts


def _dump(target: Path, snapshot: str) -> None:
    with target.open("wb") as out:
        process = programs.start("pg_dump", "-Fc", f"--snapshot={snapshot}", stdout=out)
        programs.finish(process, "Kopiowanie bazy danych")
        os.fsync(out.fileno())


def _copy_files(store: Path, hashes: list[str]) -> None:
    """Copy what the store has not; every copy is compared with its hash."""
    for sha256 in hashes:
        target = store / sha256[:2] / sha256
        if target.exists():
            continue
        source = path_of(sha256)
        if not source.exists():
            raise BackupError(f"Brakuje pliku {sha256} w magazynie. Uruchom check_integrity.")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = target.with_name(f"{sha256}.{os.getpid()}")
        shutil.copyfile(source, fresh)
        if manifest.sha256_of(fresh) != sha256:
            fresh.unlink()
            raise BackupError(f"Treść pliku {sha256} różni się od skrótu. Uruchom check_integrity.")
        fresh.replace(target)
