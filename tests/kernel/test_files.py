"""Uploads: told by content, refused when disguised, on disk before the row."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory

from opsapp.kernel import audit, faults, files
from opsapp.kernel.models import StoredFile
from opsapp.kernel.refusals import NotFound, Refusal
from opsapp.office.models import User
from opsapp.office.services import users

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
JPEG = b"\xff\xd8\xff\xe0" + bytes(16)


@pytest.fixture(autouse=True)
def root(settings: LazySettings, tmp_path: Path) -> Path:
    settings.OPS_FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


def zipped(**entries: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, body in entries.items():
            archive.writestr(zipfile.ZipInfo(name), body)
    return content.getvalue()


DOCX = zipped(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
ODT = zipped(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"})


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("umowa.pdf", PDF, files.PDF),
        ("SKAN.PNG", PNG, files.PNG),
        ("zdjęcie.jpeg", JPEG, files.JPEG),
        ("pismo.docx", DOCX, files.DOCX),
        ("pismo.odt", ODT, files.ODT),
        ("notatka.txt", "Zażółć gęślą jaźń\n".encode(), files.TXT),
        ("stara.txt", "Zażółć gęślą jaźń\n".encode("cp1250"), files.TXT),
        ("wyciag.sta", b":20:1\r\n:25:/PL61109010140000071219812874\r\n", files.TXT),
    ],
)
def test_what_the_centre_keeps_is_stored(
    clerk: User, name: str, content: bytes, kind: files.Kind
) -> None:
    stored = files.store(upload(name, content), actor=clerk)
    assert (stored.name, stored.media_type, stored.size) == (name, kind.media_type, len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert files.path_of(stored.sha256).read_bytes() == content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("pusty.pdf", b"", "empty"),
        ("umowa.pdf", b"MZ\x90\x00\x03" + bytes(64), "unknown"),
        ("zdjecie.jpg", PDF, "disguised"),
        ("faktura.pdf.exe", PDF, "disguised"),
        ("bez_koncowki", PDF, "disguised"),
        ("strona.txt", b"  <!DOCTYPE html><html><script>alert(1)</script>", "markup"),
        ("rysunek.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "markup"),
        ("dane.txt", b"<?xml version='1.0'?><a/>", "markup"),
        ("pismo.docx", DOCX[:40], "broken"),
        ("arkusz.docx", zipped(**{"xl/workbook.xml": b"<x/>"}), "unknown"),
        ("archiwum.odt", zipped(mimetype=b"application/zip"), "unknown"),
        (
            "makro.docx",
            zipped(
                **{"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}
            ),
            "macros",
        ),
        ("makro.odt", zipped(mimetype=b"x", **{"Basic/Standard/Module1.xml": b""}), "macros"),
    ],
)
def test_what_is_disguised_or_dangerous_is_refused_and_leaves_nothing(
    clerk: User, root: Path, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        files.store(upload(name, content), actor=clerk)
    assert refused.value.code == code
    assert StoredFile.objects.count() == 0
    assert [path for path in root.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_an_oversized_file_is_refused_before_it_is_read_whole(
    clerk: User, settings: LazySettings
) -> None:
    settings.OPS_UPLOAD_LIMIT_BYTES = 1024 * 1024
    with pytest.raises(Refusal, match="do 1 MB") as refused:
        files.store(upload("duzy.pdf", PDF + bytes(1024 * 1024)), actor=clerk)
    assert refused.value.code == "too_large"


@pytest.mark.django_db
def test_a_kind_that_this_place_does_not_take_is_refused(clerk: User) -> None:
    with pytest.raises(Refusal, match="tutaj przyjmujemy: TXT"):
        files.store(upload("umowa.pdf", PDF), actor=clerk, allowed=[files.TXT])


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once_under_both_names(clerk: User, root: Path) -> None:
    one = files.store(upload("umowa.pdf", PDF), actor=clerk)
    other = files.store(upload("kopia.pdf", PDF), actor=clerk)
    assert (one.sha256, one.pk != other.pk) == (other.sha256, True)
    assert len([path for path in root.rglob("*") if path.is_file()]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "C:\\dane\\umowa.pdf", "a\u202efdp.pdf"])
def test_a_name_is_only_shown_and_never_a_path(clerk: User, root: Path, name: str) -> None:
    stored = files.store(upload("x.pdf", PDF), actor=clerk)
    assert files.path_of(stored.sha256).resolve().is_relative_to(root)
    tricky = upload("x.pdf", PDF)
    tricky.__dict__["_name"] = name  # Django cleans names given in the open
    named = files.store(tricky, actor=clerk).name
    assert not set(named) & set("/\\\u202e")


@pytest.mark.django_db
def test_the_file_is_readable_by_the_program_alone(clerk: User) -> None:
    path = files.path_of(files.store(upload("umowa.pdf", PDF), actor=clerk).sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.django_db
def test_a_served_file_is_a_download_that_no_browser_runs(clerk: User) -> None:
    stored = files.store(upload("zażółć.pdf", PDF), actor=clerk)
    response = files.serve(RequestFactory().get("/"), stored)
    assert b"".join(response.streaming_content) == PDF  # type: ignore[arg-type]
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_lost_file_says_what_to_do_and_the_nightly_check_finds_it(clerk: User) -> None:
    stored = files.store(upload("umowa.pdf", PDF), actor=clerk)
    assert list(files.faults_on_disk()) == []
    files.path_of(stored.sha256).write_bytes(b"%PDF-other")
    assert "zmieniła się" in next(files.faults_on_disk())
    files.path_of(stored.sha256).unlink()
    assert "Brakuje pliku" in next(files.faults_on_disk())
    with pytest.raises(NotFound, match="z kopii"):
        files.open_stored(stored)


@pytest.mark.django_db
def test_the_database_refuses_a_row_without_an_actor_and_any_change(clerk: User) -> None:
    stored = files.store(upload("umowa.pdf", PDF), actor=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(sha256="0" * 64, size=1, media_type="x", name="x")
    with audit.acting(clerk), pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(name="inna.pdf")


CRASHING = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"], settings.OPS_FILES_ROOT = sys.argv[1], sys.argv[2]
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from opsapp.kernel import files
from opsapp.office.services import users
files.store(SimpleUploadedFile("a.txt", b"tekst"), actor=users.system_user())
"""


@pytest.mark.parametrize("point", ["files.on_disk", "files.recorded"])
def test_a_crash_never_leaves_a_row_without_its_file(
    copied_database: str, root: Path, point: str
) -> None:
    users.system_user()
    crash = [sys.executable, "-c", CRASHING, copied_database, str(root)]
    for environment, code in (({faults.VARIABLE: point}, faults.KILLED), ({}, 0)):
        done = subprocess.run(
            crash, env={**os.environ, **environment}, cwd=Path(__file__).parents[2], check=False
        )
        assert done.returncode == code
        assert StoredFile.objects.count() == (0 if code else 1)
        assert list(files.faults_on_disk()) == []
    connection.close()
