"""Addresses of what every screen shares (mounted at the root, before the apps)."""

from __future__ import annotations

from django.urls import path

from opsapp.kernel.web import appearance, finding, home, session, settings, styleguide, typed, work

app_name = "web"
urlpatterns = [
    path("", home.show, name="home"),
    path("ustawienia/", settings.show, name="settings"),
    path("szukaj/", finding.search, name="search"),
    path("szkice/<slug:form>/<slug:subject>/", typed.keep, name="draft"),
    path("zadania/<int:pk>/", work.show, name="work"),
    path("konto/sesja/", session.state, name="session"),
    path("konto/zalogowano/", session.signed_in, name="signed_in"),
    path("ustawienia/wyglad/", appearance.change, name="appearance"),
    path("ustawienia/wzornik/", styleguide.show, name="styleguide"),
]
