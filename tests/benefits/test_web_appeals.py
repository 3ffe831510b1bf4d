"""The screens of an appeal from a decision."""

from __future__ import annotations

import pytest
from django.urls import reverse

from benefits.models import Appeal, Decision
from opsapp.kernel import clock
from opsapp.office.models import User
from tests.benefits import road
from tests.benefits.road import Office
from tests.benefits.test_appeals import BACK, CAME, PASSED, appealed, at_the_board, delivered, fresh
from tests.cases.conftest import browser

pytestmark = pytest.mark.django_db


def of(decision: Decision, what: str) -> str:
    return reverse("benefits:decision_appeal", args=[decision.pk, what])


def text(user: User, decision: Decision) -> str:
    page = browser(user).get(reverse("benefits:decision", args=[decision.pk]))
    return page.content.decode()


def test_from_the_letter_to_the_ruling(office: Office) -> None:
    decision = delivered(road.issued(office), office)
    with clock.frozen(CAME):
        assert of(decision, "przyjmij") in text(office.worker, decision)
        answer = browser(office.worker).post(
            of(decision, "przyjmij"), {"on": "03.12.2026", "body": "Kwota jest za niska."}
        )
        assert answer.status_code == 302
        assert "czeka na rozstrzygnięcie" in text(office.worker, decision)
    with clock.frozen(PASSED):
        assert (
            browser(office.worker).post(of(decision, "przekaz"), {"on": "08.12.2026"}).status_code
            == 302
        )
    with clock.frozen(BACK):
        ruling = {"outcome": "partly", "since": "01.2027", "on": "29.01.2027", "sign": "SKO.1"}
        answer = browser(office.director).post(of(decision, "rozstrzygniecie"), ruling)
        assert answer.status_code == 302
        assert "uchylono w części" in text(office.director, decision)
    assert Appeal.objects.get().outcome == "partly"


def test_a_part_without_its_month_is_said_beside_the_field(office: Office) -> None:
    decision = at_the_board(office)
    with clock.frozen(BACK):
        answer = browser(office.director).post(
            of(decision, "rozstrzygniecie"),
            {"outcome": "partly", "on": "29.01.2027", "sign": "SKO.1"},
        )
    assert answer.status_code == 422
    assert "Podaj miesiąc, od którego uchylono" in answer.content.decode()


def test_the_stay_and_its_end(office: Office) -> None:
    decision = at_the_board(office)
    with clock.frozen(BACK):
        sent = {"on": "08.12.2026", "sign": "SKO.1"}
        browser(office.director).post(of(decision, "wstrzymanie"), sent)
        assert "wstrzymane od 08.12.2026" in text(office.director, decision)
        browser(office.director).post(of(decision, "koniec-wstrzymania"), {"on": "29.01.2027"})
    assert Appeal.objects.get().stay_ended_on == BACK


def test_the_centre_allows_it_itself(office: Office) -> None:
    decision = appealed(office)
    with clock.frozen(PASSED):
        sent = {
            "told": "Wydatki na leki.", "amount": "600", "amount_reason": "leki",
            "first": "11.2026", "last": "01.2027",
        }  # fmt: skip
        answer = browser(office.worker).post(of(decision, "uwzglednij"), sent)
    made = Decision.objects.get(kind="self_correction")
    assert answer["Location"] == reverse("benefits:decision", args=[made.pk])
    assert of(decision, "przekaz") in text(office.worker, fresh(decision))
    assert of(decision, "uwzglednij") not in text(office.worker, fresh(decision))


def test_what_is_not_possible_now_is_refused_in_words(office: Office) -> None:
    decision = appealed(office)
    assert browser(office.worker).get(of(decision, "przyjmij")).status_code == 422
    assert browser(office.director).get(of(decision, "rozstrzygniecie")).status_code == 422
    assert browser(office.worker).get(of(decision, "nic")).status_code == 404
    assert browser(office.director).get(of(decision, "przekaz")).status_code == 403


def test_the_page_of_the_case_leads_on(office: Office) -> None:
    decision = appealed(office)
    page = browser(office.worker).get(reverse("cases:case", args=[decision.case_id]))
    assert of(decision, "przekaz") in page.content.decode()
