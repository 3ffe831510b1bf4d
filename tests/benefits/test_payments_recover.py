"""A file was at the bank before a line of it stopped being due: sent whole, the line is flagged."""

from __future__ import annotations

from typing import Any

import pytest

from benefits.integrity import payment_faults
from benefits.models import Payment, PaymentEvent, PaymentList
from benefits.selectors_due import due, held
from benefits.selectors_payments import returned, to_recover
from benefits.services import payments
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import NotAllowed, Refusal
from tests.benefits import payables
from tests.benefits.conftest import PAY_DAY, TODAY, Desk, browser
from tests.benefits.payables import Granted
from tests.benefits.test_payments_strike import HAPPENED, cut, of
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db
SAID = "bank: przelewów nie można wycofać"


@pytest.fixture
def taken(desk: Desk, anna: Granted) -> PaymentList:
    """A list of Anna Lis and Anna Nowak, approved, its file taken out."""
    desk.family("Lis", account=payables.OTHER_ACCOUNT)
    made = desk.approved()
    browser(desk.sender).post(f"/wyplaty/pliki/{made.files.get().pk}/")
    return made


def went(payment_list: PaymentList, desk: Desk, **more: Any) -> PaymentList:
    given = {"on": TODAY, "at_bank": True, "remark": SAID, "actor": desk.sender} | more
    return payments.send(payment_list, **given)


class TestSentWhole:
    @pytest.mark.parametrize(("happens", "words"), HAPPENED)
    def test_what_went_though_not_due_is_flagged_with_the_reason(
        self, desk: Desk, anna: Granted, taken: PaymentList, happens: Any, words: str
    ) -> None:
        happens(desk, anna)
        made = went(taken, desk)
        assert made.status == "sent"
        assert set(made.payments.values_list("status", flat=True)) == {"sent"}
        event = PaymentEvent.objects.get(kind="to_recover")
        assert event.payment == of(anna, made)
        assert event.remark.startswith(words) and event.remark.endswith(SAID)
        assert [row.pk for row in to_recover(Payment.objects.all())] == [event.payment_id]
        assert list(payment_faults()) == []

    def test_nothing_of_it_is_due_again(
        self, desk: Desk, anna: Granted, taken: PaymentList
    ) -> None:
        cut(desk, anna)
        went(taken, desk)
        assert list(due(PAY_DAY)) == []

    def test_a_sound_list_that_was_at_the_bank_flags_nothing(
        self, desk: Desk, taken: PaymentList
    ) -> None:
        went(taken, desk)
        assert not PaymentEvent.objects.filter(kind="to_recover").exists()

    def test_the_settled_list_keeps_the_flag(
        self, desk: Desk, anna: Granted, taken: PaymentList
    ) -> None:
        cut(desk, anna)
        made = payments.settle(went(taken, desk), on=TODAY, proof="WB 1", actor=desk.sender)
        assert made.status == "settled"
        assert to_recover(Payment.objects.all()).count() == 1

    def test_without_a_file_taken_out_it_could_not_be_there(
        self, desk: Desk, anna: Granted
    ) -> None:
        made = desk.approved()
        cut(desk, anna)
        with pytest.raises(Refusal, match="Nikt nie pobrał pliku"):
            went(made, desk)

    def test_what_the_bank_said_has_to_be_written(
        self, desk: Desk, anna: Granted, taken: PaymentList
    ) -> None:
        cut(desk, anna)
        with pytest.raises(Refusal, match="co z nim ustalono"):
            went(taken, desk, remark=" ")
        with pytest.raises(Refusal, match="nie wolno teraz wypłacić"):
            payments.send(taken, on=TODAY, actor=desk.sender)
        with pytest.raises(NotAllowed):
            went(taken, desk, actor=desk.preparer)

    def test_twice_is_refused(self, desk: Desk, anna: Granted, taken: PaymentList) -> None:
        cut(desk, anna)
        went(taken, desk)
        with pytest.raises(Refusal, match="nie jest możliwe"):
            went(taken, desk)

    def test_the_database_flags_nothing_whose_file_stayed(self, desk: Desk, anna: Granted) -> None:
        made = desk.approved()
        cut(desk, anna)
        with acting(desk.sender), refused("nie zgadza się ze stanem wypłaty"):
            PaymentEvent.objects.create(
                payment=of(anna, made), kind="to_recover", on=TODAY, actor=desk.sender
            )

    def test_the_database_sends_no_other_line_than_the_flagged(
        self, desk: Desk, anna: Granted, taken: PaymentList
    ) -> None:
        cut(desk, anna)
        other = taken.payments.exclude(pk=of(anna, taken).pk).get()
        with acting(desk.sender):
            PaymentEvent.objects.create(
                payment=other, kind="to_recover", on=TODAY, actor=desk.sender
            )
            with refused("nie wolno już wysłać"):
                run("UPDATE benefits_paymentlist SET status = 'sent', sent_on = %s", TODAY)


class TestItsEnd:
    def test_when_the_money_came_back_it_waits_no_more(
        self, desk: Desk, anna: Granted, taken: PaymentList
    ) -> None:
        cut(desk, anna)
        made = went(taken, desk)
        payments.return_(of(anna, made), on=TODAY, reason="MS03", actor=desk.sender)
        assert not to_recover(Payment.objects.all()).exists()
        assert list(due(PAY_DAY)) == []

    def test_explained_it_is_closed_once(
        self, desk: Desk, anna: Granted, taken: PaymentList
    ) -> None:
        cut(desk, anna)
        payment = of(anna, went(taken, desk))
        with pytest.raises(Refusal, match="Napisz, czym"):
            payments.close(payment, remark=" ", actor=desk.preparer)
        with pytest.raises(NotAllowed):
            payments.close(payment, remark="decyzja PS/9/2026", actor=desk.sender)
        payments.close(payment, remark="decyzja PS/9/2026 (art. 98)", actor=desk.preparer)
        assert not to_recover(Payment.objects.all()).exists()
        with pytest.raises(Refusal, match="już rozstrzygnięte"):
            payments.close(payment, remark="drugi raz", actor=desk.preparer)

    def test_an_ordinary_payment_has_nothing_to_close(
        self, desk: Desk, anna: Granted, taken: PaymentList
    ) -> None:
        payment = of(anna, went(taken, desk))
        with pytest.raises(Refusal, match="Zamknąć można"):
            payments.close(payment, remark="po co", actor=desk.preparer)


class TestClosedReturn:
    @pytest.fixture
    def back(self, desk: Desk, anna: Granted) -> Payment:
        payment = of(anna, desk.sent())
        return payments.return_(payment, on=TODAY, reason="MD07", actor=desk.sender)

    def test_it_is_never_paid_again_and_troubles_nobody(self, desk: Desk, back: Payment) -> None:
        payments.close(back, remark="decyzja o wygaśnięciu PS/9/2026", actor=desk.preparer)
        assert not returned(Payment.objects.all()).exists()
        assert [row.obstacle for row in due(PAY_DAY)] == ["closed"]
        assert held(PAY_DAY) == []
        with pytest.raises(Refusal, match="zamknięto bez ponownej"):
            payments.reissue(back, remark="jednak", actor=desk.preparer)

    def test_let_out_it_is_not_closed(self, desk: Desk, back: Payment) -> None:
        payments.reissue(back, remark="nowy rachunek", actor=desk.preparer)
        with pytest.raises(Refusal, match="już rozstrzygnięte"):
            payments.close(back, remark="jednak nie", actor=desk.preparer)
        with acting(desk.preparer), refused("nie zgadza się ze stanem"):
            PaymentEvent.objects.create(payment=back, kind="closed", on=TODAY, actor=desk.preparer)


class TestScreen:
    def test_from_the_notice_to_the_end(
        self, desk: Desk, anna: Granted, taken: PaymentList
    ) -> None:
        cut(desk, anna)
        client, address = browser(desk.sender), f"/wyplaty/{taken.pk}/"
        assert "Plik był już w banku" in client.get(address).content.decode()
        sent = {"at_bank": "True", "on": "26.11.2026", "remark": SAID}
        assert client.post(f"{address}wyslij/", sent).status_code == 302
        assert "do odzyskania" in client.get(address).content.decode()
        waiting = client.get("/wyplaty/do-odzyskania/").content.decode()
        assert "Anna Nowak" in waiting and SAID in waiting
        payment = of(anna, taken)
        at_desk = browser(desk.preparer)
        assert "do odzyskania" in at_desk.get(f"/wyplaty/pozycja/{payment.pk}/").content.decode()
        closing = f"/wyplaty/pozycja/{payment.pk}/zamknij/"
        assert at_desk.get(closing).status_code == 405
        assert at_desk.post(closing, {"remark": "wróciło gotówką"}).status_code == 302
        assert "Nic nie czeka" in client.get("/wyplaty/do-odzyskania/").content.decode()

    def test_the_ordinary_way_is_as_before(self, desk: Desk, taken: PaymentList) -> None:
        answer = browser(desk.sender).post(f"/wyplaty/{taken.pk}/wyslij/")
        assert answer.status_code == 302
        taken.refresh_from_db()
        assert (taken.status, taken.sent_on) == ("sent", TODAY)


class TestMistakes:
    def test_a_sum_that_differs_is_said_on_the_list_with_what_was_typed(
        self, desk: Desk, anna: Granted
    ) -> None:
        made = desk.sent()
        sent = {"on": "26.11.2026", "proof": "WB 7/2026", "total": "1,00", "unpaid": ""}
        answer = browser(desk.sender).post(f"/wyplaty/{made.pk}/rozlicz/", sent)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Dowód opiewa na 1,00" in page and 'value="WB 7/2026"' in page
        made.refresh_from_db()
        assert made.status == "sent"

    def test_a_strike_without_its_reason_is_said_on_the_list(
        self, desk: Desk, anna: Granted, taken: PaymentList
    ) -> None:
        sent = {"payments": [of(anna, taken).pk], "reason": ""}
        answer = browser(desk.preparer).post(f"/wyplaty/{taken.pk}/skresl/", sent)
        assert answer.status_code == 422
        assert "Popraw formularz" in answer.content.decode()
