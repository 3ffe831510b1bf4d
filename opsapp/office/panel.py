"""The door of the configuration panel."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect

from opsapp.office.admin_base import Configured


class Panel(AdminSite):
    """The panel has no sign-in of its own: Django's would know nothing of the second factor, of
    whoever writes, or of lost sessions. Passwords and signing out have their pages too.
    """

    site_header = "Panel ustawień"
    site_title = "Panel ustawień"
    index_title = "Ustawienia ośrodka"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only tables whose saves are acts; what other packages bring (second factors, traces of
        signing in, e-mail addresses) would be a back door.
        """
        if admin_class is not None and issubclass(admin_class, Configured):
            super().register(model_or_iterable, admin_class, **options)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Everything to configure stands on one page, *Ustawienia*."""
        return redirect("web:settings")

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """There is one list of tables."""
        return redirect("web:settings")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever configures or manages users."""
        return request.user.is_active and request.user.is_staff

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's, but whoever is signed in and lacks the right is told so, not led to sign
        in.
        """
        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def through(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return through

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the sign-in of the site; a person signed in lacks the right and is told so."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.get_full_path()))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Ask on the page of the account."""
        return redirect("account_logout")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Change it on the page of the account."""
        return redirect("account_change_password")

    def password_change_done(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """There is nothing to say after that page has said it."""
        return redirect("web:home")
