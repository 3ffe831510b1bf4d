"""Copies: whole or not at all, proved before anything is touched, put back to the row."""

from __future__ import annotations

import json
import subprocess
from base64 import b64encode
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from opsapp.kernel import backups, clock, files, integrity
from opsapp.kernel.backups import BackupError, programs
from opsapp.kernel.files.store import path_of
from opsapp.kernel.models import StoredFile
from opsapp.office.models import User
from opsapp.office.services import users
from tests.people import with_caps

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
OTHER_KEY = b64encode(b"x" * 32).decode()


@pytest.fixture
def office(committed_db: str, tmp_path: Path, settings: Settings) -> User:
    """A database of its own with a clerk and a scanned letter."""
    settings.OPS_FILES_ROOT = tmp_path / "uploads"
    settings.OPS_BACKUPS = tmp_path / "backups"
    clerk = with_caps("urzednik")
    files.store(SimpleUploadedFile("skan.png", PNG), actor=clerk)
    return clerk


def the_file() -> StoredFile:
    return StoredFile.objects.get()


def test_a_copy_put_back_brings_back_rows_and_files(office: User) -> None:
    made = backups.make()
    path_of(the_file().sha256).unlink()
    users.change(office, last_name="Zmieniona", actor=users.system_user())
    backups.restore(made, replace=True)
    assert User.objects.get(pk=office.pk).last_name == "Żak"
    assert path_of(the_file().sha256).read_bytes() == PNG
    assert not any(integrity.faults().values())


def test_guards_stand_after_restoring(office: User) -> None:
    backups.restore(backups.make(), replace=True)
    assert integrity.faults()["guards"] == []
    with pytest.raises(Exception, match="bez wskazania osoby"), connection.cursor() as cursor:
        cursor.execute("UPDATE office_user SET last_name = 'X'")


def test_a_database_that_is_not_empty_is_not_replaced_unasked(office: User) -> None:
    made = backups.make()
    users.change(office, last_name="Zmieniona", actor=users.system_user())
    with pytest.raises(BackupError, match="--replace"):
        backups.restore(made)
    assert User.objects.get(pk=office.pk).last_name == "Zmieniona"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("OPS_FIELD_KEYS", {"test": OTHER_KEY}, "OPS_FIELD_KEYS"),
        ("OPS_FIELD_KEYS", {"inny": OTHER_KEY}, "OPS_FIELD_KEYS"),
        ("OPS_INDEX_KEY", OTHER_KEY, "OPS_INDEX_KEY"),
    ],
)
def test_keys_that_do_not_fit_are_refused_before_anything_is_touched(
    office: User, settings: Settings, name: str, value: Any, says: str
) -> None:
    made = backups.make()
    users.change(office, last_name="Zmieniona", actor=users.system_user())
    setattr(settings, name, value)
    with pytest.raises(BackupError, match=says):
        backups.restore(made, replace=True)
    assert User.objects.get(pk=office.pk).last_name == "Zmieniona"


def test_a_further_key_does_not_hinder(office: User, settings: Settings) -> None:
    made = backups.make()
    settings.OPS_FIELD_KEYS = {"nowy": OTHER_KEY, **settings.OPS_FIELD_KEYS}
    assert backups.examine(made).files == 1


def test_a_copy_holds_no_key(office: User, settings: Settings) -> None:
    made = backups.make()
    text = (made / "manifest.json").read_text()
    assert settings.OPS_INDEX_KEY not in text
    assert not any(key in text for key in settings.OPS_FIELD_KEYS.values())


def damage_dump(made: Path) -> None:
    dump = made / "database.dump"
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)


def lose_file(made: Path) -> None:
    next((made.parent / "files").glob("*/*")).unlink()


def change_file(made: Path) -> None:
    next((made.parent / "files").glob("*/*")).write_bytes(b"inny")


def lose_manifest(made: Path) -> None:
    (made / "manifest.json").unlink()


@pytest.mark.parametrize("harm", [damage_dump, lose_file, change_file, lose_manifest])
def test_a_damaged_copy_is_refused_before_anything_is_touched(office: User, harm: Any) -> None:
    made = backups.make()
    users.change(office, last_name="Zmieniona", actor=users.system_user())
    harm(made)
    with pytest.raises(BackupError):
        backups.restore(made, replace=True)
    assert User.objects.get(pk=office.pk).last_name == "Zmieniona"


def script_of(dump: Path) -> tuple[int, bytes]:
    """What pg_restore reads of a dump: how it ended, and the script so far."""
    reader = programs.start("pg_restore", "-f", "-", str(dump), stdout=subprocess.PIPE)
    script, _ = reader.communicate()
    return reader.returncode, script


def cut_in_the_rows(dump: Path) -> None:
    """Cut a dump so that reading it fails, but late: every table was made and rows began.

    A dump ends with its table of contents once more, so cutting little off fails nothing.
    """
    whole = dump.read_bytes()
    for percent in range(99, 0, -1):
        dump.write_bytes(whole[: len(whole) * percent // 100])
        ended, script = script_of(dump)
        if ended:
            break
    assert b"CREATE TABLE public.office_user " in script
    assert b"COPY public." in script


def test_a_dump_that_fails_half_way_leaves_the_database_as_it_was(office: User) -> None:
    """The hash fits (someone wrote the manifest anew), the content does not."""
    made = backups.make()
    cut_in_the_rows(made / "database.dump")
    manifest = made / "manifest.json"
    says = json.loads(manifest.read_text())
    says["dump_sha256"] = backups.manifest.sha256_of(made / "database.dump")
    manifest.write_text(json.dumps(says))
    users.change(office, last_name="Zmieniona", actor=users.system_user())
    with pytest.raises(BackupError):
        backups.restore(made, replace=True)
    assert User.objects.get(pk=office.pk).last_name == "Zmieniona"


def test_a_lost_upload_stops_the_copy_and_leaves_no_whole_one(
    office: User, settings: Settings
) -> None:
    path_of(the_file().sha256).unlink()
    with pytest.raises(BackupError, match="Brakuje pliku"):
        backups.make()
    assert list(Path(settings.OPS_BACKUPS).glob("*/manifest.json")) == []


def test_old_copies_go_and_the_newest_stays(office: User) -> None:
    now = clock.now()
    with clock.frozen(now - timedelta(days=60)):
        oldest = backups.make()
    with clock.frozen(now - timedelta(days=40)):
        last = backups.make()
    assert backups.drop_old() == [oldest]
    assert last.exists()
    assert backups.examine(last).files == 1


def test_the_commands_say_what_they_did_or_why_not(office: User, settings: Settings) -> None:
    said = StringIO()
    call_command("backup", stdout=said)
    (made,) = [path.parent for path in Path(settings.OPS_BACKUPS).glob("*/manifest.json")]
    assert str(made) in said.getvalue()
    call_command("restore", str(made), "--only-check", stdout=said)
    assert "klucze pasują" in said.getvalue()
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(made))
    call_command("restore", str(made), "--replace", stdout=said)
    assert "Odtworzono kopię" in said.getvalue()
