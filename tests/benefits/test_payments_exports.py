"""The lines of a list in a spreadsheet: read back by other programs, with nothing that runs."""

from __future__ import annotations

import csv
from datetime import datetime
from io import BytesIO, StringIO

import openpyxl
import pytest

from benefits.models import PaymentList
from benefits.services import payments, payout
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look
from opsapp.office.models import User
from tests.benefits import payables
from tests.benefits.conftest import TODAY, Desk, browser
from tests.benefits.payables import Granted
from tests.people import with_caps

pytestmark = pytest.mark.django_db


@pytest.fixture
def exporter(desk: Desk) -> User:
    """Who may take lists out."""
    return with_caps("eksport", Cap.SEE_PAYMENTS, Cap.EXPORT)


@pytest.fixture
def sent(desk: Desk, anna: Granted) -> PaymentList:
    """A list of Anna and of somebody whose account's holder a spreadsheet would run."""
    person = desk.family("Wilk", channel="").person
    way = payout.propose(
        person, channel="bank", account=payables.OTHER_ACCOUNT, holder="@SUM(A1)",
        on=payables.MARCH, actor=desk.author,
    )  # fmt: skip
    payout.confirm(way, actor=desk.signer)
    return desk.sent()


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_csv_has_its_mark_semicolons_decimal_commas_and_polish_days(
    sent: PaymentList, exporter: User
) -> None:
    raw = body(browser(exporter).get(f"/wyplaty/{sent.pk}/csv/"))
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    anna = next(row for row in rows if row["Odbiorca"] == "Anna Nowak")
    assert (anna["Kwota"], anna["Dzień wypłaty"], anna["Stan"]) == (
        "405,73", "27.11.2026", "wysłana",
    )  # fmt: skip
    assert payables.ANNA_ACCOUNT not in raw.decode("utf-8-sig")
    assert any(row["Odbiorca"].startswith("'@SUM") for row in rows)


def test_xlsx_holds_numbers_days_and_no_formula(sent: PaymentList, exporter: User) -> None:
    raw = body(browser(exporter).get(f"/wyplaty/{sent.pk}/xlsx/"))
    sheet = openpyxl.load_workbook(BytesIO(raw)).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    lines = [dict(zip(head, row, strict=True)) for row in rows]
    assert {line["Kwota"] for line in lines} == {405.73}
    assert {line["Dzień wypłaty"] for line in lines} == {datetime(2026, 11, 27)}
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_only_by_right_and_with_a_trace(sent: PaymentList, exporter: User, desk: Desk) -> None:
    for form in ("csv", "xlsx"):
        address = f"/wyplaty/{sent.pk}/{form}/"
        assert browser(desk.checker).get(address).status_code == 403
        assert browser(exporter).post(address).status_code == 405
        assert browser(exporter).get(address).status_code == 200
    look = Look.objects.filter(kind="exported", actor=exporter).latest("pk")
    assert sorted(look.ids) == sorted(sent.payments.values_list("pk", flat=True))
    assert (look.subject_type, look.query) == ("benefits.payment", sent.reference)


class TestSettledInPart:
    """A proof that does not confirm every line."""

    def test_lines_without_proof_stay_sent(self, sent: PaymentList, desk: Desk) -> None:
        form = {"on": f"{TODAY:%d.%m.%Y}", "proof": "RK 7/2026", "unpaid": "1", "total": "405,73"}
        answer = browser(desk.sender).post(f"/wyplaty/{sent.pk}/rozlicz/", form)
        assert answer.status_code == 302
        assert list(sent.payments.order_by("ordinal").values_list("status", flat=True)) == [
            "sent", "settled",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"unpaid": "9"}, "nie ma wysłanej wypłaty o lp. 9"),
            ({"unpaid": "trzy"}, "„trzy” to nie numer pozycji"),
            ({"total": "100,00"}, "Dowód opiewa na"),
            ({"total": "sto"}, "sto"),
            ({"unpaid": "1, 2"}, "nie potwierdza żadnej"),
        ],
    )
    def test_wrong_lines_and_wrong_sums_are_named_and_nothing_is_settled(
        self, sent: PaymentList, desk: Desk, typed: dict[str, str], words: str
    ) -> None:
        form = {"on": f"{TODAY:%d.%m.%Y}", "proof": "RK 7/2026"} | typed
        answer = browser(desk.sender).post(f"/wyplaty/{sent.pk}/rozlicz/", form)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert set(sent.payments.values_list("status", flat=True)) == {"sent"}


class TestReturnForm:
    def test_wrong_input_is_said_beside_what_was_typed(self, sent: PaymentList, desk: Desk) -> None:
        payment = sent.payments.get(payee_name="Anna Nowak")
        address = f"/wyplaty/pozycja/{payment.pk}/zwrot/"
        for wrong in ("31.02.2026", "27.11.2027", "01.11.2026"):
            form = {"on": wrong, "reason": "NOTC", "proof": "RK 7/2026", "remark": "nie przyszła"}
            answer = browser(desk.sender).post(address, form)
            assert answer.status_code == 422
            shown = answer.content.decode()
            assert "nie przyszła" in shown
            assert wrong in shown
        payment.refresh_from_db()
        assert payment.status == "sent"

    def test_cash_not_collected_comes_back_and_is_paid_again_another_way(
        self, sent: PaymentList, desk: Desk, anna: Granted
    ) -> None:
        payment = sent.payments.get(payee_name="Anna Nowak")
        client, address = browser(desk.sender), f"/wyplaty/pozycja/{payment.pk}/zwrot/"
        form = {"on": f"{TODAY:%d.%m.%Y}", "reason": "NOTC", "proof": "", "remark": "", "once": "k"}
        for _ in range(2):
            assert client.post(address, form).status_code == 302
        assert payment.events.filter(kind="returned").count() == 1
        way = payout.propose(anna.person, channel="cash", on=TODAY, actor=desk.author)
        payout.confirm(way, actor=desk.signer)
        payments.reissue(payment, remark="kasa", actor=desk.preparer)
        again = desk.build("cash")
        assert [row.payee_name for row in again.payments.all()] == ["Anna Nowak"]
        assert again.kind == "main"
