"""How a person likes the screens: theme, density of tables, shortcuts. Kept in cookies, they say
nothing about anyone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

YEAR_SECONDS = 365 * 24 * 3600
OPTIONS: dict[str, list[tuple[str, str, str]]] = {
    "theme": [
        ("auto", "Jak w systemie", "device-desktop"),
        ("light", "Jasny", "sun"),
        ("dark", "Ciemny", "moon"),
    ],
    "density": [("dense", "Gęste", "table"), ("comfortable", "Wygodne", "stack")],
    "keys": [("on", "Włączone", "keyboard"), ("off", "Wyłączone", "ban")],
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as the menu shows it."""

    value: str
    label: str
    icon: str
    on: bool


def chosen(request: HttpRequest, name: str) -> str:
    """The chosen value, or the first option when none or an unknown one was chosen."""
    values = [value for value, _, _ in OPTIONS[name]]
    value = request.COOKIES.get(f"ops_{name}", "")
    return value if value in values else values[0]


def choices(name: str, value: str) -> list[Choice]:
    """The options of one kind, the chosen one marked."""
    return [Choice(code, label, icon, on=code == value) for code, label, icon in OPTIONS[name]]


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen and go back."""
    back = request.POST.get("next", "/")
    response = redirect(back if url_has_allowed_host_and_scheme(back, None) else "/")
    for name, options in OPTIONS.items():
        value = request.POST.get(name)
        if value in [code for code, _, _ in options]:
            response.set_cookie(
                f"ops_{name}",
                value,
                max_age=YEAR_SECONDS,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )
    return response
