"""The history of tables that change: written by the database itself, with the actor's context."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import models
from pghistory.trigger import Event

from opsapp.kernel.triggers import frozen

M = TypeVar("M", bound=models.Model)

_ATTACHED = "WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) "
_JOINED = ", _pgh_attached_context;"


class HistoryTrigger(Event):
    """pghistory's statement-level trigger without its table of contexts: ours is a JSON of the row.

    The package calls its context function even then, which would cost a caught error a statement.
    """

    def get_func(self, model: Any) -> Any:
        """The package's function with that call cut out; says so if a new release has another."""
        sql: str = super().get_func(model).func  # type: ignore[no-untyped-call]
        if _ATTACHED not in sql or _JOINED not in sql:
            raise RuntimeError("pghistory writes its triggers otherwise than we know.")
        plain = sql.replace(_ATTACHED, "").replace(_JOINED, ";")
        return pgtrigger.Func(plain)  # type: ignore[no-untyped-call]


class _OwnTrigger(pghistory.RowEvent):
    def add_event_trigger(self, event_model: Any) -> None:
        trigger = HistoryTrigger(  # type: ignore[no-untyped-call]
            event_model=event_model,
            label=self.label,
            name=f"history_{self.label}",
            row=self.row,
            operation=self.operation,
            condition=self.condition,
            level=pgtrigger.Statement,
        )
        trigger.register(event_model.pgh_tracked_model)


class Inserted(_OwnTrigger, pghistory.InsertEvent):
    """The first version of a row."""


class Updated(_OwnTrigger, pghistory.UpdateEvent):
    """A row as it stands after a change."""


class Deleted(_OwnTrigger, pghistory.DeleteEvent):
    """A row as it stood before it was deleted."""


def track(model: type[M], *, exclude: Sequence[str], inserts: bool) -> type[M]:
    """Give a model its history; see `audit.tracked`."""
    events = [Updated(), Deleted(), *([Inserted()] if inserts else [])]
    decorate = pghistory.track(
        *events,
        exclude=list(exclude),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        append_only=False,
        meta={"triggers": frozen(), "verbose_name": f"historia: {model._meta.verbose_name}"},
        level=pgtrigger.Statement,
    )
    tracked: type[M] = decorate(model)
    return tracked
