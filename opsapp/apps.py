"""The wiring of the site."""

from django.apps import AppConfig


class OpsappConfig(AppConfig):
    """Registers the management commands and the checks of an installation."""

    name = "opsapp"
    verbose_name = "System"

    def ready(self) -> None:
        """Register the system checks."""
        from opsapp import serving  # noqa: F401
