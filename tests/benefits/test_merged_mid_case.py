"""Two cards found to be of one person while the case runs: everything later reads both."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from benefits import checks
from benefits.models import Decision, Instalment
from benefits.services import decisions
from cases.models import ApplicationItem, Person
from cases.services import applications, households, people
from cases.services.people import merge, undo_merge
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Benefit
from tests.benefits import road
from tests.benefits.road import Office

pytestmark = pytest.mark.django_db

SINCE = date(2024, 1, 1)


@pytest.fixture
def better(office: Office) -> Person:
    """The first card of Anna, with her right name, a new address and an income."""
    card = people.register(
        first_name="Anna", last_name="Nowakowska", birth_date=date(1985, 3, 14), sex="female",
        on=SINCE, actor=office.worker,
    )  # fmt: skip
    people.add_address(
        card, kind="correspondence", locality="Sandomierz", street="ul. Poczty", building="9",
        postal_code="27-600", on=SINCE, actor=office.worker,
    )  # fmt: skip
    road.earn(card, "400.00", office=office)
    return card


@pytest.fixture
def item(office: Office) -> ApplicationItem:
    """An application that runs on the second card, with its interview."""
    return road.ready_item(office)


def worse(item: ApplicationItem) -> Person:
    return Person.objects.get(pk=item.person_id)


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_a_case_goes_on_with_what_both_cards_know(
    office: Office, better: Person, item: ApplicationItem
) -> None:
    merge(worse(item), into=better, actor=office.worker)
    item = ApplicationItem.objects.get(pk=item.pk)
    decision = road.issued(office, item=item)
    # criterion 1 010,00 less the income typed on the other card: half of 610,00
    amounts = set(Instalment.objects.values_list("amount", flat=True))
    assert amounts == {Decimal("305.00")}
    text = Decision.objects.get(pk=decision.pk).text
    assert text is not None
    assert text["addressee"]["name"] == "Anna Nowakowska"
    assert text["addressee"]["lines"][0] == "ul. Poczty 9"


def test_both_cards_show_what_was_begun_on_either(
    office: Office, better: Person, item: ApplicationItem
) -> None:
    merge(worse(item), into=better, actor=office.worker)
    decision = road.issued(office, item=ApplicationItem.objects.get(pk=item.pk))
    client = Client()
    client.force_login(office.worker, backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(reverse("cases:person", args=[better.pk])).content.decode()
    assert "zasiłek okresowy" in shown.lower()
    cases = client.get(reverse("cases:person_place", args=[better.pk, "sprawy"]))
    assert decision.case.sign in cases.content.decode()


def test_a_second_application_by_the_other_card_is_refused(
    office: Office, better: Person, item: ApplicationItem
) -> None:
    merge(worse(item), into=better, actor=office.worker)
    with pytest.raises(applications.OpenAlready):
        road.apply_for(item.application.household, office=office, person=again(better))


def test_a_second_grant_by_the_other_card_is_refused(
    office: Office, better: Person, item: ApplicationItem
) -> None:
    first = road.issued(office, item=item)
    merge(worse(item), into=better, actor=office.worker)
    second = road.apply_for(item.application.household, office=office, person=again(better))
    road.visit(second, office=office)
    with pytest.raises(Refusal, match=first.sign):
        road.issued(office, item=ApplicationItem.objects.get(pk=second.pk))


def test_cards_with_the_same_open_application_are_not_joined(
    office: Office, item: ApplicationItem
) -> None:
    other = road.ready_item(office, first="Anna", last="Nowakowska")
    benefit = Benefit.objects.get(code="periodic_allowance")
    assert {item.benefit_id, other.benefit_id} == {benefit.pk}
    stay = other.person.memberships.get()
    households.leave(stay, on=road.TODAY, actor=office.worker)
    with pytest.raises(Refusal, match="Na obu kartach jest otwarty wniosek"):
        merge(worse(item), into=again(other.person), actor=office.worker)
    assert again(other.person).merged_cards.count() == 0


def test_a_merge_taken_back_parts_them_again(
    office: Office, better: Person, item: ApplicationItem
) -> None:
    merge(worse(item), into=better, actor=office.worker)
    undo_merge(worse(item), actor=office.worker)
    decision = decisions.draft(
        road.calculate(ApplicationItem.objects.get(pk=item.pk), office=office),
        actor=office.worker,
    )
    assert decision.items.get().amount == Decimal("505.00")


def test_the_nightly_check_tells_of_one_person_helped_twice(office: Office) -> None:
    first = road.issued(office, item=road.ready_item(office))
    other = road.ready_item(office, first="Anna", last="Nowakowska")
    second = road.issued(office, item=other)
    assert list(checks.twice()) == []
    households.leave(other.person.memberships.get(), on=road.TODAY, actor=office.worker)
    merge(again(other.person), into=again(first.addressee), actor=office.worker)
    (told,) = checks.twice()
    assert first.sign in told and second.sign in told
