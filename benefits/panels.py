"""What benefits hang where others look: navigation, pages of persons and cases, work."""

from __future__ import annotations

from opsapp.kernel import registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Entry


def register() -> None:
    """Put everything on its shelf."""
    registry.navigation.register(Entry("Prawo", "benefits:law", "scale", Cap.SEE_LAW, 90))
    registry.navigation.register(
        Entry("Kalkulator", "benefits:calculator", "calculator", Cap.USE_CALCULATOR, 95)
    )
    registry.navigation.register(
        Entry("Wypłaty", "benefits:payment_lists", "cash", Cap.SEE_PAYMENTS, 60)
    )
