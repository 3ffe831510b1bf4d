"""Addresses of benefits."""

from __future__ import annotations

from benefits.web import law_urls, payment_urls

app_name = "benefits"
urlpatterns = [*payment_urls.urlpatterns, *law_urls.urlpatterns]
