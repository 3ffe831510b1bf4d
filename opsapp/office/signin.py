"""Signing in: nobody signs up, whoever signs in is the author of what signing in writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from opsapp.kernel.audit import acting


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's doors as this office needs them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the administrator."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where one came from, not to the same form again."""
        return reverse("web:settings")

    def set_password(self, user: Any, password: str) -> None:
        """Somebody changes the own password."""
        with acting(user, act="office.change_own_password"):
            super().set_password(user, password)


class SecondFactorMiddleware:
    """Whoever holds a role that asks for a second factor sets one up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead to the set-up page; account pages and static files stay open, and the API
        answers for itself.
        """
        if request.path.startswith(("/konto/", "/static/", "/api/")) or not self._lacks_one(
            request
        ):
            return self.get_response(request)
        return redirect(reverse("mfa_activate_totp"))

    def _lacks_one(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and user.second_factor_required and not is_mfa_enabled(user)
