"""A list that was signed loses a payment, keeps the trace, and is signed anew."""

from __future__ import annotations

from typing import Any

import pytest

from benefits.integrity import payment_faults
from benefits.models import Entitlement, Payment, PaymentEvent, PaymentList
from benefits.selectors_due import due
from benefits.services import payments, payout
from cases.models import Person
from opsapp.kernel.audit import acting
from opsapp.kernel.refusals import NotAllowed, Refusal
from tests.benefits import payables
from tests.benefits.conftest import PAY_DAY, TODAY, Desk, browser
from tests.benefits.payables import Granted
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def lis(desk: Desk) -> Granted:
    """Somebody else on the list."""
    return desk.family("Lis", account=payables.OTHER_ACCOUNT)


@pytest.fixture
def approved(desk: Desk, anna: Granted, lis: Granted) -> PaymentList:
    """A list of Anna Lis and Anna Nowak, approved and not sent."""
    return desk.approved()


def of(granted: Granted, payment_list: PaymentList) -> Payment:
    """The payment of a family."""
    return payment_list.payments.get(payee_person=granted.person)


def dies(desk: Desk, granted: Granted) -> None:
    with acting(desk.author):
        Person.objects.filter(pk=granted.person.pk).update(died_on=TODAY)


def withheld(desk: Desk, granted: Granted) -> None:
    with acting(desk.author):
        Entitlement.objects.filter(pk=granted.entitlement.pk).update(status="withheld")


def revoked(desk: Desk, granted: Granted) -> None:
    with acting(desk.author):
        Entitlement.objects.filter(pk=granted.entitlement.pk).update(status="revoked")


def cut(desk: Desk, granted: Granted) -> None:
    payables.revoke(granted, since=payables.NOVEMBER, actor=desk.author, signer=desk.signer)


def other_way(desk: Desk, granted: Granted) -> None:
    way = payout.propose(granted.person, channel="cash", on=TODAY, actor=desk.author)
    payout.confirm(way, actor=desk.signer)


HAPPENED = [
    (dies, "osoba zmarła"),
    (withheld, "wypłata wstrzymana"),
    (revoked, "uprawnienie uchylone albo skrócone"),
    (cut, "uprawnienie uchylone albo skrócone"),
    (other_way, "sposób wypłaty zmienił się"),
]


class TestSendAsksOnceMore:
    @pytest.mark.parametrize(("happens", "words"), HAPPENED)
    def test_what_happened_after_the_approval_stops_the_list_and_is_named(
        self, desk: Desk, anna: Granted, approved: PaymentList, happens: Any, words: str
    ) -> None:
        happens(desk, anna)
        with pytest.raises(Refusal, match=rf"2\. Anna Nowak \({words}") as refusal:
            payments.send(approved, on=TODAY, actor=desk.sender)
        assert "Anna Lis" not in str(refusal.value)
        approved.refresh_from_db()
        assert approved.status == "approved"

    @pytest.mark.parametrize("happens", [happens for happens, _ in HAPPENED])
    def test_the_database_sends_nothing_of_that_either(
        self, desk: Desk, anna: Granted, approved: PaymentList, happens: Any
    ) -> None:
        happens(desk, anna)
        reference = of(anna, approved).reference
        with acting(desk.sender), refused(f"nie wolno już wysłać: {reference}"):
            run(
                "UPDATE benefits_paymentlist SET status = 'sent', sent_on = %s WHERE id = %s",
                TODAY, approved.pk,
            )  # fmt: skip

    def test_a_new_way_from_a_later_day_does_not_stop_it(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        way = payout.propose(
            anna.person, channel="cash", on=PAY_DAY.replace(day=28), actor=desk.author
        )
        payout.confirm(way, actor=desk.signer)
        assert payments.send(approved, on=TODAY, actor=desk.sender).status == "sent"


class TestStrike:
    def test_the_list_goes_back_to_its_first_signature_without_the_payment(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        made = struck(approved, anna, desk, remark="akt zgonu 12/2026")
        assert (made.status, made.round, made.content_sha256, made.payment_count) == (
            "draft", 2, "", 0,
        )  # fmt: skip
        event = PaymentEvent.objects.get(payment=of(anna, made))
        said = "śmierć odbiorcy albo osoby uprawnionej: akt zgonu 12/2026"
        assert (event.kind, event.remark, event.actor) == ("cancelled", said, desk.preparer)
        move = made.transitions.get(move="strike")
        assert (move.from_state, move.reason_code, move.remark) == ("approved", "deceased", said)

    def test_what_is_left_is_signed_paid_and_sent_with_its_own_file(
        self, desk: Desk, anna: Granted, lis: Granted, approved: PaymentList
    ) -> None:
        dies(desk, anna)
        made = desk.sent(struck(approved, anna, desk))
        assert (made.payment_count, str(made.total)) == (1, "405.73")
        assert set(made.payments.values_list("payee_name", "status")) == {
            ("Anna Lis", "sent"), ("Anna Nowak", "cancelled"),
        }  # fmt: skip
        assert list(made.files.order_by("pk").values_list("round", "name", "payment_count")) == [
            (1, "LW-2026-0001-1.pli", 2), (2, "LW-2026-0001-p2-1.pli", 1),
        ]  # fmt: skip
        assert [s.round for s in made.signatures.order_by("pk")] == [1, 1, 1, 2, 2, 2]
        assert list(payment_faults()) == []

    def test_the_instalment_is_due_again_and_held_by_the_death(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        dies(desk, anna)
        struck(approved, anna, desk)
        assert [row.obstacle for row in due(PAY_DAY)] == ["deceased"]

    def test_taken_off_by_mistake_it_goes_on_the_next_list(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        struck(approved, anna, desk, reason="mistake")
        assert [p.payee_name for p in desk.build().payments.all()] == ["Anna Nowak"]

    @pytest.mark.parametrize("steps", [1, 2, 3])
    def test_from_every_signed_state(
        self, desk: Desk, anna: Granted, lis: Granted, steps: int
    ) -> None:
        made = desk.build()
        signs = (
            (payments.prepare, desk.preparer),
            (payments.check, desk.checker),
            (payments.approve, desk.approver),
        )
        for act, actor in signs[:steps]:
            made = act(made, actor=actor)
        assert struck(made, anna, desk).status == "draft"

    def test_a_list_without_payments_is_cancelled(
        self, desk: Desk, anna: Granted, lis: Granted, approved: PaymentList
    ) -> None:
        ids = list(approved.payments.values_list("pk", flat=True))
        made = payments.strike(approved, ids, reason="mistake", actor=desk.preparer)
        with pytest.raises(Refusal, match="nie ma żadnej wypłaty"):
            payments.prepare(made, actor=desk.preparer)
        assert payments.cancel(made, remark="pusta", actor=desk.preparer).status == "cancelled"
        assert list(payment_faults()) == []

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"reason": ""}, "Wybierz z listy"),
            ({"reason": "nieznana"}, "Wybierz z listy"),
            ({"reason": "other"}, "Napisz, dlaczego"),
            ({"payments": []}, "Zaznacz wypłaty"),
            ({"payments": [10**12]}, "nie ma już na liście"),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, desk: Desk, anna: Granted, approved: PaymentList, more: dict[str, Any], words: str
    ) -> None:
        values = {"payments": [of(anna, approved).pk], "reason": "mistake"} | more
        with pytest.raises(Refusal, match=words):
            payments.strike(approved, actor=desk.preparer, **values)
        approved.refresh_from_db()
        assert approved.status == "approved"

    def test_neither_a_draft_nor_a_sent_list(self, desk: Desk, anna: Granted, lis: Granted) -> None:
        made = desk.build()
        with pytest.raises(Refusal, match="nie jest możliwe w stanie „robocza”"):
            struck(made, anna, desk)
        desk.sent(made)
        with pytest.raises(Refusal, match="nie jest możliwe w stanie „wysłana”"):
            struck(made, anna, desk)

    def test_a_second_time_there_is_nothing_to_take_off(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        desk.approved(struck(approved, anna, desk))
        with pytest.raises(Refusal, match="nie ma już na liście"):
            struck(approved, anna, desk)

    def test_only_those_who_sign_or_send(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        with pytest.raises(NotAllowed):
            payments.strike(approved, [of(anna, approved).pk], reason="mistake", actor=desk.signer)


class TestFileThatWasTaken:
    def test_somebody_must_say_that_it_did_not_reach_the_bank(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        browser(desk.sender).post(f"/wyplaty/pliki/{approved.files.get().pk}/")
        with pytest.raises(Refusal, match="został już pobrany"):
            struck(approved, anna, desk)
        with pytest.raises(Refusal, match="został już pobrany"):
            payments.reopen(approved, remark="zły dzień", actor=desk.preparer)
        assert struck(approved, anna, desk, not_at_bank=True).status == "draft"

    def test_the_file_of_earlier_content_is_not_given_out(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        old = approved.files.get()
        made = struck(approved, anna, desk)
        client = browser(desk.sender)
        assert client.post(f"/wyplaty/pliki/{old.pk}/").status_code == 404
        made = desk.approved(made)
        assert client.post(f"/wyplaty/pliki/{old.pk}/").status_code == 404
        assert client.post(f"/wyplaty/pliki/{made.files.get(round=2).pk}/").status_code == 200
        assert old.name not in client.get(f"/wyplaty/{made.pk}/").content.decode()


class TestDatabase:
    def test_a_payment_leaves_a_signed_list_by_no_other_way(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        key = of(anna, approved).pk
        with acting(desk.preparer):
            with refused("gdy jej lista jest w stanie „approved”"):
                run("UPDATE benefits_payment SET status = 'cancelled' WHERE id = %s", key)
            with refused("zwalniana tylko przez anulowanie"):
                run("UPDATE benefits_paymentitem SET live = false WHERE payment_id = %s", key)

    def test_content_changes_only_on_the_way_back(self, desk: Desk, approved: PaymentList) -> None:
        with acting(desk.preparer):
            for change in ("total = 1", "status = 'sent', sent_on = '2026-11-26', total = 1"):
                with refused("Treść podpisanej listy nie może się zmienić"):
                    run(f"UPDATE benefits_paymentlist SET {change}")

    def test_earlier_signatures_do_not_carry_a_reopened_list(
        self, desk: Desk, approved: PaymentList
    ) -> None:
        digest = approved.content_sha256
        with acting(desk.preparer):
            run("UPDATE benefits_paymentlist SET status = 'draft', content_sha256 = '', "
                "payment_count = 0, total = 0")  # fmt: skip
            with refused("nie ma podpisów tylu osób"):
                run("UPDATE benefits_paymentlist SET status = 'prepared', content_sha256 = %s, "
                    "payment_count = 2, total = 811.46", digest)  # fmt: skip
            with refused("Kolejność podpisów listy liczy baza"):
                run("UPDATE benefits_paymentlist SET round = 1")

    def test_a_file_of_other_content_is_not_added(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        file = desk.approved(struck(approved, anna, desk)).files.get(round=2)
        with acting(desk.preparer), refused("innej treści listy"):
            run(
                "INSERT INTO benefits_paymentlistfile (payment_list_id, round, kind, part, name,"
                " payment_count, total, document_id, recorded_at) SELECT payment_list_id, 1, kind,"
                " 9, 'x', 1, 1, document_id, recorded_at FROM benefits_paymentlistfile"
                " WHERE id = %s", file.pk,
            )  # fmt: skip


class TestScreen:
    def test_the_dead_are_named_on_the_approved_list_and_taken_off_there(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        dies(desk, anna)
        client, page = browser(desk.sender), f"/wyplaty/{approved.pk}/"
        shown = client.get(page).content.decode()
        assert "poz. 2" in shown
        assert "Zdejmij je z listy" in shown
        refused_page = client.post(f"{page}wyslij/")
        assert refused_page.status_code == 422
        assert "Anna Nowak (osoba zmarła)" in refused_page.content.decode()
        form = {"payments": [of(anna, approved).pk], "reason": "deceased", "remark": ""}
        done = client.post(f"{page}skresl/", form, follow=True).content.decode()
        assert "wypłata zeszła z listy. Listę trzeba sporządzić" in done
        assert "śmierć odbiorcy albo osoby uprawnionej" in done
        approved.refresh_from_db()
        assert approved.status == "draft"

    def test_sent_twice_the_form_acts_once(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        form = {"payments": [of(anna, approved).pk], "reason": "mistake", "once": "klucz"}
        client, address = browser(desk.preparer), f"/wyplaty/{approved.pk}/skresl/"
        assert client.post(address, form).status_code == 302
        assert client.post(address, form).status_code == 302
        assert approved.transitions.filter(move="strike").count() == 1

    def test_wrong_input_says_what_is_wrong(
        self, desk: Desk, anna: Granted, approved: PaymentList
    ) -> None:
        address = f"/wyplaty/{approved.pk}/skresl/"
        answer = browser(desk.preparer).post(address, {"payments": ["x"], "reason": "mistake"})
        assert answer.status_code == 422
        assert "Zaznacz wypłaty" in answer.content.decode()
        assert browser(desk.preparer).get(address).status_code == 405
        assert browser(desk.signer).post(address, {}).status_code == 403


def struck(payment_list: PaymentList, granted: Granted, desk: Desk, **more: Any) -> PaymentList:
    """The list without the payment of a family."""
    values = {"reason": "deceased", "actor": desk.preparer} | more
    return payments.strike(payment_list, [of(granted, payment_list).pk], **values)
