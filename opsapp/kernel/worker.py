"""The worker: takes jobs one by one and survives everything but its own death.

The lease of a job is an advisory lock of the worker's database session, so it ends with the worker,
whatever ended it. Workers therefore connect to PostgreSQL itself, past any pooler.
"""

from __future__ import annotations

import logging
import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType

from django.db import InterfaceError, OperationalError, connection, reset_queries
from django.db.models import F

from opsapp.kernel import clock, faults, jobs
from opsapp.kernel.jobs import CHANNEL, Interrupted, Task
from opsapp.kernel.models import Job
from opsapp.kernel.refusals import Refusal

POINTS = faults.declare("jobs.taken", "jobs.handled", "jobs.closed")

MAX_ATTEMPTS = 5
MAX_KILLS = 3
IDLE_SECONDS = 5.0
RECONNECT_SECONDS = 2.0
_LOOK_AT = 50
_LOCK_SPACE = 0x4A4F_4253 << 32
"""Advisory locks of jobs lie above this number ('JOBS'), job by job."""

logger = logging.getLogger(__name__)


class Worker:
    """Takes jobs until told to stop; with `drain`, until no job is due."""

    def __init__(self) -> None:
        self.stopping = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)

    def drain(self) -> int:
        """Do every job that is due now, and those they order; returns how many were taken."""
        taken = 0
        jobs.enqueue_due()
        while not self.stopping and self.run_one():
            taken += 1
        return taken

    def run_forever(self) -> None:
        """Do jobs as they come; a lost database is waited for."""
        while not self.stopping:
            try:
                self._listen()
                while not self.stopping:
                    if not self.drain():
                        self._wait()
            except (InterfaceError, OperationalError):
                logger.exception("Połączenie z bazą danych zostało przerwane.")
                connection.close()
                self._sleep(RECONNECT_SECONDS)

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """End between two items; the unfinished job waits for another worker."""
        self.stopping = True
        os.write(self._wake_write, b".")

    @contextmanager
    def signals(self) -> Iterator[None]:
        """Stop on SIGTERM and SIGINT."""
        before = {name: signal.signal(name, self.stop) for name in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for name, previous in before.items():
                signal.signal(name, previous)

    def run_one(self) -> bool:
        """Take one due job, do it and close it; False when there is none."""
        job = take()
        if job is None:
            return False
        try:
            faults.point("jobs.taken")
            do(Task(job, stopping=lambda: self.stopping))
        finally:
            _release(job.pk)
            reset_queries()
        return True

    def _listen(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")

    def _wait(self) -> None:
        """Until a job is ordered, the worker is told to stop, or it is time to look again."""
        database = connection.connection
        select.select([database.fileno(), self._wake_read], [], [], IDLE_SECONDS)
        database.poll()
        database.notifies.clear()

    def _sleep(self, seconds: float) -> None:
        select.select([self._wake_read], [], [], seconds)


def take() -> Job | None:
    """The first due job that nobody holds, now held by this session and marked as running.

    A job found running without a holder lost its worker: that is counted, and the third time the
    job is stopped.
    """
    while True:
        due = Job.objects.filter(status__in=Job.OPEN, run_after__lte=clock.now())
        first = due.order_by("run_after", "id").values_list("pk", flat=True)[:_LOOK_AT]
        pk = next(filter(_hold, list(first)), None)
        if pk is None:
            return None
        job = Job.objects.select_related("ordered_by").filter(pk=pk, status__in=Job.OPEN).first()
        if job and job.run_after <= clock.now() and _begin(job):
            return job
        _release(pk)


def do(task: Task) -> None:
    """Do a taken job and write down how it ended."""
    job = task.job
    try:
        result = jobs.handler_of(job.kind)(task, **job.arguments)
    except Interrupted:
        Job.objects.filter(pk=job.pk).update(status=Job.Status.QUEUED, attempts=F("attempts") - 1)
    except Refusal as refusal:
        _close(job, Job.Status.FAILED, error=refusal.message)
    except (InterfaceError, OperationalError) as error:
        if not connection.is_usable():
            raise
        _fail(job, error)
    except Exception as error:  # the one place where a bug must not end the worker
        logger.exception("Zadanie %s (%s) nie powiodło się.", job.pk, job.kind)
        _fail(job, error)
    else:
        faults.point("jobs.handled")
        _close(job, Job.Status.DONE, result=result)
        faults.point("jobs.closed")


def _begin(job: Job) -> bool:
    """Mark the held job as running; False when it was stopped instead."""
    if job.status == Job.Status.RUNNING:
        job.kills += 1
    if job.kills >= MAX_KILLS:
        why = f"Zadanie {MAX_KILLS} razy przerwało pracę programu i zostało zatrzymane."
        _close(job, Job.Status.STOPPED, error=why, kills=job.kills)
        logger.error("Zadanie %s (%s): %s", job.pk, job.kind, why)
        return False
    job.status, job.started_at = Job.Status.RUNNING, clock.now()
    job.attempts += 1
    job.save(update_fields=["status", "started_at", "attempts", "kills"])
    return True


def _fail(job: Job, error: Exception) -> None:
    """Put the job off (10, 20, 40, 80 seconds), or give it up after the last attempt."""
    reason = f"{type(error).__name__}: {error}"[:2000]
    if job.attempts >= MAX_ATTEMPTS:
        _close(job, Job.Status.FAILED, error=reason)
        return
    later = clock.now() + timedelta(seconds=5 * 2**job.attempts)
    Job.objects.filter(pk=job.pk).update(status=Job.Status.QUEUED, run_after=later, error=reason)


def _close(job: Job, status: Job.Status, **fields: object) -> None:
    Job.objects.filter(pk=job.pk).update(
        **{"status": status, "finished_at": clock.now(), "error": "", **fields}
    )


def _hold(pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK_SPACE + pk])
        return bool(cursor.fetchone()[0])


def _release(pk: int) -> None:
    if connection.connection is not None and not connection.connection.closed:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK_SPACE + pk])
