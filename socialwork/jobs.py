"""Background work of social work: what the calendar brings."""

from __future__ import annotations

from opsapp.kernel.jobs import Task, handler
from socialwork.services.interviews.updating import open_missing


@handler("interviews_of_the_day", "Wywiady dnia")
def interviews_of_the_day(task: Task) -> dict[str, int]:
    """Every night: terms of updates in cases where permanent help began to run."""
    return {"updates": open_missing(actor=task.actor)}
