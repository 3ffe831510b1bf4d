"""Try it: one command from nothing to a working centre in the browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from opsapp import server
from opsapp.serving import ROLE, grant


class Command(BaseCommand):
    """Migrates, lays dictionaries, seeds the town once, serves it with a worker beside."""

    help = "Uruchamia próbny ośrodek z przykładowymi danymi."

    def add_arguments(self, parser: CommandParser) -> None:
        """The town, the port, starting anew."""
        parser.add_argument("--reset", action="store_true", help="zacznij od nowa")
        parser.add_argument("--town", default="small", choices=["small", "typical"])
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="tylko przygotuj dane")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then serve until Ctrl-C."""
        if options["reset"]:
            call_command("db", "reset")
        self._prepare(options["town"])
        if not options["no_serve"]:
            self._serve(_free_port(options["port"]))

    def _prepare(self, town: str) -> None:
        self.stdout.write("Przygotowuję bazę danych …")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        grant(connection)
        call_command("lay_dictionaries", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("seed_demo", town=town)
        connection.close()

    def _serve(self, port: int) -> None:
        environment = {**os.environ, "OPS_DATABASE_ROLE": ROLE}
        manage = str(Path(settings.BASE_DIR) / "manage.py")
        started = [
            subprocess.Popen(server.command(port), env=environment, start_new_session=True),
            subprocess.Popen(
                [sys.executable, manage, "worker"], env=environment, start_new_session=True
            ),
        ]
        self.stdout.write(f"\n  Otwórz:  http://127.0.0.1:{port}/\n  Koniec:  Ctrl-C\n")
        _wait(started)


def _free_port(wanted: int) -> int:
    """The wanted port, or the next free one."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    return wanted


def _wait(started: list[subprocess.Popen[bytes]]) -> None:
    """Wait until one ends or Ctrl-C comes; then end all of them."""

    def stop(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while all(process.poll() is None for process in started):
            time.sleep(0.3)
    except KeyboardInterrupt:
        pass
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=20)
