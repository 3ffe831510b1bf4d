"""Addresses of what every screen shares (mounted at the root, before the apps)."""

from __future__ import annotations

from django.urls import path

from opsapp.kernel.web import appearance, finding, session, styleguide

app_name = "web"
urlpatterns = [
    path("szukaj/", finding.search, name="search"),
    path("konto/sesja/", session.state, name="session"),
    path("konto/zalogowano/", session.signed_in, name="signed_in"),
    path("ustawienia/wyglad/", appearance.change, name="appearance"),
    path("ustawienia/wzornik/", styleguide.show, name="styleguide"),
]
