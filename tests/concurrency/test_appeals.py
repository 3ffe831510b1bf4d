"""An appeal answered by two people at once, and while its money goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from benefits.integrity import payment_faults
from benefits.models import Appeal, Decision, Entitlement, PaymentList
from benefits.services import cutting, payments
from benefits.services.decisions import appealing
from opsapp.kernel import clock
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from tests.benefits import road
from tests.benefits.road import Office, open_office
from tests.benefits.test_appeals import BACK, SIGN, at_the_board, right
from tests.benefits.test_decisions_change import paid
from tests.concurrency.together import at_once, of_kind
from tests.people import with_caps


@pytest.fixture
def office(actor: User) -> Iterator[Office]:
    with clock.frozen(road.TODAY):
        yield open_office()


def ruled(decision: Decision, outcome: str, by: User) -> Callable[[], str]:
    def rule() -> str:
        with clock.frozen(BACK):
            appealing.rule(decision, outcome=outcome, on=BACK, sign=SIGN, actor=by)
        return outcome

    return rule


def test_of_two_rulings_one_stands_with_its_effect(office: Office) -> None:
    decision = at_the_board(office)
    deputy = with_caps("zastepca", *road.HEAD)
    outcomes = at_once(
        ruled(decision, "quashed", office.director), ruled(decision, "upheld", deputy)
    )
    (first,) = of_kind(outcomes, str)
    assert len(of_kind(outcomes, Refusal)) == 1
    status, left = ("quashed", True) if first == "quashed" else ("final", False)
    assert Appeal.objects.get().outcome == first
    assert Decision.objects.get().status == status
    assert right(decision).period.isempty == left


def test_quashed_while_the_list_goes_out_the_money_stops_or_is_named(office: Office) -> None:
    decision = at_the_board(office)
    made = paid(office, decision, until="approved")
    first = made.signatures.order_by("pk").first()
    assert first is not None
    sender = first.user

    def send() -> str:
        with clock.frozen(BACK):
            payments.send(made, on=BACK, actor=sender)
        return "sent"

    outcomes = at_once(ruled(decision, "quashed", office.director), send)
    assert "quashed" in outcomes
    assert Entitlement.objects.get().status == "revoked"
    sent = PaymentList.objects.get().status == "sent"
    assert sent == ("sent" in outcomes)
    (named,) = cutting.overpaid(Decision.objects.get())
    assert named.left is not sent
    assert list(payment_faults()) == []
