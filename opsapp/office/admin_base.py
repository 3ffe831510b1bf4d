"""What every table of the configuration panel shares: it is changed by acts, ended and not
deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Refusal
from opsapp.office.forms import PeriodField
from opsapp.office.models import User

REFUSAL = "ops_refusal"
"""Where a request keeps the refusal that its form shows when it is drawn again."""


def author(request: HttpRequest) -> User:
    """Who changes the configuration. The panel lets nobody in unsigned."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def as_actor(request: HttpRequest, view: Callable[..., HttpResponse], *args: Any) -> HttpResponse:
    """Run a view of the panel as one act of the person who sent it."""
    if request.method != "POST":
        return view(request, *args)
    with acting(author(request), act=f"panel {request.path}"):
        return view(request, *args)


class Configured(admin.ModelAdmin[Any]):
    """A table of the configuration: every save is an act, refusals stand in the form, nothing is
    deleted.
    """

    GROUPS = ("Ludzie i uprawnienia", "Ośrodek", "Słowniki", "Dokumenty", "Wypłaty", "System")
    """The headings under which *Ustawienia* lists the tables."""
    group = "System"
    about = ""
    """What the table is for, in one plain sentence."""
    icon = "settings"
    counted = True
    formfield_overrides = {DateRangeField: {"form_class": PeriodField}}
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Configuration is ended by its period, never deleted: old records point to it."""
        return False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Once more with the refusal in the form when the act refuses."""

        def view(request: HttpRequest) -> HttpResponse:
            return super(Configured, self).changeform_view(request, *args, **kwargs)

        try:
            return as_actor(request, view)
        except Refusal as refusal:
            setattr(request, REFUSAL, refusal)
            return as_actor(request, view)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form, which knows of a refusal met before."""
        form: Any = super().get_form(request, *args, **kwargs)
        refusal: Refusal | None = getattr(request, REFUSAL, None)
        return form if refusal is None else _with_refusal(form, refusal)


def _with_refusal(form: Any, refusal: Refusal) -> Any:
    class Refused(form):  # type: ignore[misc]
        def clean(self) -> Any:
            data = super().clean()
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
            return data

    return Refused


class Shown(Configured):
    """A table that the panel shows and never changes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Its rows come from acts."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Its rows come from acts."""
        return False


class Rows(admin.TabularInline[Any, Any]):
    """Dated rows of a record: added and ended here, never deleted."""

    extra = 0
    can_delete = False
    formfield_overrides = {DateRangeField: {"form_class": PeriodField}}


def checkboxes(choices: Any, **options: Any) -> forms.MultipleChoiceField:
    """Several codes of many, each with its label."""
    return forms.MultipleChoiceField(
        choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **options
    )
