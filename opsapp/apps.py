"""The wiring of the site."""

from django.apps import AppConfig


class OpsappConfig(AppConfig):
    """Registers the management commands."""

    name = "opsapp"
    verbose_name = "System"
