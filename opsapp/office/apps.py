"""The office itself."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class OfficeConfig(AppConfig):
    """Users, units, rights and dictionaries."""

    name = "opsapp.office"
    label = "office"
    verbose_name = "Ośrodek"

    def ready(self) -> None:
        from opsapp.office import panels

        panels.register()


class PanelConfig(admin.AdminConfig):
    """Django's admin, opened by capabilities and by nothing else."""

    default = False
    default_site = "opsapp.office.panel.Panel"
    verbose_name = "Panel ustawień"
