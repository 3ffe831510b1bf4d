"""What benefits do every night."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from opsapp.kernel import clock
from opsapp.kernel.jobs import schedule
from opsapp.kernel.models import Schedule
from opsapp.office.models import User

NIGHTLY = {"decisions_of_the_day": time(2, 15), "what_if_retention": time(2, 45)}


def lay(*, actor: User) -> int:
    """Lay the nightly schedules; returns how many were missing."""
    before = Schedule.objects.count()
    tomorrow = clock.today() + timedelta(days=1)
    for kind, at in NIGHTLY.items():
        tonight = datetime.combine(tomorrow, at, tzinfo=clock.WARSAW)
        schedule(kind, every=timedelta(days=1), first_run=tonight, actor=actor)
    return Schedule.objects.count() - before
