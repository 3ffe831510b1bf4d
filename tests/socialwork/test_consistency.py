"""Remarks during entry: what does not fit together is said, and stands in nobody's way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases.models import IncomeRecord, Person
from cases.services import incomes as income_acts
from opsapp.office.models import Benefit, User
from socialwork.models import Interview
from socialwork.selectors.consistency import remarks
from socialwork.services import interviews, plans

pytestmark = pytest.mark.django_db


def answer(interview: Interview, part: str, **answers: Any) -> None:
    row = interview.sections.get(code=part)
    interviews.save_section(
        interview, part, answers=answers, version=row.version, actor=interview.worker
    )


def said(interview: Interview, part: str) -> str:
    return " ".join(row.sentence for row in remarks(interview) if row.part == part)


@pytest.mark.parametrize(
    ("part", "answers", "where", "sentence"),
    [
        ("household", {"violence": "suspected"}, "household", "Niebieska Karta"),
        ("housing", {"tenure": "homeless", "rooms": "2"}, "housing", "bezdomność i liczbę pokoi"),
        ("health", {"addictions": ["none", "alcohol"]}, "health", "Zostaw jedno"),
        ("health", {"insurance": "no"}, "health", "nie ma ubezpieczenia"),
        ("work", {"situation": "pensioner"}, "incomes", "emerytury ani renty"),
        ("housing", {"rent_arrears": "300"}, "expenses", "nie wpisano czynszu"),
        ("needs", {"property": "refused"}, "needs", "art. 107 ust. 5"),
    ],
)
def test_answers_that_do_not_fit_are_remarked(
    draft: Interview, part: str, answers: dict[str, Any], where: str, sentence: str
) -> None:
    assert sentence not in said(draft, where)
    answer(draft, part, **answers)
    assert sentence in said(draft, where)


def test_a_child_of_school_age_without_a_school(
    draft: Interview, zofia: Person, worker: User
) -> None:
    assert "Nowak Zofia jest w wieku szkolnym (11 l.)" in said(draft, "work")
    income_acts.record_circumstance(
        zofia, kind="education", value="school", valid_from=date(2022, 9, 1), actor=worker
    )
    assert "wieku szkolnym" not in said(draft, "work")


def test_expenses_far_above_the_income_shown(
    draft: Interview, wage: IncomeRecord, worker: User
) -> None:
    interviews.confirm_incomes(draft, incomes=[wage], actor=worker)
    answer(draft, "expenses", rent="900", energy="600")
    assert said(draft, "expenses") == ""
    answer(draft, "expenses", loans="10")
    assert "1\N{NO-BREAK SPACE}510,00" in said(draft, "expenses")


def test_no_income_and_income_without_a_paper(
    draft: Interview, wage: IncomeRecord, worker: User
) -> None:
    assert "Nie zaznaczono żadnego dochodu" in said(draft, "incomes")
    interviews.confirm_incomes(draft, incomes=[wage], actor=worker)
    assert said(draft, "incomes") == "Dochód bez dokumentu lub oświadczenia: Nowak Anna."


def test_an_empty_plan(draft: Interview, anna: Person, okresowy: Benefit, worker: User) -> None:
    assert "Plan pomocy jest pusty" in said(draft, "plan")
    plans.add_item(draft, person=anna, benefit=okresowy, actor=worker)
    assert said(draft, "plan") == ""


def test_a_certificate_on_the_card_is_to_be_described(
    draft: Interview, anna: Person, worker: User
) -> None:
    income_acts.record_circumstance(
        anna, kind="disability", value="moderate", valid_from=date(2025, 1, 1), actor=worker
    )
    assert "orzeczenie o niepełnosprawności" in said(draft, "health")
    answer(draft, "health", certificates="Umiarkowany do 2028.")
    assert said(draft, "health") == ""


def test_remarks_do_not_stop_a_signature(ready: Interview, worker: User) -> None:
    assert remarks(ready)
    assert interviews.sign(ready, actor=worker).status == "signed"
