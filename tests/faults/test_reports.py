"""Killed while filing or printing, a report converges: filed whole or not at all, printed once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from opsapp.kernel import clock, documents, faults
from opsapp.office.services import users
from reporting import jobs as work
from reporting import services
from reporting.models import ReportRun
from reporting.services import runs
from tests.benefits.conftest import lay_desk
from tests.conftest import child_environment
from tests.kernel.conftest import copied_database
from tests.reporting.conftest import JANUARY_2027, Office, make_office

__all__ = ["copied_database"]

SCRIPT = """
import django
from datetime import date
django.setup()
from opsapp.kernel import clock, jobs
from opsapp.kernel.jobs import Task
from opsapp.office.models import User
from reporting import jobs as work, services
from reporting.models import ReportRun
with clock.frozen(date({day:%Y, %-m, %-d})):
    run, actor = ReportRun.objects.get(), User.objects.get(username='sklada')
    if {act!r} == 'file':
        services.file(run, actor=actor)
    else:
        order = jobs.enqueue('render_report', key='again', actor=actor, run=run.pk)
        work.render_report(Task(order), run=run.pk)
"""


@pytest.fixture
def office(copied_database: str) -> Iterator[Office]:
    with clock.frozen(JANUARY_2027):
        made = make_office(lay_desk(users.system_user()))
        services.check(made.build(), actor=made.builder)
        yield made


def run(act: str, *, crash_at: str = "") -> int:
    """Do the act in a process of its own; its exit code."""
    connection.close()
    environment = child_environment(connection.settings_dict["NAME"])
    environment[faults.VARIABLE] = crash_at
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(day=JANUARY_2027, act=act)],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, faults.KILLED), done.stderr
    return done.returncode


@pytest.mark.parametrize("point", runs.POINTS)
def test_killed_while_freezing_it_is_not_filed_and_the_second_try_files_it(
    office: Office, point: str
) -> None:
    assert run("file", crash_at=point) == faults.KILLED
    made = ReportRun.objects.get()
    assert made.status == "checked"
    assert not made.cells.exclude(ids=None).exists()
    assert run("file") == 0
    made.refresh_from_db()
    assert made.status == "filed"


@pytest.mark.parametrize("point", work.POINTS)
def test_killed_while_printing_it_is_printed_once(office: Office, point: str) -> None:
    if not documents.available():
        pytest.skip(documents.NOTICE)
    services.file(ReportRun.objects.get(), actor=office.filer)
    assert run("render", crash_at=point) == faults.KILLED
    assert ReportRun.objects.get().document is None
    assert run("render") == 0
    kept = ReportRun.objects.get().document
    assert kept is not None
    assert run("render") == 0
    assert ReportRun.objects.get().document == kept


def test_every_point_of_reports_is_crashed_here() -> None:
    known = {*runs.POINTS, *work.POINTS}
    assert {name for name in faults.registered() if name.startswith("report.")} == known
