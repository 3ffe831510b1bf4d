"""Put a copy back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from opsapp.kernel import backups
from opsapp.kernel.triggers import weld_off_switch
from opsapp.serving import grant


class Command(BaseCommand):
    """`manage.py restore FOLDER [--replace | --only-check]`, as the owner of the database."""

    help = "Odtwarza kopię. Zanim cokolwiek zmieni, sprawdza kopię i klucze."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which copy, and whether it may replace what is there."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="zastąp obecną zawartość")
        parser.add_argument(
            "--only-check", action="store_true", help="tylko sprawdź kopię i klucze"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, restore, give the serving role its rights, ask the checks."""
        try:
            if options["only_check"]:
                says = backups.examine(options["folder"])
                self.stdout.write(f"Kopia z {says.made_at} jest cała, klucze pasują.")
                return
            says = backups.restore(options["folder"], replace=options["replace"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        weld_off_switch(connection.alias)
        grant(connection)
        self.stdout.write(f"Odtworzono kopię z {says.made_at}: {sum(says.rows.values())} wierszy.")
        call_command("migrate", verbosity=0)
        call_command("check_integrity")
