"""What every table of the configuration panel shares: it is changed by acts, ended and not
deleted.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.text import upper_first
from opsapp.office.admin_fields import OVERRIDES, RowForm, from_today, plain
from opsapp.office.changes import changes_of
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


def as_button(
    request: HttpRequest, act: Callable[[], object], *, done: str, back: tuple[str, int]
) -> HttpResponse:
    """A button of a record's page: do the act, say `done` or the refusal, lead back to the page."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(*back)


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
    formfield_overrides = OVERRIDES
    actions = None

    def size(self) -> int:
        """How many rows there are, for the list of settings."""
        return int(self.model._default_manager.count())

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What is new holds from today, unless another day is entered."""
        dated = any(field.name == "period" for field in self.opts.local_fields)
        given = super().get_changeform_initial_data(request)
        return {"period": from_today(), **given} if dated else dict(given)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        """A choice without Django's signs beside it."""
        return plain(super().formfield_for_dbfield(db_field, request, **options))

    def get_inline_formsets(self, *args: Any, **options: Any) -> Any:
        """Rows are added by a button that needs no declension."""
        formsets: Any = super().get_inline_formsets(*args, **options)
        for formset in formsets:
            data = json.loads(formset.inline_formset_data())
            data["options"]["addText"] = "Dodaj wiersz"
            formset.inline_formset_data = json.dumps(data)
        return formsets

    def message_user(
        self, request: HttpRequest, message: Any, level: int | str = messages.INFO,
        extra_tags: str = "", fail_silently: bool = False,
    ) -> None:  # fmt: skip
        """One plain word after a save, without Django's endings in brackets."""
        said = "Zapisano." if level == messages.SUCCESS else message
        super().message_user(request, said, level, extra_tags, fail_silently)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Configuration is ended by its period, never deleted: old records point to it."""
        return False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Once more with the refusal in the form when the act refuses."""
        named = {"title": self._title(new=object_id is None)} | (extra_context or {})

        def view(request: HttpRequest) -> HttpResponse:
            return super(Configured, self).changeform_view(request, object_id, form_url, named)

        try:
            return as_actor(request, view)
        except Refusal as refusal:
            setattr(request, REFUSAL, refusal)
            return as_actor(request, view)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, headed by what it lists."""
        named = {"title": upper_first(str(self.model._meta.verbose_name_plural))}
        return super().changelist_view(request, named | (extra_context or {}))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Who changed the record and what, from the history that the database writes."""
        record = self.get_object(request, object_id)
        if record is None or not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Historia zmian", "subtitle": str(record), "opts": self.opts,
            "changes": changes_of(record),
        }  # fmt: skip
        return TemplateResponse(request, "admin/object_history.html", context)

    def _title(self, *, new: bool) -> str:
        name = str(self.model._meta.verbose_name)
        return f"Nowy wpis: {name}" if new else upper_first(name)

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
    form = RowForm
    formfield_overrides = OVERRIDES

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        """A choice without Django's signs beside it."""
        return plain(super().formfield_for_dbfield(db_field, request, **options))
