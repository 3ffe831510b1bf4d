"""What waits for a signature: the whole queue in one query, the lines that are shown in another."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from benefits.access import decisions_of
from benefits.models import DecisionItem
from benefits.models.decisions import ISSUED, DecisionTransition
from benefits.selectors_changes import CRITERIA, NEAR_SHARE
from cases.models import Alert, SnapshotMember, Term
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import User

NEAR = "dochód przy samym kryterium"
MOST = 500
"""How many decisions the queue reads at once, the longest waiting first."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What counts of one decision of the queue, shown or not."""

    pk: int
    item: int
    version: int
    chapter: str
    kind: str
    amount: Decimal | None
    submitted_at: datetime | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the queue as it is shown. `change` is the difference from the last decision, None
    for a first.
    """

    of: Waiting
    name: str
    benefit: str
    change: Decimal | None
    first: bool
    near: bool

    @property
    def warnings(self) -> tuple[str, ...]:
        """Why it should be read before it is signed."""
        return (*self.of.warnings, NEAR) if self.near else self.of.warnings


@dataclass(frozen=True, slots=True)
class Queue:
    """All that waits, with its sums."""

    rows: list[Waiting]
    cut: bool
    by_chapter: dict[str, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """The sum of what would be granted, monthly or once."""
        return sum((row.amount or Decimal() for row in self.rows), Decimal("0.00"))

    @property
    def flagged(self) -> int:
        """How many should be read first."""
        return sum(bool(row.warnings) for row in self.rows)

    def place(self, pk: int | None) -> int:
        """The place of a decision; the first when it does not wait (any more)."""
        return next((n for n, row in enumerate(self.rows) if row.pk == pk), 0)


def pending(user: User) -> QuerySet[DecisionItem]:
    """Items of decisions that wait for this person's signature: of their units, not their own."""
    mine = decisions_of(user, Cap.APPROVE_DECISIONS).filter(status="approval_pending")
    return DecisionItem.objects.filter(decision__in=mine.exclude(author=user))


def pending_count(user: User) -> int:
    """How many wait, for the navigation."""
    if not user.can(Cap.APPROVE_DECISIONS):
        return 0
    return pending(user).count()


def queue(user: User, today: date) -> Queue:
    """The queue of a person, the longest waiting first; one query."""
    rows = _annotated(pending(user), user, today).order_by("submitted_at", "decision_id")
    found = [_waiting(row) for row in rows[: MOST + 1]]
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in found[:MOST]:
        if one.amount is not None and one.chapter:
            sums[one.chapter] += one.amount
    return Queue(found[:MOST], len(found) > MOST, dict(sorted(sums.items())))


def _annotated(rows: QuerySet[DecisionItem], user: User, today: date) -> Any:
    sent = DecisionTransition.objects.filter(record=OuterRef("decision"), move="submit")
    late = Term.objects.filter(
        case=OuterRef("decision__case"), kind=Term.Kind.SETTLE, met_on=None, cancelled_on=None,
        due_on__lt=today,
    )  # fmt: skip
    alerts = Alert.objects.filter(person=OuterRef("decision__addressee"), period__contains=today)
    related = SnapshotMember.objects.filter(
        snapshot=OuterRef("calculation__snapshot"), person__exclusions__user=user,
        person__exclusions__period__contains=today,
    )  # fmt: skip
    return rows.annotate(
        submitted_at=Subquery(sent.order_by("-pk").values("recorded_at")[:1]),
        late=Exists(late), alert=Exists(alerts), related=Exists(related),
        other=Q(amount__isnull=False) & ~Q(amount=F("proposed_amount")),
    ).values(
        "pk", "decision_id", "decision__version", "decision__changes_id",
        "decision__reasons_skipped", "benefit__chapter", "kind", "amount", "submitted_at", "late",
        "alert", "related", "other",
    )  # fmt: skip


def _waiting(row: dict[str, Any]) -> Waiting:
    return Waiting(
        pk=row["decision_id"], item=row["pk"], version=row["decision__version"],
        chapter=row["benefit__chapter"], kind=row["kind"], amount=row["amount"],
        submitted_at=row["submitted_at"], warnings=tuple(_warnings(row)),
    )  # fmt: skip


def _warnings(row: dict[str, Any]) -> list[str]:
    """Why it should be read before it is signed."""
    said = [
        (row["kind"] == DecisionItem.Kind.REFUSAL, "odmowa"),
        (row["other"], "inna kwota niż proponowana"),
        (row["alert"], "ostrzeżenie na karcie osoby"),
        (row["related"], "Twoje wyłączenie od spraw tej osoby"),
        (row["late"], "termin załatwienia minął"),
        (row["decision__changes_id"], "zmiana wcześniejszej decyzji"),
        (row["decision__reasons_skipped"], "bez uzasadnienia"),
    ]
    return [words for holds, words in said if holds]


_LINES = """
    SELECT i.id, b.label, n.last_name, n.first_name, before.amount, before.id IS NOT NULL,
           jsonb_path_query_array(c.trace, %(steps)s::jsonpath)
    FROM benefits_decisionitem i
    JOIN benefits_decision d ON d.id = i.decision_id
    JOIN benefits_calculation c ON c.id = i.calculation_id
    JOIN cases_applicationitem a ON a.id = i.item_id
    JOIN office_benefit b ON b.id = i.benefit_id
    LEFT JOIN cases_personname n ON n.person_id = d.addressee_id AND n.period @> %(today)s::date
    LEFT JOIN LATERAL (
      SELECT o.id, o.amount FROM cases_applicationitem oa
      JOIN benefits_decisionitem o ON o.item_id = oa.id
      JOIN benefits_decision od ON od.id = o.decision_id
      WHERE oa.person_id = a.person_id AND o.benefit_id = i.benefit_id AND od.id <> d.id
        AND od.status = ANY(%(issued)s)
      ORDER BY od.issued_on DESC, o.id DESC LIMIT 1
    ) before ON true
    WHERE i.id = ANY(%(items)s)
"""
_CODES = " || ".join(f'@.code == "{code}"' for code in ("income", *CRITERIA))
_STEPS = f'strict $.** ? ({_CODES}).keyvalue() ? (@.key == "code" || @.key == "number")'
"""The codes and exact values of these steps: the trace is unpacked and walked once, and no more of
it leaves the database.
"""


def lines(waiting: Sequence[Waiting]) -> list[Line]:
    """What the list says of these: names, the last decision about the same, an income so near the
    criterion that a small mistake would turn the answer; one query. It reads whole calculations,
    so it is asked for the lines that are shown.
    """
    known: dict[str, Any] = {
        "items": [one.item for one in waiting], "today": clock.today(), "issued": list(ISSUED),
        "steps": _STEPS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LINES, known)
        told = {row[0]: row[1:] for row in cursor.fetchall()}
    return [_line(one, *told[one.item]) for one in waiting if one.item in told]


def _line(
    one: Waiting,
    benefit: str,
    last_name: str | None,
    first_name: str | None,
    *compared: Any,
) -> Line:
    before, has_before, steps = compared
    return Line(
        of=one, name=f"{last_name or '–'} {first_name or ''}".strip(), benefit=benefit,
        first=not has_before,
        change=one.amount - before if one.amount is not None and before is not None else None,
        near=_near(*_income_and_criterion(json.loads(steps))),
    )  # fmt: skip


def _income_and_criterion(told: list[dict[str, Any]]) -> tuple[Decimal | None, Decimal | None]:
    """The first step of either kind that has a number, out of the pairs of `_numbers`."""
    steps: dict[int, dict[str, str]] = defaultdict(dict)
    for pair in told:
        steps[pair["id"]][pair["key"]] = pair["value"]
    numbered = [
        (step["code"], Decimal(step["number"])) for step in steps.values() if "number" in step
    ]
    income = next((number for code, number in numbered if code == "income"), None)
    return income, next((number for code, number in numbered if code in CRITERIA), None)


def _near(income: Decimal | None, criterion: Decimal | None) -> bool:
    if income is None or not criterion:
        return False
    return abs(criterion - income) <= criterion * NEAR_SHARE
