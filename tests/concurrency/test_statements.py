"""Two people at one statement: what is read in or decided at the same moment is done once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benefits.integrity import payment_faults
from benefits.models import BankStatement, PaymentEvent, StatementEntry
from benefits.services import payments
from benefits.services import statements as acts
from opsapp.kernel import clock
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from tests.benefits.conftest import TODAY, Desk, lay_desk
from tests.benefits.payables import OTHER_ACCOUNT
from tests.benefits.statements.conftest import back, read_in
from tests.benefits.statements.files import Row, mt940
from tests.concurrency.together import at_once, of_kind


@pytest.fixture
def desk(actor: User) -> Iterator[Desk]:
    with clock.frozen(TODAY):
        yield lay_desk(actor)


def test_of_two_readings_of_one_file_at_once_one_stands(desk: Desk) -> None:
    raw = mt940(Row("-1.50", "OPLATA"))
    outcomes = at_once(
        *[lambda: acts.import_statement(desk.bank, raw, name="wb", actor=desk.sender)] * 2
    )
    assert len(of_kind(outcomes, list)) == len(of_kind(outcomes, Refusal)) == 1
    assert BankStatement.objects.count() == StatementEntry.objects.count() == 1


def test_two_overlapping_statements_at_once_give_each_entry_once(desk: Desk) -> None:
    common, more = Row("-1.50", "OPLATA"), Row("2.00", "wpływ")
    outcomes = at_once(
        lambda: read_in(desk, common, more), lambda: read_in(desk, common, Row("3.00", "inny"))
    )
    assert len(of_kind(outcomes, BankStatement)) == 2
    assert StatementEntry.objects.count() == 3


def test_of_two_confirmations_of_one_return_at_once_one_stands(desk: Desk) -> None:
    desk.family()
    desk.family("Lis", account=OTHER_ACCOUNT)
    payment = desk.sent().payments.get(payee_name="Anna Lis")
    made = read_in(desk, back(payment))
    entry = made.entries.get()
    at_once(
        lambda: acts.confirm_return(entry, payment, reason="AC04", actor=desk.sender),
        lambda: acts.confirm_recognised(made, actor=desk.sender),
    )
    assert PaymentEvent.objects.filter(kind="returned").count() == 1
    entry.refresh_from_db()
    assert entry.outcome == "returned"
    assert list(payment_faults()) == []


def test_a_return_noted_by_hand_and_one_confirmed_at_once_are_one(desk: Desk) -> None:
    desk.family()
    payment = desk.sent().payments.get()
    entry = read_in(desk, back(payment)).entries.get()
    outcomes = at_once(
        lambda: acts.confirm_return(entry, payment, reason="AC04", actor=desk.sender),
        lambda: payments.return_(payment, on=TODAY, reason="AC01", actor=desk.sender),
    )
    assert len(of_kind(outcomes, Refusal)) == 1
    assert PaymentEvent.objects.filter(kind="returned").count() == 1
    entry.refresh_from_db()
    payment.refresh_from_db()
    by_entry = payment.events.get(kind="returned").proof == entry.proof
    assert entry.outcome == ("returned" if by_entry else "waits")
