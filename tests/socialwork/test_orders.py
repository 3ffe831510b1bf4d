"""An interview is ordered in a case and its working days run."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case
from cases.services import cases as case_acts
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from socialwork.services import orders
from tests.socialwork.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("urgent", "due"), [(False, date(2026, 12, 2)), (True, date(2026, 11, 16))]
)
def test_the_term_is_fourteen_working_days_or_two(
    case: Case, worker: User, urgent: bool, due: date
) -> None:
    ordered = orders.order(case, known_on=date(2026, 11, 12), urgent=urgent, actor=worker)
    assert ordered.status == "interview_ordered"
    assert ordered.terms.get(kind="interview").due_on == due


def test_an_interview_is_ordered_once(case: Case, worker: User) -> None:
    orders.order(case, known_on=TODAY, actor=worker)
    with pytest.raises(Refusal, match="nie jest możliwe"):
        orders.order(case, known_on=TODAY, actor=worker)
    assert case.terms.filter(kind="interview").count() == 1


def test_a_closed_road_takes_no_order(case: Case, worker: User) -> None:
    case_acts.move(case, "discontinue", actor=worker)
    with pytest.raises(Refusal, match="nie jest możliwe"):
        orders.order(case, known_on=TODAY, actor=worker)
    assert not case.terms.filter(kind="interview").exists()


def test_the_need_is_not_known_tomorrow(case: Case, worker: User) -> None:
    with pytest.raises(Refusal, match="z przyszłości"):
        orders.order(case, known_on=date(2026, 11, 27), actor=worker)


def test_the_moves_say_who_ordered(case: Case, worker: User) -> None:
    orders.order(case, known_on=TODAY, actor=worker)
    assert [(row.move, row.actor) for row in case.transitions.all()] == [
        ("proceed", worker),
        ("order_interview", worker),
    ]
