"""The centre's particulars, its answers to open points, wording of documents."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from opsapp.office.admin_base import Configured
from opsapp.office.models import Centre, Setting, Wording


@admin.register(Centre)
class Centres(Configured):
    """The centre's particulars."""

    group = "Ośrodek"
    about = "Nazwa, organ, adres i nagłówek pism."
    icon = "building-bank"

    list_display = ("name", "authority", "town")


@admin.register(Setting)
class Settings(Configured):
    """Answers to open points."""

    group = "Ośrodek"
    about = "Jak ośrodek rozstrzyga kwestie, które prawo zostawia otwarte."
    icon = "adjustments"

    list_display = ("code", "value", "valid_from", "basis")
    search_fields = ("code",)


@admin.register(Wording)
class Wordings(Configured):
    """Versions of documents' wording: added, never changed."""

    group = "Dokumenty"
    about = "Stałe fragmenty decyzji i pism; każda zmiana to nowa wersja."
    icon = "file-text"

    list_display = ("kind", "code", "version", "valid_from")
    list_filter = ("kind",)
    search_fields = ("code", "text")

    def has_change_permission(self, request: HttpRequest, obj: Wording | None = None) -> bool:
        """A correction is the next version."""
        return False
