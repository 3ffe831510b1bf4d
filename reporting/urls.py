"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from reporting.web import reports

app_name = "reporting"
urlpatterns = [
    path("sprawozdania/", reports.index, name="runs"),
    path("sprawozdania/<int:pk>/", reports.show, name="run"),
    path("sprawozdania/<int:pk>/sprawdz/", reports.check, name="run_check"),
    path("sprawozdania/<int:pk>/zloz/", reports.file, name="run_file"),
    path("sprawozdania/<int:pk>/skladanie/", reports.filing, name="filing"),
    path("sprawozdania/<int:pk>/pdf/", reports.pdf, name="run_pdf"),
    path("sprawozdania/<int:pk>/odrzuc/", reports.discard, name="run_discard"),
    path("sprawozdania/<int:pk>/korekta/", reports.correct, name="run_correct"),
    path("sprawozdania/<int:pk>/uwaga/<int:check_pk>/", reports.waive, name="run_waive"),
    path("sprawozdania/komorka/<int:pk>/", reports.cell, name="cell"),
]
