"""Świadczenia."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Registers the app with Django."""

    name = "benefits"
    verbose_name = "Świadczenia"

    def ready(self) -> None:
        from benefits import centre, panels, payment_panels, wordings
        from opsapp.kernel import registry

        panels.register()
        payment_panels.register()
        registry.laid.register("brzmienia decyzji", wordings.lay)
        registry.laid.register("ustawienia świadczeń", centre.lay)
