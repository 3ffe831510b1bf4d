"""Payments where others look: the day's work, the count in the frame, search, a person's page."""

from __future__ import annotations

import pytest

from benefits import payment_panels as panels
from benefits.services import payments, payout
from opsapp.kernel.models import Look
from tests.benefits import payables
from tests.benefits.conftest import TODAY, Desk, browser
from tests.benefits.payables import Granted
from tests.people import with_caps

pytestmark = pytest.mark.django_db


def work(user: object) -> list[str]:
    found = [*panels.lists_to_move(user, TODAY), *panels.returns_and_ways(user, TODAY)]  # type: ignore[arg-type]
    return [f"{item.label} [{item.action}]" for item in found]


def test_a_list_waits_for_the_next_person_alone(desk: Desk, anna: Granted) -> None:
    made = payments.prepare(desk.build(), actor=desk.preparer)
    assert work(desk.checker) == ["Lista LW/2026/1 do sprawdzenia · przelew [Sprawdź]"]
    assert work(desk.approver) == work(desk.preparer) == []
    payments.check(made, actor=desk.checker)
    assert work(desk.checker) == []
    assert work(desk.approver) == ["Lista LW/2026/1 do zatwierdzenia · przelew [Zatwierdź]"]
    payments.approve(made, actor=desk.approver)
    assert work(desk.sender) == ["Lista LW/2026/1 do wysłania · przelew [Wyślij]"]
    assert panels.waiting_for(desk.sender) == 1


def test_who_signed_already_is_not_asked_again(desk: Desk, anna: Granted) -> None:
    every = with_caps("wszystko", *panels.Cap)
    payments.prepare(desk.build(), actor=every)
    assert work(every) == []
    assert panels.waiting_for(every) == 0


def test_a_list_sent_back_waits_for_the_same_people_again(desk: Desk, anna: Granted) -> None:
    made = payments.check(payments.prepare(desk.build(), actor=desk.preparer), actor=desk.checker)
    payments.prepare(payments.reopen(made, remark="błąd", actor=desk.checker), actor=desk.preparer)
    assert work(desk.checker) == ["Lista LW/2026/1 do sprawdzenia · przelew [Sprawdź]"]


def test_returns_and_proposals_are_heaps(desk: Desk, anna: Granted) -> None:
    payments.return_(desk.sent().payments.get(), on=TODAY, reason="AC04", actor=desk.sender)
    assert work(desk.preparer) == ["Zwroty do rozstrzygnięcia [Rozstrzygnij]"]
    payout.propose(anna.person, channel="cash", on=TODAY, actor=desk.author)
    assert work(desk.signer) == ["Sposoby wypłaty do zatwierdzenia [Zatwierdź]"]
    assert panels.waiting_for(desk.signer) == 1


def test_a_whole_account_number_finds_its_holder_and_leaves_no_number(
    desk: Desk, anna: Granted
) -> None:
    (hit,) = panels.find_payments(desk.checker, "08 1020 5561 0000 0000 2222 0001", 6)
    assert (hit.kind, hit.label) == ("Rachunki", "Nowak Anna")
    look = Look.objects.get(kind="searched")
    assert "2222" not in look.query
    assert list(panels.find_payments(desk.checker, "0810205561", 6)) == []
    assert list(panels.find_payments(desk.author, payables.ANNA_ACCOUNT, 6)) == []


def test_a_reference_finds_the_list_and_the_payment(desk: Desk, anna: Granted) -> None:
    made = desk.build()
    (hit,) = panels.find_payments(desk.checker, "lw/2026/1", 6)
    assert hit.url == f"/wyplaty/{made.pk}/"
    (hit,) = panels.find_payments(desk.checker, "LW/2026/1/0001", 6)
    assert hit.label == "Anna Nowak"


def test_the_person_page_tells_how_they_are_paid(desk: Desk) -> None:
    anna = desk.family(months=(payables.NOVEMBER, payables.DECEMBER))
    desk.sent()
    reader = with_caps("czyta", panels.Cap.SEE_PERSONS, panels.Cap.SEE_PAYMENTS)
    address = f"/osoby/{anna.person.pk}/dzial/wyplaty/"
    shown = browser(reader).get(address).content.decode()
    assert "LW/2026/1" in shown
    assert "grudzień 2026" in shown
    assert "zatwierdzony" in shown
    assert browser(desk.author).get(address).status_code == 403


def test_held_instalments_say_who_why_and_what_to_do(desk: Desk) -> None:
    desk.family("Lis", channel="")
    shown = browser(desk.checker).get("/wyplaty/przeszkody/").content.decode()
    assert "Anna Lis" in shown
    assert "brak zatwierdzonego sposobu wypłaty" in shown
    assert "wpisz sposób wypłaty" in shown
