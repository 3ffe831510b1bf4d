"""Every live decision computed again from its stored facts: the same grosz, or a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from benefits.frozen import answer, answering, said
from benefits.models import Calculation, DecisionItem
from benefits.rules import Law
from benefits.rules.law import parameter
from benefits.selectors_law import law_in_force
from opsapp.kernel import clock
from opsapp.kernel.cores import spread
from opsapp.kernel.integrity import passing

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
    runs = Q(entitlement__status__in=("active", "withheld"))
    cut = Q(entitlement__cut_by__isnull=False, entitlement__period__endswith__gt=clock.today())
    granted = DecisionItem.objects.filter(runs | cut, calculation=OuterRef("pk"))
    return Calculation.objects.filter(Exists(granted))


def replay(rows: Iterable[Calculation]) -> Iterator[Difference]:
    """Compute each again by today's rules and law; what differs, with what changed it."""
    law = law_in_force()
    for calculation in rows:
        now = answer(calculation.facts, law)
        if now != _kept(calculation):
            yield _difference(calculation, now, law)


def faults() -> Iterator[str]:
    """One sentence for every live decision that would come out otherwise: facts go to the cores as
    they are stored, and only what differs is read whole.
    """
    law = law_in_force()
    rows = (
        live()
        .order_by("pk")
        .values_list(
            "pk", Cast("facts", TextField()), KT("result__amount"), KT("result__amount_max")
        )
    )
    counted = passing(rows.iterator(BATCH), live().count())
    for chunk in spread(counted, answering, law, sent=itemgetter(1)):
        for (pk, _, *amounts), now in chunk:
            if now != said(*amounts):
                yield _difference(Calculation.objects.get(pk=pk), now, law).sentence


def _difference(calculation: Calculation, now: str, law: Law) -> Difference:
    before = _kept(calculation)
    by_law = answer(calculation.facts, stored_law(calculation, law)) == before
    return Difference(calculation.pk, before, now, by_law)


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
    return said(calculation.result.get("amount"), calculation.result.get("amount_max"))
