"""A month given back by a quashed decision that had paid it: due again once that money is back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from benefits.models import Decision, PaymentList
from benefits.selectors_due import unsound
from benefits.services import decisions, entitlements, payments
from opsapp.kernel import clock
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from tests.benefits.road import Office, issued
from tests.benefits.test_appeals import BACK, TestOfAChangingDecision, delivered, due_months
from tests.benefits.test_decisions_change import NOVEMBER, faults, paid, raised, sign

quash = TestOfAChangingDecision.quash
HELD, FREE = (11, Decimal("505.00"), "paid_by_quashed"), (11, Decimal("505.00"), None)


def teller(made: PaymentList) -> User:
    """Who made the list and may do all with it."""
    first = made.signatures.order_by("pk").first()
    assert first is not None
    return first.user


def comes_back(made: PaymentList) -> None:
    with clock.frozen(BACK):
        payments.return_(made.payments.get(), on=BACK, reason="NOTC", actor=teller(made))


def reissued(made: PaymentList) -> None:
    with clock.frozen(BACK):
        payments.reissue(made.payments.get(), remark="odbierze", actor=teller(made))


def closed(made: PaymentList) -> None:
    with clock.frozen(BACK):
        payments.close(made.payments.get(), remark="decyzję uchylono", actor=teller(made))


def november(office: Office) -> tuple[int, Decimal, str | None]:
    """The only November that waits for payment, the night's planning done."""
    with clock.frozen(BACK):
        entitlements.plan_open(actor=office.installation)
    (found,) = [row for row in due_months() if row[0] == 11]
    return found


def paid_by_the_change(office: Office) -> tuple[Decision, PaymentList]:
    """A grant of 505,00, raised to 600,00 for November on, which was paid by the change alone."""
    old = delivered(issued(office), office)
    change = delivered(raised(office, old, since=NOVEMBER), office)
    return change, paid(office, change)


def test_it_is_held_while_the_money_is_out(office: Office) -> None:
    change, _ = paid_by_the_change(office)
    quash(office, change)
    assert november(office) == HELD


@pytest.mark.parametrize("then", [None, reissued, closed])
def test_back_from_the_bank_it_is_due_by_the_earlier_decision_alone(
    office: Office, then: Callable[[PaymentList], None] | None
) -> None:
    change, made = paid_by_the_change(office)
    quash(office, change)
    comes_back(made)
    if then is not None:
        then(made)
    assert november(office) == FREE
    assert faults() == []


def test_back_before_the_ruling_it_is_due_at_once(office: Office) -> None:
    change, made = paid_by_the_change(office)
    comes_back(made)
    quash(office, change)
    assert november(office) == FREE


def test_it_goes_on_one_list_and_no_second(office: Office) -> None:
    change, made = paid_by_the_change(office)
    quash(office, change)
    comes_back(made)
    payer = teller(made)
    with clock.frozen(BACK):
        again = payments.build(request_id=uuid.uuid4(), pay_on=BACK, channel="cash", actor=payer)
        assert again.payments.get().items.filter(instalment__month=NOVEMBER).count() == 1
        assert unsound(again) == []
        reissued(made)
        with pytest.raises(Refusal, match="nie ma nic do wypłaty"):
            payments.build(request_id=uuid.uuid4(), pay_on=BACK, channel="cash", actor=payer)


def further(office: Office, change: Decision) -> Decision:
    """The change changed again, to 700,00."""
    draft = decisions.change(
        change, ground="favour", since=NOVEMBER, told="Leki.", amount=Decimal("700.00"),
        amount_reason="leki", actor=office.worker,
    )  # fmt: skip
    return delivered(sign(draft, office), office)


def test_paid_by_a_change_of_the_change_it_is_not_paid_again(office: Office) -> None:
    """Both later decisions are quashed, the last one first."""
    old = delivered(issued(office), office)
    change = delivered(raised(office, old, since=NOVEMBER), office)
    last = further(office, change)
    made = paid(office, last)
    quash(office, last)
    assert november(office) == (11, Decimal("600.00"), "paid_by_quashed")
    quash(office, change)
    assert november(office) == HELD
    comes_back(made)
    assert november(office) == FREE


def test_a_supplement_of_a_quashed_change_holds_nothing(office: Office) -> None:
    """It paid what was more, not the month: that came back by its own payment and is let out."""
    old = delivered(issued(office), office)
    made = paid(office, old)
    change = delivered(raised(office, old, since=NOVEMBER), office)
    payer = teller(made)
    more = payments.build(
        request_id=uuid.uuid4(), pay_on=clock.today(), channel="cash", actor=payer
    )
    signers = [one.user for one in made.signatures.order_by("pk")]
    more = payments.prepare(more, actor=signers[0])
    more = payments.approve(payments.check(more, actor=signers[1]), actor=signers[2])
    payments.send(more, on=date(2026, 11, 26), actor=payer)
    quash(office, change)
    comes_back(made)
    assert november(office) == (11, Decimal("505.00"), "returned")
    reissued(made)
    assert november(office) == FREE
