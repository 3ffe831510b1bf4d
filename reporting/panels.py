"""What reports show in the frame of the site."""

from __future__ import annotations

from opsapp.kernel import registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Entry


def register() -> None:
    """Hang the navigation."""
    registry.navigation.register(
        Entry("Sprawozdania", "reporting:runs", "report", Cap.SEE_REPORTS, 80)
    )
