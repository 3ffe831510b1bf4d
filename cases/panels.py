"""What cases hang where others look: navigation and search."""

from __future__ import annotations

from cases.selectors.search import find_cases, find_persons
from opsapp.kernel import registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Entry


def register() -> None:
    """Put everything on its shelf."""
    registry.navigation.register(Entry("Osoby", "cases:people", "users", Cap.SEE_PERSONS, 20))
    registry.search.register(find_persons, order=10)
    registry.search.register(find_cases, order=20)
