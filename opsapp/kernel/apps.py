"""The bottom floor of the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate, pre_migrate


def begin_migrating(using: str, **_: Any) -> None:
    """Migrations write as the installation: those of other packages know no acts."""
    from opsapp.kernel import audit

    audit.stand_as_installation(using)


def weld_after_migrate(using: str, **_: Any) -> None:
    """After every migrate: migrations of triggers bring pgtrigger's off-switch back each time."""
    from opsapp.kernel import audit, triggers

    triggers.weld_off_switch(using)
    audit.stand_down(using)


class KernelConfig(AppConfig):
    """Mechanisms only."""

    name = "opsapp.kernel"
    label = "kernel"
    verbose_name = "Mechanizmy"

    def ready(self) -> None:
        from opsapp.kernel import checks, clock, panels

        if day := getattr(settings, "OPS_TODAY", None):
            clock.stand_on(date.fromisoformat(day))
        pre_migrate.connect(begin_migrating, sender=self)
        post_migrate.connect(weld_after_migrate, sender=self)
        checks.register()
        panels.register()
