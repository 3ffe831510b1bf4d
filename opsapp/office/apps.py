"""The office itself."""

from __future__ import annotations

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Users, units, rights and dictionaries."""

    name = "opsapp.office"
    label = "office"
    verbose_name = "Ośrodek"
