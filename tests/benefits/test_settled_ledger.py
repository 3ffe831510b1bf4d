"""The database alone keeps the ledger of what reached people, whoever moves the payments."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from benefits.models import PaymentItem, PaymentList, SettledItem
from benefits.services import payments
from opsapp.kernel.audit import acting
from tests.benefits import payables
from tests.benefits.conftest import TODAY, Desk
from tests.benefits.payables import Granted, add_instalment
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db

PROOF = "WB 231/2026"


@pytest.fixture
def sent(desk: Desk, anna: Granted) -> PaymentList:
    """A list at the bank, with Anna's and Lis's payments."""
    desk.family("Lis", account=payables.OTHER_ACCOUNT)
    return desk.sent()


def settle(made: PaymentList, desk: Desk, *, unpaid: tuple[int, ...] = ()) -> None:
    payments.settle(made, on=TODAY, proof=PROOF, unpaid=unpaid, actor=desk.sender)


def names() -> list[str]:
    rows = SettledItem.objects.order_by("payment_item__payment__payee_name")
    return list(rows.values_list("payment_item__payment__payee_name", flat=True))


def test_only_what_was_settled_is_in_it(desk: Desk, sent: PaymentList) -> None:
    assert names() == []
    settle(sent, desk, unpaid=(sent.payments.get(payee_name="Anna Lis").pk,))
    assert names() == ["Anna Nowak"]
    settle(sent, desk)
    assert names() == ["Anna Lis", "Anna Nowak"]


def test_a_row_says_whose_help_it_was_and_who_bore_it(desk: Desk, anna: Granted) -> None:
    add_instalment(
        anna, month=date(2026, 11, 1), kind="supplement", amount=Decimal("100.00"),
        grant_share=Decimal("30.00"), actor=desk.author,
    )  # fmt: skip
    settle(desk.sent(), desk)
    row = SettledItem.objects.get(supplement=True)
    assert (row.paid_on, row.amount, row.granted) == (TODAY, Decimal("100.00"), Decimal("30.00"))
    assert (row.entitlement, row.snapshot, row.beneficiary) == (
        anna.entitlement, anna.snapshot, anna.person,
    )  # fmt: skip
    assert row.payment_item == PaymentItem.objects.get(instalment__kind="supplement")


def test_what_comes_back_leaves_it(desk: Desk, sent: PaymentList) -> None:
    settle(sent, desk)
    lis = sent.payments.get(payee_name="Anna Lis")
    payments.return_(lis, on=TODAY, reason="AC04", proof=PROOF, actor=desk.sender)
    assert names() == ["Anna Nowak"]


def test_the_day_is_the_payments_day_even_when_it_is_put_right(
    desk: Desk, sent: PaymentList
) -> None:
    settle(sent, desk)
    earlier = TODAY - timedelta(days=1)
    with acting(desk.sender):
        run("UPDATE benefits_payment SET paid_on = %s WHERE payee_name = 'Anna Lis'", earlier)
    assert sorted(SettledItem.objects.values_list("paid_on", flat=True)) == [earlier, TODAY]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE benefits_settleditem SET amount = 1",
        "DELETE FROM benefits_settleditem",
        "INSERT INTO benefits_settleditem SELECT * FROM benefits_settleditem",
    ],
)
def test_nobody_else_writes_it(desk: Desk, sent: PaymentList, change: str) -> None:
    settle(sent, desk)
    with acting(desk.sender), refused("zmienia ją tylko stan wypłaty"):
        run(change)
    payables.check_constraints_now()
    with acting(desk.sender), refused("nie wolno opróżnić"):
        run("TRUNCATE benefits_settleditem")
