"""What the rules count as income, the forms of the cards offer; and nothing they do not know."""

from __future__ import annotations

from benefits.rules.incomes import KINDS
from cases.models import Person
from cases.web.people.incomes import IncomeForm


def test_every_kind_of_the_rules_is_offered_on_the_card() -> None:
    field = IncomeForm(person=Person()).fields["kind"]
    assert [code for code, _ in field.choices if code] == list(KINDS)  # type: ignore[attr-defined]
