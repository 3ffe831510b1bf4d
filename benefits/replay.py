"""Every live decision computed again from its stored facts: the same grosz, or a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from benefits.models import Calculation
from benefits.rules import Law, NotAnnounced, assess_facts
from benefits.rules.law import parameter
from benefits.rules.reading import read_case
from benefits.rules.schema import Errors
from benefits.selectors_law import law_in_force
from opsapp.kernel import clock

BATCH = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A calculation that comes out otherwise today; `by_law` when only the law's values differ."""

    calculation_id: int
    before: str
    now: str
    by_law: bool

    @property
    def sentence(self) -> str:
        """In Polish, for the nightly check."""
        why = "zmieniły się wartości prawa" if self.by_law else "zmieniły się reguły"
        return (
            f"Wyliczenie nr {self.calculation_id} dało {self.before}, a powtórzone daje "
            f"{self.now} ({why})."
        )


def live() -> QuerySet[Calculation]:
    """Calculations of issued decisions whose entitlement runs; one cut by a later decision, as
    long as it has days to come.
    """
    runs = Q(decision_items__entitlement__status__in=("active", "withheld"))
    cut = Q(
        decision_items__entitlement__cut_by__isnull=False,
        decision_items__entitlement__period__endswith__gt=clock.today(),
    )
    return Calculation.objects.filter(runs | cut).distinct()


def replay(rows: Iterable[Calculation]) -> Iterator[Difference]:
    """Compute each again by today's rules and law; what differs, with what changed it."""
    law = law_in_force()
    for calculation in rows:
        before, now = _kept(calculation), _computed(calculation.facts, law)
        if now != before:
            by_law = _computed(calculation.facts, stored_law(calculation, law)) == before
            yield Difference(calculation.pk, before, now, by_law)


def faults() -> Iterator[str]:
    """One sentence for every live decision that would come out otherwise."""
    for difference in replay(live().order_by("pk").iterator(BATCH)):
        yield difference.sentence


def stored_law(calculation: Calculation, law: Law) -> Law:
    """The law with exactly the values that the calculation used, as they stood then."""
    used: dict[str, dict[date, dict[str, str]]] = defaultdict(dict)
    for row in calculation.law:
        used[row["code"]][date.fromisoformat(row["valid_from"])] = {
            "value": row["value"],
            "act": row["act"],
        }
    changed = dict(law.parameters)
    for code, values in used.items():
        known = changed[code]
        raw = {"label": known.label, "unit": known.unit, "values": values}
        changed[code] = parameter(code, raw, local=known.local)
    return replace(law, parameters=changed)


def _kept(calculation: Calculation) -> str:
    return _said(calculation.result.get("amount"), calculation.result.get("amount_max"))


def _computed(facts: dict[str, Any], law: Law) -> str:
    errors = Errors()
    read = read_case(facts, "", errors, law)
    if read is None:
        return "błąd w faktach"
    try:
        answer = assess_facts(read, law).to_json()
    except NotAnnounced as missing:
        return missing.message
    return _said(answer["amount"], answer["amount_max"])


def _said(amount: object, most: object) -> str:
    if amount is None:
        return "odmowę"
    return f"{amount} zł" if most is None else f"{amount}–{most} zł"
