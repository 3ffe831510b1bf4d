"""`manage.py create_administrator`: the first administrator of an empty installation."""

from __future__ import annotations

import os
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opsapp.kernel.refusals import Refusal
from opsapp.office.services import dictionaries, users


class Command(BaseCommand):
    """Ask for the name and password, lay the dictionaries, make the administrator."""

    help = (
        "Zakłada pierwszego administratora. Hasło: z pytania albo ze zmiennej OPS_ADMIN_PASSWORD."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Who it is."""
        parser.add_argument("username", help="nazwa użytkownika")
        parser.add_argument("--first-name", default="", help="imię")
        parser.add_argument("--last-name", default="", help="nazwisko")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refusals are said in one line."""
        password = os.environ.get("OPS_ADMIN_PASSWORD") or getpass("Hasło: ")
        installation = users.system_user()
        dictionaries.lay(actor=installation)
        try:
            user = users.create_first_administrator(
                username=options["username"],
                first_name=options["first_name"],
                last_name=options["last_name"],
                password=password,
                actor=installation,
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Administrator: {user.username}")
