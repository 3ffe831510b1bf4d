"""How each benefit is asked for a family of which only persons and incomes are known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from benefits.rules import Law
from benefits.rules.facts import Member
from benefits.rules.reading import read_case
from benefits.rules.rights import Right, what_else
from benefits.rules.rights_plans import PLANS, Family, Plan
from benefits.rules.schema import Errors
from tests.rules.questions import income, question

LAW = Law.from_files()
ON = date(2026, 11, 10)
A = {"id": "a", "relation": "applicant", "birth_date": "1985-01-01"}
MONTH = ("incomes", "Podaj dochody rodziny za 10.2026.")
YEAR = ("incomes", "Podaj dochody rodziny za 2025 rok.")
QUARTER = ("incomes", "Podaj dochody domowników za trzy miesiące przed wnioskiem.")
NEED = ("circumstances.requested", "Podaj potrzebę i kwotę, o którą rodzina prosi.")


def child(name: str, born: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "relation": "child", "birth_date": born, **more}


def family(
    household: list[dict[str, Any]], incomes: list[dict[str, Any]], *, complete: bool = False
) -> Family:  # fmt: skip
    errors = Errors()
    facts = read_case(question(household=household, incomes=incomes), "", errors, LAW)
    assert facts is not None, errors
    return Family(facts.household, facts.incomes, ON, LAW, complete)


def plans(code: str, household: list[dict[str, Any]], *rows: dict[str, Any]) -> list[Plan]:
    return PLANS[code](family(household, list(rows)))


def test_a_newborn_is_under_eighteen_for_the_one_who_cares() -> None:
    """Art. 17 u.ś.r. knows no lowest age: a certificate may come in the first year."""
    baby = child("c", "2026-05-05", disability="child_certificate", indications=[7, 8])
    (plan,) = plans("carer_benefit", [A, baby])
    assert plan.circumstances == {"cared_for": ["c"], "rules": "new"}
    nobody_knows = {"id": "c", "relation": "child", "disability": "severe"}
    (unknown,) = plans("carer_benefit", [A, nobody_knows])
    assert unknown.circumstances is None


@pytest.mark.parametrize(("code", "kind"), [
    ("permanent_allowance", "permanent_allowance"), ("periodic_allowance", "periodic_allowance"),
    ("family_allowance", "family_allowance"), ("parental_benefit", "parental_benefit"),
    ("carer_benefit", "carer_benefit"), ("alimony_fund_benefit", "alimony_fund_benefit"),
    ("housing_allowance", "housing_allowance"),
])  # fmt: skip
@pytest.mark.parametrize(("month", "held"), [
    ("2026-11", True), ("2026-10", True), ("2026-09", False), ("2026-12", False),
])  # fmt: skip
def test_what_came_this_month_or_the_one_before_is_held(
    code: str, kind: str, month: str, held: bool
) -> None:
    home = [A, child("c", "2026-05-05", disability="severe")]
    found = plans(code, home, income(kind=kind, month=month))
    assert (found == [Plan(held=True)]) is held


@pytest.mark.parametrize(("person", "fit"), [
    ({"disability": "moderate"}, False), ({"disability": "severe"}, False),
    ({"disability": "light"}, True), ({"incapacity": "total"}, False),
    ({"incapacity": "partial"}, True), ({"birth_date": "1966-11-10"}, False),
    ({"birth_date": "1966-11-11"}, True),
])  # fmt: skip
def test_the_permanent_allowance_is_asked_for_each_who_may_be_unfit(
    person: dict[str, Any], fit: bool
) -> None:
    found = plans("permanent_allowance", [A | person], income())
    if not fit:
        assert found == [Plan({"subject": "a"}, "a")]
        return
    refusal = found[0].refusal
    assert refusal is not None
    assert (refusal.code, refusal.basis) == ("no_ground", "art. 37 ust. 1 u.p.s.")
    assert refusal.message.endswith("niezdolnej do pracy.")
    assert len(found) == 1


def test_the_permanent_allowance_of_two_unfit_persons_are_two_questions() -> None:
    home = [A | {"disability": "severe"}, {"id": "b", "relation": "spouse", "incapacity": "total"}]
    assert plans("permanent_allowance", home) == [
        Plan({"subject": "a"}, "a", (MONTH,)), Plan({"subject": "b"}, "b", (MONTH,)),
    ]  # fmt: skip


def test_social_assistance_asks_for_the_month_and_the_need() -> None:
    assert plans("periodic_allowance", [A]) == [Plan({"reason": "other"}, missing=(MONTH,))]
    assert plans("meal_support", [A]) == [Plan({"form": "cash"}, missing=(MONTH,))]
    asked = {"purpose": "niezbędna potrzeba bytowa", "requested": "0.01"}
    for code in ("targeted_allowance", "special_targeted_allowance", "repayable_assistance"):
        assert plans(code, [A], income()) == [Plan(asked, missing=(NEED,))]
        assert plans(code, [A]) == [Plan(asked, missing=(MONTH, NEED))]
    assert plans("random_event_allowance", [A]) == [Plan(missing=(
        ("circumstances", "Podaj zdarzenie losowe i kwotę, o którą rodzina prosi."),))]  # fmt: skip
    assert plans("funeral_allowance", [A]) == [Plan(missing=(
        ("circumstances", "Podaj koszty pogrzebu i prawo do zasiłku pogrzebowego."),))]  # fmt: skip


@pytest.mark.parametrize(("row", "known"), [
    (income(month="2026-10"), True), (income(month="2026-11"), True),
    (income(month="2026-09"), False), (income(month="2026-12"), False),
    ({"member": "a", "kind": "farm", "hectares": "2.00"}, True),
])  # fmt: skip
def test_a_receipt_of_the_month_or_a_farm_makes_the_month_known(
    row: dict[str, Any], known: bool
) -> None:
    assert (family([A], [row]).without_month() == ()) is known


@pytest.mark.parametrize(("first", "act", "row", "known"), [
    ("2026-11", "family", {"year": 2025}, True), ("2026-11", "family", {"year": 2024}, False),
    ("2026-10", "family", {"year": 2024}, True), ("2026-10", "fund", {"year": 2025}, True),
    ("2026-10", "fund", {"year": 2024}, False), ("2026-09", "fund", {"year": 2024}, True),
    ("2026-11", "family", {"month": "2025-03"}, True),
    ("2026-11", "family", {"month": "2024-12"}, False),
])  # fmt: skip
def test_the_base_year_is_that_before_the_period(
    first: str, act: str, row: dict[str, Any], known: bool
) -> None:
    from opsapp.kernel.periods import Month

    said = income(month=None, kind="taxable_net") | row
    assert (family([A], [said]).without_year(Month.parse(first), act) == ()) is known


@pytest.mark.parametrize(("months", "known"), [
    (("2026-08", "2026-09", "2026-10"), True), (("2026-09", "2026-10", "2026-11"), False),
    (("2026-07", "2026-09", "2026-10"), False), (("2026-08", "2026-10"), False),
])  # fmt: skip
def test_a_dwelling_needs_all_three_months_before(months: tuple[str, ...], known: bool) -> None:
    rows = [income(month=month) for month in months]
    dwelling = ("circumstances", "Podaj powierzchnię lokalu i wydatki mieszkaniowe.")
    assert plans("housing_allowance", [A], *rows) == [
        Plan(missing=(dwelling,) if known else (dwelling, QUARTER))
    ]
    assert family([A], rows, complete=True).without_quarter() == ()


def test_complete_incomes_are_never_asked_for() -> None:
    from opsapp.kernel.periods import Month

    whole = family([A], [], complete=True)
    assert whole.without_month() == whole.without_quarter() == ()
    assert whole.without_year(Month(2026, 11), "family") == ()


@pytest.mark.parametrize(("row", "supplements"), [
    ({}, []), ({"education": "preschool_year"}, ["school_start"]),
    ({"education": "school"}, ["school_start"]), ({"education": "secondary"}, ["school_start"]),
    ({"education": "university"}, []),
    ({"disability": "child_certificate"}, ["education_rehabilitation_disabled"]),
    ({"disability": "moderate"}, ["education_rehabilitation_disabled"]),
    ({"disability": "light"}, []), ({"birth_date": "2025-11-11"}, ["birth"]),
    ({"birth_date": "2025-11-10"}, []),
])  # fmt: skip
def test_supplements_that_the_person_alone_shows(
    row: dict[str, Any], supplements: list[str]
) -> None:
    found = plans("family_allowance", [A, child("c", "2018-05-05") | row])
    asked = {"children": [{"member": "c", "supplements": supplements}]}
    assert found == [Plan(asked, missing=(YEAR,))]


def test_the_third_child_makes_a_large_family() -> None:
    home = [A, *(child(name, "2018-05-05") for name in "cde")]
    asked = plans("family_allowance", home)[0].circumstances
    assert asked == {"children": [{"member": n, "supplements": ["large_family"]} for n in "cde"]}
    two = plans("family_allowance", home[:3])[0].circumstances
    assert two == {"children": [{"member": n, "supplements": []} for n in "cd"]}


@pytest.mark.parametrize(("code", "basis", "message"), [
    ("family_allowance", "art. 4 u.ś.r.", "W rodzinie nie ma dziecka na utrzymaniu."),
    ("birth_grant", "art. 15b u.ś.r.", "W rodzinie nie ma dziecka poniżej roku."),
    ("for_life_grant", "art. 10 ustawy z 4.11.2016 „Za życiem”",
     "W rodzinie nie ma dziecka poniżej roku."),
    ("parental_benefit", "art. 17c u.ś.r.", "W rodzinie nie ma dziecka poniżej roku."),
    ("alimony_fund_benefit", "art. 9 ust. 1 u.p.o.u.a.",
     "W rodzinie nie ma osoby uprawnionej do alimentów od rodzica."),
])  # fmt: skip
def test_without_a_child_the_refusal_says_so(code: str, basis: str, message: str) -> None:
    (found,) = plans(code, [A])
    assert found.refusal is not None
    assert (found.refusal.code, found.refusal.basis, found.refusal.message) == (
        "no_child", basis, message,
    )  # fmt: skip
    assert found.circumstances is None


def test_newborns_are_the_youngest_of_one_birth_under_a_year() -> None:
    care = ("circumstances.medical_care_since_week_10",
            "Sprawdź zaświadczenie o opiece medycznej od 10. tygodnia ciąży.")  # fmt: skip
    certificate = (
        "circumstances.impairment_certificate",
        "Sprawdź zaświadczenie o ciężkim i nieodwracalnym upośledzeniu dziecka.",
    )
    maternity = (
        "circumstances.maternity_benefit",
        "Sprawdź, czy żadnemu z rodziców nie przysługuje zasiłek macierzyński.",
    )
    home = [A, child("x", "2025-12-01"), child("y", "2026-10-05"), child("z", "2026-10-05")]
    asked = {"children": 2, "medical_care_since_week_10": True}
    assert plans("birth_grant", home) == [Plan(asked, missing=(YEAR, care))]
    assert plans("for_life_grant", home) == [Plan(asked, missing=(certificate,))]
    assert plans("parental_benefit", home) == [
        Plan({"children": 2, "from": "2026-10-05"}, missing=(maternity,))
    ]
    old = [A, child("x", "2025-11-10")]
    assert plans("birth_grant", old)[0].refusal is not None


def test_a_maternity_benefit_bars_the_parental_one() -> None:
    home = [A, child("x", "2026-10-05"), {"id": "b", "relation": "spouse"}]
    (found,) = plans("parental_benefit", home, income(kind="sickness_benefit"))
    assert found.refusal is not None
    assert (found.refusal.code, found.refusal.basis, found.refusal.message) == (
        "maternity_benefit", "art. 17c ust. 9 u.ś.r.",
        "Rodzicowi przysługuje zasiłek macierzyński.",
    )  # fmt: skip
    (other,) = plans("parental_benefit", home, income(member="b", kind="sickness_benefit"))
    assert other.refusal is None


def test_nursing_is_asked_for_each_disabled_or_old_person_and_held_by_each() -> None:
    home = [A | {"birth_date": "1951-11-10"}, child("c", "2015-05-05", disability="moderate"),
            {"id": "g", "relation": "grandparent", "birth_date": "1951-11-11"}]  # fmt: skip
    row = income(member="c", kind="nursing_allowance")
    assert plans("nursing_allowance", home, row) == [
        Plan({"subject": "a"}, "a"), Plan(member="c", held=True),
    ]  # fmt: skip
    (none,) = plans("nursing_allowance", [A])
    assert none.refusal is not None
    assert (none.refusal.code, none.refusal.basis) == ("no_ground", "art. 16 ust. 2 i 3 u.ś.r.")
    assert none.refusal.message.startswith("W rodzinie nie ma osoby z niepełnosprawnością")


@pytest.mark.parametrize(("row", "asked"), [
    ({"disability": "severe"}, True), ({"indications": [7, 8]}, True),
    ({"indications": [7]}, False), ({"indications": [8]}, False),
    ({"disability": "severe", "birth_date": "2008-11-11"}, True),
    ({"disability": "severe", "birth_date": "2008-11-10"}, False),
    ({"disability": "moderate"}, False),
])  # fmt: skip
def test_the_carers_benefit_is_for_the_care_of_a_minor(row: dict[str, Any], asked: bool) -> None:
    (found,) = plans("carer_benefit", [A, child("c", "2015-05-05") | row])
    if asked:
        assert found == Plan({"cared_for": ["c"], "rules": "new"})
        return
    assert found.refusal is not None
    assert (found.refusal.code, found.refusal.basis) == ("no_ground", "art. 17 ust. 1 u.ś.r.")
    assert found.refusal.message.startswith("W rodzinie nie ma osoby poniżej 18 lat")


def test_nobody_cares_for_himself() -> None:
    (found,) = plans("carer_benefit", [A | {"birth_date": "2010-01-01", "disability": "severe"}])
    assert found.refusal is not None


@pytest.mark.parametrize(("home", "asked"), [
    ([A, child("c", "2001-11-11")], True), ([A, child("c", "2001-11-10")], False),
    ([A | {"education": "university"}], True),
])  # fmt: skip
def test_the_fund_is_asked_for_children_to_25_or_a_learner(
    home: list[dict[str, Any]], asked: bool
) -> None:
    (found,) = plans("alimony_fund_benefit", home)
    entitled = (
        "circumstances.entitled",
        "Podaj zasądzone alimenty i wynik egzekucji od rodzica spoza rodziny.",
    )
    assert (found.missing == (entitled,)) is asked
    assert (found.refusal is None) is asked


def right(code: str, household: tuple[Member, ...], incomes: Any, **more: Any) -> list[Right]:
    return [one for one in what_else(household, incomes, ON, LAW, **more) if one.benefit == code]


def test_each_state_of_a_right_is_whole() -> None:
    home = family([A | {"disability": "severe"}, child("c", "2015-05-05")], [income()])
    (due,) = right("permanent_allowance", home.household, home.incomes)
    assert due.assessment is not None
    assert due.to_json() == {
        "benefit": "permanent_allowance", "label": "Zasiłek stały", "state": "due", "member": "a",
        "amount": "1019.90", "amount_max": None, "period": "month", "reasons": [], "missing": [],
    }  # fmt: skip
    (periodic,) = right("periodic_allowance", home.household, home.incomes)
    assert periodic.to_json()["amount"] == "773.00"
    assert periodic.to_json()["amount_max"] == "1546.00"
    (missing,) = right("family_allowance", home.household, home.incomes)
    assert (missing.label, missing.state, missing.period) == (
        "Zasiłek rodzinny z dodatkami", "missing", "month",
    )  # fmt: skip
    assert missing.to_json()["missing"] == [{"path": YEAR[0], "message": YEAR[1]}]
    assert missing.assessment is not None
    (grant,) = right("birth_grant", home.household, home.incomes)
    assert (grant.label, grant.state, grant.period) == (
        "Jednorazowa zapomoga z tytułu urodzenia się dziecka", "not_due", "month",
    )  # fmt: skip
    assert grant.to_json()["reasons"] == [{
        "code": "no_child", "basis": "art. 15b u.ś.r.",
        "message": "W rodzinie nie ma dziecka poniżej roku.",
    }]  # fmt: skip
    (event,) = right("funeral_allowance", home.household, home.incomes)
    assert (event.state, event.assessment, event.label) == (
        "missing", None, "Zasiłek celowy na koszty pogrzebu",
    )  # fmt: skip


def test_a_right_that_is_refused_or_wrong_or_unanswered_names_the_person_and_why() -> None:
    rich = family([A | {"disability": "severe"}], [income(amount="1010.00")])
    (refused,) = right("permanent_allowance", rich.household, rich.incomes)
    assert (refused.state, refused.member, refused.period) == ("not_due", "a", "month")
    assert refused.reasons[0].code == "income_too_high"
    assert refused.assessment is not None
    held = family([A | {"disability": "severe"}], [income(kind="nursing_allowance")])
    (nursing,) = right("nursing_allowance", held.household, held.incomes)
    assert (nursing.state, nursing.member, nursing.label) == ("held", "a", "Zasiłek pielęgnacyjny")
    bare = family([{"id": "a", "relation": "applicant", "disability": "moderate"}], [income()])
    (wrong,) = right("permanent_allowance", bare.household, bare.incomes)
    assert (wrong.state, wrong.member, wrong.label) == ("missing", "a", "Zasiłek stały")
    assert [one.path for one in wrong.missing] == ["household[0].birth_date"]
    known = {"periodic_allowance": {"reason": "hunger"}}
    (typed,) = right("periodic_allowance", bare.household, bare.incomes, known=known)
    assert [one.path for one in typed.missing] == ["circumstances.reason"]
    farm = family([A, child("c", "2017-05-05")],
                  [{"member": "a", "kind": "farm", "hectares": "2.00"}])  # fmt: skip
    (silent,) = right("family_allowance", farm.household, farm.incomes, incomes_complete=True)
    assert (silent.state, silent.label) == ("unanswered", "Zasiłek rodzinny z dodatkami")
    assert silent.missing[0].path == "law.family_benefits.farm_hectare"
    assert "GUS" in silent.missing[0].message
