"""Screens of bank statements: as the clerk uses them, with wrong input too."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from benefits.models import BankStatement, PaymentList
from benefits.work_statements import entries_to_decide
from opsapp.kernel.models import Look
from tests.benefits.conftest import TODAY, Desk, browser
from tests.benefits.statements.conftest import back, payment, read_in
from tests.benefits.statements.files import Row, camt, mt940
from tests.benefits.statements.test_reading import BOMB

pytestmark = pytest.mark.django_db

FEE = Row("-1.50", "OPLATA")
NEW = reverse("benefits:statement_new")
LISTS = reverse("benefits:payment_lists")


@pytest.fixture
def client(desk: Desk) -> Client:
    return browser(desk.sender)


def send(client: Client, desk: Desk, content: bytes, **more: Any) -> Any:
    values = {
        "bank_profile": desk.bank.pk,
        "file": SimpleUploadedFile("wb.sta", content),
        "once": "wczytanie",
    }
    return client.post(NEW, {**values, **more})


def url(name: str, key: int) -> str:
    return reverse(f"benefits:{name}", args=[key])


def said(answer: Any) -> str:
    """The page, with plain spaces for those that keep a number with its noun."""
    return str(answer.content.decode().replace("\u00a0", " "))


def page_of(client: Client, made: BankStatement) -> str:
    return said(client.get(url("statement", made.pk)))


class TestUpload:
    def test_the_file_is_read_in_and_its_page_opens(
        self, client: Client, desk: Desk, sent: PaymentList
    ) -> None:
        answer = send(client, desk, mt940(FEE, back(payment(sent))))
        made = BankStatement.objects.get()
        assert answer["Location"] == url("statement", made.pk)
        shown = page_of(client, made)
        assert "Wczytano WB 231/2026: 2 pozycje." in shown
        assert "Zwroty rozpoznane" in shown
        assert "Pozostałe – 1 pozycja" in shown
        assert "Zwroty do wskazania" not in shown

    def test_the_same_form_sent_twice_reads_once(self, client: Client, desk: Desk) -> None:
        for _ in range(2):
            assert send(client, desk, mt940(FEE)).status_code == 302
        assert BankStatement.objects.count() == 1

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"to nie wyciag", "nie jest wyciąg"),
            (camt(Row("1.00", "&c;"), head=BOMB), "DOCTYPE"),
            (mt940(FEE, closing="1.00"), "nie zgadza się sam ze sobą"),
            (mt940(FEE, account="13114011080000000022220002"), "innego rachunku"),
            (b"", "Plik jest pusty"),
            (b":20:" + b"x" * 6 * 1024 * 1024, "najwyżej 5 MB"),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_file(
        self, client: Client, desk: Desk, content: bytes, words: str
    ) -> None:
        answer = send(client, desk, content)
        assert answer.status_code == 422
        assert words in " ".join(answer.context["form"].errors["file"])
        assert not BankStatement.objects.exists()

    def test_a_form_without_account_or_file_asks_for_them(self, client: Client, desk: Desk) -> None:
        answer = client.post(NEW, {"bank_profile": "0"})
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"bank_profile", "file"}


class TestReturns:
    def test_a_recognised_return_is_confirmed_with_another_reason(
        self, client: Client, desk: Desk, sent: PaymentList
    ) -> None:
        made = read_in(desk, back(payment(sent)))
        entry = made.entries.get()
        values = {f"poz{entry.pk}-payment": payment(sent).pk, f"poz{entry.pk}-reason": "AC01"}
        answer = client.post(url("entry_return", entry.pk), values, follow=True)
        assert "Odnotowano zwrot: Anna Lis." in said(answer)
        assert payment(sent).events.get(kind="returned").reason == "AC01"
        assert "Rozstrzygnięte – 1 pozycja" in page_of(client, made)

    def test_all_recognised_are_confirmed_by_one_button(
        self, client: Client, desk: Desk, sent: PaymentList
    ) -> None:
        made = read_in(desk, back(payment(sent)), back(payment(sent, "Nowak")))
        assert "Potwierdź wszystkie rozpoznane zwroty" in page_of(client, made)
        answer = client.post(url("statement_returns", made.pk), follow=True)
        assert "Odnotowano 2 zwroty." in said(answer)
        assert set(sent.payments.values_list("status", flat=True)) == {"returned"}

    def test_a_reference_typed_goes_before_what_was_chosen(
        self, client: Client, desk: Desk, sent: PaymentList
    ) -> None:
        made = read_in(desk, back(payment(sent), reference="NONREF", account=""))
        entry = made.entries.get()
        assert f"Anna Lis, {payment(sent).reference}" in page_of(client, made)
        values = {
            f"poz{entry.pk}-payment": payment(sent, "Nowak").pk,
            f"poz{entry.pk}-reference": f" {payment(sent).reference.lower()} ",
            f"poz{entry.pk}-reason": "MS03",
        }
        assert client.post(url("entry_return", entry.pk), values).status_code == 302
        assert payment(sent).status == "returned"

    @pytest.mark.parametrize(
        ("reference", "words"),
        [
            ("", "Wskaż wypłatę, która wróciła"),
            ("LW/2026/9/0009", "nie szła wypłata LW/2026/9/0009"),
            ("LW/2026/1/0002", "Wskaż wypłatę o tej samej kwocie"),
        ],
    )
    def test_a_wrong_reference_is_said_beside_the_field_and_stays(
        self, client: Client, desk: Desk, sent: PaymentList, reference: str, words: str
    ) -> None:
        entry = read_in(desk, back(payment(sent), reference="NONREF", account="")).entries.get()
        values = {f"poz{entry.pk}-reference": reference, f"poz{entry.pk}-reason": "AC04"}
        answer = client.post(url("entry_return", entry.pk), values)
        shown = said(answer)
        assert answer.status_code == 422
        assert words in shown
        assert f'value="{reference}"' in shown or not reference
        assert payment(sent).status == "sent"

    def test_an_entry_decided_meanwhile_is_a_conflict(
        self, client: Client, desk: Desk, sent: PaymentList
    ) -> None:
        made = read_in(desk, back(payment(sent)))
        entry = made.entries.get()
        values = {f"poz{entry.pk}-payment": payment(sent).pk, f"poz{entry.pk}-reason": "AC04"}
        address = url("entry_return", entry.pk)
        assert client.post(address, values).status_code == 302
        assert client.post(address, values).status_code == 409


class TestListsAndOthers:
    def test_a_list_is_settled_by_its_transfer(
        self, client: Client, desk: Desk, sent: PaymentList
    ) -> None:
        made = read_in(desk, Row(f"-{sent.total}", "LISTA"))
        assert "Realizacja list" in page_of(client, made)
        address = url("entry_settle", made.entries.get().pk)
        assert client.post(address, {"list": sent.pk}).status_code == 302
        sent.refresh_from_db()
        assert sent.status == "settled"

    def test_single_transfers_are_confirmed_together(
        self, client: Client, desk: Desk, sent: PaymentList
    ) -> None:
        rows = [Row(f"-{one.amount}", "", one.reference) for one in sent.payments.all()]
        made = read_in(desk, *rows)
        answer = client.post(url("statement_singly", made.pk), {"list": sent.pk}, follow=True)
        assert "Potwierdzono 2 pozycje z listy LW/2026/1." in said(answer)

    @pytest.mark.parametrize("key", ["", "abc", "9" * 30, "999999"])
    def test_a_list_that_is_not_there_is_not_found(
        self, client: Client, desk: Desk, key: str
    ) -> None:
        made = read_in(desk, FEE)
        answer = client.post(url("statement_singly", made.pk), {"list": key})
        assert answer.status_code == 404

    def test_others_are_put_aside_of_this_statement_alone(self, client: Client, desk: Desk) -> None:
        made = read_in(desk, FEE)
        other = read_in(desk, Row("9.00"), number="00232")
        chosen = [made.entries.get().pk, other.entries.get().pk, "x"]
        address = url("statement_dismiss", made.pk)
        client.post(address, {"entries": chosen, "remark": "opłaty"})
        assert (made.entries.get().outcome, other.entries.get().outcome) == ("other", "waits")
        assert client.post(address, {"entries": [], "remark": "x"}).status_code == 422


class TestAround:
    def test_lists_say_how_many_entries_wait(self, client: Client, desk: Desk) -> None:
        assert "Nie wczytano jeszcze" in said(client.get(reverse("benefits:statements")))
        read_in(desk, FEE, Row("3.00"))
        assert "2 pozycje" in said(client.get(reverse("benefits:statements")))
        assert "pozycji wyciągów do rozstrzygnięcia" in said(client.get(LISTS))
        assert "Wyciągi bankowe" not in said(browser(desk.preparer).get(LISTS))

    def test_my_day_shows_what_waits_to_whom_it_waits_for(self, desk: Desk) -> None:
        assert list(entries_to_decide(desk.sender, TODAY)) == []
        read_in(desk, FEE)
        (item,) = entries_to_decide(desk.sender, TODAY)
        assert (item.count, item.url) == (1, reverse("benefits:statements"))
        assert list(entries_to_decide(desk.preparer, TODAY)) == []

    def test_opening_leaves_a_trace_with_the_payments_shown(
        self, client: Client, desk: Desk, sent: PaymentList
    ) -> None:
        made = read_in(desk, back(payment(sent)))
        page_of(client, made)
        assert Look.objects.filter(
            subject_type="benefits.bankstatement", subject_id=made.pk, kind="opened"
        ).exists()
        listed = Look.objects.filter(subject_type="benefits.payment", kind="listed").last()
        assert listed is not None
        assert listed.ids == [payment(sent).pk]

    def test_a_page_of_many_returns_asks_no_more_than_one_of_few(
        self, client: Client, desk: Desk, sent: PaymentList, django_assert_max_num_queries: Any
    ) -> None:
        rows = [Row(f"{at}.00", f"zwrot nr {at}") for at in range(1, 40)]
        made = read_in(desk, *rows, back(payment(sent)))
        with django_assert_max_num_queries(40):
            page_of(client, made)
