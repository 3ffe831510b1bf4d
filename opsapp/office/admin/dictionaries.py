"""The centre's tree and its dictionaries."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from opsapp.office.admin_base import Configured
from opsapp.office.models import Benefit, Classification, JrwaClass, Reason, Unit


@admin.register(Unit)
class Units(Configured):
    """The centre's tree."""

    group = "Ośrodek"
    about = "Ośrodek, filie i sekcje z symbolami komórek."
    icon = "building"

    list_display = ("cell", "name", "kind", "parent")
    list_filter = ("kind",)
    search_fields = ("name", "cell")


@admin.register(JrwaClass)
class JrwaClasses(Configured):
    """Classes of records; one that the centre touched is its own, no longer a placeholder."""

    group = "Słowniki"
    about = "Jednolity rzeczowy wykaz akt."
    icon = "archive"

    list_display = ("symbol", "name", "category", "forms_case", "placeholder")
    search_fields = ("symbol", "name")

    def save_model(self, request: HttpRequest, obj: JrwaClass, form: Any, change: bool) -> None:
        """What the centre entered is no placeholder."""
        obj.placeholder = False
        super().save_model(request, obj, form, change)


@admin.register(Benefit)
class Benefits(Configured):
    """Forms of help."""

    group = "Słowniki"
    about = "Formy pomocy, ich klasa akt i klasyfikacja."
    icon = "heart-handshake"

    list_display = ("label", "code", "act", "jrwa_symbol", "task", "exclusive", "cash")
    list_filter = ("task", "cash", "exclusive")
    search_fields = ("label", "code")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Benefit | None = None
    ) -> tuple[str, ...]:
        """What code and constraints stand on does not change once used."""
        return ("code", "exclusive", "cash") if obj else ()


@admin.register(Reason)
class Reasons(Configured):
    """Reasons for help."""

    group = "Słowniki"
    about = "Powody przyznania pomocy (art. 7)."
    icon = "list"

    list_display = ("label", "code", "article", "parent", "cash_alone_insufficient")
    search_fields = ("label", "code")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Reason | None = None
    ) -> tuple[str, ...]:
        """The code is what reports know a reason by."""
        return ("code",) if obj else ()


@admin.register(Classification)
class Classifications(Configured):
    """Lines of the budget classification."""

    group = "Słowniki"
    about = "Dział, rozdział i paragraf wydatku."
    icon = "coins"

    list_display = ("division", "chapter", "paragraph", "label", "booking")
    search_fields = ("chapter", "label")
