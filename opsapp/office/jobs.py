"""Background work of the office."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from opsapp.kernel import clock, looked
from opsapp.kernel.jobs import Task, handler, schedule
from opsapp.kernel.models import Schedule
from opsapp.office.models import User

SEAL_LOOKS = "seal_looks"
NIGHT = time(1, 30)


@handler(SEAL_LOOKS)
def seal_looks(task: Task) -> dict[str, int]:
    """Seal the days of looking that have ended."""
    seals = looked.seal_looks(clock.today(), actor=task.actor)
    return {"days": len(seals), "looks": sum(seal.count for seal in seals)}


def lay_schedules(*, actor: User) -> int:
    """Lay the schedules of this office; the number of those that were missing."""
    before = Schedule.objects.count()
    tonight = datetime.combine(clock.today() + timedelta(days=1), NIGHT, tzinfo=clock.WARSAW)
    schedule(SEAL_LOOKS, every=timedelta(days=1), first_run=tonight, actor=actor)
    return Schedule.objects.count() - before
