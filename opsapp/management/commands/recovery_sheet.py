"""Print the keys for the safe."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from opsapp.kernel import backups


class Command(BaseCommand):
    """`manage.py recovery_sheet | lp`: to the printer, never to a file; needs no database."""

    help = "Wypisuje arkusz odzyskiwania: klucze, bez których żadnej kopii nie da się odczytać."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(backups.recovery_sheet())
