"""Incomes and circumstances on record: a row is never edited, a further one takes its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from cases.dictionaries import CIRCUMSTANCES, FARM, income_kinds
from cases.models import Circumstance, Evidence, IncomeRecord, Person
from cases.services.clashes import refusing
from opsapp.kernel import clock
from opsapp.kernel.audit import act
from opsapp.kernel.periods import Month
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User

CHANGED = Conflict(
    "Ktoś inny zmienił ten wpis przed chwilą. Odśwież stronę i sprawdź, co się zmieniło.",
    "superseded",
)
COPIED = (
    "kind", "amount", "hectares", "month", "year", "months", "lost_on", "gained_on",
    "for_months", "source", "evidence",
)  # fmt: skip


@act
def record(
    person: Person,
    *,
    kind: str,
    amount: Decimal | None = None,
    hectares: Decimal | None = None,
    month: Month | None = None,
    year: int | None = None,
    months: int | None = None,
    lost_on: date | None = None,
    gained_on: date | None = None,
    for_months: Sequence[Month] = (),
    source: str = "",
    evidence: Evidence | None = None,
    request_id: UUID | None = None,
    actor: User,
) -> IncomeRecord:
    """Put an income of a month, or of a year as a whole, on record; amounts are net, in złoty.

    The same `request_id` again returns the row written first. Raises `Refusal` naming the field.
    """
    if request_id is not None:
        written = IncomeRecord.objects.filter(request_id=request_id).first()
        if written is not None:
            return written
    row = IncomeRecord(
        person=person,
        kind=kind,
        amount=amount,
        hectares=hectares,
        month=month.first_day if month else None,
        year=year,
        months=months,
        lost_on=lost_on,
        gained_on=gained_on,
        for_months=[each.first_day for each in for_months],
        source=" ".join(source.split()),
        evidence=evidence,
        request_id=request_id,
    )
    return _write(row)


@act
def supersede(record: IncomeRecord, *, reason: str, actor: User, **changes: Any) -> IncomeRecord:
    """Put a corrected row in the place of one on record; both stay. A reason is obligatory.

    `changes` are fields of `record()`. Raises `Conflict` when someone else did it first.
    """
    if unknown := changes.keys() - set(COPIED):
        raise TypeError(f"Not a field of an income: {sorted(unknown)}")
    if isinstance(changes.get("month"), Month):
        changes["month"] = changes["month"].first_day
    values = {name: getattr(record, name) for name in COPIED} | changes
    row = IncomeRecord(person_id=record.person_id, **values)
    return _replace(record, row, reason)


@act
def withdraw(record: IncomeRecord, *, reason: str, actor: User) -> IncomeRecord:
    """Say that an income on record was none; the row and the reason stay to be read."""
    values = {name: getattr(record, name) for name in COPIED}
    row = IncomeRecord(person_id=record.person_id, withdrawn=True, **values)
    return _replace(record, row, reason)


def _replace(old: IncomeRecord, row: IncomeRecord, reason: str) -> IncomeRecord:
    if not reason.strip():
        raise Refusal("Napisz, dlaczego wpis się zmienia.", "no_reason", "reason")
    if old.withdrawn or IncomeRecord.objects.filter(supersedes=old).exists():
        raise CHANGED
    row.supersedes, row.reason = old, reason.strip()
    return _write(row)


def _write(row: IncomeRecord) -> IncomeRecord:
    _check_kind(row)
    _check_time(row)
    repeated = Conflict("Ten dochód już zapisano.", "repeated")
    with refusing(
        {
            "cases_incomerecord_supersedes_id_key": CHANGED,
            "cases_incomerecord_request_id_key": repeated,
        }
    ):
        row.save(force_insert=True)
    return row


def _check_kind(row: IncomeRecord) -> None:
    if row.kind not in income_kinds():
        raise Refusal("Wybierz rodzaj dochodu z listy.", "unknown_kind", "kind")
    if row.kind == FARM:
        row.amount = None
        if row.hectares is None or row.hectares <= 0:
            raise Refusal(
                "Podaj powierzchnię gospodarstwa w hektarach przeliczeniowych.",
                "no_hectares",
                "hectares",
            )
        return
    row.hectares = None
    if row.amount is None or row.amount < 0:
        raise Refusal("Podaj kwotę, zero albo większą.", "no_amount", "amount")


def _check_time(row: IncomeRecord) -> None:
    if (row.month is None) == (row.year is None):
        raise Refusal("Podaj miesiąc otrzymania albo rok, jedno z dwojga.", "month", "month")
    if row.month is not None and row.month > clock.this_month().last_day:
        raise Refusal("Miesiąc jeszcze się nie zaczął. Sprawdź datę.", "future_month", "month")
    if row.gained_on and row.lost_on and row.lost_on < row.gained_on:
        raise Refusal(
            f"Utrata dochodu ({row.lost_on:%d.%m.%Y}) jest wcześniejsza niż jego uzyskanie "
            f"({row.gained_on:%d.%m.%Y}). Popraw jedną z dat.",
            "order",
            "lost_on",
        )


@act
def record_circumstance(
    person: Person,
    *,
    kind: str,
    value: str,
    valid_from: date,
    valid_to: date | None = None,
    evidence: Evidence | None = None,
    supersedes: Circumstance | None = None,
    actor: User,
) -> Circumstance:
    """Put a dated fact on record (disability, incapacity, education …) by its code.

    A row of the same kind that it replaces is named by `supersedes`. Equal facts are not repeated.
    """
    if value not in CIRCUMSTANCES.get(kind, {}):
        raise Refusal("Wybierz wartość z listy.", "unknown_value", "value")
    if valid_to is not None and valid_to < valid_from:
        raise Refusal("Ostatni dzień jest wcześniejszy niż pierwszy.", "order", "valid_to")
    row = Circumstance(
        person=person,
        kind=kind,
        value=value,
        valid_from=valid_from,
        valid_to=valid_to,
        evidence=evidence,
        supersedes=supersedes,
    )
    same = Circumstance.objects.filter(
        person=person,
        kind=kind,
        value=value,
        valid_from=valid_from,
        valid_to=valid_to,
        withdrawn=False,
        superseded_by=None,
    ).first()
    return same or _write_fact(row)


@act
def withdraw_circumstance(circumstance: Circumstance, *, actor: User) -> Circumstance:
    """Say that a fact on record was none."""
    return _write_fact(
        Circumstance(
            person_id=circumstance.person_id,
            kind=circumstance.kind,
            value=circumstance.value,
            valid_from=circumstance.valid_from,
            valid_to=circumstance.valid_to,
            evidence_id=circumstance.evidence_id,
            supersedes=circumstance,
            withdrawn=True,
        )
    )


def _write_fact(row: Circumstance) -> Circumstance:
    with refusing({"cases_circumstance_supersedes_id_key": CHANGED}):
        row.save(force_insert=True)
    return row
