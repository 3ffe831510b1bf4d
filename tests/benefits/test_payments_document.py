"""The document of a cash list: made once from the signed content, kept, opened by a door."""

from __future__ import annotations

import hashlib

import pytest

from benefits.integrity import payment_faults
from benefits.jobs import render_payment_list
from benefits.models import PaymentList
from benefits.selectors_payments import document_of
from benefits.services import payments
from opsapp.kernel import documents as engine
from opsapp.kernel.audit import acting
from opsapp.kernel.jobs import Task
from opsapp.kernel.models import Job, Look
from opsapp.kernel.refusals import Conflict
from tests.benefits import payables
from tests.benefits.conftest import Desk, browser
from tests.benefits.payables import Granted
from tests.database.sql import refused, run

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not engine.available(), reason=engine.INSTALL),
]


@pytest.fixture
def approved(desk: Desk) -> PaymentList:
    """A cash list of two, approved."""
    desk.family("Lis", channel="cash")
    desk.family("Wilk", channel="cash")
    return desk.approved(desk.build("cash"))


def work() -> None:
    """What the worker does with the jobs that wait."""
    for job in Job.objects.filter(kind="render_payment_list", status="queued"):
        render_payment_list(Task(job), **job.arguments)


def test_it_is_ordered_at_the_approval_and_made_once(desk: Desk, approved: PaymentList) -> None:
    assert document_of(approved) is None
    work()
    kept = document_of(approved)
    assert kept is not None
    content = bytes(kept.document.content)
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == kept.document.sha256
    assert (kept.name, kept.payment_count, str(kept.total)) == ("LW-2026-0001.pdf", 2, "811.46")
    work()
    assert approved.files.count() == 1
    assert list(payment_faults()) == []


def test_a_list_for_the_bank_has_its_file_alone(desk: Desk, anna: Granted) -> None:
    desk.approved()
    assert not Job.objects.filter(kind="render_payment_list").exists()


def test_the_document_of_content_that_was_taken_back_is_not_made(
    desk: Desk, approved: PaymentList
) -> None:
    (job,) = Job.objects.filter(kind="render_payment_list")
    key = approved.payments.get(payee_name="Anna Lis").pk
    made = desk.approved(payments.strike(approved, [key], reason="mistake", actor=desk.preparer))
    render_payment_list(Task(job), **job.arguments)
    assert document_of(made) is None
    work()
    kept = document_of(made)
    assert kept is not None
    assert (kept.name, kept.payment_count) == ("LW-2026-0001-p2.pdf", 1)


def test_altered_content_is_not_printed(
    desk: Desk, approved: PaymentList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benefits.jobs.content_digest", lambda row: "0" * 64)
    with pytest.raises(Conflict, match="różni się od podpisanej"):
        work()
    assert document_of(approved) is None


def test_its_bytes_stay(desk: Desk, approved: PaymentList) -> None:
    work()
    with acting(desk.sender):
        with refused("nie wolno zmieniać ani usuwać"):
            run("UPDATE benefits_paymentlistfile SET name = 'inna.pdf'")
        with refused("nie wolno zmieniać ani usuwać"):
            run("DELETE FROM kernel_storeddocument")


def test_opening_it_is_traced_and_only_for_those_who_see_payments(
    desk: Desk, approved: PaymentList
) -> None:
    address = f"/wyplaty/{approved.pk}/pdf/"
    waiting = browser(desk.checker).get(address).content.decode()
    assert "Dokument jest przygotowywany" in waiting
    work()
    answer = browser(desk.checker).get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert Look.objects.filter(kind="printed", actor=desk.checker, subject_id=approved.pk).exists()
    assert browser(desk.author).get(address).status_code == 403
    assert browser(desk.checker).post(address).status_code == 405
    shown = browser(desk.checker).get(f"/wyplaty/{approved.pk}/").content.decode()
    assert "LW-2026-0001.pdf" in shown


def test_a_list_laid_without_one_gets_it_when_it_is_first_opened(
    desk: Desk, approved: PaymentList
) -> None:
    Job.objects.all().delete()
    for _ in range(2):
        waiting = browser(desk.checker).get(f"/wyplaty/{approved.pk}/pdf/")
        assert "Dokument jest przygotowywany" in waiting.content.decode()
    job = Job.objects.get(kind="render_payment_list")
    assert job.ordered_by == desk.checker
    work()
    assert document_of(approved) is not None


def test_before_the_approval_there_is_the_print_view(desk: Desk) -> None:
    desk.family("Lis", channel="cash")
    made = desk.build("cash")
    answer = browser(desk.checker).get(f"/wyplaty/{made.pk}/pdf/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/wyplaty/{made.pk}/druk/"


def test_it_says_for_whom_the_money_is_collected(desk: Desk) -> None:
    from benefits.documents.payment_list import html_of_list
    from cases.services import people

    anna = desk.family(channel="").person
    lis = payables.register("Lis", "Maria", actor=desk.author)
    relation = people.add_relation(
        lis, other=anna, kind="proxy", basis="upoważnienie z 2.11.2026", on=payables.MARCH,
        actor=desk.author,
    )  # fmt: skip
    from benefits.services import payout

    way = payout.propose(
        anna, channel="cash", receiver=relation, on=payables.MARCH, actor=desk.author
    )
    payout.confirm(way, actor=desk.signer)
    made = desk.approved(desk.build("cash"))
    page = html_of_list(made)
    assert "Maria Lis" in page
    assert "za: Anna Nowak" in page
    assert "czterysta pięć złotych 73/100" in page
    assert made.content_sha256 in page
