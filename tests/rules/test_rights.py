"""What a family could still get: every benefit asked at once."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from benefits.rules import Law
from benefits.rules.reading import read_case
from benefits.rules.registry import BENEFITS
from benefits.rules.rights import Right, what_else
from benefits.rules.rights_plans import PLANS
from benefits.rules.schema import Errors
from tests.rules.questions import income, question

LAW = Law.from_files()
ON = date(2026, 11, 10)
NOT_RIGHTS = {
    "care_services_fee", "specialised_care_fee", "care_home_fee", "shelter_fee",
    "health_contribution", "pension_contribution", "special_carer_allowance", "carer_allowance",
}  # fmt: skip
PARENTS = [
    {"id": "a", "relation": "applicant", "birth_date": "1985-01-01"},
    {"id": "b", "relation": "spouse", "birth_date": "1984-01-01"},
]
CHILD = {"id": "c", "relation": "child", "birth_date": "2017-05-05", "education": "school"}


def rights(household: list[dict[str, Any]], incomes: list[dict[str, Any]], **more: Any) -> Any:
    errors = Errors()
    facts = read_case(question(household=household, incomes=incomes), "", errors, LAW)
    assert facts is not None, errors
    found = what_else(facts.household, facts.incomes, ON, LAW, **more)
    by_code: dict[str, Right] = {right.benefit: right for right in reversed(found)}
    return by_code


def test_every_benefit_is_asked_or_known_to_be_no_right() -> None:
    assert set(PLANS) | NOT_RIGHTS == set(BENEFITS)


def test_a_family_below_the_thresholds_is_due_the_allowance_and_not_what_needs_a_ground() -> None:
    got = rights([*PARENTS, CHILD], [
        income(amount="1500.00"), {"member": "a", "kind": "taxable_net", "amount": "18000.00",
                                   "year": 2025},
    ])  # fmt: skip
    assert (got["family_allowance"].state, str(got["family_allowance"].amount)) == ("due", "124.00")
    assert got["periodic_allowance"].state == "due"
    assert got["permanent_allowance"].state == "not_due"
    assert "art. 37" in got["permanent_allowance"].reasons[0].basis
    assert got["housing_allowance"].state == "missing"
    assert "powierzchnię" in got["housing_allowance"].missing[0].message


def test_without_incomes_on_record_they_are_asked_for_and_not_taken_as_zero() -> None:
    got = rights([*PARENTS, CHILD], [])
    assert got["periodic_allowance"].missing[0].message == "Podaj dochody rodziny za 10.2026."
    assert got["family_allowance"].missing[0].message == "Podaj dochody rodziny za 2025 rok."
    complete = rights([*PARENTS, CHILD], [], incomes_complete=True)
    assert complete["periodic_allowance"].state == "due"


def test_what_the_family_already_receives_is_held() -> None:
    got = rights([*PARENTS, CHILD], [income(kind="family_allowance", amount="124.00")])
    assert got["family_allowance"].state == "held"


def test_a_missing_birth_date_is_asked_for() -> None:
    got = rights([*PARENTS, {"id": "c", "relation": "child"}], [income()], incomes_complete=True)
    assert got["family_allowance"].missing[0].path == "household[2].birth_date"


def test_a_disabled_child_opens_nursing_and_carers_benefits() -> None:
    child = CHILD | {"disability": "child_certificate", "indications": [7, 8]}
    got = rights([*PARENTS, child], [income()])
    assert got["nursing_allowance"].state == "due"
    assert str(got["nursing_allowance"].amount) == "215.84"
    assert str(got["carer_benefit"].amount) == "3386.00"


def test_income_above_the_criterion_says_so_before_the_need_is_known() -> None:
    got = rights(PARENTS, [income(amount="9000.00")])
    assert got["targeted_allowance"].state == "not_due"
    assert got["special_targeted_allowance"].state == "missing"


def test_what_law_does_not_know_is_unanswered() -> None:
    farm = {"member": "a", "kind": "farm", "hectares": "2.00"}
    got = rights([*PARENTS, CHILD], [farm], incomes_complete=True)
    assert got["family_allowance"].state == "unanswered"
    assert "GUS" in got["family_allowance"].missing[0].message


def test_known_circumstances_are_asked_as_they_are() -> None:
    dwelling = {"usable_area": "40", "expenses": [{"kind": "rent", "amount": "900.00"}]}
    got = rights(PARENTS, [income()], known={"housing_allowance": dwelling})
    assert got["housing_allowance"].state == "due"
    assert got["housing_allowance"].assessment.trace.inputs


def test_the_answer_is_plain_json() -> None:
    got = rights([*PARENTS, CHILD], [income()])
    assert json.loads(json.dumps([right.to_json() for right in got.values()]))


def test_every_row_says_of_whom_it_is_and_for_what_time() -> None:
    """The label of the register, the member, month or once: in whatever state the row is."""
    child = CHILD | {"disability": "severe"}
    baby = {"id": "n", "relation": "child", "birth_date": "2026-09-01"}
    rows = [income(amount="1500.00"), {"member": "a", "kind": "taxable_net", "amount": "900.00",
                                       "year": 2025}]  # fmt: skip
    got = rights([*PARENTS, child, baby], rows)
    assert {right.label for right in got.values()} == {BENEFITS[code].label for code in got}
    nursing, targeted, born = (
        got[code] for code in ("nursing_allowance", "targeted_allowance", "birth_grant")
    )
    assert (nursing.state, nursing.member, nursing.period) == ("due", "c", "month")
    assert (targeted.state, targeted.member, targeted.period) == ("missing", None, "once")
    assert (born.state, born.period) == ("missing", "once")
    rich = rights(PARENTS, [income(amount="9000.00")])
    assert (rich["targeted_allowance"].state, rich["targeted_allowance"].period) == (
        "not_due", "once",
    )  # fmt: skip


def test_a_row_of_one_person_names_them_when_it_is_refused_or_lacks_something() -> None:
    disabled = {"id": "d", "relation": "other", "birth_date": "1990-01-01",
                "disability": "moderate"}  # fmt: skip
    got = rights([*PARENTS, disabled], [income()])
    assert (got["nursing_allowance"].state, got["nursing_allowance"].member) == ("missing", "d")
    assert "wiek" in got["nursing_allowance"].missing[0].message
    assert got["permanent_allowance"].member == "d"


def test_what_is_due_once_says_so() -> None:
    baby = {"id": "n", "relation": "child", "birth_date": "2026-09-01"}
    known = {"birth_grant": {"children": 1, "medical_care_since_week_10": True}}
    got = rights([*PARENTS, baby], [income()], known=known)["birth_grant"]
    assert (got.state, str(got.amount), got.period) == ("due", "1000.00", "once")
