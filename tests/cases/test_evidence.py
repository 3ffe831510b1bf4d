"""Scans of proofs: typed with an income or added later, kept, opened by a door; the same income
twice is asked about.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import Evidence, IncomeRecord, Person
from cases.services import evidence, incomes
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look, StoredFile
from opsapp.kernel.periods import Month
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User
from tests.cases.conftest import browser
from tests.database.sql import refused, run
from tests.people import with_caps

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def apart(settings: Any, tmp_path: Any) -> None:
    """Files go to a folder of this test."""
    settings.OPS_FILES_ROOT = tmp_path


def pdf(name: str = "pasek.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def typed(**more: Any) -> dict[str, Any]:
    return {
        "kind": "salary_net", "amount": "1 157,55", "month": "10.2026", "source": "Huta",
        "evidence_kind": "certificate", "evidence_title": "zarobki",
    } | more  # fmt: skip


def new(person: Person) -> str:
    return reverse("cases:income_new", args=[person.pk])


@pytest.fixture
def proof(anna: Person, worker: User) -> Evidence:
    """A certificate without a scan."""
    return evidence.record(anna, kind="certificate", title="zarobki", actor=worker)


def test_an_income_is_typed_with_the_scan_of_its_proof(anna: Person, at_desk: Client) -> None:
    assert at_desk.post(new(anna), typed(file=pdf())).status_code == 302
    row = IncomeRecord.objects.select_related("evidence__file").get()
    assert row.evidence is not None and row.evidence.file is not None
    assert (row.evidence.file.name, row.evidence.file.size) == ("pasek.pdf", len(PDF))
    page = at_desk.get(reverse("cases:person_incomes", args=[anna.pk])).content.decode()
    assert reverse("cases:evidence", args=[row.evidence_id]) in page


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (pdf("zdjecie.jpg"), "jego treść to PDF"),
        (pdf("strona.pdf", b"<html><script>1</script></html>"), "strona internetowa"),
        (pdf("pusty.pdf", b""), "pusty"),
        (pdf("program.exe", b"MZ\x00\x01\x02"), "Nie rozpoznajemy"),
    ],
)
def test_a_bad_scan_keeps_nothing_and_stands_beside_its_field(
    anna: Person, at_desk: Client, file: SimpleUploadedFile, said: str
) -> None:
    answer = at_desk.post(new(anna), typed(file=file))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert "1 157,55" in answer.content.decode()
    assert not (IncomeRecord.objects.exists() or Evidence.objects.exists())
    assert not StoredFile.objects.exists()


def test_a_scan_too_large_is_refused(anna: Person, at_desk: Client, settings: Any) -> None:
    settings.OPS_UPLOAD_LIMIT_BYTES = 10
    answer = at_desk.post(new(anna), typed(file=pdf()))
    assert answer.status_code == 422 and "za duży" in answer.content.decode()


def test_a_scan_needs_the_kind_of_its_proof(anna: Person, at_desk: Client) -> None:
    answer = at_desk.post(new(anna), typed(file=pdf(), evidence_kind=""))
    assert answer.status_code == 422 and "jakiego rodzaju" in answer.content.decode()


def test_a_scan_is_added_to_a_proof_once(
    proof: Evidence, anna: Person, at_desk: Client, worker: User
) -> None:
    url = reverse("cases:evidence_attach", args=[anna.pk, proof.pk])
    assert at_desk.get(url).status_code == 200
    assert at_desk.post(url, {}).status_code == 422
    assert at_desk.post(url, {"file": pdf()}).status_code == 302
    with pytest.raises(Conflict, match="ma już plik"):
        evidence.attach_file(proof, uploaded=pdf("inny.pdf"), actor=worker)
    assert "ma już plik" in at_desk.post(url, {"file": pdf()}).content.decode()


def test_an_unknown_kind_and_an_empty_title_are_refused(anna: Person, worker: User) -> None:
    for kind, title in (("obrazek", "x"), ("certificate", " ")):
        with pytest.raises(Refusal):
            evidence.record(anna, kind=kind, title=title, actor=worker)


def test_a_scan_is_a_download_with_a_trace(proof: Evidence, worker: User, at_desk: Client) -> None:
    url = reverse("cases:evidence", args=[proof.pk])
    assert at_desk.get(url).status_code == 404
    evidence.attach_file(proof, uploaded=pdf(), actor=worker)
    answer: Any = at_desk.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Look.objects.get(subject_type="cases.evidence").subject_id == proof.pk


def test_a_scan_is_only_for_whoever_may_see_cards(
    proof: Evidence, anna: Person, zofia: Person, worker: User, reader: User
) -> None:
    evidence.attach_file(proof, uploaded=pdf(), actor=worker)
    url = reverse("cases:evidence", args=[proof.pk])
    assert browser(with_caps("sprawy", Cap.SEE_CASES)).get(url).status_code == 403
    assert browser(reader).get(url).status_code == 200
    assert browser(reader).post(url).status_code == 405
    of_another = reverse("cases:evidence_attach", args=[zofia.pk, proof.pk])
    assert browser(worker).get(of_another).status_code == 404
    assert browser(reader).get(
        reverse("cases:evidence_attach", args=[anna.pk, proof.pk])
    ).status_code == 403  # fmt: skip


def test_the_database_keeps_a_scan_and_what_it_proves(proof: Evidence, worker: User) -> None:
    evidence.attach_file(proof, uploaded=pdf(), actor=worker)
    for change in ("file_id = NULL", "title = 'inny'", "kind = 'other'"):
        with refused("nie wolno zmienić"), acting(worker):
            run(f"UPDATE cases_evidence SET {change} WHERE id = %s", proof.pk)
    with acting(worker):
        run("UPDATE cases_evidence SET valid_until = '2027-01-01' WHERE id = %s", proof.pk)


def test_the_same_income_twice_is_saved_only_when_confirmed(anna: Person, at_desk: Client) -> None:
    assert "accept_same" not in at_desk.get(new(anna)).content.decode()
    at_desk.post(new(anna), typed())
    answer = at_desk.post(new(anna), typed(source="inny płatnik"))
    assert answer.status_code == 422 and "taki sam dochód" in answer.content.decode()
    assert IncomeRecord.objects.count() == 1
    assert at_desk.post(new(anna), typed(accept_same="on")).status_code == 302
    assert IncomeRecord.objects.count() == 2


def test_another_month_amount_or_kind_is_not_the_same(anna: Person, at_desk: Client) -> None:
    at_desk.post(new(anna), typed())
    for other in ({"month": "09.2026"}, {"amount": "1157,56"}, {"kind": "pension_net"}):
        assert at_desk.post(new(anna), typed(**other)).status_code == 302, other


def test_a_correction_is_not_compared_with_the_row_it_replaces(
    anna: Person, worker: User, at_desk: Client
) -> None:
    row = incomes.record(
        anna, kind="salary_net", amount=Decimal("1157.55"), month=Month(2026, 10), actor=worker
    )
    url = reverse("cases:income_correct", args=[anna.pk, row.pk])
    sent = typed(source="Huta Szkła", reason="literówka w płatniku")
    assert at_desk.post(url, sent).status_code == 302
    incomes.record(
        anna, kind="salary_net", amount=Decimal("5"), month=Month(2026, 10), actor=worker
    )
    other = IncomeRecord.objects.get(amount=Decimal("5"))
    url = reverse("cases:income_correct", args=[anna.pk, other.pk])
    assert at_desk.post(url, sent).status_code == 422
