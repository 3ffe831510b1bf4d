"""Sprawozdania."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Registers the app with Django."""

    name = "reporting"
    verbose_name = "Sprawozdania"

    def ready(self) -> None:
        from reporting import panels

        panels.register()
