"""Measure the program on a seeded town in a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from opsapp.demo.measuring.figures import table
from opsapp.demo.measuring.pages import pages
from opsapp.demo.measuring.works import works
from opsapp.demo.sizes import SIZES
from opsapp.kernel import clock


class Command(BaseCommand):
    """`manage.py bench [--town city]`: seeds the town once, prints the figures, writes
    docs/benchmarks.md when it measured a city.
    """

    help = "Mierzy szybkość na miasteczku próbnym we własnej bazie."

    def add_arguments(self, parser: CommandParser) -> None:
        """The town."""
        parser.add_argument("--town", default="city", choices=list(SIZES))

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure in a process whose database is the town's."""
        name = f"bench_{options['town']}"
        if os.environ.get("OPS_DATABASE") != name:
            own = {**os.environ, "OPS_DATABASE": name, "OPS_DEMO": "1"}
            manage = str(Path(settings.BASE_DIR) / "manage.py")
            command = [sys.executable, manage, "bench", "--town", options["town"]]
            sys.exit(subprocess.run(command, env=own, check=False).returncode)
        self._measure(options["town"])

    def _measure(self, town: str) -> None:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("seed_demo", town=town)
        figures = table([*pages(), *works()])
        self.stdout.write(figures)
        if town == "city":
            path = Path(settings.BASE_DIR) / "docs" / "benchmarks.md"
            path.write_text(f"{_about()}\n\n{figures}\n", encoding="utf-8")


def _about() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_database_size(current_database())"
        )
        version, size = cursor.fetchone()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        "# Pomiary\n\n`manage.py bench` na danych miasta, w rozgrzanym procesie, po zalogowaniu."
        "\n\n"
        f"Zmierzono {clock.today():%d.%m.%Y}: {os.cpu_count()} rdzenie, {memory:.0f} GiB pamięci, "
        f"PostgreSQL {version}, baza {size / 1e9:.1f} GB."
    )
