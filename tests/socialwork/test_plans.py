"""The plan of help: benefits that will be decided, and help that needs no decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.models import Case, Person
from cases.services import people
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Benefit, User
from socialwork import selectors
from socialwork.models import Interview
from socialwork.services import interviews, plans
from tests.database.sql import refused, run, set_actor
from tests.socialwork.conftest import MARCH, Start, fill

pytestmark = pytest.mark.django_db


def test_a_benefit_is_proposed_with_amount_and_months(
    draft: Interview, anna: Person, okresowy: Benefit, worker: User
) -> None:
    item = plans.add_item(
        draft, person=anna, benefit=okresowy, amount=Decimal("405.73"),
        from_month=date(2026, 11, 1), to_month=date(2027, 1, 1), actor=worker,
    )  # fmt: skip
    assert (item.description, item.form, item.what) == ("zasiłek okresowy", "", "zasiłek okresowy")


def test_social_work_needs_no_benefit_but_words(
    draft: Interview, anna: Person, worker: User
) -> None:
    item = plans.add_item(
        draft, person=anna, form="social_work", description="Pomoc w szukaniu pracy", actor=worker
    )
    assert item.what == "praca socjalna"
    with pytest.raises(Refusal, match="Opisz, na czym"):
        plans.add_item(draft, person=anna, form="social_work", actor=worker)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": Decimal(0)},
        {"from_month": None, "to_month": date(2026, 12, 1)},
        {"to_month": date(2026, 12, 1), "from_month": date(2027, 1, 1)},
    ],
)
def test_what_cannot_be_proposed_names_its_field(
    draft: Interview, anna: Person, okresowy: Benefit, worker: User, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Refusal) as refusal:
        plans.add_item(draft, person=anna, benefit=okresowy, actor=worker, **wrong)
    assert refusal.value.field == next(iter(wrong))


def test_strangers_get_no_help_from_this_plan(
    draft: Interview, okresowy: Benefit, worker: User
) -> None:
    stranger = people.register(
        first_name="Jan", last_name="Obcy", birth_date=date(1970, 1, 1), on=MARCH, actor=worker
    )
    with pytest.raises(Refusal, match="nie należy do tej rodziny"):
        plans.add_item(draft, person=stranger, benefit=okresowy, actor=worker)


def test_a_colleague_plans_nothing(
    draft: Interview, anna: Person, okresowy: Benefit, colleague: User, worker: User
) -> None:
    with pytest.raises(Refusal, match="prowadzi inny pracownik"):
        plans.add_item(draft, person=anna, benefit=okresowy, actor=colleague)
    item = plans.add_item(draft, person=anna, benefit=okresowy, actor=worker)
    with pytest.raises(Refusal, match="prowadzi inny pracownik"):
        plans.remove_item(item, actor=colleague)


def test_a_proposal_taken_back_stays_in_history(
    draft: Interview, anna: Person, okresowy: Benefit, worker: User
) -> None:
    item = plans.add_item(draft, person=anna, benefit=okresowy, actor=worker)
    plans.remove_item(item, actor=worker)
    assert draft.plan_items.count() == 0
    assert run(
        "SELECT count(*) FROM socialwork_planitemevent WHERE interview_id = %s", draft.pk
    ) == [(2,)]


def test_the_case_finds_what_was_proposed_for_it(
    start: Start, case: Case, anna: Person, okresowy: Benefit, worker: User
) -> None:
    interview = fill(start(cases=[case]))
    item = plans.add_item(
        interview, person=anna, benefit=okresowy, amount=Decimal(400), actor=worker
    )
    plans.add_item(
        interview, person=anna, form="contract", description="Kontrakt o pracę", actor=worker
    )
    assert list(selectors.proposals(case, selectors.signed_for(case))) == []
    interviews.sign(interview, actor=worker)
    assert list(selectors.proposals(case, selectors.signed_for(case))) == [item]


def test_the_database_refuses_a_benefit_that_is_also_something_else(
    draft: Interview, anna: Person, okresowy: Benefit, worker: User
) -> None:
    plans.add_item(draft, person=anna, benefit=okresowy, actor=worker)
    set_actor(worker.pk)
    with refused("plan_benefit_or_form"):
        run("UPDATE socialwork_planitem SET form = 'contract'")
    with refused("plan_amount_positive"):
        run("UPDATE socialwork_planitem SET amount = 0")
