"""Ask every app whether its records agree; a job asks the same every night."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from opsapp.kernel import integrity


class Command(BaseCommand):
    """Prints one line per check; ends with 1 when anything is wrong."""

    help = "Sprawdza spójność danych. Kończy się kodem 1, gdy coś się nie zgadza."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the checks."""
        answers = integrity.faults()
        for name, faults in answers.items():
            self.stdout.write(f"{name}: {'w porządku' if not faults else len(faults)}")
            for fault in faults:
                self.stdout.write(f"  – {fault}")
        if wrong := sum(map(len, answers.values())):
            self.stdout.write(f"Nieprawidłowości: {wrong}.")
            sys.exit(1)
        self.stdout.write("Dane są spójne.")
