"""Addresses of bank statements."""

from __future__ import annotations

from django.urls import path

from benefits.web.statements import views

urlpatterns = [
    path("wyplaty/wyciagi/", views.index, name="statements"),
    path("wyplaty/wyciagi/wczytaj/", views.new, name="statement_new"),
    path("wyplaty/wyciagi/<int:pk>/", views.show, name="statement"),
    path("wyplaty/wyciagi/<int:pk>/zwroty/", views.returns, name="statement_returns"),
    path("wyplaty/wyciagi/<int:pk>/lista/", views.singly, name="statement_singly"),
    path("wyplaty/wyciagi/<int:pk>/pozostale/", views.dismiss, name="statement_dismiss"),
    path("wyplaty/wyciagi/pozycja/<int:pk>/zwrot/", views.entry_return, name="entry_return"),
    path("wyplaty/wyciagi/pozycja/<int:pk>/lista/", views.settle, name="entry_settle"),
]
