"""Rows that follow one another: the new one begins on the day the old one ends."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model, QuerySet

from opsapp.kernel import clock
from opsapp.kernel.refusals import Conflict, Refusal

M = TypeVar("M", bound=Model)


def since(day: date) -> DateRange:
    """A period from a day on."""
    return DateRange(day, None, "[)")


def not_future(day: date, *, field: str, what: str) -> None:
    """Raise `Refusal` when the day has not come yet."""
    if day > clock.today():
        raise Refusal(
            f"{what} nie może być z przyszłości ({day:%d.%m.%Y}). Sprawdź datę.",
            "future_day",
            field,
        )


def succeed(rows: QuerySet[M], new: M, *, on: date) -> M:
    """Save `new` from a day on in place of the row in force among `rows`, which ends there.

    Equal values change nothing and the row in force is returned; on its own first day it is
    corrected in place. Raises `Refusal` when a row in force begins later.
    """
    current: Any = rows.filter(period__upper_inf=True).select_for_update(of=("self",)).first()
    _not_over_history(rows, current, on)
    values = _values(new)
    if current is not None and _values(current) == values:
        found: M = current
        return found
    if current is not None and current.period.lower == on:
        corrected: M = _correct(current, values)
        return corrected
    if current is not None:
        end(current, on=on)
    new.period = since(on)  # type: ignore[attr-defined]
    new.save()
    return new


def end(row: Any, *, on: date) -> None:
    """End a row so that `on` is the first day it no longer holds.

    Raises `Conflict` when it ended already, `Refusal` when it began on that day or later.
    """
    if row.period.upper is not None:
        raise Conflict("Ten wpis został już zakończony. Odśwież stronę.", "ended")
    if on <= row.period.lower:
        raise Refusal(
            f"Ten wpis obowiązuje od {row.period.lower:%d.%m.%Y}. "
            "Zakończyć go można dopiero z późniejszym dniem.",
            "too_early",
            "on",
        )
    row.period = DateRange(row.period.lower, on, "[)")
    row.save(update_fields=["period"])


def _not_over_history(rows: QuerySet[M], current: Any, on: date) -> None:
    if current is not None and on < current.period.lower:
        day = current.period.lower
    else:
        last: Any = rows.filter(period__upper_inf=False, period__endswith__gt=on).first()
        if last is None:
            return
        day = last.period.upper
    raise Refusal(
        f"Od {day:%d.%m.%Y} obowiązuje już inny wpis. Podaj ten dzień albo późniejszy.",
        "too_early",
        "on",
    )


def _correct(current: Any, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        setattr(current, name, value)
    current.save(update_fields=list(values))
    return current


def _values(row: Model) -> dict[str, Any]:
    own = {"id", "period", "recorded_at"}
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in own and not field.generated
    }
