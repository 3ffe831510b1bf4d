"""What social work does every night."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from opsapp.kernel import clock
from opsapp.kernel.jobs import schedule
from opsapp.kernel.models import Schedule
from opsapp.office.models import User

NIGHTLY = "interviews_of_the_day"
NIGHT = time(2, 45)


def lay(*, actor: User) -> int:
    """Lay the nightly schedule; 1 when it was missing."""
    before = Schedule.objects.count()
    tonight = datetime.combine(clock.today() + timedelta(days=1), NIGHT, tzinfo=clock.WARSAW)
    schedule(NIGHTLY, every=timedelta(days=1), first_run=tonight, actor=actor)
    return Schedule.objects.count() - before
