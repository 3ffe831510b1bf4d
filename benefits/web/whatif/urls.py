"""Addresses of 'what if'."""

from __future__ import annotations

from django.urls import path

from benefits.web.whatif import asking, cases

urlpatterns = [
    path("prawo/co-jesli/", asking.ask, name="what_if"),
    path("prawo/co-jesli/pytanie/", asking.rows, name="what_if_rows"),
    path("prawo/co-jesli/wyliczenie/<int:pk>/", cases.one, name="what_if_one"),
    path("prawo/co-jesli/<int:pk>/", asking.show, name="what_if_run"),
    path("prawo/co-jesli/<int:pk>/przerwij/", asking.cancel, name="what_if_cancel"),
    path("prawo/co-jesli/<int:pk>/sprawy/", cases.index, name="what_if_cases"),
    path("prawo/co-jesli/<int:pk>/sprawy/<int:case>/", cases.show, name="what_if_case"),
]
