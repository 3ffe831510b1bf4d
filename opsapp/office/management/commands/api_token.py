"""`manage.py api_token`: issue or revoke a key of the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import ApiToken, User
from opsapp.office.services import tokens


class Command(BaseCommand):
    """The key is printed once; the database keeps only its digest."""

    help = "Wydaje klucz API w imieniu użytkownika albo cofa klucz. Klucz widać tylko raz."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, what for, how long, by whom."""
        parser.add_argument("--by", required=True, help="administrator, który to robi")
        parser.add_argument("--user", help="w czyim imieniu działa klucz")
        parser.add_argument("--name", default="", help="nazwa programu")
        parser.add_argument("--for", dest="caps", nargs="+", default=[], choices=Cap.values)
        parser.add_argument("--days", type=int, default=90, help="ile dni jest ważny")
        parser.add_argument("--revoke", type=int, help="numer klucza do cofnięcia")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refusals are said in one line."""
        try:
            self.stdout.write(_revoke(options) if options["revoke"] else _issue(options))
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal


def _revoke(options: dict[str, Any]) -> str:
    token = ApiToken.objects.filter(pk=options["revoke"]).first()
    if token is None:
        raise CommandError("Nie ma klucza o tym numerze.")
    tokens.revoke(token, actor=_user(options["by"]))
    return f"Cofnięto klucz nr {token.pk}."


def _issue(options: dict[str, Any]) -> str:
    if not options["user"] or not options["name"]:
        raise CommandError("Podaj --user i --name.")
    token, key = tokens.issue(
        _user(options["user"]),
        name=options["name"],
        capabilities=[Cap(code) for code in options["caps"]],
        expires_on=clock.today() + timedelta(days=options["days"]),
        actor=_user(options["by"]),
    )
    return f"Klucz nr {token.pk}, ważny do {token.expires_on:%d.%m.%Y}:\n{key}"


def _user(name: str) -> User:
    found = User.objects.filter(username__iexact=name, is_system=False).first()
    if found is None:
        raise CommandError(f"Nie ma użytkownika „{name}”.")
    return found
