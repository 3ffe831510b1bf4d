"""After approval a list is sent and settled; what comes back waits for a decision."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from benefits.models import Payment, PaymentEvent, PaymentList
from benefits.selectors_due import due
from benefits.services import payments, payout
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.models import Look
from opsapp.kernel.refusals import Refusal
from tests.benefits import payables
from tests.benefits.conftest import PAY_DAY, TODAY, Desk, browser
from tests.benefits.payables import Granted
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db

PROOF = "WB 231/2026"


@pytest.fixture
def sent(desk: Desk, anna: Granted) -> PaymentList:
    """A list at the bank, with Anna's and Lis's payments."""
    desk.family("Lis", account=payables.OTHER_ACCOUNT)
    return desk.sent()


def lis(made: PaymentList) -> Payment:
    return made.payments.get(payee_name="Anna Lis")


def anna_of(made: PaymentList) -> Payment:
    return made.payments.get(payee_name="Anna Nowak")


def returned(made: PaymentList, desk: Desk, **more: Any) -> Payment:
    values = {"on": TODAY, "reason": "AC04", "proof": PROOF, "actor": desk.sender}
    return payments.return_(lis(made), **{**values, **more})


class TestSend:
    def test_every_payment_is_sent_with_its_event(self, desk: Desk, sent: PaymentList) -> None:
        assert (sent.status, sent.sent_on) == ("sent", TODAY)
        assert set(sent.payments.values_list("status", flat=True)) == {"sent"}
        events = PaymentEvent.objects.filter(payment__payment_list=sent)
        assert [(e.kind, e.on, e.actor) for e in events] == [("sent", TODAY, desk.sender)] * 2

    def test_a_list_is_sent_once_and_not_before_approval(
        self, desk: Desk, anna: Granted, sent: PaymentList
    ) -> None:
        with pytest.raises(Refusal, match="w stanie „wysłana”"):
            payments.send(sent, on=TODAY, actor=desk.sender)
        desk.family("Wilk")
        with pytest.raises(Refusal, match="w stanie „robocza”"):
            payments.send(desk.build(), on=TODAY, actor=desk.sender)

    def test_not_on_a_day_to_come(self, desk: Desk, anna: Granted) -> None:
        with pytest.raises(Refusal, match="jeszcze nie nadszedł"):
            payments.send(desk.approved(), on=PAY_DAY, actor=desk.sender)

    def test_what_was_taken_off_is_not_sent(self, desk: Desk, anna: Granted) -> None:
        desk.family("Lis", account=payables.OTHER_ACCOUNT)
        made = desk.build()
        payments.drop(lis(made), remark="na prośbę", actor=desk.preparer)
        desk.sent(made)
        assert [lis(made).status, anna_of(made).status] == ["cancelled", "sent"]


class TestSettle:
    def test_the_whole_list_is_settled_by_a_proof(self, desk: Desk, sent: PaymentList) -> None:
        made = payments.settle(sent, on=TODAY, proof=PROOF, actor=desk.sender)
        assert made.status == "settled"
        assert set(made.payments.values_list("status", "paid_on")) == {("settled", TODAY)}
        assert made.transitions.filter(move="settle").exists()
        events = PaymentEvent.objects.filter(kind="settled")
        assert [e.proof for e in events] == [PROOF] * 2

    def test_unconfirmed_payments_stay_sent_and_the_list_open(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        made = payments.settle(
            sent, on=TODAY, proof=PROOF, unpaid=[lis(sent).pk], actor=desk.sender
        )
        assert (made.status, lis(made).status, anna_of(made).status) == ("sent", "sent", "settled")
        made = payments.settle(sent, on=TODAY, proof="WB 232/2026", actor=desk.sender)
        assert made.status == "settled"

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"proof": " "}, "Podaj numer wyciągu"),
            ({"on": date(2026, 11, 25)}, "Listę wysłano 26.11.2026"),
            ({"on": PAY_DAY}, "jeszcze nie nadszedł"),
        ],
    )
    def test_wrong_days_and_no_proof_are_refused(
        self, desk: Desk, sent: PaymentList, more: dict[str, Any], words: str
    ) -> None:
        values: dict[str, Any] = {"on": TODAY, "proof": PROOF, "actor": desk.sender, **more}
        with pytest.raises(Refusal, match=words):
            payments.settle(sent, **values)

    def test_a_proof_of_nothing_and_a_list_not_sent_are_refused(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        everybody = list(sent.payments.values_list("pk", flat=True))
        with pytest.raises(Refusal, match="nie potwierdza żadnej"):
            payments.settle(sent, on=TODAY, proof=PROOF, unpaid=everybody, actor=desk.sender)
        payments.settle(sent, on=TODAY, proof=PROOF, actor=desk.sender)
        with pytest.raises(Refusal, match="w stanie „rozliczona”"):
            payments.settle(sent, on=TODAY, proof=PROOF, actor=desk.sender)


class TestReturn:
    def test_a_returned_payment_pays_nothing_and_waits(self, desk: Desk, sent: PaymentList) -> None:
        back = returned(sent, desk)
        assert back.status == "returned"
        event = back.events.get(kind="returned")
        assert (event.reason, event.proof, event.actor) == ("AC04", PROOF, desk.sender)
        assert not back.items.get().live
        assert [row.obstacle for row in due(PAY_DAY)] == ["returned"]
        with pytest.raises(Refusal, match="nie ma nic do wypłaty"):
            desk.build()

    def test_it_comes_back_after_settling_too(self, desk: Desk, sent: PaymentList) -> None:
        payments.settle(sent, on=TODAY, proof=PROOF, actor=desk.sender)
        assert returned(sent, desk).status == "returned"
        sent.refresh_from_db()
        assert sent.status == "settled"

    def test_the_last_answer_closes_the_list(self, desk: Desk, sent: PaymentList) -> None:
        payments.settle(sent, on=TODAY, proof=PROOF, unpaid=[lis(sent).pk], actor=desk.sender)
        returned(sent, desk)
        sent.refresh_from_db()
        assert sent.status == "settled"

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"reason": ""}, "Wybierz przyczynę"),
            ({"reason": "ZZ99"}, "Wybierz przyczynę"),
            ({"on": date(2026, 11, 20)}, "Listę wysłano"),
            ({"on": PAY_DAY}, "jeszcze nie nadszedł"),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, desk: Desk, sent: PaymentList, more: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(Refusal, match=words):
            returned(sent, desk, **more)
        assert lis(sent).status == "sent"

    def test_a_payment_returns_once(self, desk: Desk, sent: PaymentList) -> None:
        returned(sent, desk)
        with pytest.raises(Refusal, match="w stanie „zwrócona”"):
            returned(sent, desk)

    def test_what_was_not_sent_does_not_return(self, desk: Desk, anna: Granted) -> None:
        made = desk.approved()
        with pytest.raises(Refusal, match="w stanie „na liście”"):
            payments.return_(anna_of(made), on=TODAY, reason="AC01", actor=desk.sender)


class TestReissue:
    def test_a_returned_payment_can_be_sent_again_only_once(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        payments.reissue(returned(sent, desk), remark="nowy rachunek", actor=desk.preparer)
        again = desk.build()
        assert [p.payee_name for p in again.payments.all()] == ["Anna Lis"]
        with pytest.raises(Refusal, match="dopuszczono już"):
            payments.reissue(lis(sent), remark="jeszcze raz", actor=desk.preparer)
        with pytest.raises(Refusal, match="nie ma nic do wypłaty"):
            desk.build()

    def test_when_it_returns_again_it_waits_again(self, desk: Desk, sent: PaymentList) -> None:
        payments.reissue(returned(sent, desk), remark="nowy rachunek", actor=desk.preparer)
        returned(desk.sent(), desk)
        assert [row.obstacle for row in due(PAY_DAY)] == ["returned"]

    def test_only_a_returned_one_and_with_a_remark(self, desk: Desk, sent: PaymentList) -> None:
        with pytest.raises(Refusal, match="która wróciła"):
            payments.reissue(lis(sent), remark="x", actor=desk.preparer)
        with pytest.raises(Refusal, match="co się zmieniło"):
            payments.reissue(returned(sent, desk), remark=" ", actor=desk.preparer)


class TestDatabase:
    def test_a_sent_list_is_closed(self, desk: Desk, sent: PaymentList) -> None:
        with acting(desk.sender):
            with refused("nie wolno zmienić"):
                run("UPDATE benefits_paymentlist SET sent_on = '2026-11-01'")
            with refused("nie wolno usunąć"):
                run("DELETE FROM benefits_paymentlist")
            with refused("gdy jej lista jest w stanie „sent”"):
                run("UPDATE benefits_payment SET status = 'cancelled'")

    def test_events_are_only_added_and_agree_with_the_payment(
        self, desk: Desk, sent: PaymentList
    ) -> None:
        payment = lis(sent)
        with acting(desk.sender):
            with refused("nie wolno zmieniać ani usuwać"):
                run("DELETE FROM benefits_paymentevent")
            with refused("nie zgadza się ze stanem wypłaty"):
                self.event(payment, desk, kind="settled")
            with refused("nie zgadza się ze stanem wypłaty"):
                self.event(payment, desk, kind="reissue")
            with refused("payment_event_once"):
                self.event(payment, desk, kind="sent")
        returned(sent, desk)
        with acting(desk.sender), refused("payment_return_has_reason"):
            self.event(payment, desk, kind="returned", reason="")

    def event(self, payment: Payment, desk: Desk, **given: Any) -> None:
        PaymentEvent.objects.create(payment=payment, on=TODAY, actor=desk.sender, **given)

    def test_a_settled_payment_has_its_day(self, desk: Desk, sent: PaymentList) -> None:
        with acting(desk.sender), refused("payment_paid_on"):
            run("UPDATE benefits_payment SET status = 'settled'")


class TestFile:
    def test_taking_a_file_is_traced_and_shown_on_the_list(self, desk: Desk, anna: Granted) -> None:
        made = desk.approved()
        file = made.files.get()
        page = f"/wyplaty/{made.pk}/"
        assert "Nikt jeszcze nie pobrał" in browser(desk.sender).get(page).content.decode()
        answer = browser(desk.sender).post(f"/wyplaty/pliki/{file.pk}/")
        assert answer.content == bytes(file.document.content)
        assert 'filename="LW-2026-0001-1.pli"' in answer["Content-Disposition"]
        look = Look.objects.get(subject_type="benefits.paymentlistfile")
        assert (look.actor, look.ids) == (desk.sender, [file.pk])
        shown = browser(desk.checker).get(page).content.decode()
        assert f"pobrał(a) {desk.sender}" in shown
        assert file.document.sha256[:16] in shown

    def test_only_by_post_and_only_who_sends(self, desk: Desk, anna: Granted) -> None:
        file = desk.approved().files.get()
        address = f"/wyplaty/pliki/{file.pk}/"
        assert browser(desk.sender).get(address).status_code == 405
        assert browser(desk.approver).post(address).status_code == 403

    def test_its_bytes_stay(self, desk: Desk, anna: Granted) -> None:
        desk.approved()
        with acting(desk.sender):
            with refused("nie wolno zmieniać ani usuwać"):
                run("UPDATE benefits_paymentlistfile SET total = 1")
            with refused("nie wolno zmieniać ani usuwać"):
                run("UPDATE kernel_storeddocument SET content = 'x'")


class TestScreen:
    def test_the_accountant_settles_and_returns(self, desk: Desk, sent: PaymentList) -> None:
        client = browser(desk.sender)
        wrong = client.post(f"/wyplaty/{sent.pk}/rozlicz/", {"on": "", "proof": ""})
        assert wrong.status_code == 422
        client.post(f"/wyplaty/{sent.pk}/rozlicz/", {"on": "26.11.2026", "proof": PROOF})
        assert lis(sent).status == "settled"
        form = {"on": "26.11.2026", "reason": "AC04", "proof": PROOF, "remark": ""}
        client.post(f"/wyplaty/pozycja/{lis(sent).pk}/zwrot/", form)
        assert lis(sent).status == "returned"
        queue = client.get("/wyplaty/zwroty/").content.decode()
        assert "Anna Lis" in queue
        assert "rachunek zamknięty" in queue

    @pytest.mark.parametrize("step", ["zdejmij", "zwrot", "ponow"])
    def test_acts_answer_only_post_and_only_to_those_who_may(
        self, desk: Desk, sent: PaymentList, step: str
    ) -> None:
        address = f"/wyplaty/pozycja/{lis(sent).pk}/{step}/"
        assert browser(desk.sender).get(address).status_code == 405
        assert browser(desk.checker).post(address).status_code == 403

    def test_nothing_is_shown_without_the_right(self, desk: Desk, sent: PaymentList) -> None:
        client = browser(desk.author)
        for address in (
            "/wyplaty/", f"/wyplaty/{sent.pk}/", f"/wyplaty/{sent.pk}/zmiany/",
            f"/wyplaty/{sent.pk}/druk/", f"/wyplaty/pozycja/{lis(sent).pk}/",
            "/wyplaty/zwroty/", "/wyplaty/sposoby/", "/wyplaty/przeszkody/",
        ):  # fmt: skip
            assert client.get(address).status_code == 403, address

    def test_the_list_prints_with_its_sum_in_words_and_leaves_a_trace(
        self, desk: Desk, anna: Granted
    ) -> None:
        desk.family("Lis", channel="cash")
        made = desk.build("cash")
        address = f"/wyplaty/{made.pk}/druk/"
        assert "LISTA ROBOCZA" in browser(desk.preparer).get(address).content.decode()
        desk.approved(made)
        shown = browser(desk.sender).get(address).content.decode()
        assert "czterysta pięć złotych 73/100" in shown
        assert "podpis odbiorcy" in shown
        assert Look.objects.filter(kind="printed", actor=desk.sender, subject_id=made.pk).exists()

    def test_opening_leaves_a_trace(self, desk: Desk, sent: PaymentList) -> None:
        browser(desk.checker).get(f"/wyplaty/{sent.pk}/")
        look = Look.objects.get(kind="opened", subject_type="benefits.paymentlist")
        assert (look.actor, look.subject_id) == (desk.checker, sent.pk)


def test_next_month_shows_who_is_new_changed_stopped_and_paid_elsewhere(desk: Desk) -> None:
    bober = desk.family("Bober", months=(payables.NOVEMBER, payables.DECEMBER)).person
    desk.family("Lis")
    desk.sent()
    with clock.frozen(date(2026, 12, 28)):
        desk.family("Wilk", months=(payables.DECEMBER,))
        way = payout.propose(
            bober, channel="bank", account=payables.LANDLORD_ACCOUNT, on=date(2026, 12, 10),
            actor=desk.author,
        )  # fmt: skip
        payout.confirm(way, actor=desk.signer)
        made = desk.build(pay_on=date(2026, 12, 29))
        shown = browser(desk.checker).get(f"/wyplaty/{made.pk}/").content.decode()
        stopped = browser(desk.checker).get(f"/wyplaty/{made.pk}/zmiany/?co=bez").content.decode()
    assert "zmieniono rachunek" in shown
    assert "od 10.12.2026" in shown
    assert "nowi <b>1</b>" in shown
    assert "już bez wypłaty <b>1</b>" in shown
    assert "Anna Lis" in stopped
    assert "Anna Bober" not in stopped
