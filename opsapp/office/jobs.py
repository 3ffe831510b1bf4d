"""Background work of the office: what is done every night."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from opsapp.kernel import backups, clock, integrity, looked, registry
from opsapp.kernel.jobs import Task, handler, schedule
from opsapp.kernel.models import Schedule
from opsapp.office.models import User

SEAL_LOOKS = "seal_looks"
CHECK_INTEGRITY = "check_integrity"
BACKUP = "backup"
NIGHTS = {SEAL_LOOKS: time(1, 30), BACKUP: time(2, 0), CHECK_INTEGRITY: time(3, 0)}
"""The hour on the wall at which each begins."""
EVERY = timedelta(days=1)


@handler(SEAL_LOOKS, "Pieczęć wglądów dnia")
def seal_looks(task: Task) -> dict[str, int]:
    """Seal the days of looking that have ended."""
    seals = looked.seal_looks(clock.today(), actor=task.actor)
    return {"days": len(seals), "looks": sum(seal.count for seal in seals)}


@handler(CHECK_INTEGRITY, "Nocna kontrola danych")
def check_integrity(task: Task) -> dict[str, Any]:
    """Ask every check; what they found is kept as the result and shown to the administrator."""
    answers = list(task.each(integrity.asked(), sum(1 for _ in registry.checks)))
    wrong = {answer.name: answer.faults for answer in answers if answer.faults}
    return {
        "checks": len(answers),
        "faults": sum(map(len, wrong.values())),
        "wrong": wrong,
        "seconds": {answer.name: round(answer.seconds, 1) for answer in answers},
    }


@handler(BACKUP, "Kopia zapasowa")
def backup(task: Task) -> dict[str, Any]:
    """Copy the database and the files, and drop the copies that are old enough."""
    made = backups.make()
    return {
        "folder": made.name,
        "dropped": [folder.name for folder in backups.drop_old()],
    }


def lay_schedules(*, actor: User) -> int:
    """Lay the schedules of this office; the number of those that were missing."""
    before = Schedule.objects.count()
    tomorrow = clock.today() + timedelta(days=1)
    for kind, hour in NIGHTS.items():
        first = datetime.combine(tomorrow, hour, tzinfo=clock.WARSAW)
        schedule(kind, every=EVERY, first_run=first, actor=actor)
    return Schedule.objects.count() - before
