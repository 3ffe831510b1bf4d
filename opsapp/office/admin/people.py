"""Users, roles and authorisations."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminUserCreationForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from opsapp.kernel.capabilities import Cap
from opsapp.office.admin_base import Configured, Rows, as_actor, author
from opsapp.office.admin_fields import checkboxes
from opsapp.office.models import (
    Authorisation,
    Benefit,
    Post,
    Role,
    RoleAssignment,
    User,
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


class NewPassword(ReadOnlyPasswordHashWidget):
    """The way to a new password; nothing of the old one is shown."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """A link alone."""
        return format_html('<a class="button" href="{}">Nadaj nowe hasło</a>', "../password/")


class UserForm(UserChangeForm[User]):
    """A user's particulars; the password has a page of its own."""

    password = ReadOnlyPasswordHashField(label="Hasło", widget=NewPassword, required=False)

    class Meta:
        model = User
        fields = (
            "username",
            "first_name",
            "last_name",
            "email",
            "is_active",
            "password",
        )


@admin.register(User)
class Users(Configured, UserAdmin[User]):
    """Users: never deleted, switched off."""

    group = "Ludzie i uprawnienia"
    about = "Konta, role i stanowiska; nowe hasło."
    icon = "users"

    add_form = NewUserForm
    change_form_template = "admin/user.html"
    form = UserForm
    inlines = (RoleAssignments, Posts)
    list_display = ("username", "last_name", "first_name", "is_active")
    list_filter = ("is_active", "role_assignments__role")
    search_fields = ("username", "last_name", "first_name")
    ordering = ("last_name", "first_name")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Dane", {"fields": ("first_name", "last_name", "email")}),
        ("Dostęp", {"fields": ("is_active",)}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("username", "first_name", "last_name", "email", "password1", "password2")},
        ),
    )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """With whether there is a second factor to take away."""
        person = self.get_object(request, object_id)
        has = person is not None and person.pk != request.user.pk and is_mfa_enabled(person)
        return super().change_view(
            request, object_id, form_url, {"has_factor": has, **(extra_context or {})}
        )

    def size(self) -> int:
        """People only."""
        return User.objects.filter(is_system=False).count()

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

    group = "Ludzie i uprawnienia"
    about = "Co wolno komu; kto musi mieć drugi składnik logowania."
    icon = "id"

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

    group = "Ludzie i uprawnienia"
    about = "Upoważnienia organu do wydawania decyzji."
    icon = "certificate"

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
