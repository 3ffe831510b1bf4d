"""Compute every live decision again and report any grosz of difference."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from benefits import replay


class Command(BaseCommand):
    """One line for each difference; ends with 1 when there is any."""

    help = "Wylicza ponownie każdą obowiązującą decyzję. Kończy się kodem 1 przy różnicy."

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay and say how many were computed."""
        different = 0
        for fault in replay.faults():
            different += 1
            self.stdout.write(fault)
        self.stdout.write(f"Wyliczono ponownie: {replay.live().count()}, różnic: {different}.")
        if different:
            sys.exit(1)
