"""What changed since the last decision about the same benefit for the same person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from benefits.models import Calculation, DecisionItem
from benefits.models.decisions import ISSUED
from benefits.rules.incomes import KINDS
from benefits.rules.trace import Step, find
from benefits.stored import thaw
from cases.models import Person
from opsapp.kernel.money import format_pln

CRITERIA = ("criterion", "social_assistance.criterion_single")
"""Steps that hold the criterion: of a family, of a person who keeps house alone."""
NEAR_SHARE = Decimal("0.02")
"""An income this near the criterion (a fiftieth of it) is worth a second look."""


@dataclass(frozen=True, slots=True)
class Change:
    """The earlier decision and what is other now. `amount` is the difference, None without two."""

    before: DecisionItem | None
    amount: Decimal | None
    notes: list[str]


def change_of(item: DecisionItem) -> Change:
    """Compare an item with the one it changes, else with the last issued before it about the
    same.
    """
    before = item.changed_item or previous(
        item.calculation, besides=item.decision_id, earlier_than=item.pk
    )
    return _compared(before, item.calculation, item.amount)


def changed(
    calculation: Calculation, amount: Decimal | None, *, besides: int | None = None
) -> Change:
    """Compare a calculation, and the amount that follows from it, with the last issued decision."""
    return _compared(previous(calculation, besides=besides), calculation, amount)


def _compared(
    before: DecisionItem | None, calculation: Calculation, amount: Decimal | None
) -> Change:
    if before is None:
        return Change(None, None, ["pierwsza decyzja o tym świadczeniu dla tej osoby"])
    difference = None
    if amount is not None and before.amount is not None:
        difference = amount - before.amount
    return Change(before, difference, list(_notes(before.calculation, calculation)))


def previous(
    calculation: Calculation, *, besides: int | None = None, earlier_than: int | None = None
) -> DecisionItem | None:
    """The last issued item of the same benefit for the same human being."""
    person = calculation.item.person
    human = person.merged_into_id or person.pk
    cards = Person.objects.filter(Q(pk=human) | Q(merged_into=human))
    rows = DecisionItem.objects.filter(
        item__person__in=cards.values("pk"),
        benefit=calculation.item.benefit_id,
        decision__status__in=ISSUED,
    ).exclude(decision=besides)
    if earlier_than is not None:
        rows = rows.filter(pk__lt=earlier_than)
    found: DecisionItem | None = (
        rows.select_related("decision", "calculation")
        .only(
            "amount",
            "decision__sign",
            "decision__number",
            "calculation__facts",
            "calculation__trace",
        )
        .order_by("-decision__issued_on", "-pk")
        .first()
    )
    return found


def _notes(before: Calculation, now: Calculation) -> Iterator[str]:
    """In a few words each: the family, the income, its sources, the law."""
    people = len(before.facts["household"]), len(now.facts["household"])
    if people[0] != people[1]:
        yield f"osób w rodzinie: {people[0]} → {people[1]}"
    steps = thaw(before.trace), thaw(now.trace)
    yield from _of_step("income", "dochód", *steps)
    sources = _sources(before.facts), _sources(now.facts)
    yield from (f"nowy dochód: {_kind(kind)}" for kind in sorted(sources[1] - sources[0]))
    yield from (f"bez dochodu: {_kind(kind)}" for kind in sorted(sources[0] - sources[1]))
    for code in CRITERIA:
        yield from _of_step(code, "kryterium", *steps)


def _of_step(code: str, label: str, before: Step, now: Step) -> Iterator[str]:
    old, new = find(before, code), find(now, code)
    if old is not None and new is not None and old.number != new.number:
        yield f"{label}: {_zloty(old)} → {_zloty(new)}"


def _zloty(step: Step) -> str:
    return format_pln(step.number.quantize(Decimal("0.01")))


def _sources(facts: Mapping[str, Any]) -> set[str]:
    return {row["kind"] for row in facts.get("incomes", ())}


def _kind(code: str) -> str:
    return KINDS.get(code, code)


def incomes_beside(
    before: Calculation, now: Calculation
) -> list[tuple[str, Decimal | None, Decimal | None]]:
    """(kind, sum before, sum now) of every kind of income in either calculation."""
    sums = _sums(before.facts), _sums(now.facts)
    kinds = sorted({*sums[0], *sums[1]}, key=_kind)
    return [(_kind(kind), sums[0].get(kind), sums[1].get(kind)) for kind in kinds]


def _sums(facts: Mapping[str, Any]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for row in facts.get("incomes", ()):
        sums[row["kind"]] = sums.get(row["kind"], Decimal()) + Decimal(row.get("amount", "0"))
    return sums
