"""Wrong input answers nothing and says where and why."""

from __future__ import annotations

from typing import Any

import pytest

from benefits.rules import assess
from tests.rules.questions import income, question

TWO = [{"id": "a", "relation": "applicant"}, {"id": "b", "relation": "applicant"}]
WRONG = [
    (question(benefit="nothing"), "benefit", "unknown_benefit"),
    (question(on="10.11.2026"), "on", "not_a_date"),
    (question(on="2026-02-30"), "on", "not_a_date"),
    (question(extra=1), "extra", "unknown_key"),
    (question(household=TWO), "household", "two_applicants"),
    (question(household=[{"id": "a", "relation": "child"}]), "household", "no_applicant"),
    (question(household=[]), "household", "wrong_length"),
    (question(household=[{"id": "a", "relation": "king"}]), "household[0].relation",
     "unknown_code"),
    (question(household=[{"id": "a", "relation": "applicant", "shoe": 1}]), "household[0].shoe",
     "unknown_key"),
    (question(incomes=[income(kind="lottery")]), "incomes[0].kind", "unknown_kind"),
    (question(incomes=[income(amount="-1.00")]), "incomes[0].amount", "negative"),
    (question(incomes=[income(amount="1.005")]), "incomes[0].amount", "too_precise"),
    (question(incomes=[income(amount="1,00")]), "incomes[0].amount", "not_a_number"),
    (question(incomes=[income(amount=1.5)]), "incomes[0].amount", "not_a_number"),
    (question(incomes=[income(amount=True)]), "incomes[0].amount", "not_a_number"),
    (question(incomes=[income(amount="9" * 30)]), "incomes[0].amount", "too_large"),
    (question(incomes=[income(month="2026-13")]), "incomes[0].month", "not_a_month"),
    (question(incomes=[income(month=None)]), "incomes[0].month", "required"),
    (question(incomes=[income(member="zz")]), "incomes[0].member", "unknown_member"),
    (question(incomes=[income(kind="farm")]), "incomes[0].hectares", "required"),
    (question(circumstances={"reason": "boredom"}), "circumstances.reason", "unknown_code"),
    (question(circumstances={"mood": "x"}), "circumstances.mood", "unknown_key"),
    (question(parameters={"nothing.here": "1"}), "parameters.nothing.here", "unknown_parameter"),
    (question(parameters={"social_assistance.criterion_single": "9999"}),
     "parameters.social_assistance.criterion_single", "national_parameter"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "path", "code"), WRONG)
def test_wrong_input_is_named_by_path_and_code(asked: dict[str, Any], path: str, code: str) -> None:
    errors = assess(asked)["errors"]
    assert (path, code) in [(error["path"], error["code"]) for error in errors]
    assert all(error["message"] for error in errors)


def test_one_wrong_case_of_a_list_answers_nothing_at_all() -> None:
    answered = assess([question(), question(incomes=[income(kind="lottery")])])
    assert [error["path"] for error in answered["errors"]] == ["[1].incomes[0].kind"]


@pytest.mark.parametrize("nonsense", [None, 1, "x", [], {}, [[]], {"benefit": []}])
def test_nonsense_is_refused_not_crashed_on(nonsense: object) -> None:
    answered = assess(nonsense)
    assert answered == [] if nonsense == [] else answered["errors"]


def test_answers_keep_the_order_of_questions() -> None:
    asked = [question(incomes=[income(amount=f"{n}00.00")]) for n in (1, 5, 3)]
    assert [one["amount"] for one in assess(asked)] == ["455.00", "255.00", "355.00"]


def test_income_of_another_month_is_accepted_and_said_not_to_count() -> None:
    answered = assess(question(incomes=[income(month="2026-07")]))
    assert answered["amount"] == "505.00"
    assert "nie dotyczy miesiąca 10.2026" in str(answered["trace"])


def test_a_case_before_the_oldest_law_is_unanswered_alone() -> None:
    before, now = assess([question(on="1999-01-01"), question()])
    assert before["unanswered"][0]["message"]
    assert now["eligible"]
