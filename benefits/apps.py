"""Świadczenia."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Registers the app with Django."""

    name = "benefits"
    verbose_name = "Świadczenia"

    def ready(self) -> None:
        from benefits import centre, checks, panels, payment_panels, schedules, wordings
        from benefits.rules import incomes
        from benefits.services.decisions.appealing import Follows
        from cases.dictionaries import register_income_kinds
        from cases.services import appeals
        from opsapp.kernel import registry

        register_income_kinds(lambda: incomes.KINDS)
        appeals.followers[:] = [Follows()]
        panels.register()
        payment_panels.register()
        checks.register()
        registry.laid.register("harmonogramy świadczeń", schedules.lay)
        registry.laid.register("brzmienia decyzji", wordings.lay)
        registry.laid.register("ustawienia świadczeń", centre.lay)
