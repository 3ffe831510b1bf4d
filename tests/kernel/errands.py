"""Jobs that tests order, in this process or in a worker of its own.

Run as a script it is such a worker: `errands.py DATABASE [--drain]`.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from opsapp.kernel.jobs import Task


def main(database: str, *, drain: bool) -> None:
    """Be a worker on the database of that name."""
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    register()
    from opsapp.kernel.worker import Worker

    worker = Worker()
    with worker.signals():
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        if drain:
            worker.drain()
        else:
            worker.run_forever()


def register() -> None:
    """Say who does these jobs."""
    from opsapp.kernel import jobs

    for kind, function in HANDLERS.items():
        jobs.handler(kind)(function)


def write_items(task: Task, *, count: int, pause: float = 0.0) -> dict[str, int]:
    """Write `count` rows, each in its transaction and only once."""
    from django.db import connection, transaction

    from opsapp.kernel.jobs import once

    for item in task.each(range(count), count):
        with transaction.atomic():
            if once(f"{task.job.key}:{item}"):
                with connection.cursor() as cursor:
                    cursor.execute("INSERT INTO errands VALUES (%s, %s)", [task.job.key, item])
                time.sleep(pause)
    return {"written": count}


def kill_worker(task: Task) -> None:
    """End the worker as the kernel does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def grow(task: Task) -> int:
    """Tell how much memory the worker holds, in KB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4


def who(task: Task) -> Any:
    """Tell in whose name the job runs."""
    return task.actor.username


def refuse(task: Task) -> None:
    """Be refused."""
    from opsapp.kernel.refusals import Refusal

    raise Refusal("Brak wzoru dokumentu.")


def fail(task: Task) -> None:
    """Have a bug."""
    raise ZeroDivisionError("tak bywa")


HANDLERS: dict[str, Callable[..., Any]] = {
    "errand.items": write_items,
    "errand.kill": kill_worker,
    "errand.memory": grow,
    "errand.who": who,
    "errand.refuse": refuse,
    "errand.fail": fail,
}

if __name__ == "__main__":
    main(sys.argv[1], drain="--drain" in sys.argv)
