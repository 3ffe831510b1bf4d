"""Whether the records agree: every check that apps registered, asked in one go."""

from __future__ import annotations

from itertools import islice

from opsapp.kernel import registry

SHOWN = 50
"""Faults of one check that are written down; more would say nothing new."""


def faults() -> dict[str, list[str]]:
    """What each check found wrong, in Polish; an empty list is a clean check. Only reads."""
    return {name: list(islice(check(), SHOWN)) for name, check in registry.checks.items()}
