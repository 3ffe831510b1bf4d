"""Measure the program on a seeded town in a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from opsapp.demo.measuring import publishing, waiting
from opsapp.demo.measuring.catalogue import Measurement, chosen
from opsapp.demo.measuring.crowd import SECONDS
from opsapp.demo.measuring.figures import Figure, table
from opsapp.demo.measuring.goals import GOALS
from opsapp.demo.measuring.pages import TIMES
from opsapp.demo.measuring.running import measured, written
from opsapp.demo.sizes import SIZES


class Command(BaseCommand):
    """`manage.py bench [NAME …] [--town city]`: seeds the town once and prints the figures beside
    their goals; when it measured everything on a city, it writes docs/benchmarks.md.
    """

    help = "Mierzy szybkość na miasteczku próbnym we własnej bazie."

    def add_arguments(self, parser: CommandParser) -> None:
        """What is measured, and on which town."""
        parser.add_argument("names", nargs="*", help=f"co zmierzyć: {', '.join(GOALS)}")
        parser.add_argument("--town", default="city", choices=list(SIZES))
        parser.add_argument("--measure", help="jeden pomiar w tym procesie, wynik w JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure in a process whose database is the town's."""
        try:
            wanted = chosen([options["measure"]] if options["measure"] else options["names"])
        except KeyError as unknown:
            raise CommandError(f"Nie ma pomiaru {unknown}. Są: {', '.join(GOALS)}.") from unknown
        town = options["town"]
        if os.environ.get("OPS_DATABASE") != f"bench_{town}":
            sys.exit(_in_its_database(town, options["names"]))
        if options["measure"]:
            self.stdout.write(written(wanted[0].run()))
        else:
            self._measure(town, wanted, whole=not options["names"])

    def _measure(self, town: str, wanted: list[Measurement], *, whole: bool) -> None:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("seed_demo", town=town, stdout=self.stderr)
        waiting.settle()
        self.stdout.write(table([publishing.PRINTED]))
        figures: list[Figure] = []
        for figure in measured(wanted, town=town):
            figures.append(figure)
            self.stdout.write(table([publishing.printed(figure)]).splitlines()[0])
            self.stdout.flush()
        if town == "city" and whole:
            path = publishing.keep(publishing.page(figures, times=TIMES, seconds=SECONDS))
            self.stdout.write(f"\nZapisano {path.relative_to(settings.BASE_DIR)}.")


def _in_its_database(town: str, names: list[str]) -> int:
    own = {**os.environ, "OPS_DATABASE": f"bench_{town}", "OPS_DEMO": "1"}
    manage = str(Path(settings.BASE_DIR) / "manage.py")
    command = [sys.executable, manage, "bench", "--town", town, *names]
    return subprocess.run(command, env=own, check=False).returncode
