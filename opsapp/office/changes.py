"""Who changed a record, when, by which act, and what: read from the history of its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from opsapp.kernel import clock
from opsapp.kernel.templatetags.ops import period
from opsapp.kernel.text import upper_first
from opsapp.office.models import User

LIMIT = 200
LABELS = {"insert": "założenie", "update": "zmiana", "delete": "usunięcie"}


@dataclass(frozen=True, slots=True)
class Changed:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One version of a record, against the one before."""

    at: datetime
    who: str
    what: str
    reason: str
    fields: list[Changed]


def changes_of(record: models.Model) -> list[Change]:
    """The versions of a record, the newest first; none when its table keeps no history."""
    history = getattr(record, "history", None)
    if history is None:
        return []
    events = list(history.order_by("-pgh_id")[: LIMIT + 1])
    actors = {event.pgh_context.get("actor") for event in events if event.pgh_context}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=actors - {None})}
    before = [*events[1:], None]
    return [
        _change(event, earlier, names)
        for event, earlier in list(zip(events, before, strict=True))[:LIMIT]
    ]


def _change(event: Any, earlier: Any, names: dict[int, str]) -> Change:
    context = event.pgh_context or {}
    return Change(
        at=event.pgh_created_at,
        who=names.get(context.get("actor", -1), "?"),
        what=LABELS.get(event.pgh_label, event.pgh_label),
        reason=context.get("reason", ""),
        fields=list(_differences(event, earlier)),
    )


def _differences(event: Any, earlier: Any) -> Iterator[Changed]:
    for field in event._meta.local_concrete_fields:
        if field.name.startswith("pgh_") or field.name in ("id", "created_at"):
            continue
        after, before = (_shown(row, field) if row else "" for row in (event, earlier))
        if after != before:
            yield Changed(upper_first(str(field.verbose_name)), before or "–", after or "–")


def _shown(row: Any, field: models.Field[Any, Any]) -> str:
    value = getattr(row, field.attname)
    if value is None:
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(field, models.ForeignKey):
        return str(field.related_model._default_manager.filter(pk=value).first() or value)
    return _words(value)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "tak" if value else "nie"
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.WARSAW):%d.%m.%Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return period(value) if isinstance(value, DateRange) else str(value)
