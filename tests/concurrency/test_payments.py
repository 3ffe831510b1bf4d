"""Two people pay at the same moment: first the race, then the cure."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from threading import Barrier

import pytest
from django.db import IntegrityError

from benefits.integrity import payment_faults
from benefits.models import Payment, PaymentEvent, PaymentItem, PaymentList
from benefits.services import payments, payout
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from tests.benefits.conftest import TODAY, Desk, lay_desk
from tests.benefits.payables import OTHER_ACCOUNT
from tests.concurrency.together import PATIENCE_SECONDS, at_once, of_kind
from tests.people import with_caps


@pytest.fixture
def desk(actor: User) -> Iterator[Desk]:
    with clock.frozen(TODAY):
        yield lay_desk(actor)


def test_without_the_builders_lock_both_would_take_an_instalment_and_the_database_refuses(
    desk: Desk,
) -> None:
    anna = desk.family()
    first, second = (desk_list(desk, number) for number in (1, 2))
    both_have_looked = Barrier(2)

    def take(made: PaymentList) -> str:
        with acting(desk.preparer):
            assert not PaymentItem.objects.filter(live=True).exists()
            both_have_looked.wait(PATIENCE_SECONDS)
            payment = line(made, anna.person)
            PaymentItem.objects.create(
                payment=payment, instalment=anna.instalments[0], amount=payment.amount
            )
        return "taken"

    outcomes = at_once(lambda: take(first), lambda: take(second))
    assert of_kind(outcomes, str) == ["taken"]
    assert len(of_kind(outcomes, IntegrityError)) == 1


def desk_list(desk: Desk, number: int) -> PaymentList:
    with acting(desk.preparer):
        return PaymentList.objects.create(
            number=number, year=2026, request_id=uuid.uuid4(), channel="cash", pay_on=TODAY,
            made_by=desk.preparer,
        )  # fmt: skip


def line(made: PaymentList, person: object) -> Payment:
    return Payment.objects.create(
        payment_list=made, ordinal=1, reference=f"{made.reference}/1", payee_person=person,
        payee_name="Anna Nowak", channel="cash", title="zasiłek", amount="405.73",
    )  # fmt: skip


def test_two_lists_at_once_never_take_the_same_instalment(desk: Desk) -> None:
    for name, account in (("Nowak", OTHER_ACCOUNT), ("Lis", OTHER_ACCOUNT)):
        desk.family(name, account=account)
    outcomes = at_once(*[lambda: desk.build(request_id=uuid.uuid4())] * 2)
    (made,) = of_kind(outcomes, PaymentList)
    (refused,) = of_kind(outcomes, Refusal)
    assert "nie ma nic do wypłaty" in str(refused)
    assert made.payments.count() == 2
    assert list(payment_faults()) == []


def test_the_same_request_twice_at_once_makes_one_list(desk: Desk) -> None:
    desk.family()
    key = uuid.uuid4()
    first, second = at_once(*[lambda: desk.build(request_id=key)] * 2)
    assert first == second
    assert PaymentList.objects.count() == 1


def test_of_two_approvals_at_once_one_stands_and_one_file_is_made(desk: Desk) -> None:
    desk.family()
    made = payments.check(payments.prepare(desk.build(), actor=desk.preparer), actor=desk.checker)
    other = with_caps("druga", Cap.APPROVE_PAYMENTS)
    outcomes = at_once(
        lambda: payments.approve(made, actor=desk.approver),
        lambda: payments.approve(made, actor=other),
    )
    assert len(of_kind(outcomes, PaymentList)) == len(of_kind(outcomes, Refusal)) == 1
    assert made.files.count() == 1
    assert list(payment_faults()) == []


def test_the_same_person_signing_twice_at_once_signs_once(desk: Desk) -> None:
    desk.family()
    made = payments.prepare(desk.build(), actor=desk.preparer)
    outcomes = at_once(*[lambda: payments.check(made, actor=desk.checker)] * 2)
    assert len(of_kind(outcomes, PaymentList)) == len(of_kind(outcomes, Refusal)) == 1
    assert made.signatures.count() == 2


def test_cancelling_and_checking_at_once_leave_one_of_both(desk: Desk) -> None:
    desk.family()
    made = payments.prepare(desk.build(), actor=desk.preparer)
    outcomes = at_once(
        lambda: payments.cancel(made, remark="pomyłka", actor=desk.preparer),
        lambda: payments.check(made, actor=desk.checker),
    )
    made.refresh_from_db()
    assert made.status in ("cancelled", "checked")
    assert of_kind(outcomes, PaymentList)
    assert list(payment_faults()) == []


def test_a_return_and_a_settlement_at_once_agree(desk: Desk) -> None:
    desk.family()
    desk.family("Lis", account=OTHER_ACCOUNT)
    made = desk.sent()
    payment = made.payments.first()
    assert payment is not None
    at_once(
        lambda: payments.return_(payment, on=TODAY, reason="AC04", actor=desk.sender),
        lambda: payments.settle(made, on=TODAY, proof="WB 1", actor=desk.sender),
    )
    made.refresh_from_db()
    payment.refresh_from_db()
    assert (made.status, payment.status) == ("settled", "returned")
    assert list(payment_faults()) == []


def test_of_two_reissues_at_once_one_stands(desk: Desk) -> None:
    desk.family()
    made = desk.sent()
    payment = payments.return_(made.payments.get(), on=TODAY, reason="AC04", actor=desk.sender)
    outcomes = at_once(*[lambda: payments.reissue(payment, remark="kasa", actor=desk.preparer)] * 2)
    assert len(of_kind(outcomes, Payment)) == len(of_kind(outcomes, Refusal)) == 1


def test_of_two_confirmations_at_once_one_stands(desk: Desk) -> None:
    person = desk.family(channel="").person
    way = payout.propose(person, channel="cash", on=TODAY, actor=desk.author)
    other = with_caps("druga", Cap.CONFIRM_PAYOUT_WAYS)
    outcomes = at_once(
        lambda: payout.confirm(way, actor=desk.signer), lambda: payout.confirm(way, actor=other)
    )
    assert len(of_kind(outcomes, Refusal)) == 1


def test_a_payment_taken_off_and_the_list_sent_at_once_leave_one_of_both(desk: Desk) -> None:
    desk.family()
    desk.family("Lis", account=OTHER_ACCOUNT)
    made = desk.approved()
    payment = made.payments.get(payee_name="Anna Lis")
    outcomes = at_once(
        lambda: payments.strike(made, [payment.pk], reason="mistake", actor=desk.preparer),
        lambda: payments.send(made, on=TODAY, actor=desk.sender),
    )
    made.refresh_from_db()
    payment.refresh_from_db()
    assert len(of_kind(outcomes, PaymentList)) == len(of_kind(outcomes, Refusal)) == 1
    assert (made.status, payment.status) in {("draft", "cancelled"), ("sent", "sent")}
    assert list(payment_faults()) == []


def test_of_two_sendings_at_once_one_stands_and_each_payment_is_sent_once(desk: Desk) -> None:
    desk.family()
    made = desk.approved()
    outcomes = at_once(*[lambda: payments.send(made, on=TODAY, actor=desk.sender)] * 2)
    assert len(of_kind(outcomes, PaymentList)) == len(of_kind(outcomes, Refusal)) == 1
    assert PaymentEvent.objects.filter(kind="sent").count() == 1
    assert made.transitions.filter(move="send").count() == 1


def test_two_payments_taken_off_at_once_by_two_people_ask_the_second_to_look_again(
    desk: Desk,
) -> None:
    desk.family()
    desk.family("Lis", account=OTHER_ACCOUNT)
    made = desk.approved()
    first, second = made.payments.order_by("ordinal")
    outcomes = at_once(
        lambda: payments.strike(made, [first.pk], reason="mistake", actor=desk.preparer),
        lambda: payments.strike(made, [second.pk], reason="mistake", actor=desk.approver),
    )
    assert len(of_kind(outcomes, PaymentList)) == len(of_kind(outcomes, Refusal)) == 1
    assert made.payments.filter(status="cancelled").count() == 1
    assert list(payment_faults()) == []
