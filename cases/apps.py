"""Sprawy."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the app with Django."""

    name = "cases"
    verbose_name = "Sprawy"

    def ready(self) -> None:
        from cases import panels

        panels.register()
