"""What benefits hang where others look: navigation, pages of persons and cases, work."""

from __future__ import annotations

from benefits.selectors_queue import pending_count
from opsapp.kernel import registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Entry
from opsapp.kernel.web.frame import counters


def register() -> None:
    """Put everything on its shelf."""
    from benefits import work, work_law
    from benefits.web import case_part, person_part

    registry.panels.register("case", case_part.case_panel, order=10)
    registry.steps.register(case_part.next_step, order=10)
    registry.stages.register(case_part.stage, order=30)
    registry.events.register(case_part.events, order=30)
    registry.panels.register("person", person_part.granted, order=10)
    registry.panels.register("person", person_part.could_get, order=30)
    registry.panels.register("person.cases", person_part.decided, order=150)
    for order, provider in enumerate((*work.PROVIDERS, *work_law.PROVIDERS)):
        registry.work.register(provider, order=10 + order)
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
