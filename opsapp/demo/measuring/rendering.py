"""What the worker holds after it made documents; they are not kept."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.db import transaction

from benefits.models import Decision
from opsapp.demo.measuring.figures import Figure
from opsapp.demo.measuring.memory import megabytes
from opsapp.kernel import jobs
from opsapp.kernel.jobs import Task
from opsapp.kernel.models import Job
from opsapp.kernel.worker import Worker
from opsapp.office.services import users

DOCUMENTS = 20


def worker() -> Iterator[Figure]:
    """The handlers of a worker, in a process that did nothing else."""
    Worker()
    render = jobs.handler_of("render_decision")
    task = Task(Job(kind="render_decision", ordered_by=users.system_user()))
    waiting = Decision.objects.filter(number__isnull=False, document=None)
    for pk in waiting.order_by("-pk").values_list("pk", flat=True)[:DOCUMENTS]:
        with transaction.atomic():
            render(task, decision=pk)
            transaction.set_rollback(True)
    held = megabytes(os.getpid(), "VmHWM")
    yield Figure("worker", held, held, note=f"n = {DOCUMENTS}")
