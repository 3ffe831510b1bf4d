"""PostgreSQL's own programs, of the version that fits the server, with the way to the database."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from django.db import connection

from opsapp.embedded.cluster import ClusterError, find_binaries
from opsapp.kernel.backups.manifest import BackupError

_WAY = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}


def server_version() -> int:
    """The server's version as a number, such as 150018."""
    connection.ensure_connection()
    return int(connection.connection.server_version)


def start(name: str, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start one of PostgreSQL's programs on the database of this connection."""
    return subprocess.Popen(
        [str(_find(name)), *arguments], env=_environment(), stderr=subprocess.PIPE, **options
    )


def finish(process: subprocess.Popen[bytes], what: str) -> None:
    """Wait for its end. Raises `BackupError` with what it said."""
    said = process.stderr.read().decode(errors="replace") if process.stderr else ""
    if process.wait():
        raise BackupError(f"{what} nie powiodło się: {said.strip()[-2000:]}")


def end(*processes: subprocess.Popen[bytes]) -> None:
    """Leave none of them behind, however the work ended."""
    for process in processes:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None and not pipe.closed:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


def feed(
    process: subprocess.Popen[bytes], parts: Sequence[bytes | IO[bytes]], *, last: bool = False
) -> bool:
    """Write texts and whole streams to its input, and close it after the last.

    False when it ended early: it says why itself.
    """
    assert process.stdin is not None
    try:
        for part in parts:
            if isinstance(part, bytes):
                process.stdin.write(part)
            else:
                shutil.copyfileobj(part, process.stdin)
        process.stdin.flush()
        if last:
            process.stdin.close()
    except BrokenPipeError:
        return False
    return True


def _find(name: str) -> Path:
    """Of the server's own major version if there is one, else the lowest of the newer ones."""
    major = server_version() // 10_000
    found = {_major(folder / name): folder / name for folder in _folders()}
    fitting = sorted(version for version in found if version >= major)
    if not fitting:
        raise BackupError(
            f"Brak programu {name} w wersji {major} lub nowszej."
            f" Zainstaluj: apt-get install postgresql-client-{major}"
        )
    return found[fitting[0]]


def _folders() -> Iterator[Path]:
    with contextlib.suppress(ClusterError):
        yield find_binaries()
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path).parent


def _major(program: Path) -> int:
    if not program.exists():
        return 0
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return int(said.stdout.split()[2].partition(".")[0])


def _environment() -> dict[str, str]:
    way = connection.get_connection_params()
    name = way.get("dbname") or way.get("database")
    found = {_WAY[key]: str(value) for key, value in way.items() if key in _WAY and value}
    return {**os.environ, **found, "PGDATABASE": str(name), "PGCLIENTENCODING": "UTF8"}
