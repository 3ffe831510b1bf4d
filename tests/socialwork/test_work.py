"""What waits for a social worker on Mój dzień, and for nobody else."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from cases.models import Case
from cases.services import cases as case_acts
from opsapp.kernel import clock
from opsapp.office.models import Benefit, User
from socialwork import work
from socialwork.models import Interview
from socialwork.selectors import updates
from socialwork.services import interviews
from socialwork.services.interviews import updating
from tests.socialwork.conftest import TODAY, Start, fill, order

pytestmark = pytest.mark.django_db


def test_an_ordered_interview_waits_with_its_term_until_it_is_begun(
    case: Case, start: Start, worker: User
) -> None:
    order(case, worker)
    (item,) = work.ordered_interviews(worker, TODAY)
    assert (item.due, item.action) == (date(2026, 12, 2), "Zacznij wywiad")
    assert item.about == ("cases.person", case.client_id)
    assert "Nowak Anna" in item.label
    start(cases=[case])
    assert list(work.ordered_interviews(worker, TODAY)) == []


def test_an_abandoned_interview_waits_again(case: Case, start: Start, worker: User) -> None:
    order(case, worker)
    interviews.abandon(start(cases=[case]), remark="nie zastano", actor=worker)
    assert len(list(work.ordered_interviews(worker, TODAY))) == 1


def test_a_begun_interview_carries_the_term_of_its_case(
    case: Case, start: Start, worker: User
) -> None:
    order(case, worker)
    start(cases=[case])
    (item,) = work.begun_interviews(worker, TODAY)
    assert (item.group, item.due) == ("Wywiady do dokończenia", date(2026, 12, 2))


def test_a_visit_agreed_ahead_is_not_unfinished_work(start: Start, worker: User) -> None:
    start(visited_on=date(2026, 11, 30))
    (item,) = work.begun_interviews(worker, TODAY)
    assert (item.group, item.due) == ("Umówione wizyty", date(2026, 11, 30))


def test_visits_of_today_stand_by_their_hour(start: Start, worker: User) -> None:
    start(visited_on=TODAY, visit_hour=time(10, 30), place="ul. Zamkowa 3")
    (item,) = work.visits_today(worker, TODAY)
    assert (item.label, item.detail) == ("10:30 · Nowak Anna", "ul. Zamkowa 3")
    assert list(work.begun_interviews(worker, TODAY)) == []


def test_a_name_seen_on_the_day_is_traced_to_its_card(
    case: Case, start: Start, worker: User
) -> None:
    start(visited_on=TODAY, visit_hour=time(10, 30))
    (today,) = work.visits_today(worker, TODAY)
    (later,) = work.begun_interviews(worker, TODAY + timedelta(days=1))
    assert today.about == later.about == ("cases.person", case.client_id)


def test_a_signed_interview_waits_for_nobody(signed: Interview, worker: User) -> None:
    assert [item for provider in work.PROVIDERS for item in provider(worker, TODAY)] == []


@pytest.fixture
def running(
    start: Start, case: Case, okresowy: Benefit, worker: User, monkeypatch: pytest.MonkeyPatch
) -> Case:
    """A permanent allowance decided after an interview of 12 May."""
    monkeypatch.setitem(updates.UPDATED_EVERY_MONTHS, "periodic_allowance", 6)
    interviews.sign(fill(start(visited_on=date(2026, 5, 12), cases=[case])), actor=worker)
    for move in ("draft", "submit", "decide"):
        case_acts.move(case, move, actor=worker)
    assert updating.open_missing(actor=worker) == 1
    return case


def test_permanent_help_asks_for_an_update_after_six_months(running: Case, worker: User) -> None:
    (item,) = work.updates(worker, TODAY)
    assert (item.group, item.due) == ("Aktualizacje wywiadów", date(2026, 11, 12))
    assert list(work.updates(worker, date(2026, 10, 1))) == []


def test_an_update_begun_is_asked_for_no_more(running: Case, start: Start, worker: User) -> None:
    start(kind="update")
    assert list(work.updates(worker, TODAY)) == []


def update_terms(case: Case) -> list[tuple[date, date, date | None, date | None]]:
    rows = case.terms.filter(kind="interview_update").order_by("pk")
    return [(row.starts_on, row.due_on, row.met_on, row.cancelled_on) for row in rows]


def test_the_night_opens_the_term_once(running: Case, worker: User) -> None:
    assert updating.open_missing(actor=worker) == 0
    assert update_terms(running) == [(date(2026, 5, 12), date(2026, 11, 12), None, None)]


def test_a_signed_update_meets_the_term_and_opens_the_next(
    running: Case, start: Start, worker: User
) -> None:
    again = start(kind="update", visited_on=TODAY, cases=[running])
    interviews.sign(fill(again), actor=worker)
    assert update_terms(running) == [
        (date(2026, 5, 12), date(2026, 11, 12), TODAY, None),
        (TODAY, updates.months_after(TODAY, 6), None, None),
    ]
    assert list(work.updates(worker, TODAY)) == []


def test_help_that_is_not_permanent_gets_no_term(start: Start, case: Case, worker: User) -> None:
    interviews.sign(fill(start(visited_on=date(2026, 5, 12), cases=[case])), actor=worker)
    for move in ("draft", "submit", "decide"):
        case_acts.move(case, move, actor=worker)
    assert updating.open_missing(actor=worker) == 0 and update_terms(case) == []


def test_a_term_is_lifted_when_the_decision_is_disputed(running: Case, worker: User) -> None:
    for move in ("deliver", "appeal"):
        case_acts.move(running, move, actor=worker)
    updating.open_missing(actor=worker)
    assert update_terms(running) == [(date(2026, 5, 12), date(2026, 11, 12), None, TODAY)]


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 26), 12, date(2027, 11, 26)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, due: date
) -> None:
    assert updates.months_after(day, months) == due


def test_others_work_is_not_mine(running: Case, start: Start, colleague: User, clerk: User) -> None:
    start(kind="update", visited_on=clock.today() - timedelta(days=1))
    for user in (colleague, clerk):
        assert [item for provider in work.PROVIDERS for item in provider(user, TODAY)] == []
