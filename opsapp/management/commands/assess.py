"""Answer the assessment contract from a file; opens no database.

`manage.py` answers it without Django (bootstrap.py); this class serves `call_command` and `help`.
"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from benefits.rules import cli


class Command(BaseCommand):
    """`manage.py assess FILE` or `manage.py assess -`; exit 0, 2 (wrong input) or 3 (no law)."""

    help = cli.ASSESS_HELP
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="plik JSON z jednym przypadkiem albo listą; - to wejście")

    def handle(self, *args: Any, **options: Any) -> None:
        code = cli.print_assessment([options["file"]], self.stdout)
        if code:
            sys.exit(code)
