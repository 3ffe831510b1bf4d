"""A number that ends: whose right ends with it, what holds in its place, and what may not end."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benefits.models import Decision, WhatIf
from benefits.rules import Law
from benefits.rules.law import Overlay
from benefits.rules.measure import FAMILY
from benefits.whatif import endings, services
from benefits.whatif.checking import Tried, ended
from benefits.whatif.engine import Case, Comparer, Outcome
from benefits.whatif.scratch import Change, laws_of
from opsapp.kernel import worker
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from tests.benefits import road
from tests.people import with_caps

D = Decimal
ON = date(2026, 12, 1)
LAW = Law.from_files()
SHARE = "periodic_allowance.local_share"
RESOLVED = LAW.overlaid([Overlay(SHARE, date(2026, 1, 1), "0.8", "uchwała nr 1")])


def compared(facts: dict[str, Any], *codes: str, law: Law = LAW) -> Outcome:
    laws = laws_of(law, [Change(code, None) for code in codes], ON)
    return Comparer(laws).compare(Case(json.dumps(facts)))


def nursing(**more: Any) -> dict[str, Any]:
    person = {"id": "a", "relation": "applicant", "birth_date": "1940-01-01"}
    return {"benefit": "nursing_allowance", "on": "2026-11-10", "household": [person]} | more


def alone(income: str) -> dict[str, Any]:
    return {
        "benefit": "periodic_allowance", "on": "2026-11-10",
        "household": [{"id": "a", "relation": "applicant"}],
        "incomes": [
            {"member": "a", "kind": "salary_net", "amount": income, "month": "2026-10"}
        ],
    }  # fmt: skip


def with_children(yearly: str, *supplements: str) -> dict[str, Any]:
    child = {"id": "c", "relation": "child", "birth_date": "2015-05-05", "education": "school"}
    return {
        "benefit": "family_allowance", "on": "2026-11-10",
        "household": [{"id": "a", "relation": "applicant", "birth_date": "1985-01-01"}, child],
        "incomes": [{"member": "a", "kind": "taxable_net", "amount": yearly, "year": 2025}],
        "circumstances": {"children": [{"member": "c", "supplements": list(supplements)}]},
    }  # fmt: skip


def test_without_its_amount_a_benefit_is_due_to_nobody() -> None:
    outcome = compared(nursing(), "nursing_allowance.amount")
    assert (outcome.before, outcome.after, outcome.kind) == (D("215.84"), None, "cease")


def test_without_one_supplement_the_rest_is_still_due() -> None:
    outcome = compared(with_children("12000.00", "lone_parent"), "family_allowance.lone_parent")
    assert (outcome.before, outcome.after, outcome.kind) == (D("317.00"), D("124.00"), "loss")


def test_without_the_amount_of_the_only_child_nothing_is_left_to_pay() -> None:
    outcome = compared(with_children("12000.00"), "family_allowance.amount_to_18")
    assert (outcome.before, outcome.after, outcome.kind) == (D("124.00"), None, "cease")


def test_without_zlotowka_za_zlotowke_who_is_above_the_threshold_loses_the_right() -> None:
    """1 400,00 for two, 52,00 above 2 × 674,00: 124,00 less 52,00 is 72,00; then nothing."""
    outcome = compared(with_children("16800.00"), "family_allowance.taper_minimum")
    assert (outcome.before, outcome.after, outcome.kind) == (D("72.00"), None, "cease")


def test_without_its_resolution_the_number_of_the_act_holds_again() -> None:
    """Four fifths of 500,00 by the resolution, then half of it by the act."""
    outcome = compared(alone("510.00"), SHARE, law=RESOLVED)
    assert (outcome.before, outcome.after, outcome.kind) == (D("400.00"), D("250.00"), "loss")


def test_another_value_that_is_missing_stays_unanswered() -> None:
    outcome = compared(nursing(on="2014-01-01"), "nursing_allowance.amount")
    assert outcome.kind == "unanswered"


def test_a_family_that_the_ended_number_does_not_touch_stays_as_it_is() -> None:
    facts = deepcopy(FAMILY)
    assert compared(facts, "nursing_allowance.amount").kind == "same"


@pytest.mark.parametrize("code", sorted(endings.SUMS | endings.BEARING))
def test_every_number_that_may_end_is_one_of_the_law(code: str) -> None:
    assert code in LAW.parameters
    assert not LAW.parameters[code].local


@pytest.mark.parametrize(("code", "on", "said", "field"), [
    ("social_assistance.criterion_single", ON, "nie umie policzyć", "ends"),
    ("housing.average_wage", ON, "nie umie policzyć", "ends"),
    (SHARE, ON, "nie ma wpisanej uchwały", "ends"),
    ("no.such", ON, "Nie ma parametru", "code"),
    ("nursing_allowance.amount", date(1990, 1, 1), "dopiero od", "valid_from"),
    ("nursing_allowance.amount", date(2090, 1, 1), "zbyt odległy", "valid_from"),
])  # fmt: skip
def test_what_may_not_end_is_told_in_words(
    today: date, code: str, on: date, said: str, field: str
) -> None:
    with pytest.raises(Refusal, match=said) as wrong:
        ended(LAW, code, on)
    assert wrong.value.field == field


def test_the_end_of_a_resolution_tells_what_holds_in_its_place(today: date) -> None:
    kept = ended(RESOLVED, SHARE, ON).to_json()
    assert (kept["before"], kept["after"], kept["instead"]) == ("0.8", None, "0.50")
    assert Tried.from_json(json.loads(json.dumps(kept))).new_value is None


def test_a_run_kept_before_numbers_could_end_is_read_still() -> None:
    old = {"code": SHARE, "label": "x", "unit": "share", "local": True, "before": "0.5",
           "after": "0.6", "act": "uchwała"}  # fmt: skip
    assert Tried.from_json(old).new_value == D("0.6")


@pytest.mark.django_db
def test_the_job_counts_an_end_over_everybody(installation: User, today: date) -> None:
    office = road.open_office()
    granted: Decision = road.issued(office)
    author = with_caps("glowna", Cap.TRY_LAW, Cap.SEE_LAW)
    change = ended(LAW, "nursing_allowance.amount", ON)
    run: WhatIf = services.order([change], valid_from=ON, scope="day", actor=author)
    worker.Worker().drain()
    run.refresh_from_db()
    assert (run.counted, run.cases.count()) == (1, 0)
    assert run.changes[0]["after"] is None
    assert granted.items.count() == 1
