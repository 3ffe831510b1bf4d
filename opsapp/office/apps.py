"""The office itself."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.contrib.auth.signals import user_logged_in


class OfficeConfig(AppConfig):
    """Users, units, rights and dictionaries."""

    name = "opsapp.office"
    label = "office"
    verbose_name = "Ośrodek"

    def ready(self) -> None:
        from opsapp.office import panels, sessions

        panels.register()
        user_logged_in.connect(sessions.note_sign_in, dispatch_uid="ops_sessions")


class PanelConfig(admin.AdminConfig):
    """Django's admin, opened by capabilities and by nothing else."""

    default = False
    default_site = "opsapp.office.panel.Panel"
    verbose_name = "Panel ustawień"
