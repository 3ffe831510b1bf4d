"""Three people sign one content: prepared, checked, approved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from benefits.models import Entitlement, PaymentList, PaymentListSignature
from benefits.services import payments, payout
from benefits.services.payments.signing import content_digest
from cases.models import Person
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from tests.benefits import payables
from tests.benefits.conftest import TODAY, Desk, browser
from tests.benefits.payables import Granted
from tests.database.sql import refused, run
from tests.people import with_caps

pytestmark = pytest.mark.django_db

SHA = "0" * 64


@pytest.fixture
def draft(desk: Desk, anna: Granted) -> PaymentList:
    """A list with Anna's payment."""
    return desk.build()


def test_preparing_fixes_count_sum_and_digest(desk: Desk, draft: PaymentList) -> None:
    made = payments.prepare(draft, actor=desk.preparer)
    assert (made.status, made.payment_count, str(made.total)) == ("prepared", 1, "405.73")
    assert made.content_sha256 == content_digest(made)
    (signature,) = made.signatures.all()
    assert (signature.role, signature.user) == ("prepared", desk.preparer)
    assert signature.content_sha256 == made.content_sha256
    (move,) = made.transitions.all()
    assert (move.move, move.actor) == ("prepare", desk.preparer)


def test_three_people_bring_a_list_to_its_approval_and_file(desk: Desk, draft: PaymentList) -> None:
    made = desk.approved(draft)
    assert made.status == "approved"
    assert [(s.role, s.user) for s in made.signatures.order_by("id")] == [
        ("prepared", desk.preparer), ("checked", desk.checker), ("approved", desk.approver),
    ]  # fmt: skip
    (file,) = made.files.all()
    assert (file.name, file.payment_count, str(file.total)) == ("LW-2026-0001-1.pli", 1, "405.73")


def test_an_empty_list_is_not_prepared(desk: Desk, draft: PaymentList) -> None:
    payments.drop(draft.payments.get(), remark="pomyłka", actor=desk.preparer)
    with pytest.raises(Refusal, match="nie ma żadnej wypłaty"):
        payments.prepare(draft, actor=desk.preparer)


@pytest.mark.parametrize("act", [payments.check, payments.approve])
def test_signatures_go_in_order(desk: Desk, draft: PaymentList, act: Any) -> None:
    both = with_caps("oboje", Cap.CHECK_PAYMENTS, Cap.APPROVE_PAYMENTS)
    with pytest.raises(Refusal, match="nie jest możliwe w stanie „robocza”"):
        act(draft, actor=both)
    assert not draft.signatures.exists()


def test_a_repeated_signature_is_refused(desk: Desk, draft: PaymentList) -> None:
    payments.prepare(draft, actor=desk.preparer)
    with pytest.raises(Refusal, match="nie jest możliwe w stanie „sporządzona”"):
        payments.prepare(draft, actor=desk.preparer)


def test_nobody_signs_twice(desk: Desk, draft: PaymentList) -> None:
    all_rights = (Cap.PREPARE_PAYMENTS, Cap.CHECK_PAYMENTS, Cap.APPROVE_PAYMENTS)
    first, second = (with_caps(name, *all_rights) for name in ("pierwsza", "druga"))
    payments.prepare(draft, actor=first)
    with pytest.raises(Refusal, match="podpisała już tę listę"):
        payments.check(draft, actor=first)
    payments.check(draft, actor=second)
    for person in (first, second):
        with pytest.raises(Refusal, match="podpisała już tę listę"):
            payments.approve(draft, actor=person)
    draft.refresh_from_db()
    assert draft.status == "checked"


def test_a_reopened_list_is_signed_anew_and_keeps_its_history(
    desk: Desk, draft: PaymentList
) -> None:
    payments.prepare(draft, actor=desk.preparer)
    payments.check(draft, actor=desk.checker)
    reopened = payments.reopen(draft, remark="zły dzień", actor=desk.checker)
    assert (reopened.status, reopened.content_sha256, reopened.payment_count) == ("draft", "", 0)
    desk.approved(reopened)
    assert [s.round for s in draft.signatures.order_by("id")] == [1, 1, 2, 2, 2]
    assert draft.transitions.filter(move="reopen").get().remark == "zły dzień"


def test_reopening_and_cancelling_need_a_word_of_why(desk: Desk, draft: PaymentList) -> None:
    with pytest.raises(Refusal, match="Napisz, dlaczego lista"):
        payments.cancel(draft, remark=" ", actor=desk.preparer)
    payments.prepare(draft, actor=desk.preparer)
    with pytest.raises(Refusal, match="Napisz, co trzeba poprawić"):
        payments.reopen(draft, remark=" ", actor=desk.preparer)


def test_an_approved_list_is_not_cancelled_before_it_is_reopened(
    desk: Desk, draft: PaymentList
) -> None:
    desk.approved(draft)
    with pytest.raises(Refusal, match="nie jest możliwe w stanie „zatwierdzona”"):
        payments.cancel(draft, remark="jednak nie", actor=desk.preparer)
    made = payments.reopen(draft, remark="zły dzień", actor=desk.preparer)
    assert (made.status, made.round, draft.payments.get().status) == ("draft", 2, "listed")
    assert payments.cancel(made, remark="zły dzień", actor=desk.preparer).status == "cancelled"


def test_a_sent_list_is_neither_reopened_nor_cancelled(desk: Desk, draft: PaymentList) -> None:
    desk.sent(draft)
    for act in (payments.reopen, payments.cancel):
        with pytest.raises(Refusal, match="nie jest możliwe w stanie „wysłana”"):
            act(draft, remark="jednak nie", actor=desk.preparer)


def test_a_cancelled_list_lets_everything_be_due_again(desk: Desk, draft: PaymentList) -> None:
    payments.prepare(draft, actor=desk.preparer)
    made = payments.cancel(draft, remark="zły dzień", actor=desk.preparer)
    (payment,) = made.payments.all()
    assert (made.status, payment.status) == ("cancelled", "cancelled")
    assert payment.events.get().kind == "cancelled"
    assert not payment.items.get().live
    assert desk.build().payments.count() == 1


def test_dropping_takes_one_payment_off_a_draft_alone(desk: Desk, draft: PaymentList) -> None:
    desk.family("Lis", account=payables.OTHER_ACCOUNT)
    second = desk.build()
    payment = payments.drop(second.payments.get(), remark="zmarła", actor=desk.preparer)
    assert (payment.status, payment.events.get().remark) == ("cancelled", "zmarła")
    with pytest.raises(Refusal, match="Napisz, dlaczego"):
        payments.drop(draft.payments.get(), remark="", actor=desk.preparer)
    payments.prepare(draft, actor=desk.preparer)
    with pytest.raises(Refusal, match="Lista jest już podpisana"):
        payments.drop(draft.payments.get(), remark="zmarła", actor=desk.preparer)


class TestNoLongerSound:
    """What could not be put on a list today does not leave on one."""

    def after(self, draft: PaymentList, desk: Desk, words: str) -> None:
        with pytest.raises(Refusal, match=words):
            payments.check(draft, actor=desk.checker)
        payments.reopen(draft, remark="zdjąć", actor=desk.preparer)
        with pytest.raises(Refusal, match=words):
            payments.prepare(draft, actor=desk.preparer)

    def test_withheld(self, desk: Desk, anna: Granted, draft: PaymentList) -> None:
        payments.prepare(draft, actor=desk.preparer)
        with acting(desk.author):
            Entitlement.objects.filter(pk=anna.entitlement.pk).update(status="withheld")
        self.after(draft, desk, r"Anna Nowak \(wypłata wstrzymana\)")

    def test_deceased(self, desk: Desk, anna: Granted, draft: PaymentList) -> None:
        payments.prepare(draft, actor=desk.preparer)
        with acting(desk.author):
            Person.objects.filter(pk=anna.person.pk).update(died_on=TODAY)
        self.after(draft, desk, r"Anna Nowak \(osoba zmarła\)")

    def test_a_month_that_a_later_decision_cut_off(
        self, desk: Desk, anna: Granted, draft: PaymentList
    ) -> None:
        payments.prepare(draft, actor=desk.preparer)
        payables.revoke(anna, since=payables.NOVEMBER, actor=desk.author, signer=desk.signer)
        self.after(draft, desk, r"Anna Nowak \(uprawnienie uchylone albo skrócone\)")

    def test_a_way_that_changed(self, desk: Desk, anna: Granted, draft: PaymentList) -> None:
        payments.prepare(draft, actor=desk.preparer)
        way = payout.propose(anna.person, channel="cash", on=TODAY, actor=desk.author)
        payout.confirm(way, actor=desk.signer)
        self.after(draft, desk, "sposób wypłaty zmienił się")


class TestDatabase:
    def test_a_list_is_not_approved_without_three_signatures(
        self, desk: Desk, draft: PaymentList
    ) -> None:
        digest = content_digest(draft)
        values = f"content_sha256 = '{digest}', payment_count = 1, total = 405.73"
        with acting(desk.preparer), refused("nie ma podpisów tylu osób"):
            run(f"UPDATE benefits_paymentlist SET status = 'prepared', {values}")
        payments.prepare(draft, actor=desk.preparer)
        with acting(desk.preparer), refused("nie ma podpisów tylu osób"):
            run("UPDATE benefits_paymentlist SET status = 'checked'")
        payments.check(draft, actor=desk.checker)
        with acting(desk.preparer), refused("nie ma podpisów tylu osób"):
            run("UPDATE benefits_paymentlist SET status = 'approved'")

    @pytest.mark.parametrize("values", ["payment_count = 2, total = 405.73",
                                        "payment_count = 1, total = 405.74"])  # fmt: skip
    def test_a_prepared_list_has_its_true_count_and_sum(
        self, desk: Desk, draft: PaymentList, values: str
    ) -> None:
        with acting(desk.preparer):
            self.sign(draft, desk.preparer, "prepared", SHA)
            with refused("nie zgadza się z jej wypłatami"):
                run(
                    "UPDATE benefits_paymentlist SET status = 'prepared',"
                    f" content_sha256 = '{SHA}', {values}"
                )

    def sign(self, made: PaymentList, user: User, role: str, sha: str) -> None:
        PaymentListSignature.objects.create(
            payment_list=made, role=role, user=user, content_sha256=sha
        )

    def test_one_person_signs_once_and_each_role_is_taken_once(
        self, desk: Desk, draft: PaymentList
    ) -> None:
        payments.prepare(draft, actor=desk.preparer)
        with acting(desk.preparer), refused("list_signature_one_per_person"):
            self.sign(draft, desk.preparer, "checked", draft.content_sha256)
        payments.check(draft, actor=desk.checker)
        run_out = "Tego podpisu nie składa się"
        with acting(desk.checker), refused(run_out):
            self.sign(draft, desk.approver, "checked", SHA)
        with acting(desk.checker), refused(run_out):
            self.sign(draft, desk.approver, "prepared", SHA)

    def test_a_signature_stays(self, desk: Desk, draft: PaymentList) -> None:
        payments.prepare(draft, actor=desk.preparer)
        with acting(desk.preparer):
            with refused("nie wolno zmieniać ani usuwać"):
                run("UPDATE benefits_paymentlistsignature SET user_id = %s", desk.checker.pk)
            with refused("nie wolno zmieniać ani usuwać"):
                run("DELETE FROM benefits_paymentlistsignature")

    def test_signed_content_stands(self, desk: Desk, anna: Granted, draft: PaymentList) -> None:
        payments.prepare(draft, actor=desk.preparer)
        with acting(desk.preparer):
            with refused("Treść podpisanej listy"):
                run("UPDATE benefits_paymentlist SET total = 1")
            with refused("nie wolno zmienić"):
                run("UPDATE benefits_paymentlist SET pay_on = '2026-12-01'")
            with refused("jest zamknięty"):
                run(
                    "INSERT INTO benefits_paymentitem (payment_id, instalment_id, amount, live)"
                    " VALUES (%s, %s, 1, false)",
                    draft.payments.get().pk, anna.instalments[0].pk,
                )  # fmt: skip
            with refused("jest zamknięty"):
                run(
                    "INSERT INTO benefits_payment (payment_list_id, ordinal, reference, payee_name,"
                    " payee_address, payee_person_id, channel, account, account_index, title,"
                    " amount, status) SELECT payment_list_id, 2, 'X', payee_name, payee_address,"
                    " payee_person_id, channel, account, account_index, title, amount, status"
                    " FROM benefits_payment"
                )
            with refused("gdy jej lista jest w stanie „prepared”"):
                run("UPDATE benefits_payment SET status = 'cancelled'")

    def test_a_payment_is_not_sent_before_its_list(self, desk: Desk, draft: PaymentList) -> None:
        desk.approved(draft)
        with acting(desk.sender), refused("gdy jej lista jest w stanie „approved”"):
            run("UPDATE benefits_payment SET status = 'sent'")

    def test_states_move_along_the_table(self, desk: Desk, draft: PaymentList) -> None:
        with acting(desk.preparer), refused("Nie ma przejścia"):
            run("UPDATE benefits_paymentlist SET status = 'sent'")
        desk.sent(draft)
        with acting(desk.preparer):
            run("UPDATE benefits_payment SET status = 'settled', paid_on = '2026-11-26'")
            with refused("Nie ma przejścia|nie może być"):
                run("UPDATE benefits_payment SET status = 'sent'")

    def test_a_bank_list_has_a_profile_and_numbers_do_not_repeat(
        self, desk: Desk, draft: PaymentList
    ) -> None:
        row: dict[str, Any] = {
            "request_id": "11111111-1111-1111-1111-111111111111", "pay_on": TODAY,
            "made_by": desk.preparer, "year": 2026, "number": 7,
        }  # fmt: skip
        with acting(desk.preparer):
            with refused("payment_list_bank_profile"):
                PaymentList.objects.create(**row, channel="bank")
            with refused("payment_list_bank_profile"):
                PaymentList.objects.create(**row, channel="cash", bank_profile=desk.bank)
            with refused("payment_list_number"):
                PaymentList.objects.create(**{**row, "number": 1}, channel="cash")
            with refused("request_id"):
                PaymentList.objects.create(
                    **{**row, "request_id": draft.request_id}, channel="cash"
                )


class TestScreen:
    ACTS = ("sporzadz", "sprawdz", "zatwierdz", "cofnij", "anuluj", "wyslij", "rozlicz")

    def test_the_signatures_show_on_the_list(self, desk: Desk, draft: PaymentList) -> None:
        address = f"/wyplaty/{draft.pk}/"
        for user, step in ((desk.preparer, "sporzadz"), (desk.checker, "sprawdz")):
            assert browser(user).post(f"{address}{step}/").status_code == 302
        shown = browser(desk.approver).get(address).content.decode()
        assert shown.count("Podpisano") == 2
        assert "Zatwierdź do wypłaty" in shown
        assert "czeka na podpis" in shown

    def test_who_signed_reads_why_the_button_is_off(self, desk: Desk, draft: PaymentList) -> None:
        both = with_caps("obie", Cap.SEE_PAYMENTS, Cap.PREPARE_PAYMENTS, Cap.CHECK_PAYMENTS)
        payments.prepare(draft, actor=both)
        shown = browser(both).get(f"/wyplaty/{draft.pk}/").content.decode()
        assert "Ta lista ma już Twój podpis" in shown
        answer = browser(both).post(f"/wyplaty/{draft.pk}/sprawdz/")
        assert answer.status_code == 422
        assert "podpisała już tę listę" in answer.content.decode()

    @pytest.mark.parametrize("step", ACTS)
    def test_acts_answer_only_post_and_only_to_those_who_may(
        self, desk: Desk, draft: PaymentList, step: str
    ) -> None:
        address = f"/wyplaty/{draft.pk}/{step}/"
        assert browser(desk.preparer).get(address).status_code == 405
        assert browser(desk.signer).post(address).status_code == 403
        draft.refresh_from_db()
        assert draft.status == "draft"

    def test_who_checks_may_send_a_list_back(self, desk: Desk, draft: PaymentList) -> None:
        payments.prepare(draft, actor=desk.preparer)
        answer = browser(desk.checker).post(f"/wyplaty/{draft.pk}/cofnij/", {"remark": "zły dzień"})
        assert answer.status_code == 302
        draft.refresh_from_db()
        assert draft.status == "draft"

    def test_an_unsound_payment_is_named_on_the_list(
        self, desk: Desk, anna: Granted, draft: PaymentList
    ) -> None:
        with acting(desk.author):
            Person.objects.filter(pk=anna.person.pk).update(died_on=date(2026, 11, 20))
        shown = browser(desk.preparer).get(f"/wyplaty/{draft.pk}/").content.decode()
        assert "Tych wypłat nie wolno teraz wypłacić" in shown
        assert "osoba zmarła" in shown


def test_the_digest_covers_who_how_and_how_much(desk: Desk, draft: PaymentList) -> None:
    digest = content_digest(draft)
    desk.family("Lis", account=payables.OTHER_ACCOUNT)
    assert content_digest(desk.build()) != digest
    with pytest.raises(IntegrityError), acting(desk.preparer):
        draft.payments.update(title="inny")
