"""The configuration panel: users, roles, units, dictionaries, settings, wordings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest, HttpResponse

from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import NumberSeries
from opsapp.office.admin_base import Configured, Rows, Shown, as_actor, author, checkboxes
from opsapp.office.models import (
    ApiToken,
    Authorisation,
    Benefit,
    Centre,
    Classification,
    JrwaClass,
    Post,
    Reason,
    Role,
    RoleAssignment,
    Setting,
    Unit,
    User,
    Wording,
)
from opsapp.office.services import authorisations, roles, users


class RoleAssignments(Rows):
    """Roles of a user."""

    model = RoleAssignment
    fields = ("role", "unit", "period")


class Posts(Rows):
    """Posts of a user."""

    model = Post
    fields = ("unit", "title", "period")


class NewUserForm(AdminUserCreationForm[User]):
    """A user's name and password."""

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email")


class UserForm(UserChangeForm[User]):
    """A user's particulars; the password has a page of its own."""

    class Meta:
        model = User
        fields = (
            "username",
            "first_name",
            "last_name",
            "email",
            "is_active",
            "is_staff",
            "password",
        )


@admin.register(User)
class Users(Configured, UserAdmin[User]):
    """Users: never deleted, switched off."""

    add_form = NewUserForm
    form = UserForm
    inlines = (RoleAssignments, Posts)
    list_display = ("username", "last_name", "first_name", "is_active", "is_staff")
    list_filter = ("is_active", "role_assignments__role")
    search_fields = ("username", "last_name", "first_name")
    ordering = ("last_name", "first_name")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Dane", {"fields": ("first_name", "last_name", "email")}),
        ("Dostęp", {"fields": ("is_active", "is_staff")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("username", "first_name", "last_name", "email", "password1", "password2")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """People only: system users are not changed by anybody."""
        return super().get_queryset(request).filter(is_system=False)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """By the acts that know when one must not."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        changed = {
            name: form.cleaned_data[name] for name in form.changed_data if name != "password"
        }
        if "is_active" in changed:
            active = changed.pop("is_active")
            (users.reactivate if active else users.deactivate)(obj, actor=author(request))
        users.change(obj, actor=author(request), **changed)

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Django's page, as an act."""
        return as_actor(request, super().user_change_password, id)


class RoleForm(forms.ModelForm[Role]):
    """A role with a box for each capability."""

    capabilities = checkboxes(Cap.choices, label="Uprawnienia")

    class Meta:
        model = Role
        fields = ("name", "code", "capabilities", "second_factor_required")


@admin.register(Role)
class Roles(Configured):
    """Roles as sets of capabilities."""

    form = RoleForm
    list_display = ("name", "second_factor_required")

    def get_readonly_fields(self, request: HttpRequest, obj: Role | None = None) -> tuple[str, ...]:
        """The code is what the programme knows a role by."""
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Role, form: Any, change: bool) -> None:
        """By the act that keeps the last right to manage users."""
        if change:
            obj.save(update_fields=["name"])
            roles.redefine(
                obj,
                capabilities=[Cap(code) for code in obj.capabilities],
                second_factor_required=obj.second_factor_required,
                actor=author(request),
            )
        else:
            super().save_model(request, obj, form, change)


def _benefits() -> list[tuple[str, str]]:
    return list(Benefit.objects.values_list("code", "label"))


class AuthorisationForm(forms.ModelForm[Authorisation]):
    """An authorisation as it stands on paper."""

    scope = checkboxes(
        _benefits, label="Zakres", help_text="Bez zaznaczenia: wszystkie świadczenia."
    )

    class Meta:
        model = Authorisation
        fields = ("number", "user", "scope", "issued_on", "issued_by", "period")


@admin.register(Authorisation)
class Authorisations(Configured):
    """Authorisations to decide; once entered, only their end may change."""

    form = AuthorisationForm
    list_display = ("number", "user", "issued_on", "issued_by")
    search_fields = ("number", "user__last_name")
    autocomplete_fields = ("user",)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Authorisation | None = None
    ) -> tuple[str, ...]:
        """What the paper says does not change."""
        return ("number", "user", "scope", "issued_on", "issued_by") if obj else ()

    def save_model(self, request: HttpRequest, obj: Authorisation, form: Any, change: bool) -> None:
        """By the acts, which know that nobody enters one's own."""
        if change:
            super().save_model(request, obj, form, change)
            return
        authorisations.check_new(obj, actor=author(request))
        super().save_model(request, obj, form, change)


@admin.register(ApiToken)
class ApiTokens(Shown):
    """Keys of the API; `manage.py api_token` issues and revokes them."""

    list_display = ("pk", "name", "user", "issued_on", "expires_on", "revoked_on")
    search_fields = ("name", "user__username")


@admin.register(Unit)
class Units(Configured):
    """The centre's tree."""

    list_display = ("cell", "name", "kind", "parent")
    list_filter = ("kind",)
    search_fields = ("name", "cell")


@admin.register(JrwaClass)
class JrwaClasses(Configured):
    """Classes of records; one that the centre touched is its own, no longer a placeholder."""

    list_display = ("symbol", "name", "category", "forms_case", "placeholder")
    search_fields = ("symbol", "name")

    def save_model(self, request: HttpRequest, obj: JrwaClass, form: Any, change: bool) -> None:
        """What the centre entered is no placeholder."""
        obj.placeholder = False
        super().save_model(request, obj, form, change)


@admin.register(Benefit)
class Benefits(Configured):
    """Forms of help."""

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

    list_display = ("division", "chapter", "paragraph", "label", "booking")
    search_fields = ("chapter", "label")


@admin.register(Centre)
class Centres(Configured):
    """The centre's particulars."""

    list_display = ("name", "authority", "town")


@admin.register(Setting)
class Settings(Configured):
    """Answers to open points."""

    list_display = ("code", "value", "valid_from", "basis")
    search_fields = ("code",)


@admin.register(Wording)
class Wordings(Configured):
    """Versions of documents' wording: added, never changed."""

    list_display = ("kind", "code", "version", "valid_from")
    list_filter = ("kind",)
    search_fields = ("code", "text")

    def has_change_permission(self, request: HttpRequest, obj: Wording | None = None) -> bool:
        """A correction is the next version."""
        return False


@admin.register(NumberSeries)
class NumberSeriesShown(Shown):
    """Series of numbers and how far each has come."""

    list_display = ("kind", "cell", "jrwa", "year", "last", "starts_after")
    list_filter = ("year", "kind")
