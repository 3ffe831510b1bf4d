"""The embedded server: its state, stopping, copying, starting anew, and the role that serves."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from opsapp.embedded.cluster import Cluster
from opsapp.serving import grant

ACTIONS = ("status", "stop", "reset", "dump", "roles")


class Command(BaseCommand):
    """`db status | stop | reset | dump PLIK | roles`."""

    help = "Baza danych: stan, zatrzymanie, kopia, początek od nowa, rola serwująca."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The action and, for a dump, its file."""
        parser.add_argument("action", choices=ACTIONS)
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the action."""
        if options["action"] == "roles":
            grant(connection)
            self.stdout.write("Rola serwująca ma swoje uprawnienia.")
            return
        getattr(self, f"_{options['action']}")(options["file"])

    def _cluster(self) -> Cluster:
        place = settings.DATABASES["default"].get("CLUSTER")
        if place is None:
            raise CommandError("To polecenie dotyczy wbudowanej bazy, a używana jest DATABASE_URL.")
        return Cluster(str(place))

    def _status(self, _: Path | None) -> None:
        cluster = self._cluster()
        self.stdout.write("działa" if cluster.alive() else "nie działa")
        self.stdout.write(f"dane: {cluster.data}")

    def _stop(self, _: Path | None) -> None:
        self._cluster().stop()
        self.stdout.write("Zatrzymano.")

    def _reset(self, _: Path | None) -> None:
        cluster = self._cluster()
        cluster.stop()
        shutil.rmtree(cluster.data, ignore_errors=True)
        self.stdout.write("Dane wbudowanej bazy usunięto.")

    def _dump(self, file: Path | None) -> None:
        if file is None:
            raise CommandError("Podaj plik, do którego zapisać kopię.")
        cluster = self._cluster().ensure()
        command = [cluster.bin / "pg_dump", "-h", cluster.socket_dir, "-U", "ops", "-Fc"]
        name = settings.DATABASES["default"]["NAME"]
        with file.open("wb") as target:
            done = subprocess.run([*map(str, command), str(name)], stdout=target, check=False)
        if done.returncode:
            sys.exit(done.returncode)
        self.stdout.write(f"Kopia jest w {file}.")
