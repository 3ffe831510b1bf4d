"""The director's queue: read, signed by one key, returned, signed together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from benefits.models import Decision
from benefits.selectors_queue import lines, pending_count, queue
from benefits.services import decisions
from cases.models import Alert, Exclusion
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Period
from opsapp.kernel.ranges import day_range
from opsapp.office.models import User
from tests.benefits import road
from tests.benefits.road import Office
from tests.cases.conftest import browser
from tests.people import LONG_AGO, with_caps

pytestmark = pytest.mark.django_db
QUEUE = reverse("benefits:queue")


@pytest.fixture
def desk(office: Office) -> Client:
    """The director's browser."""
    return browser(office.director)


@pytest.fixture
def two(office: Office) -> list[Decision]:
    """Two ordinary decisions that wait."""
    first = road.submitted(office)
    other = road.ready_item(office, first="Jan", last="Wójcik")
    return [first, road.submitted(office, item=other)]


def post(client: Client, name: str, decision: Decision, **sent: str) -> Any:
    data = {"version": str(decision.version)} | sent
    return client.post(reverse(f"benefits:queue_{name}", args=[decision.pk]), data)


def warnings(office: Office) -> tuple[str, ...]:
    return lines(queue(office.director, road.TODAY).rows)[0].warnings


def test_the_queue_shows_counts_the_sum_and_the_first_decision(
    desk: Client, two: list[Decision]
) -> None:
    text = desk.get(QUEUE).content.decode()
    assert "<b>2</b> do podpisu" in text
    assert "1\u00a0010,00\u00a0zł" in text
    assert "Nowak Anna" in text.split('id="karta"')[1]
    chosen = desk.get(f"{QUEUE}?d={two[1].pk}").content.decode()
    assert "Wójcik Jan" in chosen.split('id="karta"')[1]


def test_an_empty_queue_says_so(desk: Client) -> None:
    assert "Nic nie czeka na podpis" in desk.get(QUEUE).content.decode()


def test_strangers_and_authors_have_no_queue(office: Office, clerk: User) -> None:
    road.submitted(office)
    assert browser(clerk).get(QUEUE).status_code == 403
    assert browser(office.worker).get(QUEUE).status_code == 403
    assert pending_count(office.director) == 1
    assert pending_count(office.worker) == 0


def test_the_key_signs_and_goes_on_to_the_next(desk: Client, two: list[Decision]) -> None:
    answer = post(desk, "sign", two[0])
    assert answer["Location"].endswith(f"?d={two[1].pk}")
    assert Decision.objects.get(pk=two[0].pk).status == "issued"


def test_a_decision_that_changed_since_it_was_read_is_not_signed(
    office: Office, desk: Client, two: list[Decision]
) -> None:
    decisions.withdraw(two[0], actor=office.worker)
    draft = Decision.objects.get(pk=two[0].pk)
    decisions.revise(draft, version=0, reasons="Inne.", actor=office.worker)
    decisions.submit(Decision.objects.get(pk=two[0].pk), actor=office.worker)
    answer = post(desk, "sign", two[0])
    assert answer.status_code == 409
    assert Decision.objects.get(pk=two[0].pk).status == "approval_pending"


@pytest.mark.parametrize("name", ["sign", "return"])
def test_acts_of_the_queue_answer_no_get_and_no_stranger(
    desk: Client, two: list[Decision], clerk: User, name: str
) -> None:
    assert desk.get(reverse(f"benefits:queue_{name}", args=[two[0].pk])).status_code == 405
    assert post(browser(clerk), name, two[0]).status_code == 403
    assert Decision.objects.get(pk=two[0].pk).status == "approval_pending"


def test_a_return_needs_its_reason_and_remark(desk: Client, two: list[Decision]) -> None:
    wrong = post(desk, "return", two[0], remark="Za krótki okres.")
    assert wrong.status_code == 422
    assert "Za krótki okres." in wrong.content.decode()
    post(desk, "return", two[0], remark="Za krótki okres.", reason_code="letter")
    assert Decision.objects.get(pk=two[0].pk).status == "draft"


def test_the_batch_is_signed_when_count_and_sum_are_typed(
    desk: Client, two: list[Decision]
) -> None:
    ids = [str(one.pk) for one in two]
    address = reverse("benefits:queue_batch")
    wrong = desk.post(address, {"d": ids, "count": "2", "total": "1000,00"})
    assert wrong.status_code == 409
    assert not Decision.objects.filter(status="issued").exists()
    desk.post(address, {"d": ids, "count": "2", "total": "1 010,00"})
    assert Decision.objects.filter(status="issued").count() == 2


def test_only_decisions_without_warnings_are_offered_together(
    office: Office, desk: Client, two: list[Decision]
) -> None:
    refused = road.ready_item(office, first="Ewa", last="Duda")
    road.submitted(office, item=refused, kind="refusal", refusal_code="no_cooperation")
    text = desk.get(QUEUE).content.decode()
    assert "Podpisz razem bez uwag (2)" in text


def test_another_amount_than_proposed_is_marked(office: Office) -> None:
    road.submitted(office, amount=Decimal("600.00"), amount_reason="Opał.")
    assert warnings(office) == ("inna kwota niż proponowana",)


def test_an_income_at_the_criterion_is_marked(office: Office) -> None:
    household = road.live_together(office)
    road.earn(road.head_of(household), "1000.00", office=office)
    item = road.apply_for(household, office=office)
    road.visit(item, office=office)
    road.submitted(office, item=item)
    assert warnings(office) == ("dochód przy samym kryterium",)


def test_an_alert_and_an_exclusion_are_marked(office: Office) -> None:
    decision = road.submitted(office)
    always = day_range(Period(LONG_AGO))
    with acting(office.worker):
        Alert.objects.create(
            person=decision.addressee, kind="danger", text="pies", period=always,
            author=office.worker,
        )  # fmt: skip
        Exclusion.objects.create(
            user=office.director, person=decision.addressee, reason="brat", period=always
        )
    assert warnings(office) == (
        "ostrzeżenie na karcie osoby", "Twoje wyłączenie od spraw tej osoby",
    )  # fmt: skip


def test_the_queue_costs_the_same_whatever_its_length(
    office: Office, two: list[Decision], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    director = User.objects.get(pk=office.director.pk)
    assert director.can(Cap.APPROVE_DECISIONS)
    with django_assert_num_queries(1):
        waiting = queue(director, road.TODAY).rows
    with django_assert_num_queries(1):
        assert [line.name for line in lines(waiting)] == ["Nowak Anna", "Wójcik Jan"]


def test_whoever_signs_without_issuing_has_no_key_here(office: Office, two: list[Decision]) -> None:
    head = with_caps("zastepca", Cap.SEE_DECISIONS, Cap.SEE_CASES, Cap.APPROVE_DECISIONS)
    text = browser(head).get(QUEUE).content.decode()
    assert "Podpisz i wydaj" not in text
    assert post(browser(head), "sign", two[0]).status_code == 403
