"""Workers as processes of their own: killed, stopped, crashed, woken, and grown old."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from opsapp.kernel import faults, jobs, worker
from opsapp.kernel.models import Job
from opsapp.office.models import User
from opsapp.office.services import users
from tests.kernel import errands

JOBS, ITEMS = 30, 5
PATIENCE_SECONDS = 30


@pytest.fixture
def actor(copied_database: str) -> User:
    errands.register()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE errands (key text, item int)")
    return users.system_user()


def start(database: str, *options: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kernel.errands", database, *options],
        env={**os.environ, **environment},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def working(database: str, *options: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A worker that has begun; killed at the end unless it ended."""
    process = start(database, *options, **environment)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def order(how_many: int, actor: User, **arguments: Any) -> None:
    for number in range(how_many):
        jobs.enqueue("errand.items", key=f"job-{number}", actor=actor, **arguments)


def until(true: Callable[[], bool]) -> float:
    """Wait for it; how long it took, in seconds."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < PATIENCE_SECONDS
        time.sleep(0.02)
    return time.monotonic() - began


def written() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, item FROM errands ORDER BY key, item")
        return list(cursor.fetchall())


def expected(count: int, items: int = ITEMS) -> list[tuple[str, int]]:
    return sorted((f"job-{job}", item) for job in range(count) for item in range(items))


def test_killed_workers_lose_nothing_and_repeat_nothing(copied_database: str, actor: User) -> None:
    order(JOBS, actor, count=ITEMS, pause=0.01)
    chance = random.Random(7)
    for kills in range(1, 4):
        with working(copied_database) as first, working(copied_database) as second:
            until(lambda least=kills * ITEMS * 6: len(written()) >= least)  # type: ignore[misc]
            for process in (first, second):
                time.sleep(chance.random() / 50)
                process.send_signal(signal.SIGKILL)
                process.wait()
    worker.Worker().drain()
    assert written() == expected(JOBS)
    assert set(Job.objects.values_list("status", flat=True)) == {"done"}


def test_the_job_of_a_killed_worker_is_free_at_once(copied_database: str, actor: User) -> None:
    order(1, actor, count=40, pause=0.05)
    with working(copied_database) as process:
        until(lambda: len(written()) >= 2)
        assert worker.take() is None
        process.kill()
        process.wait()
    assert until(lambda: (job := worker.take()) is not None and job.kills == 1) < 2


def test_a_job_that_kills_its_workers_is_stopped_and_the_others_go_on(
    copied_database: str, actor: User
) -> None:
    jobs.enqueue("errand.kill", key="killer", actor=actor)
    order(1, actor, count=1)
    for _ in range(3):
        assert start(copied_database, "--drain").wait(PATIENCE_SECONDS) == -signal.SIGKILL
    assert start(copied_database, "--drain").wait(PATIENCE_SECONDS) == 0
    assert dict(Job.objects.values_list("key", "status")) == {"killer": "stopped", "job-0": "done"}


def test_a_worker_told_to_end_stops_between_two_items(copied_database: str, actor: User) -> None:
    order(1, actor, count=200, pause=0.05)
    with working(copied_database) as process:
        until(lambda: len(written()) >= 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    job = Job.objects.get()
    assert (job.status, job.attempts, job.kills) == ("queued", 0, 0)
    Job.objects.update(arguments={"count": 10})
    worker.Worker().drain()
    assert written() == expected(1, max(10, len(written())))


def test_an_idle_worker_ends_at_once_when_told(copied_database: str, actor: User) -> None:
    with working(copied_database) as process:
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert process.wait(PATIENCE_SECONDS) == 0
        assert time.monotonic() - began < 2


@pytest.mark.parametrize("point", worker.POINTS)
def test_a_crash_at_any_point_converges(copied_database: str, actor: User, point: str) -> None:
    order(2, actor, count=ITEMS)
    process = start(copied_database, "--drain", **{faults.VARIABLE: point})
    assert process.wait(PATIENCE_SECONDS) == faults.KILLED
    assert start(copied_database, "--drain").wait(PATIENCE_SECONDS) == 0
    assert written() == expected(2)
    assert set(Job.objects.values_list("status", flat=True)) == {"done"}


def test_a_waiting_worker_is_woken_by_an_order(copied_database: str, actor: User) -> None:
    with working(copied_database):
        time.sleep(1)
        order(1, actor, count=1)
        assert until(lambda: len(written()) == 1) < worker.IDLE_SECONDS / 2


def test_an_order_that_was_rolled_back_is_never_done(copied_database: str, actor: User) -> None:
    connection.set_autocommit(False)
    order(1, actor, count=1)
    connection.rollback()
    connection.set_autocommit(True)
    worker.Worker().drain()
    assert written() == []


def test_a_worker_does_not_grow(copied_database: str, actor: User) -> None:
    for number in range(600):
        jobs.enqueue("errand.memory", key=f"memory-{number}", actor=actor)
    assert start(copied_database, "--drain").wait(PATIENCE_SECONDS) == 0
    kilobytes: list[Any] = list(Job.objects.order_by("pk").values_list("result", flat=True))
    assert kilobytes[-1] - kilobytes[100] < 2048
