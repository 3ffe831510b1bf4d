"""What is done every night, what it finds, and who hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from opsapp.kernel import clock, integrity, jobs, looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.integrity import Answer
from opsapp.kernel.models import Job, Look, LookSeal, Schedule
from opsapp.kernel.worker import Worker
from opsapp.office.jobs import BACKUP, CHECK_INTEGRITY, SEAL_LOOKS, lay_schedules
from opsapp.office.models import User
from opsapp.office.panels import last_night
from tests.database.sql import run
from tests.people import with_caps

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


@pytest.fixture
def configurer(installation: User) -> User:
    with clock.frozen(TODAY):
        lay_schedules(actor=installation)
    return with_caps("admin", Cap.CONFIGURE)


def labels(user: User, today: date = TODAY) -> list[str]:
    return [item.label for item in last_night(user, today)]


def test_every_night_has_its_schedule_and_a_second_laying_adds_none(configurer: User) -> None:
    kinds = set(Schedule.objects.values_list("kind", flat=True))
    assert {SEAL_LOOKS, CHECK_INTEGRITY, BACKUP} <= kinds
    assert lay_schedules(actor=User.objects.get(is_system=True)) == 0


def test_a_clean_night_says_nothing(configurer: User, installation: User) -> None:
    jobs.enqueue(CHECK_INTEGRITY, key="noc", actor=installation)
    Worker().drain()
    job = Job.objects.get(key="noc")
    assert (job.status, job.result["faults"]) == ("done", 0)
    assert labels(configurer, clock.today()) == []


def test_faults_are_shown_to_the_administrator_and_to_nobody_else(
    configurer: User, installation: User, monkeypatch: pytest.MonkeyPatch, clerk: User
) -> None:
    monkeypatch.setattr(integrity, "asked", _paid_twice)
    jobs.enqueue(CHECK_INTEGRITY, key="noc", actor=installation)
    Worker().drain()
    (item,) = last_night(configurer, clock.today())
    assert (item.label, item.detail) == (
        "Dane nie zgadzają się ze sobą", "Rata 7 wypłacona dwa razy.",
    )  # fmt: skip
    assert list(last_night(clerk, clock.today())) == []


def _paid_twice(_: object = None) -> Iterator[Answer]:
    yield Answer("wypłaty", ["Rata 7 wypłacona dwa razy."], 0.1)


def test_nights_that_did_not_happen_are_told(configurer: User) -> None:
    assert labels(configurer, TODAY + timedelta(days=3)) == []
    assert labels(configurer, TODAY + timedelta(days=4)) == [
        "Kopia zapasowa: nie wykonano", "Nocna kontrola danych: nie wykonano",
    ]  # fmt: skip


# --- the checks find what was planted ---------------------------------------------------------


def _as_owner(sql: str, *values: Any) -> None:
    """Past every guard, as only the owner of the tables could."""
    run("SET session_replication_role = replica")
    run(sql, *values)
    run("SET session_replication_role = origin")


def test_a_guard_switched_off_is_found(installation: User) -> None:
    run("ALTER TABLE kernel_look DISABLE TRIGGER ALL")
    assert any("kernel_look" in fault for fault in integrity.faults()["guards"])


def test_an_altered_look_is_found(installation: User) -> None:
    with clock.frozen(TODAY):
        looked.listed(installation, "cases.person", "kowal", [1, 2])
    looked.seal_looks(TODAY + timedelta(days=1), actor=installation)
    assert integrity.faults()["look_seals"] == []
    _as_owner("UPDATE kernel_look SET query = 'nowak'")
    assert "26.11.2026" in integrity.faults()["look_seals"][0]
    assert (Look.objects.count(), LookSeal.objects.count()) == (1, 1)


def test_a_removed_look_is_found(installation: User) -> None:
    with clock.frozen(TODAY):
        looked.listed(installation, "cases.person", "kowal", [1, 2])
    looked.seal_looks(TODAY + timedelta(days=1), actor=installation)
    _as_owner("DELETE FROM kernel_look")
    assert "0 zamiast 1" in integrity.faults()["look_seals"][0]


def test_a_sealed_value_moved_to_another_table_is_found(installation: User) -> None:
    _as_owner(
        "INSERT INTO benefits_bankprofile (name, account, payer_lines, encoding, ascii_only,"
        " forbidden, max_records, empty_fields_quoted, reference_length, extension, is_active)"
        " VALUES ('x', %s, '', 'cp1250', false, '', 1, true, 32, 'pli', true)",
        b"\x01\x04test" + b"0" * 40,
    )
    assert "benefits_bankprofile.account): 1." in integrity.faults()["sealed_values"][0]


def test_the_command_ends_with_one_when_anything_is_wrong(
    installation: User, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("check_integrity")
    assert "Dane są spójne." in capsys.readouterr().out
    monkeypatch.setattr(integrity, "asked", _paid_twice)
    with pytest.raises(SystemExit) as end:
        call_command("check_integrity")
    assert end.value.code == 1
    assert "Rata 7" in capsys.readouterr().out


def test_every_registered_check_runs_on_an_empty_office(installation: User) -> None:
    assert {"guards", "look_seals", "stored_files", "stored_documents"} <= set(integrity.faults())
