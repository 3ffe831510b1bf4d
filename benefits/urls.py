"""Addresses of benefits."""

from __future__ import annotations

from django.urls import path

from benefits.web import law_urls, payment_urls
from benefits.web.calculator import views as calculator
from benefits.web.decisions import urls as decision_urls
from benefits.web.statements import urls as statement_urls
from benefits.web.whatif import urls as whatif_urls

app_name = "benefits"
urlpatterns = [
    *payment_urls.urlpatterns,
    *statement_urls.urlpatterns,
    *whatif_urls.urlpatterns,
    *law_urls.urlpatterns,
    *decision_urls.urlpatterns,
    path("kalkulator/", calculator.calculator, name="calculator"),
]
