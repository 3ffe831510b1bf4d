"""What benefits show on a person's page, and what they put on *Mój dzień*."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from benefits import work
from benefits.models import Decision
from benefits.services import decisions
from cases.models import Person
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look
from opsapp.kernel.registry import WorkItem
from opsapp.office.models import User
from tests.benefits import road
from tests.benefits.road import Office
from tests.cases.conftest import browser
from tests.people import with_caps

pytestmark = pytest.mark.django_db


def card(user: User, person: Person) -> str:
    return browser(user).get(reverse("cases:person", args=[person.pk])).content.decode()


def rights(user: User, person: Person) -> str:
    return browser(user).get(reverse("benefits:person_rights", args=[person.pk])).content.decode()


def todo(user: User, day: date = road.TODAY) -> list[WorkItem]:
    return [item for provider in work.PROVIDERS for item in provider(user, day)]


@pytest.fixture
def helper(office: Office) -> User:
    """Somebody who sees cards and decisions and may use the calculator."""
    return with_caps("pomocnik", Cap.SEE_PERSONS, Cap.SEE_DECISIONS, Cap.SEE_CASES,
                     Cap.USE_CALCULATOR)  # fmt: skip


def test_the_card_shows_what_is_granted_until_when_and_the_next_payment(
    office: Office, helper: User
) -> None:
    decision = road.issued(office)
    text = card(helper, decision.addressee)
    assert "Zasiłek okresowy" in text
    assert "505,00\u00a0zł" in text
    assert "01.11.2026 – 31.01.2027" in text
    assert "najbliższa wypłata" in text


def test_without_the_right_to_decisions_nothing_of_them_is_shown(office: Office) -> None:
    decision = road.issued(office)
    reader = with_caps("czytelnik", Cap.SEE_PERSONS)
    assert "Otrzymuje" not in card(reader, decision.addressee)


def test_the_family_is_asked_about_every_benefit_it_neither_has_nor_asked_for(
    office: Office, helper: User
) -> None:
    household = road.live_together(office, "Jan")
    anna = road.head_of(household)
    road.earn(anna, "900.00", office=office)
    assert "Zasiłek okresowy" in rights(helper, anna)
    road.apply_for(household, office=office)
    text = rights(helper, anna)
    assert "Zasiłek okresowy" not in text
    assert "Podaj dochody rodziny za 2025 rok." in text
    assert Look.objects.filter(subject_type="cases.person", subject_id=anna.pk).exists()


def test_without_a_family_on_record_the_way_to_it_is_shown(office: Office, helper: User) -> None:
    alone = road.people.register(
        first_name="Jan", last_name="Sam", birth_date=date(1980, 1, 1), on=road.LONG_AGO,
        actor=office.worker,
    )  # fmt: skip
    assert reverse("cases:person_household", args=[alone.pk]) in rights(helper, alone)


def test_rights_are_refused_to_strangers(office: Office, clerk: User) -> None:
    anna = road.head_of(road.live_together(office))
    address = reverse("benefits:person_rights", args=[anna.pk])
    assert browser(clerk).get(address).status_code == 403
    assert browser(clerk).post(address).status_code == 405


def test_the_calculator_takes_family_and_incomes_from_the_card(
    office: Office, helper: User
) -> None:
    anna = road.head_of(road.live_together(office, "Jan"))
    road.earn(anna, "900.00", office=office)
    address = f"{reverse('benefits:calculator')}?osoba={anna.pk}&swiadczenie=periodic_allowance"
    text = browser(helper).get(address).content.decode()
    assert 'value="Anna Nowak"' in text
    assert 'value="900,00"' in text
    assert "od 373,00\u00a0zł do 746,00\u00a0zł miesięcznie" in text
    blind = with_caps("bez-kart", Cap.USE_CALCULATOR)
    assert browser(blind).get(address).status_code == 403


def test_the_cases_section_lists_decisions(office: Office, helper: User) -> None:
    decision = road.issued(office)
    address = reverse("cases:person_place", args=[decision.addressee_id, "sprawy"])
    assert decision.sign in browser(helper).get(address).content.decode()


def test_a_returned_draft_stands_with_its_remark(office: Office) -> None:
    decision = road.submitted(office)
    assert [item.state for item in todo(office.worker)] == ["waiting"]
    decisions.return_to_author(
        decision, reason_code="letter", remark="Popraw datę.", actor=office.director
    )
    (item,) = todo(office.worker)
    assert (item.state, item.detail) == ("returned", "treść pisma: Popraw datę.")
    assert item.due == date(2026, 12, 7)


def test_the_directors_day_has_the_queue_and_what_to_deliver(office: Office) -> None:
    road.submitted(office)
    (item,) = todo(office.director)
    assert (item.label, item.count) == ("Decyzje do podpisu", 1)
    decisions.sign_and_issue(Decision.objects.get(), on=road.TODAY, actor=office.director)
    (item,) = todo(office.director)
    assert (item.label, item.count) == ("Doręczenia do odnotowania", 1)
    reception = with_caps("kancelaria", Cap.SEE_DECISIONS, Cap.SEE_CASES, Cap.ISSUE_DECISIONS)
    assert [item.label for item in todo(reception)] == ["Doręczenia do odnotowania"]
    assert todo(User.objects.get(pk=office.director.pk)) == []


def test_a_benefit_that_ends_within_thirty_days_is_shown_to_who_runs_the_case(
    office: Office,
) -> None:
    road.issued(office)
    assert not todo(office.worker)
    (item,) = todo(office.worker, date(2027, 1, 5))
    assert (item.group, item.due) == ("Kończące się świadczenia", date(2027, 1, 31))
    assert not todo(office.clerk, date(2027, 1, 5))


def test_nobody_without_rights_costs_a_query(
    clerk: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert not clerk.can(Cap.RUN_CASES)
    with django_assert_num_queries(0):
        assert not todo(clerk)
