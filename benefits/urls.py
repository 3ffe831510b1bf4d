"""Addresses of benefits."""

from __future__ import annotations

from benefits.web import payment_urls

app_name = "benefits"
urlpatterns = [*payment_urls.urlpatterns]
