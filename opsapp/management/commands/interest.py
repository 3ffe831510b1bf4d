"""Statutory interest for delay: prints the sum and nothing else.

`manage.py` answers it without Django (bootstrap.py); this class serves `call_command` and `help`.
"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from benefits.rules import cli


class Command(BaseCommand):
    """`manage.py interest --principal 1000.00 --from 2025-01-01 --to 2025-12-31`."""

    help = cli.INTEREST_HELP
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--principal", required=True, help="kwota, np. 1000.00")
        parser.add_argument("--from", dest="start", required=True, help="pierwszy dzień opóźnienia")
        parser.add_argument("--to", dest="end", required=True, help="dzień zapłaty")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = [f"--principal={options['principal']}", f"--from={options['start']}",
                 f"--to={options['end']}"]  # fmt: skip
        code = cli.print_interest(asked, self.stdout, self.stderr)
        if code:
            sys.exit(code)
