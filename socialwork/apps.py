"""Praca socjalna."""

from django.apps import AppConfig


class SocialworkConfig(AppConfig):
    """Registers the app with Django."""

    name = "socialwork"
    verbose_name = "Praca socjalna"

    def ready(self) -> None:
        from socialwork import panels

        panels.register()
