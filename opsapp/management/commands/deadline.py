"""Compute the last day of a term."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opsapp.kernel.calendar import UNITS, deadline

WRONG_INPUT = 2


def _whole(text: object) -> int:
    try:
        return int(str(text))
    except ValueError as error:
        raise ValueError(f"„{text}” nie jest liczbą. Podaj długość terminu, np. 14.") from error


class Command(BaseCommand):
    """`manage.py deadline --from 2026-12-10 --length 14 --unit days` prints 2026-12-28.

    Wrong input ends with 2, as it does for `assess` and `interest`.
    """

    help = "Podaje ostatni dzień terminu (art. 57 k.p.a.) i nic więcej."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="start", required=True, help="dzień zdarzenia, RRRR-MM-DD"
        )
        parser.add_argument("--length", required=True, help="długość terminu")
        parser.add_argument("--unit", required=True, help=f"jednostka: {', '.join(UNITS)}")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            start = date.fromisoformat(options["start"])
        except ValueError as error:
            raise CommandError(
                f"„{options['start']}” nie jest datą RRRR-MM-DD.", returncode=WRONG_INPUT
            ) from error
        try:
            last_day = deadline(start, _whole(options["length"]), options["unit"])
        except OverflowError as error:
            raise CommandError("Termin jest zbyt długi.", returncode=WRONG_INPUT) from error
        except ValueError as error:
            raise CommandError(str(error), returncode=WRONG_INPUT) from error
        self.stdout.write(last_day.isoformat())
