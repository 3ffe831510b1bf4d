"""Wrong input answers nothing and says where and why."""

from __future__ import annotations

from typing import Any

import pytest

from benefits.rules import Law, assess
from benefits.rules.reading import read_case
from benefits.rules.schema import Errors
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


def test_nonsense_alone_is_wrong_at_the_root() -> None:
    assert [one["path"] for one in assess(1)["errors"]] == [""]


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


MESSAGES = [
    ([question(), 5], "[1]", "not_an_object", "Podaj obiekt z kluczami."),
    (question(parameters=[]), "parameters", "not_an_object", "Podaj obiekt z kluczami."),
    (question(parameters={"x.y": "1"}), "parameters.x.y", "unknown_parameter",
     "Nieznany parametr „x.y”."),
    (question(parameters={"social_assistance.criterion_single": "9999"}),
     "parameters.social_assistance.criterion_single", "national_parameter",
     "Obowiązującego parametru krajowego nie można zmienić."),
    (question(parameters={"housing.cap_share": "x"}), "parameters.housing.cap_share",
     "not_a_number", 'Podaj liczbę jako tekst z kropką, np. "1229.00".'),
    (question(household=TWO), "household", "two_applicants",
     "W gospodarstwie musi być dokładnie jeden wnioskodawca."),
    (question(household=[{"id": "a", "relation": "child"}]), "household", "no_applicant",
     "W gospodarstwie musi być dokładnie jeden wnioskodawca."),
    (question(household=[TWO[0], {"id": "a", "relation": "child"}]), "household[1].id",
     "repeated_id", "„a” się powtarza."),
    (question(household=[TWO[0] | {"birth_date": "2026-11-11"}]), "household[0].birth_date",
     "in_future", "Data urodzenia po dniu wniosku."),
    (question(incomes=[income(), income(member="zz")]), "incomes[1].member", "unknown_member",
     "W gospodarstwie nie ma osoby „zz”."),
    (question(incomes=[income(month=None, for_months=["2026-05", "2026-01"])]),
     "incomes[0].for_months", "out_of_order", "Pierwszy miesiąc wyrównania jest po ostatnim."),
    (question(incomes=[income(amount=None)]), "incomes[0].amount", "required",
     "Brakuje „amount” dla tego dochodu."),
    (question(incomes=[income(hectares="1.00")]), "incomes[0].hectares", "not_for_kind",
     "„hectares” nie pasuje do tego dochodu."),
    (question(incomes=[income(kind="farm", amount="1.00", hectares="1.00")]), "incomes[0].amount",
     "not_for_kind", "„amount” nie pasuje do tego dochodu."),
    (question(incomes=[income(year=2025)]), "incomes[0].year", "month_or_year",
     "Podaj miesiąc albo rok, nie oba."),
    (question(incomes=[income(month=None)]), "incomes[0].month", "required",
     "Podaj miesiąc albo rok dochodu."),
    (question(benefit="permanent_allowance", circumstances={}), "household[0].birth_date",
     "required", "Podaj datę urodzenia."),
    (question(benefit="permanent_allowance", circumstances={"subject": "z"}),
     "circumstances.subject", "unknown_member", "Nie ma osoby „z”."),
    (question(benefit="permanent_allowance",
              household=[TWO[0] | {"birth_date": "1966-11-10"}]), "household[0].sex", "required",
     "Podaj płeć: zależy od niej wiek emerytalny."),
    (question(benefit="care_services_fee", circumstances={
        "hourly_price": "1.00", "hours": "1",
        "table": [{"single_percent": 1, "family_percent": 1},
                  {"single_percent": 1, "family_percent": 1}]}), "circumstances.table",
     "open_band", "Tylko ostatni próg nie ma górnej granicy."),
    (question(benefit="care_home_fee", circumstances={"monthly_cost": "1.00", "obligors": [
        {"id": "x", "relation": "child", "household_size": 1, "household_income": "1.00",
         "contract": "none", "agreed": "1.00"}]}), "circumstances.obligors[0].agreed",
     "no_contract", "Nie ma podpisanej umowy."),
    (question(benefit="care_home_fee", circumstances={"monthly_cost": "1.00", "obligors": [
        {"id": "x", "relation": "child", "household_size": 1, "household_income": "1.00",
         "contract": "none"}] * 2}), "circumstances.obligors", "repeated_id",
     "Identyfikatory osób się powtarzają."),
    (question(benefit="care_services_fee", circumstances={
        "hourly_price": "1.00", "hours": "1",
        "table": [{"up_to_percent": 150, "single_percent": 1, "family_percent": 1},
                  {"up_to_percent": 150, "single_percent": 1, "family_percent": 1},
                  {"single_percent": 1, "family_percent": 1}]}), "circumstances.table",
     "out_of_order", "Progi muszą rosnąć."),
    (question(benefit="pension_contribution", circumstances={"insurance_years": 1},
              household=[TWO[0] | {"birth_date": "1980-01-01"}]), "household[0].sex",
     "required", "Podaj płeć opiekuna: zależy od niej staż."),
    (question(benefit="alimony_fund_benefit", circumstances={"entitled": [
        {"member": "c", "alimony": "1.00"}, {"member": "c", "alimony": "1.00"}]},
        household=[TWO[0], {"id": "c", "relation": "child", "birth_date": "2015-01-01"}]),
     "circumstances.entitled[1].member", "repeated_member", "„c” się powtarza."),
    (question(benefit="alimony_fund_benefit", circumstances={"entitled": [
        {"member": "c", "alimony": "1.00"}]},
        household=[TWO[0], {"id": "c", "relation": "child"}]), "household[1].birth_date",
     "required", "Podaj datę urodzenia dziecka."),
    (question(benefit="alimony_fund_benefit", circumstances={"to": "2026-10", "entitled": [
        {"member": "c", "alimony": "1.00"}]},
        household=[TWO[0], {"id": "c", "relation": "child", "birth_date": "2015-01-01"}]),
     "circumstances.to", "out_of_order", "Ostatni miesiąc jest przed pierwszym."),
    (question(benefit="birth_grant", circumstances={
        "children": 1, "medical_care_since_week_10": True},
        household=[TWO[0], {"id": "c", "relation": "child"}]), "household[1].birth_date",
     "required", "Podaj datę urodzenia dziecka."),
    (question(benefit="family_allowance", circumstances={
        "guardian": True, "children": [{"member": "f"}]},
        household=[TWO[0], {"id": "f", "relation": "foster_child"}]), "household[1].birth_date",
     "required", "Podaj datę urodzenia dziecka."),
    (question(benefit="special_carer_allowance", circumstances={"cared_for": ["c"]},
              household=[TWO[0], {"id": "c", "relation": "child"}]), "household[1].birth_date",
     "required", "Podaj datę urodzenia dziecka."),
    (question(benefit="special_carer_allowance", circumstances={
        "cared_for": ["c"], "from": "2026-12", "to": "2026-11"},
        household=[TWO[0], {"id": "c", "relation": "child", "birth_date": "2015-01-01"}]),
     "circumstances.to", "out_of_order", "Ostatni miesiąc jest przed pierwszym."),
    (question(benefit="carer_allowance", circumstances={"cared_for": ["z"]}),
     "circumstances.cared_for[0]", "unknown_member", "Nie ma osoby „z”."),
    (question(benefit="carer_benefit", circumstances={"cared_for": ["c", "c"]},
              household=[TWO[0], {"id": "c", "relation": "child", "birth_date": "2015-01-01"}]),
     "circumstances.cared_for[1]", "repeated_member",
     "Każdą osobę podaj raz; opiekun to wnioskodawca."),
    (question(benefit="pension_contribution", circumstances={"insurance_years": 1}),
     "household[0].birth_date", "required", "Podaj datę urodzenia opiekuna."),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "path", "code", "message"), MESSAGES)
def test_what_is_wrong_is_said_to_the_letter(
    asked: object, path: str, code: str, message: str
) -> None:
    assert {"path": path, "code": code, "message": message} in assess(asked)["errors"]


@pytest.mark.parametrize(("asked", "path", "code", "message"), MESSAGES)
def test_in_a_list_every_path_begins_with_the_place_of_its_question(
    asked: Any, path: str, code: str, message: str
) -> None:
    """The contract: `[3].incomes[1].kind`."""
    if isinstance(asked, list):
        return
    answered = assess([question(), asked])
    expected = {"path": f"[1].{path}", "code": code, "message": message}
    assert expected in answered["errors"]
    assert all(one["path"].startswith("[1].") for one in answered["errors"])


def test_a_question_with_a_mistake_becomes_no_facts_at_all() -> None:
    law, errors = Law.from_files(), Errors()
    assert read_case(question(incomes=[income(member="zz")]), "", errors, law) is None
    assert read_case(question(), "", errors, law) is not None


def test_a_household_has_at_most_sixty_persons() -> None:
    people = [TWO[0], *({"id": f"c{n}", "relation": "other"} for n in range(60))]
    assert "errors" not in assess(question(household=people[:60]))
    assert [one["code"] for one in assess(question(household=people))["errors"]] == ["wrong_length"]


@pytest.mark.parametrize("name", ["a/b", "a b", "", "x" * 65, 7])
def test_an_id_is_made_of_letters_digits_and_a_few_signs(name: object) -> None:
    errors = assess(question(household=[{"id": name, "relation": "applicant"}]))["errors"]
    assert ("household[0].id", "not_an_id") in [(one["path"], one["code"]) for one in errors]


def test_a_supplied_value_has_at_most_six_places() -> None:
    def asked(value: str) -> Any:
        return assess(question(parameters={"periodic_allowance.local_share": value}))

    assert asked("0.600001")["amount"] == "546.00"
    assert [one["code"] for one in asked("0.6000001")["errors"]] == ["too_precise"]


def test_in_a_list_each_question_may_supply_values_of_its_own() -> None:
    with_own = question(parameters={"periodic_allowance.local_share": "0.6"})
    assert [one["amount"] for one in assess([with_own, question()])] == ["546.00", "455.00"]


def test_an_unanswered_case_names_the_value_the_day_and_the_announcement() -> None:
    (said,) = assess(question(on="1999-01-01"))["unanswered"]
    assert list(said) == ["code", "on", "message"]
    assert (said["code"], said["on"]) == ("periodic_allowance", "1999-01-01")


@pytest.mark.parametrize(("born", "asked_for"), [
    ("1966-11-11", False), ("1966-11-10", True), ("1961-11-11", True), ("1961-11-10", False),
])  # fmt: skip
def test_the_sex_is_needed_only_between_the_two_pension_ages(born: str, asked_for: bool) -> None:
    home = [TWO[0] | {"birth_date": born}]
    assert (
        "errors" in assess(question(benefit="permanent_allowance", household=home))
    ) is asked_for


def test_two_months_of_arrears_are_a_span_and_three_a_list() -> None:
    def due(*months: str) -> str:
        row = income(kind="pension_net", amount="1000.00", month=None, for_months=list(months))
        return str(assess(question(incomes=[row]))["amount"])

    assert due("2026-01", "2026-10") == "455.00"
    assert due("2026-01", "2026-02", "2026-03") == "505.00"
