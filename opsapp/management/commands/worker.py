"""Do the background work."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from opsapp.kernel.worker import Worker


class Command(BaseCommand):
    """`manage.py worker`: any number may run beside each other, on any machine."""

    help = "Wykonuje zadania w tle (dokumenty, listy, sprawozdania)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--drain", action="store_true", help="zakończ, gdy żadne zadanie nie czeka"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        with worker.signals():
            if options["drain"]:
                worker.drain()
            else:
                worker.run_forever()
