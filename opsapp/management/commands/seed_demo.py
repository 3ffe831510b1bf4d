"""Lay the demo town into an empty database, once; say who may sign in."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opsapp.demo.seeding import keep_time, report, seed, standing
from opsapp.demo.sizes import SIZES
from opsapp.demo.staff import PASSWORD, STAFF
from opsapp.kernel import clock
from opsapp.kernel.refusals import Refusal
from opsapp.office.services import dictionaries, users

SYSTEM = "miasteczko"


class Watch:
    """How long each part of the work took."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._parts: list[str] = []

    def __call__(self, part: str) -> None:
        """A part of this name is done."""
        now = time.monotonic()
        self._parts.append(f"{part} {now - self._last:.1f} s")
        self._last = now

    def __str__(self) -> str:
        return ", ".join(self._parts)


class Command(BaseCommand):
    """`manage.py seed_demo --town small|typical|city --years N --seed S`."""

    help = "Zakłada miasteczko próbne ze zmyślonymi osobami. Tylko w trybie próbnym."

    def add_arguments(self, parser: CommandParser) -> None:
        """The town, its years, its chance and its day."""
        parser.add_argument("--town", default="small", choices=list(SIZES))
        parser.add_argument("--years", type=int, default=5, help="ile lat historii")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--today", type=date.fromisoformat, help="dzień odniesienia")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed, unless a town stands here already."""
        found = standing()
        if found is None:
            self._seed(options)
        else:
            self.stdout.write(f"Miasteczko „{found['town']}” już tu jest; dane zostają.")
        self.stdout.write(who_signs_in())

    def _seed(self, options: dict[str, Any]) -> None:
        begun = time.monotonic()
        watch = Watch()
        dictionaries.lay(actor=users.system_user())
        try:
            today = options["today"] or clock.today()
            count = seed(
                town=options["town"],
                years=options["years"],
                seed=options["seed"],
                today=today,
                passed=watch,
                actor=users.system_user(SYSTEM),
            )
            watch("zatwierdzenie")
            report(options["town"], today)
            watch("statystyki i sprawozdania")
            keep_time(time.monotonic() - begun, actor=users.system_user(SYSTEM))
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"Miasteczko „{options['town']}”: {count['cases_person']} osób, "
            f"{sum(count.values())} zapisów, {time.monotonic() - begun:.1f} s ({watch})."
        )


def who_signs_in() -> str:
    """Users and their password, as printed to the newcomer."""
    lines = [
        f"    {one.username:<14} {one.first_name} {one.last_name}, {one.title}" for one in STAFF
    ]
    return "\n".join(
        [
            "",
            f"  Hasło wszystkich osób:  {PASSWORD}",
            *lines,
            "  Drugi składnik logowania jest w miasteczku wyłączony.",
            "",
        ]
    )
