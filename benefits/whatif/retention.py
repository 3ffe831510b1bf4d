"""How long runs are kept: names of real cases stand in them, so they do not stay for ever."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from benefits import centre
from benefits.models import WhatIf, WhatIfCase
from benefits.models.whatif import LEAST_DAYS
from opsapp.kernel import clock, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.jobs import Task, handler
from opsapp.office.models import User

JOB = "what_if_retention"
POINTS = faults.declare("what_if.cases_deleted")


def days() -> int:
    """For how many days a run is kept: the centre's answer, never less than the database holds.

    An answer that is no whole number counts as the default.
    """
    kept = centre.answer("what_if.days", on=clock.today())
    if isinstance(kept, bool) or not isinstance(kept, int):
        kept = centre.DEFAULTS["what_if.days"][0]
    return max(LEAST_DAYS, int(kept))


def gone_on(run: WhatIf) -> date:
    """The day on whose night the run is deleted."""
    return run.asked_at.astimezone(clock.WARSAW).date() + timedelta(days=days())


def _edge() -> datetime:
    return clock.now() - timedelta(days=days())


@act
def forget(run: WhatIf, *, actor: User) -> bool:
    """Delete a run with its cases, whole or not at all; False when it is not old enough or gone."""
    row = WhatIf.objects.filter(pk=run.pk, asked_at__lte=_edge()).first()
    if row is None:
        return False
    row = states.lock(row)
    cases = WhatIfCase.objects.filter(run=row)
    cases._raw_delete(cases.db)
    faults.point("what_if.cases_deleted")
    row.delete()
    return True


@handler(JOB, "Usuwanie dawnych symulacji „Co jeśli?”")
def forget_old(task: Task) -> dict[str, int]:
    """Every night: runs older than the centre keeps them, each in a transaction of its own."""
    old = list(WhatIf.objects.filter(asked_at__lte=_edge()).order_by("pk"))
    gone = [run for run in old if forget(run, actor=task.actor)]
    return {"deleted": len(gone)}
