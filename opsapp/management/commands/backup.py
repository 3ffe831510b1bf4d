"""Copy the database and the uploaded files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opsapp.kernel import backups


class Command(BaseCommand):
    """`manage.py backup [FOLDER]`: the same that the job does every night."""

    help = "Robi kopię bazy danych i plików; kluczy szyfrujących w niej nie ma."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("folder", nargs="?", type=Path, help="domyślnie: OPS_BACKUPS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say where it is."""
        try:
            made = backups.make(options["folder"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        says = backups.read(made)
        self.stdout.write(f"Kopia jest w {made} (plików: {says.files}).")
