"""Addresses of benefits."""

from __future__ import annotations

from django.urls import path

from benefits.web import law_urls, payment_urls
from benefits.web.calculator import views as calculator

app_name = "benefits"
urlpatterns = [
    *payment_urls.urlpatterns,
    *law_urls.urlpatterns,
    path("kalkulator/", calculator.calculator, name="calculator"),
]
