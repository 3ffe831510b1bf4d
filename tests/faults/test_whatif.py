"""Killed while it counts or keeps, a what-if run converges: answered whole, once, or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from benefits.models import WhatIf, WhatIfCase
from benefits.selectors_law import law_in_force
from benefits.whatif import retention, services
from benefits.whatif.checking import tried
from opsapp.kernel import clock, faults
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.jobs import enqueue
from opsapp.kernel.models import Job, Schedule
from tests.benefits import road
from tests.conftest import child_environment
from tests.kernel.conftest import copied_database
from tests.people import with_caps

__all__ = ["copied_database"]

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 26)
ON = date(2026, 12, 1)
WORK = """
import django
from datetime import date
django.setup()
from opsapp.kernel import clock
from opsapp.kernel.worker import Worker
with clock.frozen(date(2027, 1, 1)):
    Worker().drain()
"""
COUNTING = """
from datetime import date
from itertools import repeat
from types import SimpleNamespace
from benefits.rules import Law
from benefits.whatif.engine import Case
from benefits.whatif.pool import outcomes
from benefits.whatif.scratch import Change, laws_of
tried = [Change("social_assistance.criterion_single", "1100.00")]
laws = laws_of(Law.from_files(), tried, date(2027, 1, 1))
row = SimpleNamespace(case=Case('{"benefit": "periodic_allowance"}'))
for chunk in outcomes(repeat(row), laws, cores=2):
    print("counting", flush=True)
"""
"""Cases without end."""


@pytest.fixture
def run(copied_database: str) -> Iterator[WhatIf]:
    """A run that waits, over one entitlement."""
    with clock.frozen(TODAY):
        office = road.open_office()
        road.issued(office)
        Job.objects.update(status="done", finished_at=clock.now())
        author = with_caps("ksiegowa", Cap.TRY_LAW)
        change = tried(law_in_force(), "social_assistance.criterion_single", Decimal(1100), ON)
        yield services.order([change], valid_from=ON, scope="day", actor=author)


def work(crash_at: str = "") -> int:
    """A worker in a process of its own; its exit code."""
    connection.close()
    environment = child_environment(connection.settings_dict["NAME"])
    environment[faults.VARIABLE] = crash_at
    done = subprocess.run(
        [sys.executable, "-c", WORK], env=environment, cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode in (0, faults.KILLED), done.stderr
    return done.returncode


@pytest.mark.parametrize("point", ["jobs.taken", "what_if.cases_kept", "jobs.handled"])
def test_a_worker_killed_anywhere_leaves_a_whole_answer_to_the_next(
    run: WhatIf, point: str
) -> None:
    assert work(crash_at=point) == faults.KILLED
    run.refresh_from_db()
    whole = point == "jobs.handled"
    assert (run.summary is not None, WhatIfCase.objects.count()) == (whole, int(whole))
    assert work() == 0
    run.refresh_from_db()
    assert (run.counted, run.cases.count()) == (1, 1)
    job = services.job_of(run)
    assert job is not None
    assert job.status == "done"


def test_a_night_killed_while_it_deletes_leaves_the_old_run_whole_and_the_next_deletes_it(
    run: WhatIf,
) -> None:
    assert work() == 0
    case = run.cases.get()
    with acting(run.author):
        Schedule.objects.filter(kind=retention.JOB).delete()
        old = WhatIf.objects.create(
            author=run.author, changes=run.changes, valid_from=ON,
            asked_at=datetime(2025, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        WhatIfCase.objects.create(
            run=old, calculation_id=case.calculation_id, benefit_id=case.benefit_id, kind="gain",
            before=1, after=2,
        )  # fmt: skip
    enqueue(retention.JOB, key="noc", actor=run.author)
    assert work(crash_at="what_if.cases_deleted") == faults.KILLED
    assert (WhatIf.objects.count(), WhatIfCase.objects.count()) == (2, 2)
    assert work() == 0
    assert WhatIf.objects.get() == run
    assert WhatIfCase.objects.get() == case


def test_a_run_that_kills_its_worker_three_times_stops_and_says_so(run: WhatIf) -> None:
    for _ in range(3):
        assert work(crash_at="what_if.cases_kept") == faults.KILLED
    assert work() == 0
    job = services.job_of(run)
    assert job is not None
    assert job.status == "stopped"
    run.refresh_from_db()
    assert run.is_open
    assert not WhatIfCase.objects.exists()


def test_processes_that_count_end_with_their_killed_parent() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", COUNTING], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "counting\n"
    children = children_of(parent.pid)
    assert len(children) >= 2
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    deadline = time.monotonic() + 20
    while any(map(alive, children)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(alive, children))


def children_of(pid: int) -> list[int]:
    """The processes that this one started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(one) for one in listed]


def alive(pid: int) -> bool:
    """Whether a process still runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
