"""A right held in one unit shows and does only what belongs to the cases of that unit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from benefits import selectors_payments as selectors
from benefits.models import PaymentList
from benefits.payment_panels import find_payments, lists_for, returns_for
from benefits.selectors_scope import payments_of
from benefits.services import payments, payout
from cases.models import CaseAssignment
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotAllowed
from opsapp.office.models import Unit, User
from tests.benefits import payables
from tests.benefits.conftest import TODAY, Desk, browser
from tests.benefits.payables import MARCH, Granted
from tests.people import holds_in, with_caps

pytestmark = pytest.mark.django_db

CAPS = (
    Cap.SEE_PAYMENTS, Cap.PREPARE_PAYMENTS, Cap.CHECK_PAYMENTS, Cap.APPROVE_PAYMENTS,
    Cap.HEAD_PAYMENTS, Cap.SEND_PAYMENTS, Cap.CONFIRM_PAYOUT_WAYS, Cap.SEE_PERSONS,
)  # fmt: skip


@pytest.fixture
def housing(desk: Desk) -> Unit:
    """A section with its own cases."""
    with acting(desk.author):
        centre, _ = Unit.objects.get_or_create(
            cell="OPS", defaults={"kind": "centre", "name": "Ośrodek Pomocy Społecznej"}
        )
        return Unit.objects.create(kind="section", cell="DM", name="Sekcja Dodatków", parent=centre)


@pytest.fixture
def lis(desk: Desk, housing: Unit) -> Granted:
    """Anna Lis, whose case is in that section."""
    granted = desk.family("Lis", account=payables.OTHER_ACCOUNT)
    with acting(desk.author):
        CaseAssignment.objects.filter(case=granted.case).update(unit=housing)
    return granted


@pytest.fixture
def clerk_there(desk: Desk, housing: Unit) -> User:
    """Somebody with every right of payments in that section alone."""
    return holds_in(with_caps("dodatkowa"), housing, *CAPS)


@pytest.fixture
def made(desk: Desk, anna: Granted, lis: Granted) -> PaymentList:
    """A list that pays in both units."""
    return desk.build()


def test_seen_are_the_payments_of_the_units_cases(
    made: PaymentList, clerk_there: User, desk: Desk
) -> None:
    assert [p.payee_name for p in payments_of(clerk_there)] == ["Anna Lis"]
    assert payments_of(desk.checker).count() == 2


def test_of_a_common_list_the_page_shows_only_its_lines(
    made: PaymentList, clerk_there: User, lis: Granted, anna: Granted
) -> None:
    client = browser(clerk_there)
    shown = client.get(f"/wyplaty/{made.pk}/").content.decode()
    assert "Anna Lis" in shown
    assert "Anna Nowak" not in shown
    assert "tylko wypłaty ze spraw swojej komórki" in shown
    assert "Sporządź listę" not in shown
    assert "811,46" not in shown
    for part in ("druk", "zmiany"):
        assert client.get(f"/wyplaty/{made.pk}/{part}/").status_code == 403
    own, strange = (
        made.payments.get(payee_name="Anna Lis"),
        made.payments.get(payee_name="Anna Nowak"),
    )
    assert client.get(f"/wyplaty/pozycja/{own.pk}/").status_code == 200
    assert client.get(f"/wyplaty/pozycja/{strange.pk}/").status_code == 404


def test_a_list_of_other_units_alone_is_not_found(
    desk: Desk, anna: Granted, clerk_there: User
) -> None:
    made = desk.build()
    client = browser(clerk_there)
    assert client.get(f"/wyplaty/{made.pk}/").status_code == 404
    assert made.reference not in client.get("/wyplaty/").content.decode()
    assert list(find_payments(clerk_there, made.reference, 5)) == []
    assert [hit.label for hit in find_payments(desk.checker, made.reference, 5)] == [
        f"Lista {made.reference}"
    ]


SIGN: list[tuple[str, Callable[..., PaymentList]]] = [
    ("prepare", payments.prepare), ("check", payments.check), ("approve", payments.approve),
]  # fmt: skip


def test_nobody_signs_sends_or_cancels_for_other_units(
    desk: Desk, made: PaymentList, clerk_there: User
) -> None:
    people = (desk.preparer, desk.checker, desk.approver)
    for (_, act), person in zip(SIGN, people, strict=True):
        assert made not in lists_for(clerk_there)
        with pytest.raises(NotAllowed, match="innych komórek"):
            act(made, actor=clerk_there)
        made = act(made, actor=person)
    key = made.payments.get(payee_name="Anna Lis").pk
    for refused in (
        lambda: payments.send(made, on=TODAY, actor=clerk_there),
        lambda: payments.reopen(made, remark="x", actor=clerk_there),
        lambda: payments.cancel(made, remark="x", actor=clerk_there),
        lambda: payments.strike(made, [key], reason="mistake", actor=clerk_there),
        lambda: payments.settle(made, on=TODAY, proof="WB", actor=clerk_there),
    ):
        with pytest.raises(NotAllowed, match="innych komórek"):
            refused()
    assert browser(clerk_there).post(f"/wyplaty/pliki/{made.files.get().pk}/").status_code == 403


def test_a_list_of_ones_own_unit_is_signed(desk: Desk, lis: Granted, clerk_there: User) -> None:
    made = desk.build()
    made = payments.prepare(made, actor=desk.preparer)
    assert list(lists_for(clerk_there)) == [made]
    assert payments.check(made, actor=clerk_there).status == "checked"


def test_nobody_builds_for_other_units(
    desk: Desk, anna: Granted, lis: Granted, clerk_there: User
) -> None:
    with pytest.raises(NotAllowed, match="innych komórek"):
        desk.build(actor=clerk_there)
    assert not PaymentList.objects.exists()


def test_single_payments_move_in_ones_own_unit(
    desk: Desk, made: PaymentList, clerk_there: User
) -> None:
    own, strange = (
        made.payments.get(payee_name="Anna Lis"),
        made.payments.get(payee_name="Anna Nowak"),
    )
    with pytest.raises(NotAllowed, match="innej komórki"):
        payments.drop(strange, remark="pomyłka", actor=clerk_there)
    desk.sent(made)
    for payment in (own, strange):
        payments.return_(payment, on=TODAY, reason="AC04", actor=desk.sender)
    assert list(returns_for(clerk_there)) == [own]
    shown = browser(clerk_there).get("/wyplaty/zwroty/").content.decode()
    assert "Anna Lis" in shown
    assert "Anna Nowak" not in shown
    with pytest.raises(NotAllowed, match="innej komórki"):
        payments.reissue(strange, remark="kasa", actor=clerk_there)
    payments.reissue(own, remark="kasa", actor=clerk_there)
    with pytest.raises(NotAllowed, match="innej komórki"):
        payments.return_(strange, on=TODAY, reason="AC04", actor=clerk_there)


def test_what_is_held_back_and_counted_is_of_ones_own_unit(
    desk: Desk, lis: Granted, clerk_there: User
) -> None:
    desk.family("Wilk", channel="")
    with acting(desk.author):
        lis.person.payout_ways.update(period=DateRange(MARCH, TODAY))
    shown = browser(clerk_there).get("/wyplaty/przeszkody/").content.decode()
    assert "Lis" in shown
    assert "Wilk" not in shown
    assert "Wilk" in browser(desk.checker).get("/wyplaty/przeszkody/").content.decode()


def test_ways_to_confirm_are_of_people_of_ones_own_unit(
    desk: Desk, anna: Granted, lis: Granted, clerk_there: User
) -> None:
    ways = [
        payout.propose(one.person, channel="cash", on=TODAY, actor=desk.author)
        for one in (anna, lis)
    ]
    client = browser(clerk_there)
    shown = client.get("/wyplaty/sposoby/").content.decode()
    assert "Lis Anna" in shown
    assert "Nowak Anna" not in shown
    assert client.post(f"/wyplaty/sposoby/{ways[0].pk}/zatwierdz/").status_code == 404
    assert client.post(f"/wyplaty/sposoby/{ways[1].pk}/zatwierdz/").status_code == 302


def test_the_persons_page_shows_payments_of_ones_own_unit(
    desk: Desk, anna: Granted, lis: Granted, made: PaymentList, clerk_there: User
) -> None:
    client = browser(clerk_there)
    own = client.get(
        reverse("cases:person_place", args=[lis.person.pk, "wyplaty"])
    ).content.decode()
    strange = client.get(
        reverse("cases:person_place", args=[anna.person.pk, "wyplaty"])
    ).content.decode()
    assert made.reference in own
    assert made.reference not in strange


def test_acts_ask_for_the_right_themselves(desk: Desk, made: PaymentList) -> None:
    payment = made.payments.get(payee_name="Anna Lis")
    nobody = with_caps("bez_praw", Cap.SEE_PAYMENTS)
    for act in (
        lambda: desk.build(actor=nobody),
        lambda: payments.prepare(made, actor=nobody),
        lambda: payments.check(made, actor=nobody),
        lambda: payments.approve(made, actor=nobody),
        lambda: payments.head(made, actor=nobody),
        lambda: payments.send(made, on=TODAY, actor=nobody),
        lambda: payments.settle(made, on=TODAY, proof="WB", actor=nobody),
        lambda: payments.reopen(made, remark="x", actor=nobody),
        lambda: payments.cancel(made, remark="x", actor=nobody),
        lambda: payments.strike(made, [payment.pk], reason="mistake", actor=nobody),
        lambda: payments.drop(payment, remark="x", actor=nobody),
        lambda: payments.return_(payment, on=TODAY, reason="AC04", actor=nobody),
        lambda: payments.reissue(payment, remark="x", actor=nobody),
    ):
        with pytest.raises(NotAllowed, match="Nie masz uprawnienia"):
            act()
    assert selectors.live(made.payments.all())[0] == 2
