"""Wrong questions about families, the fund and the dwelling: a path and a Polish sentence."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from benefits.rules import assess, cli
from benefits.rules.registry import BENEFITS

HOME: list[dict[str, Any]] = [
    {"id": "m", "relation": "applicant", "birth_date": "1985-01-01"},
    {"id": "x", "relation": "child", "birth_date": "2015-05-05"},
    {"id": "g", "relation": "grandparent"},
]
NO_DATE = [HOME[0], {"id": "x", "relation": "child"}]
PUPIL = [HOME[0], HOME[1] | {"education": "secondary"}]
STUDENT = [HOME[0], HOME[1] | {"education": "university"}]
MODERATE = [HOME[0] | {"disability": "moderate"}]


def asked(benefit: str, circumstances: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A question of November 2026, with changes."""
    case: dict[str, Any] = {"benefit": benefit, "on": "2026-11-10", "household": HOME,
                            "incomes": [], "circumstances": circumstances}  # fmt: skip
    return case | more


def family(**more: Any) -> dict[str, Any]:
    return asked("family_allowance", {"children": [{"member": "x"}]} | more)


def dwelling(**more: Any) -> dict[str, Any]:
    rent = {"usable_area": "40", "expenses": [{"kind": "rent", "amount": "100.00"}]}
    return asked("housing_allowance", rent | more)


def fund(**more: Any) -> dict[str, Any]:
    row = {"member": "x", "alimony": "500.00"} | more
    return asked("alimony_fund_benefit", {"entitled": [row]})


WRONG = [
    (asked("family_allowance", {}), "circumstances.children", "required"),
    (asked("family_allowance", {"children": []}), "circumstances.children", "wrong_length"),
    (family(children=[{"member": "zz"}]), "circumstances.children[0].member", "unknown_member"),
    (family(children=[{"member": "x"}, {"member": "x"}]), "circumstances.children[1].member",
     "repeated_member"),
    (family(children=[{"member": "g"}]), "circumstances.children[0].member", "not_a_child"),
    (family(children=[{"member": "x", "supplements": ["holiday"]}]),
     "circumstances.children[0].supplements[0]", "unknown_code"),
    (family(children=[{"member": "x", "age": 3}]), "circumstances.children[0].age", "unknown_key"),
    (family(**{"from": "2026-13"}), "circumstances.from", "not_a_month"),
    (family(**{"from": "2026-12", "to": "2026-11"}), "circumstances.to", "out_of_order"),
    (family(**{"from": "2026-11", "to": "2027-11"}), "circumstances.to", "outside_period"),
    (family() | {"household": NO_DATE}, "household[1].birth_date", "required"),
    (family(children=[{"member": "m"}, {"member": "x"}]), "circumstances.children",
     "learner_and_children"),
    (family(children=[{"member": "x", "education_ends_on": "2027-06-30"}]),
     "circumstances.children[0].education_ends_on", "not_learning"),
    (family(children=[{"member": "x", "education_ends_on": "2027-06"}]) | {"household": PUPIL},
     "circumstances.children[0].education_ends_on", "not_a_date"),
    (family(children=[{"member": "x", "admitted_to_university": True}]) | {"household": PUPIL},
     "circumstances.children[0].education_ends_on", "required"),
    (family(children=[{"member": "x", "admitted_to_university": True}]) | {"household": STUDENT},
     "circumstances.children[0].admitted_to_university", "not_after_school"),
    (family(children=[{"member": "x", "admitted_to_university": "tak"}]) | {"household": PUPIL},
     "circumstances.children[0].admitted_to_university", "not_a_boolean"),
    (family(children=[{"member": "x", "leave_months_paid": 3}]),
     "circumstances.children[0].leave_months_paid", "without_supplement"),
    (family(children=[{"member": "x", "leave_months_paid": 73}]),
     "circumstances.children[0].leave_months_paid", "out_of_range"),
    (family(children=[{"member": "x", "leave_months_paid": "3"}]),
     "circumstances.children[0].leave_months_paid", "not_an_integer"),
    (family(children=[{"member": "x", "leave_from": "2026-11-02", "leave_to": "2026-11-01"}]),
     "circumstances.children[0].leave_to", "out_of_order"),
    (fund(joint_persons=1), "circumstances.entitled[0].joint_persons", "out_of_range"),
    (fund(joint_persons="2"), "circumstances.entitled[0].joint_persons", "not_an_integer"),
    (fund(further_alimony="0.00"), "circumstances.entitled[0].further_alimony", "not_positive"),
    (fund(further_alimony="1.001"), "circumstances.entitled[0].further_alimony", "too_precise"),
    (fund(education_ends_on="2027-06-30"), "circumstances.entitled[0].education_ends_on",
     "not_learning"),
    (asked("birth_grant", {"children": 1}), "circumstances.medical_care_since_week_10", "required"),
    (asked("birth_grant", {"children": 2, "medical_care_since_week_10": True}),
     "circumstances.children", "not_in_household"),
    (asked("birth_grant", {"children": 0, "medical_care_since_week_10": True}),
     "circumstances.children", "out_of_range"),
    (asked("parental_benefit", {"children": 1, "from": "2026-11"}), "circumstances.from",
     "not_a_date"),
    (asked("nursing_allowance", {"subject": "zz"}), "circumstances.subject", "unknown_member"),
    (asked("nursing_allowance", {"subject": "g"}), "household[2].birth_date", "required"),
    (asked("nursing_allowance", {}, household=MODERATE), "circumstances.disability_onset_age",
     "required"),
    (asked("carer_benefit", {"cared_for": [], "rules": "new"}), "circumstances.cared_for",
     "wrong_length"),
    (asked("carer_benefit", {"cared_for": ["m"], "rules": "new"}), "circumstances.cared_for[0]",
     "repeated_member"),
    (asked("carer_benefit", {"cared_for": ["g"], "rules": "new"}), "household[2].birth_date",
     "required"),
    (asked("carer_benefit", {"cared_for": ["x"], "rules": "old"}), "circumstances.rules",
     "unknown_code"),
    (asked("carer_benefit", {"cared_for": ["x"], "to": "2026-10-31"}), "circumstances.to",
     "out_of_order"),
    (asked("special_carer_allowance", {"cared_for": ["zz"]}), "circumstances.cared_for[0]",
     "unknown_member"),
    (asked("carer_allowance", {"cared_for": ["x"], "to": "2026-10-31"}), "circumstances.to",
     "out_of_order"),
    (asked("alimony_fund_benefit", {"entitled": [{"member": "x"}]}),
     "circumstances.entitled[0].alimony", "required"),
    (asked("alimony_fund_benefit", {"entitled": [{"member": "x", "alimony": "0.00"}]}),
     "circumstances.entitled[0].alimony", "not_positive"),
    (asked("alimony_fund_benefit", {"entitled": [{"member": "x", "alimony": "500.001"}]}),
     "circumstances.entitled[0].alimony", "too_precise"),
    (asked("alimony_fund_benefit", {"entitled": [
        {"member": "x", "alimony": "500.00", "debtor": "x"}]}), "circumstances.entitled[0].debtor",
     "own_debtor"),
    (asked("alimony_fund_benefit", {"entitled": [
        {"member": "x", "alimony": "500.00", "debtor": "zz"}]}), "circumstances.entitled[0].debtor",
     "unknown_member"),
    (asked("alimony_fund_benefit", {"entitled": [{"member": "g", "alimony": "500.00"}]}),
     "household[2].birth_date", "required"),
    (dwelling(usable_area="0"), "circumstances.usable_area", "not_positive"),
    (dwelling(usable_area="-1"), "circumstances.usable_area", "negative"),
    (dwelling(rooms_and_kitchen_area="41"), "circumstances.rooms_and_kitchen_area", "too_large"),
    (dwelling(expenses=[{"kind": "yacht", "amount": "1.00"}]), "circumstances.expenses[0].kind",
     "unknown_kind"),
    (dwelling(expenses=[{"kind": "rent", "amount": "-1.00"}]), "circumstances.expenses[0].amount",
     "negative"),
    (dwelling(missing=["roof"]), "circumstances.missing[0]", "unknown_code"),
    (dwelling(missing=["gas", "gas"]), "circumstances.missing", "repeated"),
    (dwelling(decided_on="2026-11-09"), "circumstances.decided_on", "before_application"),
    (dwelling() | {"parameters": {"housing.average_wage": "9999.00"}},
     "parameters.housing.average_wage", "national_parameter"),
    (asked("pension_contribution", {"insurance_years": 3, "family_benefit": True}, household=[
        HOME[0] | {"sex": "female"}]), "circumstances.base", "required"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "path", "code"), WRONG)
def test_a_wrong_question_is_refused_by_path_in_polish(
    case: dict[str, Any], path: str, code: str
) -> None:
    errors = assess(case)["errors"]
    assert (path, code) in [(error["path"], error["code"]) for error in errors]
    assert all(error["message"].endswith((".", "_ -")) for error in errors)


BORN: dict[str, Any] = {"id": "x", "relation": "child", "birth_date": "2015-05-05"}
JUST_RIGHT = [
    family(children=[{"member": "x", "supplements": ["parental_leave"],
                      "leave_from": "2026-11-02", "leave_to": "2026-11-02"}]),
    family(**{"from": "2026-12", "to": "2026-12"}),
    asked("carer_benefit", {"cared_for": ["x"], "from": "2026-11-10", "to": "2026-11-10"}),
    asked("carer_allowance", {"cared_for": ["x"], "from": "2026-11-10", "to": "2026-11-10"}),
    asked("carer_benefit", {"cared_for": ["g"], "rules": "protected"}),
    asked("carer_benefit", {"cared_for": ["g"]}, on="2023-12-31"),
    dwelling(rooms_and_kitchen_area="40"),
    dwelling(decided_on="2026-11-10"),
    fund() | {"household": [HOME[0], BORN]},
]  # fmt: skip


@pytest.mark.parametrize("case", JUST_RIGHT)
def test_the_first_day_and_the_whole_dwelling_are_not_too_much(case: dict[str, Any]) -> None:
    assert "errors" not in assess(case)


def test_the_age_of_who_is_cared_for_is_needed_since_the_first_day_of_2024() -> None:
    case = asked("carer_benefit", {"cared_for": ["g"]}, on="2024-01-01")
    assert [one["path"] for one in assess(case)["errors"]] == ["household[2].birth_date"]


def test_of_wrong_questions_nothing_is_computed_and_the_command_says_two(tmp_path: Path) -> None:
    path, out = tmp_path / "case.json", StringIO()
    path.write_text(json.dumps([dwelling(), WRONG[0][0]]))
    assert cli.main(("assess", str(path)), out) == 2
    assert list(json.loads(out.getvalue())) == ["errors"]


MINIMAL: dict[str, dict[str, Any]] = {
    "family_allowance": {"children": [{"member": "x"}]},
    "birth_grant": {"children": 1, "medical_care_since_week_10": True},
    "for_life_grant": {"children": 1, "medical_care_since_week_10": True},
    "parental_benefit": {"children": 1, "from": "2011-01-01"},
    "carer_benefit": {"cared_for": ["x"]},
    "special_carer_allowance": {"cared_for": ["x"]},
    "carer_allowance": {"cared_for": ["x"]},
    "alimony_fund_benefit": {"entitled": [{"member": "x", "alimony": "500.00"}]},
    "housing_allowance": {"usable_area": "40", "expenses": []},
    "targeted_allowance": {"purpose": "x", "requested": "1.00"},
    "special_targeted_allowance": {"purpose": "x", "requested": "1.00"},
    "random_event_allowance": {"purpose": "x", "requested": "1.00"},
    "repayable_assistance": {"purpose": "x", "requested": "1.00"},
    "funeral_allowance": {"requested": "1.00", "funeral_grant_due": False},
    "meal_support": {"form": "meal"},
    "care_services_fee": {"hourly_price": "1.00", "hours": "1", "table": [
        {"single_percent": 1, "family_percent": 1}]},
    "specialised_care_fee": {"hourly_price": "1.00", "hours": "1"},
    "care_home_fee": {"monthly_cost": "1.00"},
    "shelter_fee": {"form": "shelter"},
    "health_contribution": {"base": "1.00"},
    "pension_contribution": {"insurance_years": 1},
}  # fmt: skip


@pytest.mark.parametrize("benefit", sorted(BENEFITS))
def test_before_the_oldest_law_a_question_is_unanswered_and_never_refused(benefit: str) -> None:
    home = [HOME[0] | {"sex": "female"}, {"id": "x", "relation": "child",
                                          "birth_date": "2010-12-01"}]  # fmt: skip
    case = asked(benefit, MINIMAL.get(benefit, {}), on="2011-01-01", household=home)
    answered = assess(case)
    assert answered["unanswered"][0]["message"].startswith("Program nie zna zasad świadczenia")
    assert "eligible" not in answered


DAYS = ["2015-01-10", "2015-04-10", "2016-06-10", "2018-11-01", "2021-06-30", "2023-12-31",
        "2024-10-01", "2026-11-26"]  # fmt: skip


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("benefit", [
    "family_allowance", "alimony_fund_benefit", "birth_grant", "nursing_allowance",
    "carer_benefit", "special_carer_allowance", "carer_allowance", "housing_allowance",
])  # fmt: skip
def test_any_day_since_2015_is_answered(benefit: str, on: str) -> None:
    home = [HOME[0], {"id": "x", "relation": "child", "birth_date": "2014-12-01",
                      "disability": "severe"}]  # fmt: skip
    if benefit == "birth_grant":
        home[1] = home[1] | {"birth_date": on}
    if benefit == "nursing_allowance":
        case = asked(benefit, {"subject": "x"}, on=on, household=home)
    else:
        case = asked(benefit, MINIMAL[benefit], on=on, household=home)
    assert "eligible" in assess(case)
