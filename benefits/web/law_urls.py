"""Addresses of the law."""

from __future__ import annotations

from django.urls import path

from benefits.web import law

urlpatterns = [
    path("prawo/", law.index, name="law"),
    path("prawo/wpisy/<int:pk>/potwierdz/", law.confirm, name="law_confirm"),
    path("prawo/wpisy/<int:pk>/wycofaj/", law.withdraw, name="law_withdraw"),
    path("prawo/<str:code>/", law.show, name="law_parameter"),
    path("prawo/<str:code>/wpisz/", law.enter_value, name="law_enter"),
]
