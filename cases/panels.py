"""What cases hang where others look: navigation, search, cards, steps, work of the day."""

from __future__ import annotations

from cases.selectors import work
from cases.selectors.checks import faults_of_cases
from cases.selectors.search import find_cases, find_persons
from cases.selectors.timeline import told_by_cases
from opsapp.kernel import registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Entry

STEPS_ORDER = 100
"""Next steps of higher apps come before those of intake."""


def register() -> None:
    """Put everything on its shelf."""
    from cases.web.cases.steps import next_steps
    from cases.web.people import boxes

    registry.navigation.register(Entry("Osoby", "cases:people", "users", Cap.SEE_PERSONS, 20))
    registry.navigation.register(Entry("Sprawy", "cases:cases", "folder", Cap.SEE_CASES, 30))
    registry.search.register(find_persons, order=10)
    registry.search.register(find_cases, order=20)
    registry.events.register(told_by_cases, order=10)
    registry.steps.register(next_steps, order=STEPS_ORDER)
    registry.panels.register("person", boxes.running_box, order=20)
    registry.panels.register("person.timeline", boxes.newest)
    registry.panels.register("person.stream", boxes.whole)
    registry.panels.register("person.cases", boxes.all_cases)
    registry.panels.register("person.documents", boxes.documents)
    registry.checks.register("sprawy", faults_of_cases)
    for provider in (work.terms_of_mine, work.unsent, work.undelivered, work.nobody_runs):
        registry.work.register(provider, order=30)
