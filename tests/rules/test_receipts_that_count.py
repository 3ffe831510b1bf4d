"""Which receipts count in which month, and what the trace says of those that do not.

The contract: income of other months is accepted and shown in the trace as not counting.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from benefits.rules import assess
from tests.rules.questions import income, question

APPLICANT = {"id": "a", "relation": "applicant", "birth_date": "1980-01-01"}
CHILD = {"id": "x", "relation": "child", "birth_date": "2015-05-05"}
ALLOWANCE: dict[str, Any] = {
    "benefit": "family_allowance", "on": "2026-11-10", "household": [APPLICANT, CHILD],
    "circumstances": {"from": "2026-11", "to": "2026-11", "children": [{"member": "x"}]},
}  # fmt: skip
DWELLING: dict[str, Any] = {
    "benefit": "housing_allowance", "on": "2026-11-10", "household": [APPLICANT],
    "circumstances": {"usable_area": "33", "expenses": [{"kind": "rent", "amount": "660.00"}]},
}  # fmt: skip


def nodes(answered: dict[str, Any]) -> Iterator[dict[str, Any]]:
    pending = [answered["trace"]]
    while pending:
        node = pending.pop(0)
        yield node
        pending += node["inputs"]


def node(answered: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in nodes(answered) if one["code"] == code)


LOST = [
    ("lost on the first day of the month before", {"month": "2026-09"}, "2026-10-01", "100.00"),
    ("lost a day earlier, received earlier", {"month": "2026-09"}, "2026-09-30", "300.00"),
    ("lost long ago", {"month": "2026-03"}, "2026-03-31", "300.00"),
    ("received last month, lost in it", {"month": "2026-10"}, "2026-10-31", "100.00"),
    ("lost on the day of the application", {"month": "2026-10"}, "2026-11-10", "100.00"),
    ("to be lost tomorrow", {"month": "2026-10"}, "2026-11-11", "1300.00"),
    ("lost, but no income at all", {"month": "2026-10", "kind": "child_benefit_800"},
     "2026-10-31", "300.00"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "row", "lost_on", "counted"), LOST, ids=[row[0] for row in LOST])
def test_a_lost_income_moves_the_month_to_that_of_the_application(
    case: str, row: dict[str, Any], lost_on: str, counted: str
) -> None:
    """Art. 8 ust. 3 u.p.s.: the month before, or when an income was lost, of the application."""
    rows = [income(amount="300.00", month="2026-10"), income(amount="100.00", month="2026-11"),
            income(kind="contract_net", amount="1000.00", lost_on=lost_on) | row]  # fmt: skip
    if "kind" in row:
        rows[2] |= {"amount": "800.00"}
    answered = assess(question(incomes=rows))
    assert node(answered, "income")["value"] == counted


HERE = "art. 8 ust. 3 u.p.s."
SOCIAL = [
    (income(month="2026-09"), "nie dotyczy miesiąca 10.2026", HERE),
    (income(kind="child_benefit_800"), "nie wlicza się do dochodu", "art. 8 ust. 4 pkt 7 u.p.s."),
    (income(kind="farm", amount=None, hectares="2.0000", month=None, lost_on="2026-11-10"),
     "źródło utracone", HERE),
    (income(kind="farm", amount=None, hectares="2.0000", month="2026-09"),
     "nie dotyczy miesiąca 10.2026", HERE),
    (income(kind="farm", amount=None, hectares="0.9999", month=None),
     "poniżej 1 ha przeliczeniowego", "art. 8 ust. 4 pkt 6 u.p.s."),
    (income(kind="pension_net", month=None, for_months=["2026-01", "2026-02", "2026-03"]),
     "wyrównanie za inne miesiące", "art. 8 ust. 12 u.p.s."),
    (income(kind="one_off", amount="9000.00", month="2025-10"), "rozliczony na inne miesiące",
     "art. 8 ust. 11 u.p.s."),
    (income(member="i"), "osoba spoza rodziny w rozumieniu tego świadczenia", HERE),
]  # fmt: skip
BASE = "art. 3 pkt 1–2 u.ś.r."
WORK = {"member": "a", "kind": "salary_net", "amount": "1200.00"}
FAMILY = [
    (WORK | {"year": 2024}, "nie dotyczy roku bazowego 2025", BASE),
    (WORK | {"year": 2025, "lost_on": "2026-10-31"}, "źródło utracone 31.10.2026",
     "art. 5 ust. 4 u.ś.r."),
    (WORK | {"month": "2026-05", "gained_on": "2026-04-01", "lost_on": "2026-10-31"},
     "źródło utracone 31.10.2026", "art. 5 ust. 4 u.ś.r."),
    (WORK | {"month": "2026-06", "gained_on": "2026-04-01"}, "liczy się dochód za miesiąc 05.2026",
     "art. 5 ust. 4b i art. 24 ust. 7 u.ś.r."),
    (WORK | {"month": "2026-11", "gained_on": "2026-10-15"},
     "wpływa na prawo od miesiąca 12.2026", "art. 5 ust. 4b i art. 24 ust. 7 u.ś.r."),
    (WORK | {"kind": "alimony_received", "month": "2026-11", "gained_on": "2026-10-15"},
     "nie jest uzyskaniem dochodu", "art. 5 ust. 4b i art. 24 ust. 7 u.ś.r."),
    ({"member": "a", "kind": "farm", "hectares": "2.0000", "year": 2024},
     "nie dotyczy roku bazowego 2025", "art. 5 ust. 8 u.ś.r."),
    (WORK | {"member": "i", "year": 2025}, "osoba spoza rodziny", BASE),
]  # fmt: skip
HOUSE = [
    (income(month="2026-11"), "nie dotyczy trzech miesięcy przed wnioskiem",
     "art. 3 ust. 1 i 3 u.d.m."),
    (income(member="i"), "osoba spoza gospodarstwa", "art. 4 u.d.m."),
]  # fmt: skip
OUTSIDE = {"id": "i", "relation": "sibling", "institution": True}
NOT_COUNTED = [
    *((question(household=[APPLICANT, OUTSIDE]), *row) for row in SOCIAL),
    *((ALLOWANCE | {"household": [APPLICANT, CHILD, OUTSIDE]}, *row) for row in FAMILY),
    *((DWELLING | {"household": [APPLICANT, OUTSIDE]}, *row) for row in HOUSE),
]


@pytest.mark.parametrize(("asked", "row", "why", "basis"), NOT_COUNTED)
def test_a_receipt_that_does_not_count_stands_in_the_trace_with_its_reason(
    asked: dict[str, Any], row: dict[str, Any], why: str, basis: str
) -> None:
    answered = assess(asked | {"incomes": [row]})
    key = "hectares" if "hectares" in row else "amount"
    shown = node(answered, f"fact.incomes[0].{key}")
    assert shown["label"].endswith(f": {why}")
    assert shown["basis"] == basis
    assert node(answered, "income")["value"] == "0.00"


@pytest.mark.parametrize(("asked", "row", "basis"), [
    (question(), income(), HERE),
    (ALLOWANCE, WORK | {"year": 2025}, "art. 3 pkt 1 lit. a u.ś.r."),
    (ALLOWANCE, WORK | {"year": 2025, "gained_on": "2025-03-01"}, "art. 5 ust. 4a u.ś.r."),
    (ALLOWANCE, WORK | {"month": "2026-05", "gained_on": "2026-04-01"},
     "art. 5 ust. 4b i art. 24 ust. 7 u.ś.r."),
    (ALLOWANCE | {"parameters": {"family_benefits.farm_hectare": "6000.00"}},
     {"member": "a", "kind": "farm", "hectares": "2.0000"}, "art. 5 ust. 8 u.ś.r."),
    (ALLOWANCE, WORK | {"kind": "alimony_paid", "year": 2025}, None),
    (DWELLING, income(), "art. 3 pkt 1 lit. a u.ś.r."),
])  # fmt: skip
def test_a_receipt_that_counts_stands_there_without_a_remark(
    asked: dict[str, Any], row: dict[str, Any], basis: str | None
) -> None:
    answered = assess(asked | {"incomes": [row]})
    shown = node(answered, f"fact.incomes[0].{'hectares' if 'hectares' in row else 'amount'}")
    assert ":" not in shown["label"]
    assert basis is None or shown["basis"] == basis


def test_work_for_the_same_payer_regained_within_three_months_is_neither_lost_nor_gained() -> None:
    """Art. 5 ust. 4c u.ś.r.: the year counts as it was, the new receipt not at all."""
    rows = [WORK | {"amount": "12000.00", "year": 2025, "lost_on": "2026-03-31", "source": "f"},
            WORK | {"month": "2026-07", "gained_on": "2026-06-30", "source": "f"}]  # fmt: skip
    answered = assess(ALLOWANCE | {"incomes": rows})
    kept, regained = (node(answered, f"fact.incomes[{n}].amount") for n in (0, 1))
    assert node(answered, "income")["value"] == "1000.00"
    assert (kept["basis"], regained["basis"]) == ("art. 5 ust. 4c u.ś.r.",) * 2
    assert regained["label"].endswith(": ten sam płatnik w ciągu trzech miesięcy")


def test_a_receipt_of_a_stranger_does_not_end_the_reading_of_the_others() -> None:
    rows = [income(member="i", amount="900.00"), income(amount="10.00")]
    for asked in (question(household=[APPLICANT, OUTSIDE]),
                  DWELLING | {"household": [APPLICANT, OUTSIDE]}):  # fmt: skip
        answered = assess(asked | {"incomes": rows})
        received = "income" if asked["benefit"] == "periodic_allowance" else "income.receipts"
        assert node(answered, received)["value"] == "10.00"


@pytest.mark.parametrize(("paid", "label"), [
    ("299.99", "Dochód za 10.2026"), ("300.00", "Dochód za 10.2026"),
    ("300.01", "Dochód za 10.2026 (nie mniej niż zero)"),
])  # fmt: skip
def test_alimony_paid_takes_the_income_to_nothing_and_no_further(paid: str, label: str) -> None:
    rows = [income(amount="300.00"), income(kind="alimony_paid", amount=paid)]
    counted = node(assess(question(incomes=rows)), "income")
    assert (counted["label"], counted["basis"]) == (label, HERE)


def test_the_dwelling_names_the_three_months_it_looks_at() -> None:
    answered = assess(DWELLING | {"incomes": [income()]})
    assert node(answered, "income.receipts")["label"] == "Przychody za 08.2026–10.2026"
    assert node(answered, "income")["label"].endswith("za 08.2026–10.2026")


def test_a_one_off_spread_over_a_year_shows_the_limit_it_passes() -> None:
    """Art. 8 ust. 11 u.p.s.: more than five times the criterion, a twelfth a month."""
    rows = [income(kind="one_off", amount="6000.00")]
    spread = node(assess(question(incomes=rows)), "income.one_off")
    assert (spread["value"], spread["basis"]) == ("500.00", "art. 8 ust. 11 u.p.s.")
    assert spread["label"] == "Dochód jednorazowy przypadający na miesiąc"
    assert [one["value"] for one in spread["inputs"]] == ["6000.00", "12", "tak"]
    assert spread["inputs"][2]["inputs"][0]["value"] == "5050.00"


def test_both_persons_cared_for_stand_in_the_refusal() -> None:
    """Each with what was asked of them: the certificate, and the indications of a child's one."""
    home = [APPLICANT, {"id": "s", "relation": "parent", "birth_date": "1940-01-01"},
            {"id": "k", "relation": "child", "birth_date": "2015-01-01",
             "disability": "child_certificate", "indications": [8, 5]}]  # fmt: skip
    for more in ({"rules": "protected"}, {"rules": "new"}):
        asked = {"benefit": "carer_benefit", "on": "2026-11-10", "household": home,
                 "circumstances": {"cared_for": ["k", "s"], **more}}  # fmt: skip
        answered = assess(asked)
        assert [one["code"] for one in answered["refusals"]] == ["no_ground"]
        shown = list(nodes(answered))
        tests = [one for one in shown if one["code"] == "care.certificate"]
        assert [one["value"] for one in tests] == ["nie", "nie"]
        assert node(answered, "fact.household[2].indications")["value"] == "5, 8"
        assert node(answered, "fact.household[1].disability")["label"] == "Orzeczenie"


def test_a_certificate_without_indications_says_so() -> None:
    home = [APPLICANT, CHILD | {"disability": "child_certificate"}]
    answered = assess({"benefit": "carer_benefit", "on": "2026-11-10", "household": home,
                       "circumstances": {"cared_for": ["x"]}})  # fmt: skip
    assert node(answered, "fact.household[1].indications")["value"] == "brak"


def test_a_fee_of_the_care_home_names_the_provision_of_each_who_pays() -> None:
    def relative(name: str, **more: Any) -> dict[str, Any]:
        return {"id": name, "relation": "child", "household_size": 1,
                "household_income": "3130.00", "contract": "none"} | more  # fmt: skip

    refused = relative("y", contract="refused", interview_refused=True)
    asked = {"benefit": "care_home_fee", "on": "2026-11-10", "household": [APPLICANT],
             "incomes": [], "circumstances": {
                 "monthly_cost": "1000.00", "obligors": [relative("x"), refused]}}  # fmt: skip
    answered = assess(asked)
    shares = [one for one in nodes(answered) if one["code"] == "care_home_fee.obligor"]
    assert list(dict.fromkeys(one["basis"] for one in shares)) == [
        "art. 61 ust. 2 pkt 2 u.p.s.", "art. 61 ust. 2e i 2f u.p.s.",
    ]  # fmt: skip
    cost = node(answered, "fact.circumstances.monthly_cost")
    assert cost["basis"] == "art. 60 ust. 2 u.p.s."


def test_the_contribution_shows_that_the_years_allow_it() -> None:
    carer = APPLICANT | {"sex": "female"}
    answered = assess({"benefit": "pension_contribution", "on": "2026-11-10", "household": [carer],
                       "incomes": [], "circumstances": {"insurance_years": 5}})  # fmt: skip
    assert node(answered, "pension_contribution.years_test")["value"] == "tak"
    assert node(answered, "fact.household[0].birth_date")["value"] == "1980-01-01"


def test_an_expense_that_the_act_does_not_know_says_so_and_the_others_do_not() -> None:
    spent = {
        "usable_area": "33",
        "expenses": [
            {"kind": "rent", "amount": "660.00"},
            {"kind": "property_tax", "amount": "50.00"},
        ],
    }
    answered = assess(DWELLING | {"circumstances": spent})
    rent, tax = (node(answered, f"fact.circumstances.expenses[{n}].amount") for n in (0, 1))
    assert ":" not in rent["label"]
    assert tax["label"].endswith(": nie jest wydatkiem w rozumieniu ustawy")
    nothing = assess(DWELLING | {"circumstances": {"usable_area": "33", "expenses": []}})
    assert node(nothing, "fact.circumstances.expenses")["label"] == "Brak wydatków"


def test_a_dwelling_of_just_the_norm_is_not_counted_down_to_it() -> None:
    spent = {"usable_area": "35", "expenses": [{"kind": "rent", "amount": "660.00"}]}
    codes = [one["code"] for one in nodes(assess(DWELLING | {"circumstances": spent}))]
    assert "housing_allowance.expenses_on_norm" in codes
    assert "housing_allowance.per_metre" not in codes
    larger = assess(DWELLING | {"circumstances": spent | {"usable_area": "35.01"}})
    assert node(larger, "housing_allowance.per_metre")["value"] == "18.851757"


def test_a_criterion_that_nobody_raised_is_not_multiplied() -> None:
    for benefit, more in (
        ("periodic_allowance", {}),
        ("targeted_allowance", {"purpose": "x", "requested": "1.00"}),
    ):
        answered = assess(question(benefit=benefit, circumstances=more))
        assert f"{benefit}.criterion" not in {one["code"] for one in nodes(answered)}


def test_before_july_2021_what_was_left_out_says_by_which_provision() -> None:
    rows = [income(kind="nursing_allowance", amount="215.84", month="2021-05")]
    answered = assess(DWELLING | {"on": "2021-06-30", "incomes": rows})
    shown = node(answered, "fact.incomes[0].amount")
    assert shown["label"].endswith(": nie wlicza się do dochodu")
    assert shown["basis"] == "art. 3 ust. 3 u.d.m. w brzmieniu do 30.06.2021"


def test_each_part_of_the_carers_allowance_stands_in_the_trace() -> None:
    home = [APPLICANT, {"id": "s", "relation": "child", "birth_date": "2000-01-01",
                        "disability": "severe"}]  # fmt: skip
    answered = assess({"benefit": "carer_allowance", "on": "2026-11-10", "household": home,
                       "circumstances": {"cared_for": ["s"], "from": "2026-11-10",
                                         "to": "2026-12-31"}})  # fmt: skip
    assert [one["value"] for one in answered["trace"]["inputs"]] == ["434.00", "620.00", "tak"]
