"""Two windows on the same data: the second to save sees what the first saved, and decides."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Household, IncomeRecord, Membership, Person
from cases.services import cases, households, incomes, people
from opsapp.kernel.periods import Month
from opsapp.office.models import User
from tests.cases.conftest import MARCH, Register
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day")]

SEEN = re.compile(r'name="seen" value="([^"]*)"')


def opened(client: Client, url: str) -> str:
    """What the page was opened with."""
    found = SEEN.search(client.get(url).content.decode())
    return found[1] if found else ""


def edit(person: Person, what: str) -> str:
    return reverse("cases:person_edit", args=[person.pk, what])


def test_the_second_address_shows_both_and_goes_through_when_sent_again(
    anna: Person, worker: User, at_desk: Client
) -> None:
    home = {"locality": "Sandomierz", "building": "1"}
    people.add_address(anna, kind="residence", street="ul. A", on=MARCH, actor=worker, **home)
    url = edit(anna, "adres")
    seen = opened(at_desk, url)
    people.add_address(anna, kind="residence", street="ul. B", on=TODAY, actor=worker, **home)
    sent = home | {"street": "ul. C", "on": "26.11.2026", "seen": seen}
    answer = at_desk.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "ul. B" in page and "ul. C" in page
    assert anna.addresses.filter(street="ul. C").count() == 0
    sent["seen"] = SEEN.search(page)[1]  # type: ignore[index]
    assert at_desk.post(url, sent).status_code == 302
    assert anna.addresses.get(period__upper_inf=True).street == "ul. C"


def test_marital_status_saved_meanwhile_is_shown(
    anna: Person, worker: User, at_desk: Client
) -> None:
    url = edit(anna, "stan-cywilny")
    seen = opened(at_desk, url)
    people.note_marital_status(anna, kind="divorced", on=TODAY, actor=worker)
    answer = at_desk.post(url, {"kind": "widowed", "on": "26.11.2026", "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "rozwiedziona" in page and "wdowa" in page
    assert anna.marital_statuses.get().kind == "divorced"


def test_a_pesel_corrected_meanwhile_is_not_overwritten(
    anna: Person, worker: User, at_desk: Client
) -> None:
    url = edit(anna, "pesel")
    seen = opened(at_desk, url)
    people.correct_pesel(anna, pesel="85031412248", reason="", actor=worker)
    answer = at_desk.post(url, {"pesel": "85031412262", "reason": "literówka", "seen": seen})
    assert answer.status_code == 422 and "zapisał(a) ten formularz" in answer.content.decode()


def test_a_role_changed_meanwhile_is_shown(
    anna: Person, zofia: Person, family: Household, worker: User, at_desk: Client
) -> None:
    stay = Membership.objects.get(person=zofia)
    url = reverse("cases:household_role", args=[anna.pk, stay.pk])
    seen = opened(at_desk, url)
    households.change_role(stay, role="stepchild", on=TODAY, actor=worker)
    sent = {"role": "grandchild", "on": "26.11.2026", "seen": seen}
    answer = at_desk.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "pasierb" in page and "Nowak Zofia" in page
    assert "U Ciebie było" in page
    assert zofia.memberships.get(period__upper_inf=True).role == "stepchild"
    sent["seen"] = SEEN.search(page)[1]  # type: ignore[index]
    assert at_desk.post(url, sent).status_code == 302
    assert zofia.memberships.get(period__upper_inf=True).role == "grandchild"


def test_who_joined_meanwhile_is_shown_to_whoever_lets_another_join(
    anna: Person, family: Household, worker: User, at_desk: Client, register: Register
) -> None:
    jan, ewa = register("Jan", sex="male"), register("Ewa")
    url = reverse("cases:household_join", args=[anna.pk])
    seen = opened(at_desk, url)
    households.join(family, person=jan, role="spouse", on=TODAY, actor=worker)
    sent = {"person_key": str(ewa.pk), "role": "sibling", "on": "26.11.2026", "seen": seen}
    answer = at_desk.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Nowak Jan" in page and "małżonek" in page
    assert not Membership.objects.filter(person=ewa).exists()
    sent["seen"] = SEEN.search(page)[1]  # type: ignore[index]
    assert at_desk.post(url, sent).status_code == 302
    assert Membership.objects.filter(person=ewa).exists()


def test_who_left_meanwhile_is_shown(
    anna: Person, zofia: Person, family: Household, worker: User, at_desk: Client
) -> None:
    stay = Membership.objects.get(person=zofia)
    url = reverse("cases:household_leave", args=[anna.pk])
    seen = opened(at_desk, url)
    households.change_role(stay, role="stepchild", on=TODAY, actor=worker)
    sent = {"leaving": str(stay.pk), "where": "away", "on": "26.11.2026", "seen": seen}
    answer = at_desk.post(url, sent)
    assert answer.status_code == 422 and "pasierb" in answer.content.decode()
    assert zofia.memberships.filter(period__upper_inf=True).count() == 1


def test_an_income_corrected_meanwhile_is_shown_and_the_second_takes_its_place(
    anna: Person, worker: User, at_desk: Client
) -> None:
    october = Month(2026, 10)
    row = incomes.record(
        anna, kind="salary_net", amount=Decimal("100"), month=october, actor=worker
    )
    url = reverse("cases:income_correct", args=[anna.pk, row.pk])
    first = incomes.supersede(row, reason="pasek", amount=Decimal("200"), actor=worker)
    sent = {"kind": "salary_net", "amount": "300", "month": "10.2026", "reason": "umowa"}
    answer = at_desk.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "200,00" in page and "300,00" in page
    again = reverse("cases:income_correct", args=[anna.pk, first.pk])
    assert f'action="{again}"' in page
    assert at_desk.post(again, sent).status_code == 302
    live = IncomeRecord.objects.get(superseded_by=None, withdrawn=False)
    assert (live.amount, live.supersedes_id) == (Decimal("300"), first.pk)


def test_a_case_given_to_somebody_meanwhile_is_compared_first(
    case: Case, intaker: User, at_intake: Client
) -> None:
    url = reverse("cases:case_act", args=[case.pk, "prowadzacy"])
    seen = opened(at_intake, url)
    unit = case.assignments.get().unit
    cases.assign(case, unit=unit, worker=None, reason="Urlop.", on=TODAY, actor=intaker)
    sent = {"unit": unit.pk, "worker": intaker.pk, "on": "26.11.2026", "reason": "Wraca.",
            "seen": seen}  # fmt: skip
    answer = at_intake.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "jeszcze nikt" in page and "Urlop." in page and "Wraca." in page
    now = case.assignments.get(period__upper_inf=True)
    assert (now.worker, now.reason) == (None, "Urlop.")
    sent["seen"] = SEEN.search(page)[1]  # type: ignore[index]
    assert at_intake.post(url, sent).status_code == 302
    assert case.assignments.get(period__upper_inf=True).worker == intaker
