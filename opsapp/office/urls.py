"""Addresses of the office: rights, who looked, signing in, one's own sessions."""

from __future__ import annotations

from django.urls import path

from opsapp.office.web import looks, rights, security, sessions

app_name = "office"
urlpatterns = [
    path("ustawienia/uprawnienia/", rights.matrix, name="rights"),
    path("ustawienia/uprawnienia/<int:pk>/", rights.of_user, name="user_rights"),
    path("ustawienia/wglady/", looks.index, name="looks"),
    path("ustawienia/logowania/", security.log, name="signins"),
    path("ustawienia/uzytkownik/<int:pk>/odblokuj/", security.unlock, name="user_unlock"),
    path("ustawienia/uzytkownik/<int:pk>/drugi-skladnik/", security.reset, name="user_reset"),
    path("ustawienia/sesje/", sessions.index, name="sessions"),
    path("ustawienia/sesje/zakoncz/", sessions.end, name="sessions_end"),
]
