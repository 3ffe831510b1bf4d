"""Praca socjalna."""

from django.apps import AppConfig


class SocialworkConfig(AppConfig):
    """Registers the app with Django."""

    name = "socialwork"
    verbose_name = "Praca socjalna"

    def ready(self) -> None:
        from opsapp.kernel import registry
        from socialwork import panels, schedules

        panels.register()
        registry.laid.register("harmonogramy pracy socjalnej", schedules.lay)
