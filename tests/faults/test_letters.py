"""Killed while the document of a letter is made, it is made once by the next worker."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from cases import jobs
from cases.models import Letter
from cases.services import letters
from opsapp.kernel import clock, faults
from opsapp.kernel import documents as engine
from opsapp.kernel.models import StoredDocument
from tests.benefits import road
from tests.benefits.road import Office, open_office
from tests.conftest import child_environment
from tests.kernel.conftest import copied_database

__all__ = ["copied_database"]

DRAIN = "import django; django.setup(); from opsapp.kernel.worker import Worker; Worker().drain()"


@pytest.fixture
def sent(copied_database: str) -> Iterator[Letter]:
    """A letter just sent, its document not made."""
    with clock.frozen(road.TODAY):
        office: Office = open_office()
        case = road.apply_for(road.live_together(office), office=office).case
        letter = letters.write(
            case, kind="other", subject="Pismo", body="Treść.", on=road.TODAY, actor=office.worker
        )
        yield letters.send(letter, on=road.TODAY, actor=office.worker)


def drain(crash_at: str = "") -> int:
    """A worker in a process of its own; its exit code."""
    connection.close()
    environment = child_environment(connection.settings_dict["NAME"])
    environment[faults.VARIABLE] = crash_at
    done = subprocess.run(
        [sys.executable, "-c", DRAIN], env=environment, cwd=Path(__file__).parents[2],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, faults.KILLED), done.stderr
    return done.returncode


@pytest.mark.parametrize("point", jobs.POINTS)
def test_a_killed_worker_leaves_nothing_and_the_next_makes_one_document(
    sent: Letter, point: str
) -> None:
    if not engine.available():
        pytest.skip(engine.INSTALL)
    assert drain(crash_at=point) == faults.KILLED
    assert not StoredDocument.objects.filter(kind="letter").exists()
    assert Letter.objects.get(pk=sent.pk).document_id is None
    assert drain() == 0
    kept = StoredDocument.objects.get(kind="letter")
    assert Letter.objects.get(pk=sent.pk).document_id == kept.pk
