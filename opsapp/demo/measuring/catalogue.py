"""The measurements: what each is called by and which goals it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from opsapp.demo.measuring import crowd, money, pages, rendering, reports, rules
from opsapp.demo.measuring.figures import Figure
from opsapp.demo.measuring.goals import GOALS


@dataclass(frozen=True, slots=True)
class Measurement:
    """A piece of measuring that answers the goals of these names; the first one names it."""

    names: tuple[str, ...]
    run: Callable[[], Iterator[Figure]]


MEASUREMENTS = (
    Measurement(("list",), pages.people),
    Measurement(("last",), pages.last_page),
    Measurement(("search",), pages.search),
    Measurement(("pesel",), pages.pesel),
    Measurement(("person",), pages.person),
    Measurement(("queue",), pages.queue),
    Measurement(("crowd",), crowd.crowd),
    Measurement(("build", "build-memory"), money.building),
    Measurement(("bank", "bank-memory"), money.bank_file),
    Measurement(("send", "send-memory"), money.sending),
    Measurement(("quarter",), reports.quarter),
    Measurement(("filing",), reports.filing),
    Measurement(("xlsx",), reports.spreadsheet),
    Measurement(("web", "web-pdf"), crowd.memory),
    Measurement(("worker",), rendering.worker),
    Measurement(tuple(rules.NAMES.values()), rules.rules),
    Measurement(("what-if",), rules.what_if),
)


def chosen(names: Iterable[str]) -> list[Measurement]:
    """The measurements that answer these goals, all without names. Raises KeyError for a name
    that is no goal.
    """
    wanted = set(names) or set(GOALS)
    if unknown := wanted - set(GOALS):
        raise KeyError(", ".join(sorted(unknown)))
    return [one for one in MEASUREMENTS if wanted & set(one.names)]
