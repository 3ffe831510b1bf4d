"""Where the centre wants it, the head signs a list as the fourth person."""

from __future__ import annotations

import pytest

from benefits.integrity import payment_faults
from benefits.models import PaymentList
from benefits.payment_panels import lists_for
from benefits.services import payments
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import User
from opsapp.office.services import settings
from tests.benefits.conftest import TODAY, Desk, browser
from tests.benefits.payables import MARCH, Granted
from tests.database.sql import refused, run
from tests.people import with_caps

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(desk: Desk, installation: User) -> User:
    """The head of a centre that wants the fourth signature."""
    settings.answer(
        "payments.head_signature", value=True, valid_from=MARCH, basis="zarządzenie 3/2026",
        actor=installation,
    )  # fmt: skip
    return with_caps("kierownik", Cap.SEE_PAYMENTS, Cap.HEAD_PAYMENTS)


@pytest.fixture
def waiting(desk: Desk, anna: Granted, head: User) -> PaymentList:
    """A list with three signatures, which waits for the head."""
    return desk.approved()


def test_after_three_signatures_it_waits_for_the_head_and_has_no_file(
    waiting: PaymentList, head: User, desk: Desk
) -> None:
    assert (waiting.status, waiting.files.count()) == ("to_head", 0)
    assert list(lists_for(head)) == [waiting]
    with pytest.raises(Refusal, match="nie jest możliwe w stanie „czeka na podpis kierownika”"):
        payments.send(waiting, on=TODAY, actor=desk.sender)


def test_with_the_heads_signature_it_is_approved_and_sent(
    waiting: PaymentList, head: User, desk: Desk
) -> None:
    made = payments.head(waiting, actor=head)
    assert (made.status, made.files.count()) == ("approved", 1)
    assert [s.role for s in made.signatures.order_by("pk")] == [
        "prepared", "checked", "approved", "head",
    ]  # fmt: skip
    assert list(payment_faults()) == []
    assert payments.send(made, on=TODAY, actor=desk.sender).status == "sent"


def test_without_the_centres_wish_three_are_enough_and_the_head_signs_nothing(
    desk: Desk, anna: Granted
) -> None:
    made = desk.approved()
    assert made.status == "approved"
    head = with_caps("kierownik", Cap.HEAD_PAYMENTS)
    with pytest.raises(Refusal, match="nie jest możliwe w stanie „zatwierdzona”"):
        payments.head(made, actor=head)


def test_the_head_is_a_fourth_person_with_the_right(desk: Desk, anna: Granted, head: User) -> None:
    both = with_caps("oboje", Cap.APPROVE_PAYMENTS, Cap.HEAD_PAYMENTS)
    made = payments.check(payments.prepare(desk.build(), actor=desk.preparer), actor=desk.checker)
    made = payments.approve(made, actor=both)
    with pytest.raises(Refusal, match="podpisała już tę listę"):
        payments.head(made, actor=both)
    with pytest.raises(NotAllowed):
        payments.head(made, actor=desk.preparer)


def test_it_can_go_back_and_be_cancelled_from_there(
    waiting: PaymentList, desk: Desk, head: User
) -> None:
    made = payments.reopen(waiting, remark="zły dzień", actor=head)
    assert made.status == "draft"
    made = desk.approved(made)
    assert payments.cancel(made, remark="zły dzień", actor=desk.preparer).status == "cancelled"


def test_the_database_lets_no_list_past_the_head(waiting: PaymentList, desk: Desk) -> None:
    with acting(desk.approver):
        with refused("nie ma podpisów tylu osób"):
            run("UPDATE benefits_paymentlist SET status = 'approved'")
        with refused("nie wolno zmienić"):
            run("UPDATE benefits_paymentlist SET head_signs = false")
        with refused("Tego podpisu nie składa się"):
            run(
                "INSERT INTO benefits_paymentlistsignature (payment_list_id, round, role, user_id,"
                " content_sha256, recorded_at) VALUES (%s, 1, 'approved', %s, %s, now())",
                waiting.pk, desk.sender.pk, waiting.content_sha256,
            )  # fmt: skip


def test_the_head_signs_on_the_screen(waiting: PaymentList, head: User, desk: Desk) -> None:
    page = f"/wyplaty/{waiting.pk}/"
    shown = browser(head).get(page).content.decode()
    assert "zatwierdził(a) kierownik jednostki" in shown
    assert "Podpisz jako kierownik" in shown
    assert browser(desk.approver).post(f"{page}kierownik/").status_code == 403
    assert browser(head).get(f"{page}kierownik/").status_code == 405
    assert browser(head).post(f"{page}kierownik/", {"once": "k"}).status_code == 302
    assert browser(head).post(f"{page}kierownik/", {"once": "k"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == "approved"
