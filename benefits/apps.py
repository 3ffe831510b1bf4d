"""Świadczenia."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Registers the app with Django."""

    name = "benefits"
    verbose_name = "Świadczenia"

    def ready(self) -> None:
        from benefits import panels

        panels.register()
