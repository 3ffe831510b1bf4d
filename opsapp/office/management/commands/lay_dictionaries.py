"""`manage.py lay_dictionaries`: lay the dictionaries that ship. Repeatable."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from opsapp.office.services import dictionaries, users


class Command(BaseCommand):
    """Lay what is missing, as the installation's system user."""

    help = "Zakłada słowniki: JRWA, klasyfikację, powody, świadczenia i role. Można powtarzać."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many rows were added to each."""
        for name, added in dictionaries.lay(actor=users.system_user()).items():
            self.stdout.write(f"{name}: {'dodano ' + str(added) if added else 'bez zmian'}")
