"""What is typed is saved; what another window saved is never lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cases.models import Household, IncomeRecord, Person
from cases.services import incomes, people
from opsapp.kernel.periods import Month
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from socialwork.models import Interview
from socialwork.services import interviews
from tests.database.sql import run
from tests.socialwork.conftest import MARCH

pytestmark = pytest.mark.django_db


def save(interview: Interview, actor: User, version: int = 0, **answers: object) -> int:
    row = interviews.save_section(
        interview, "housing", answers=answers, version=version, actor=actor
    )
    return row.version


def stored(interview: Interview) -> dict[str, object]:
    answers: dict[str, object] = interview.sections.get(code="housing").answers
    return answers


def test_answers_are_understood_as_people_type_them(draft: Interview, worker: User) -> None:
    save(draft, worker, rooms=" 3 ", rent_arrears="1 229,5 zł", equipment=["gas"], condition=" ")
    assert stored(draft) == {
        "rooms": 3, "rent_arrears": "1229.50", "equipment": ["gas"], "condition": None,
    }  # fmt: skip


def test_questions_not_named_keep_their_answers(draft: Interview, worker: User) -> None:
    version = save(draft, worker, rooms="3")
    save(draft, worker, version, tenure="social")
    assert stored(draft) == {"rooms": 3, "tenure": "social"}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"rooms": "dwa"}, "nie jest liczbą"),
        ({"rent_arrears": "dużo"}, "nie jest kwotą"),
        ({"rent_arrears": "-5"}, "nie może być ujemna"),
        ({"tenure": "castle"}, "Wybierz jedną"),
        ({"condition": "x" * 8001}, "za długa"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_saved(
    draft: Interview, worker: User, answers: dict[str, object], sentence: str
) -> None:
    with pytest.raises(interviews.WrongAnswers) as wrong:
        save(draft, worker, **answers, equipment=["gas"])
    assert sentence in " ".join(wrong.value.errors.values())
    assert stored(draft) == {}


def test_signs_that_the_database_cannot_hold_are_dropped(draft: Interview, worker: User) -> None:
    save(draft, worker, condition="sucho\x00 i ciepło")
    assert stored(draft)["condition"] == "sucho i ciepło"


def test_an_older_version_does_not_overwrite_a_newer_one(draft: Interview, worker: User) -> None:
    save(draft, worker, rooms="3")
    with pytest.raises(interviews.StaleSection) as stale:
        save(draft, worker, 0, rooms="4")
    assert stale.value.theirs.answers == {"rooms": 3}
    assert stored(draft) == {"rooms": 3}


def test_the_same_answers_again_are_no_conflict(draft: Interview, worker: User) -> None:
    assert save(draft, worker, rooms="3") == 1
    assert save(draft, worker, 0, rooms="3") == 1


def test_a_colleague_types_nothing(draft: Interview, colleague: User) -> None:
    with pytest.raises(Refusal, match="prowadzi inny pracownik"):
        save(draft, colleague, rooms="3")


def test_a_signed_interview_takes_no_answers(signed: Interview, worker: User) -> None:
    with pytest.raises(Refusal, match="już zamknięty"):
        save(signed, worker, 1, rooms="5")


def test_each_save_is_kept_in_history(draft: Interview, worker: User) -> None:
    save(draft, worker, save(draft, worker, rooms="3"), rooms="4")
    rows = run(
        "SELECT (answers->>'rooms')::int, (pgh_context->>'actor')::int"
        " FROM socialwork_interviewsectionevent"
        " WHERE interview_id = %s AND code = 'housing' AND version > 0 ORDER BY pgh_id",
        draft.pk,
    )
    assert rows == [(3, worker.pk), (4, worker.pk)]


def test_incomes_shown_replace_the_earlier_choice(
    draft: Interview, wage: IncomeRecord, anna: Person, worker: User
) -> None:
    other = incomes.record(
        anna, kind="alimony_received", amount=Decimal(500), month=Month(2026, 10), actor=worker
    )
    interviews.confirm_incomes(draft, incomes=[wage], actor=worker)
    interviews.confirm_incomes(draft, incomes=[other], actor=worker)
    assert [link.income for link in draft.income_links.all()] == [other]


def test_incomes_of_strangers_are_refused(
    draft: Interview, family: Household, worker: User
) -> None:
    stranger = people.register(
        first_name="Jan", last_name="Obcy", birth_date=date(1970, 1, 1), on=MARCH, actor=worker
    )
    theirs = incomes.record(
        stranger, kind="salary_net", amount=Decimal(9000), month=Month(2026, 10), actor=worker
    )
    with pytest.raises(Refusal, match="nie należy do tej rodziny"):
        interviews.confirm_incomes(draft, incomes=[theirs], actor=worker)


def test_a_corrected_income_is_no_longer_shown(
    draft: Interview, wage: IncomeRecord, worker: User
) -> None:
    incomes.supersede(wage, reason="pomyłka", amount=Decimal(1200), actor=worker)
    with pytest.raises(Refusal, match="został poprawiony"):
        interviews.confirm_incomes(draft, incomes=[wage], actor=worker)
