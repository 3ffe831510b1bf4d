"""What benefits hang where others look: navigation, pages of persons and cases, work."""

from __future__ import annotations

from benefits.selectors_queue import pending_count
from opsapp.kernel import registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Entry
from opsapp.kernel.web.frame import counters


def register() -> None:
    """Put everything on its shelf."""
    registry.navigation.register(Entry("Prawo", "benefits:law", "scale", Cap.SEE_LAW, 90))
    registry.navigation.register(
        Entry("Decyzje", "benefits:decisions", "gavel", Cap.SEE_DECISIONS, 50)
    )
    counters["benefits:decisions"] = pending_count
    registry.navigation.register(
        Entry("Kalkulator", "benefits:calculator", "calculator", Cap.USE_CALCULATOR, 95)
    )
    registry.navigation.register(
        Entry("Wypłaty", "benefits:payment_lists", "cash", Cap.SEE_PAYMENTS, 60)
    )
