"""Ask every app whether its records agree; meant for every night."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from opsapp.kernel import registry


class Command(BaseCommand):
    """Prints one line per check; ends with 1 when anything is wrong."""

    help = "Sprawdza spójność danych. Kończy się kodem 1, gdy coś się nie zgadza."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the checks."""
        wrong = 0
        for name, check in registry.checks.items():
            faults = list(check())
            wrong += len(faults)
            self.stdout.write(f"{name}: {'w porządku' if not faults else len(faults)}")
            for fault in faults[:50]:
                self.stdout.write(f"  – {fault}")
        if wrong:
            self.stdout.write(f"Nieprawidłowości: {wrong}.")
            sys.exit(1)
        self.stdout.write("Dane są spójne.")
