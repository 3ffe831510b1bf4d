"""The addresses of the site."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("opsapp.kernel.web.urls")),
    path("api/v1/", include("opsapp.api")),
    path("ustawienia/panel/", admin.site.urls),
    path("", include("opsapp.office.urls")),
    path("", include("cases.urls")),
    path("", include("socialwork.urls")),
    path("", include("benefits.urls")),
    path("", include("reporting.urls")),
    path("konto/", include("opsapp.office.account_urls")),
]
