"""Files of a case: what is taken in, who may take them out, and how they are served."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import Attachment, Case, Person
from cases.services import attachments
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look, StoredFile
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from tests.cases.conftest import browser
from tests.cases.intake import *  # noqa: F403
from tests.database.sql import refused, run
from tests.people import with_caps

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HTML = b"<html><script>alert(1)</script></html>"


@pytest.fixture(autouse=True)
def apart(settings: Any, tmp_path: Any) -> None:
    """Files go to a folder of this test."""
    settings.OPS_FILES_ROOT = tmp_path


@pytest.fixture
def scan(case: Case, intaker: User) -> Attachment:
    """A scan in the file of the case."""
    return attachments.attach(
        SimpleUploadedFile("umowa.pdf", PDF), person=case.client, case=case, actor=intaker
    )


def url_of(attachment: Attachment) -> str:
    return reverse("cases:attachment", args=[attachment.pk])


def test_a_file_goes_by_its_name_when_it_has_no_title(scan: Attachment, intaker: User) -> None:
    assert (scan.title, scan.added_by, scan.file.media_type) == (
        "umowa.pdf",
        intaker,
        "application/pdf",
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("zdjecie.jpg", PDF, "jego treść to PDF"),
        ("strona.txt", HTML, "strona internetowa"),
        ("pusty.pdf", b"", "pusty"),
        ("program.exe", b"MZ\x00\x01\x02", "Nie rozpoznajemy"),
    ],
)
def test_what_is_not_a_document_is_refused_beside_its_field(
    at_intake: Client, case: Case, name: str, content: bytes, said: str
) -> None:
    url = reverse("cases:case_act", args=[case.pk, "zalacznik"])
    answer = at_intake.post(url, {"file": SimpleUploadedFile(name, content), "title_of": "opis"})
    assert answer.status_code == 422
    assert said in answer.content.decode() and "opis" in answer.content.decode()
    assert not Attachment.objects.exists() and not StoredFile.objects.exists()


def test_a_file_too_large_is_refused(case: Case, intaker: User, settings: Any) -> None:
    settings.OPS_UPLOAD_LIMIT_BYTES = 10
    with pytest.raises(Refusal, match="za duży") as refusal:
        attachments.attach(
            SimpleUploadedFile("umowa.pdf", PDF), person=case.client, case=case, actor=intaker
        )
    assert refusal.value.field == "file"


def test_a_file_is_a_download_that_no_browser_runs(
    at_intake: Client, scan: Attachment, intaker: User
) -> None:
    answer: Any = at_intake.get(url_of(scan))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="umowa.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    look = Look.objects.get(actor=intaker, subject_type="cases.attachment")
    assert look.subject_id == scan.pk


def test_a_file_of_a_case_is_only_for_whoever_may_see_the_case(
    scan: Attachment, clerk: User
) -> None:
    assert browser(clerk).get(url_of(scan)).status_code == 403
    persons_only = browser(with_caps("kartoteka", Cap.SEE_PERSONS))
    assert persons_only.get(url_of(scan)).status_code == 403
    assert persons_only.post(url_of(scan)).status_code == 405


def test_a_file_of_a_card_is_for_whoever_may_see_cards(anna: Person, intaker: User) -> None:
    row = attachments.attach(SimpleUploadedFile("a.pdf", PDF), person=anna, actor=intaker)
    assert browser(with_caps("kartoteka", Cap.SEE_PERSONS)).get(url_of(row)).status_code == 200
    assert browser(with_caps("sprawy", Cap.SEE_CASES)).get(url_of(row)).status_code == 403


def test_a_file_that_is_not_there_is_not_found(at_intake: Client) -> None:
    assert at_intake.get(reverse("cases:attachment", args=[12345])).status_code == 404


def test_the_database_keeps_attachments(scan: Attachment, intaker: User) -> None:
    with refused("nie wolno zmieniać"), acting(intaker):
        run("UPDATE cases_attachment SET title = 'x' WHERE id = %s", scan.pk)
    with refused("bez wskazania osoby"):
        run(
            "INSERT INTO cases_attachment (person_id, case_id, file_id, title, added_by_id,"
            " added_at) SELECT person_id, case_id, file_id, title, added_by_id, now()"
            " FROM cases_attachment"
        )
