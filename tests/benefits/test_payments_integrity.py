"""check_integrity names what does not agree, however it came about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benefits.integrity import payment_faults
from benefits.models import PaymentList
from opsapp.kernel import registry
from opsapp.kernel.audit import acting
from tests.benefits.conftest import Desk
from tests.benefits.payables import Granted
from tests.database.sql import run

pytestmark = pytest.mark.django_db


@contextmanager
def guards_off() -> Iterator[None]:
    """As the owner of the database could, behind everybody's back."""
    run("SET session_replication_role = replica")
    yield
    run("SET session_replication_role = origin")


@pytest.fixture
def sent(desk: Desk, anna: Granted) -> PaymentList:
    return desk.sent()


def test_what_the_acts_make_agrees(desk: Desk, sent: PaymentList) -> None:
    desk.family("Lis")
    desk.build()
    assert list(payment_faults()) == []
    assert registry.checks.get("wypłaty") is payment_faults


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE benefits_paymentitem SET amount = amount + 1", "ma żywe wypłaty na 406.73"),
        ("UPDATE benefits_instalment SET open = true", "oznaczona niezgodnie"),
        ("UPDATE benefits_payment SET amount = 1", "wynosi 1.00, a jej raty 405.73"),
        ("UPDATE benefits_paymentitem SET live = false", "raty oznaczone odwrotnie"),
        ("DELETE FROM benefits_paymentevent", "nie ma takiego zdarzenia"),
        ("UPDATE benefits_payment SET status = 'listed'", "stoi na liście w stanie „sent”"),
        ("UPDATE benefits_paymentlist SET total = 1", "ma zapisane 1 wypłat na 1.00"),
        ("DELETE FROM benefits_paymentlistsignature WHERE role = 'checked'", "tylko 2 osób"),
        ("UPDATE benefits_paymentlistfile SET total = 1", "Pliki listy LW/2026/1 mają"),
        ("DELETE FROM benefits_paymentlistfile", "nie ma pliku dla banku"),
        (
            "UPDATE benefits_payment SET status = 'settled', paid_on = '2026-11-20'",
            "Księga realizacji nie zgadza się z pozycją",
        ),
    ],
)
def test_a_change_behind_the_guards_is_named(sent: PaymentList, change: str, words: str) -> None:
    with guards_off():
        run(change)
    assert any(words in fault for fault in payment_faults())


def test_an_altered_line_of_a_list_that_waits_is_named(desk: Desk, anna: Granted) -> None:
    desk.approved()
    with guards_off(), acting(desk.author):
        run("UPDATE benefits_payment SET payee_name = 'Ktoś inny'")
    assert list(payment_faults()) == ["Treść listy LW/2026/1 różni się od podpisanej."]
