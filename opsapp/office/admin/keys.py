"""Keys of the API: issued here, their text shown once, revoked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.cache import never_cache

from opsapp.kernel.capabilities import Cap
from opsapp.office.admin_base import Configured, as_button, author
from opsapp.office.admin_fields import checkboxes
from opsapp.office.models import ApiToken, User
from opsapp.office.services import tokens

OPENED = (
    Cap.SEE_PERSONS, Cap.SEE_CASES, Cap.SEE_DECISIONS, Cap.SEE_PAYMENTS, Cap.EXPORT,
    Cap.USE_CALCULATOR,
)  # fmt: skip
"""What the API asks for: it only reads and computes."""

KEY = "ops_issued_key"
"""Where a request keeps the text of the key that its answer shows; it is written down nowhere."""


class TokenForm(forms.ModelForm[ApiToken]):
    """What a key is for."""

    capabilities = checkboxes(
        [(cap.value, cap.label) for cap in OPENED],
        label="Do czego służy",
        help_text="Klucz nie otworzy niczego, czego nie wolno temu użytkownikowi.",
    )

    class Meta:
        model = ApiToken
        fields = ("name", "user", "capabilities", "expires_on")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "user" in self.fields:
            self.fields["user"].queryset = User.objects.filter(is_active=True, is_system=False)  # type: ignore[attr-defined]


@admin.register(ApiToken)
class ApiTokens(Configured):
    """Keys of the API. A key once issued is not changed, only revoked."""

    about = "Klucze, którymi łączą się inne programy: kto, do czego, do kiedy."
    icon = "key"

    form = TokenForm
    change_form_template = "admin/token.html"
    list_display = ("name", "user", "issued_on", "expires_on", "revoked_on")
    readonly_fields = ("opens",)
    search_fields = ("name", "user__username", "user__last_name")

    def get_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> Any:
        """Asked of a new key; told of one that is issued."""
        if obj is None:
            return ("name", "user", "capabilities", "expires_on")
        return ("name", "user", "opens", "expires_on", "issued_on", "revoked_on")

    @admin.display(description="do czego służy")
    def opens(self, token: Any) -> str:
        """The capabilities in words."""
        return ", ".join(Cap(code).label for code in token.capabilities)

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        """A key stays what it was issued as."""
        return False

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        """By the act that makes the key."""
        made, key = tokens.issue(
            obj.user, name=obj.name, capabilities=[Cap(code) for code in obj.capabilities],
            expires_on=obj.expires_on, actor=author(request),
        )  # fmt: skip
        obj.pk = made.pk
        setattr(request, KEY, key)

    def response_add(
        self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The text of the key, in this answer and nowhere else; what the person may not do."""
        held = ApiToken.objects.get(pk=obj.pk).capabilities
        lacks = [Cap(code).label for code in held if not obj.user.can(Cap(code))]
        return TemplateResponse(
            request, "admin/token_issued.html",
            {
                **self.admin_site.each_context(request), "opts": self.opts,
                "title": f"Nowy klucz: {obj.name}", "key": getattr(request, KEY), "token": obj,
                "lacks": lacks,
            },
        )  # fmt: skip

    def get_urls(self) -> list[Any]:
        """One more address: revoking."""
        revoke = path(
            "<int:pk>/cofnij/", self.admin_site.admin_view(self.revoke),
            name="office_apitoken_revoke",
        )  # fmt: skip
        return [revoke, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """One key at a time; never kept by a browser, for the answer may hold the key."""
        alone = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return never_cache(super().add_view)(request, form_url, alone | (extra_context or {}))

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The key opens nothing from now on."""
        if not self.has_view_permission(request):
            return HttpResponse(status=403)
        token = get_object_or_404(ApiToken, pk=pk)
        return as_button(
            request, lambda: tokens.revoke(token, actor=author(request)),
            done=f"Cofnięto klucz „{token.name}”.", back=("admin:office_apitoken_change", pk),
        )  # fmt: skip
