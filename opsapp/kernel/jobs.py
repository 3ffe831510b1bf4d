"""Background work: ordering it, describing it, and the promise that an effect happens once.

    @jobs.handler("render_decision")
    def render(task: Task, *, decision: int) -> None: ...

    jobs.enqueue("render_decision", key=f"decision:{pk}:pdf", actor=actor, decision=pk)

Handlers stand in a module `jobs` of their app. A worker may die at any moment and the job then
begins again: a handler commits item by item, each guarded by `once` in the item's transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, TypeVar

from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules

from opsapp.kernel import clock
from opsapp.kernel.models import Effect, Job, Schedule
from opsapp.kernel.refusals import Conflict

CHANNEL = "ops_jobs"
PROGRESS_EVERY_SECONDS = 0.3

Handler = Callable[..., Any]
H = TypeVar("H", bound=Handler)
T = TypeVar("T")

_handlers: dict[str, Handler] = {}
_labels: dict[str, str] = {}
_wanted: ContextVar[dict[str, tuple[str, dict[str, Any]]] | None] = ContextVar(
    "ops_wanted", default=None
)


class Interrupted(Exception):
    """The worker was asked to end; the job waits for another one."""


@dataclass(slots=True)
class Task:
    """The job as its handler sees it."""

    job: Job
    stopping: Callable[[], bool] = lambda: False
    _written_at: float = field(default=float("-inf"), init=False)

    @property
    def actor(self) -> Any:
        """The person who ordered the job: its acts are theirs."""
        return self.job.ordered_by

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say between two items how far the work is; Interrupted when the worker must end."""
        if self.stopping():
            raise Interrupted
        if monotonic() - self._written_at >= PROGRESS_EVERY_SECONDS or done == total:
            Job.objects.filter(pk=self.job.pk).update(progress=done, total=total, message=message)
            self._written_at = monotonic()

    def each(self, items: Iterable[T], total: int | None = None, message: str = "") -> Iterator[T]:
        """Go through the items, reporting progress between them."""
        done = 0
        for done, item in enumerate(items, start=1):
            self.progress(done - 1, total, message)
            yield item
        self.progress(done, total, message)


def handler(kind: str, label: str = "") -> Callable[[H], H]:
    """Register the function that does jobs of this kind; its return value is kept as the result.
    `label` is what the administrator reads.
    """

    def register(function: H) -> H:
        _labels[kind] = label
        if _handlers.setdefault(kind, function) is not function:
            raise ValueError(f"Jobs of kind {kind!r} have a handler already.")
        return function

    return register


def label_of(kind: str) -> str:
    """The kind of a job in words; its code when it has none."""
    if kind not in _labels:
        autodiscover_modules("jobs")
    return _labels.get(kind) or kind


def handler_of(kind: str) -> Handler:
    """The registered function; raises LookupError for an unknown kind."""
    if kind not in _handlers:
        autodiscover_modules("jobs")
    if kind not in _handlers:
        raise LookupError(f"Nobody does jobs of kind {kind!r}.")
    return _handlers[kind]


def enqueue(
    kind: str, *, key: str, actor: Any, run_after: datetime | None = None, **arguments: Any
) -> Job:
    """Order a job in the caller's transaction; a key used before returns the job it named."""
    handler_of(kind)
    now = clock.now()
    job = Job(
        kind=kind, key=key, ordered_by=actor, arguments=arguments,
        run_after=run_after or now, recorded_at=now,
    )  # fmt: skip
    Job.objects.bulk_create([job], ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return Job.objects.get(key=key)


@contextmanager
def collecting(actor: Any) -> Iterator[None]:
    """What is wanted inside, by a view that only reads, is ordered once it has ended well."""
    wanted: dict[str, tuple[str, dict[str, Any]]] = {}
    token = _wanted.set(wanted)
    try:
        yield
    finally:
        _wanted.reset(token)
    known = set(Job.objects.filter(key__in=wanted).values_list("key", flat=True)) if wanted else ()
    for key, (kind, arguments) in wanted.items():
        if key not in known:
            with transaction.atomic():
                enqueue(kind, key=key, actor=actor, **arguments)


def want(kind: str, *, key: str, **arguments: Any) -> None:
    """Say of a view that only reads that it misses what this job would make, as the document of a
    record laid without one: ordered by whoever looks, unless the key was used before. Outside of
    `collecting()` nobody waits for it, so nothing is ordered.
    """
    wanted = _wanted.get()
    if wanted is not None:
        wanted[key] = (kind, arguments)


def once(key: str) -> bool:
    """True for the first transaction that commits this key, False ever after.

    Call it in the transaction of the effect it names; outside of one it raises.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("once() belongs to the effect's transaction.")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Effect._meta.db_table} (key, recorded_at) VALUES (%s, %s) "
            "ON CONFLICT DO NOTHING",
            [key, clock.now()],
        )
        return bool(cursor.rowcount == 1)


def retry(job: Job, *, actor: Any) -> Job:
    """Order a failed or stopped job anew, in the name of the person who asks for it."""
    changed = Job.objects.filter(pk=job.pk, status__in=["failed", "stopped"]).update(
        status=Job.Status.QUEUED, attempts=0, kills=0, error="", message="", progress=0, total=None,
        finished_at=None, run_after=clock.now(), ordered_by=actor,
    )  # fmt: skip
    if not changed:
        raise Conflict("Tego zadania nie trzeba ponawiać: czeka, trwa albo zostało wykonane.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return Job.objects.get(pk=job.pk)


def schedule(
    kind: str, *, every: timedelta, first_run: datetime, actor: Any, **arguments: Any
) -> Schedule:
    """Lay a schedule once; what the administrator changed in it later stays."""
    handler_of(kind)
    laid, _ = Schedule.objects.get_or_create(
        kind=kind,
        defaults={
            "every": every, "next_run": first_run, "ordered_by": actor, "arguments": arguments,
        },
    )  # fmt: skip
    return laid


def enqueue_due() -> int:
    """Order what the schedules say; runs missed while nobody worked are made up for by one."""
    now = clock.now()
    with transaction.atomic():
        due = Schedule.objects.select_for_update(skip_locked=True, of=("self",))
        schedules = list(due.filter(is_on=True, next_run__lte=now).order_by("pk"))
        for each in schedules:
            key = f"{each.kind}@{each.next_run:%Y-%m-%dT%H:%M:%SZ}"
            enqueue(each.kind, key=key, actor=each.ordered_by, **each.arguments)
            while each.next_run <= now:
                each.next_run = _after(each.next_run, each.every)
            each.save(update_fields=["next_run"])
    return len(schedules)


def _after(moment: datetime, every: timedelta) -> datetime:
    """Whole days keep the hour on the wall when summer time begins or ends."""
    if every % timedelta(days=1):
        return moment + every
    return moment.astimezone(clock.WARSAW) + every
