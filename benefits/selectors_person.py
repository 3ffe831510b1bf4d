"""What a person gets, and what the family could still get."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from benefits import questions
from benefits.access import decisions_of
from benefits.models import Entitlement, EntitlementPerson, Instalment
from benefits.questions import Question
from benefits.rules import Law
from benefits.rules.reading import read_case
from benefits.rules.rights import Right, what_else
from benefits.rules.schema import Errors
from cases.models import Application, ApplicationItem, Person
from cases.selectors.households import stays_of
from opsapp.office.models import Benefit, User

ANY = "family_allowance"
"""Asked for its incomes: those of two years, of which every act takes its own."""


def entitlements_of(cards: Iterable[int], user: User, today: date) -> QuerySet[Entitlement]:
    """Rights in force or to come that cover these cards, with the next month that is due."""
    coming = Instalment.objects.filter(entitlement=OuterRef("pk"), due_on__gte=today)
    covers = EntitlementPerson.objects.filter(entitlement=OuterRef("pk"), person__in=list(cards))
    lasts = Q(period__endswith__gt=today) | Q(period__upper_inf=True)
    runs = Q(status__in=("active", "withheld")) | Q(cut_by__isnull=False)
    rows = Entitlement.objects.filter(
        lasts, runs, Exists(covers),
        decision_item__decision__in=decisions_of(user),
    )  # fmt: skip
    return (
        rows.select_related("benefit", "decision_item__decision")
        .annotate(next_due=Subquery(coming.order_by("due_on").values("due_on")[:1]))
        .order_by("benefit__label", "pk")
    )


def household_question(person: Person, on: date) -> Question | None:
    """The person's family and incomes as a question, asked as if the person applied; None when no
    family is known.
    """
    stay = stays_of(person, on).first()
    if stay is None:
        return None
    application = Application(household=stay.household, applicant=person)
    asked = ApplicationItem(application=application, benefit=Benefit(code=ANY), person=person)
    return questions.ask(asked, on=on, seen_on=on, circumstances={})


def rights_of(question: Question, law: Law) -> list[Right]:
    """Every benefit asked for the family of a question; empty when its facts are at odds."""
    raw: dict[str, Any] = question.raw | {"benefit": "periodic_allowance", "circumstances": {}}
    facts = read_case(raw, "", Errors(), law)
    if facts is None:
        return []
    return what_else(facts.household, facts.incomes, facts.on, law)


def benefits_running(people: Iterable[int]) -> set[str]:
    """Codes of benefits these people applied for and wait for."""
    rows = ApplicationItem.objects.filter(person__in=list(people), outcome="open")
    return set(rows.values_list("benefit__code", flat=True))


def benefits_held(people: Iterable[int], today: date) -> set[str]:
    """Codes of benefits by which these people are covered on a day."""
    rows = Entitlement.objects.filter(
        Q(status="active") | Q(cut_by__isnull=False),
        persons__person__in=list(people), period__contains=today,
    )  # fmt: skip
    return set(rows.values_list("benefit__code", flat=True))
