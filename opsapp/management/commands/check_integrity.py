"""Ask every app whether its records agree; a job asks the same every night."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from django.core.management.base import BaseCommand

from opsapp.kernel import integrity
from opsapp.kernel.integrity import Progress

EVERY_SECONDS = 1.0
WIPE = "\r\x1b[K"


class Command(BaseCommand):
    """Prints one line per check; ends with 1 when anything is wrong."""

    help = "Sprawdza spójność danych. Kończy się kodem 1, gdy coś się nie zgadza."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the checks; at a terminal the running one is told each second."""
        progress, wrong = Progress(), 0
        with self._telling(progress):
            for answer in integrity.asked(progress):
                said = len(answer.faults) or "w porządku"
                self._wipe()
                self.stdout.write(f"{answer.name}: {said} ({answer.seconds:.1f} s)")
                for fault in answer.faults:
                    self.stdout.write(f"  – {fault}")
                wrong += len(answer.faults)
        if wrong:
            self.stdout.write(f"Nieprawidłowości: {wrong}.")
            sys.exit(1)
        self.stdout.write("Dane są spójne.")

    @contextmanager
    def _telling(self, progress: Progress) -> Iterator[None]:
        if not self.stderr.isatty():
            yield
            return
        ended = Event()
        teller = Thread(target=self._tell, args=(progress, ended), daemon=True)
        teller.start()
        try:
            yield
        finally:
            ended.set()
            teller.join()
            self._wipe()

    def _tell(self, progress: Progress, ended: Event) -> None:
        while not ended.wait(EVERY_SECONDS):
            self.stderr.write(WIPE + told(progress), ending="")
            self.stderr.flush()

    def _wipe(self) -> None:
        if self.stderr.isatty():
            self.stderr.write(WIPE, ending="")


def told(progress: Progress) -> str:
    """'decision_texts: 12 s, 120 000 z 300 000'."""
    said = f"{progress.name}: {progress.seconds:.0f} s"
    if progress.done:
        said += f", {_spaced(progress.done)}"
        said += f" z {_spaced(progress.total)}" if progress.total is not None else ""
    return said


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")
