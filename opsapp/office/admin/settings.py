"""The centre's particulars, its answers to open points, wording of documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from opsapp.kernel import clock
from opsapp.office.admin_base import Configured, author
from opsapp.office.models import Centre, Setting, Wording
from opsapp.office.services import settings


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
    list_display = ("basis", "value", "valid_from", "code")
    search_fields = ("code", "basis")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Setting | None = None
    ) -> tuple[str, ...]:
        """Another answer holds from another day: it is a further row."""
        return ("code", "valid_from") if obj else ()

    def save_model(self, request: HttpRequest, obj: Setting, form: Any, change: bool) -> None:
        """By the act."""
        made = settings.answer(
            obj.code, value=obj.value, valid_from=obj.valid_from, basis=obj.basis,
            actor=author(request),
        )  # fmt: skip
        obj.pk = made.pk


class WordingForm(forms.ModelForm[Wording]):
    """The next version of a text; its number follows by itself."""

    class Meta:
        model = Wording
        fields = ("kind", "code", "text", "valid_from")


KINDS = {"decision": "decyzja", "letter": "pismo"}
"""Documents whose wording is kept, in words."""


@admin.register(Wording)
class Wordings(Configured):
    """Versions of documents' wording: added, never changed."""

    readonly_fields = ("of_what",)

    group = "Dokumenty"
    about = "Stałe fragmenty decyzji i pism; każda zmiana to nowa wersja."
    icon = "file-text"
    form = WordingForm
    change_form_template = "admin/wording.html"
    list_display = ("code", "of_what", "version", "valid_from")
    search_fields = ("code", "text")

    @admin.display(description="rodzaj dokumentu", ordering="kind")
    def of_what(self, wording: Any) -> str:
        """The kind of document in words."""
        return KINDS.get(str(wording.kind), str(wording.kind))

    def get_fields(self, request: HttpRequest, obj: Wording | None = None) -> tuple[str, ...]:
        """The number of the version is shown, never typed."""
        return (
            ("of_what", "code", "version", "text", "valid_from") if obj else WordingForm.Meta.fields
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """With `?z=` the text of an earlier version, to be corrected."""
        key = request.GET.get("z", "")
        before = Wording.objects.filter(pk=key).first() if key.isdecimal() else None
        today = {"valid_from": clock.today()}
        if before is None:
            return today
        return {"kind": before.kind, "code": before.code, "text": before.text, **today}

    def has_change_permission(self, request: HttpRequest, obj: Wording | None = None) -> bool:
        """A correction is the next version."""
        return False

    def save_model(self, request: HttpRequest, obj: Wording, form: Any, change: bool) -> None:
        """By the act, which gives the number of the version."""
        made = settings.word(
            kind=obj.kind, code=obj.code, text=obj.text, valid_from=obj.valid_from,
            actor=author(request),
        )  # fmt: skip
        obj.pk, obj.version = made.pk, made.version
