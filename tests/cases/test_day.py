"""What intake puts on *Mój dzień*, and what a person's card tells of cases."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, Person
from cases.selectors import work
from cases.services import cases, letters, people, supplements
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import WorkItem
from opsapp.office.models import Unit, User
from tests.cases.conftest import MARCH, browser
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import TODAY, Apply, case_of
from tests.people import with_caps

pytestmark = pytest.mark.django_db

DUE = date(2026, 12, 21)


def day_of(user: User, today: date = TODAY) -> list[WorkItem]:
    providers = (work.terms_of_mine, work.unsent, work.undelivered, work.nobody_runs)
    return [item for provider in providers for item in provider(user, today)]


def test_a_term_of_mine_comes_two_weeks_before_its_last_day(case: Case, intaker: User) -> None:
    assert day_of(intaker) == []
    (item,) = day_of(intaker, date(2026, 12, 7))
    assert (item.due, item.state, item.about) == (DUE, "mine", ("cases.case", case.pk))
    assert item.label == "Załatw sprawę · Nowak Anna"


def test_a_term_of_a_case_that_another_runs_is_not_mine(case: Case, section: Unit) -> None:
    other = with_caps("druga", Cap.RUN_CASES, Cap.SEE_CASES)
    assert day_of(other, DUE) == []


def test_a_summons_asks_for_its_delivery_then_waits_then_burns(case: Case, intaker: User) -> None:
    letter = supplements.summon(case, missing=["x"], days=7, body="x", on=TODAY, actor=intaker)
    (to_send,) = day_of(intaker)
    assert (to_send.group, to_send.action) == ("Pisma do wysłania", "Wyślij")
    assert to_send.url == reverse("cases:letter", args=[case.pk, letter.pk])
    settled(case, intaker)
    letters.send(letter, on=TODAY, actor=intaker)
    (asked,) = day_of(intaker)
    assert asked.label == "Odnotuj doręczenie wezwania · Nowak Anna"
    letters.deliver(letter, on=TODAY, basis="actual", actor=intaker)
    (waits,) = day_of(intaker)
    assert (waits.state, waits.due) == ("waiting", date(2026, 12, 3))
    (burns,) = day_of(intaker, date(2026, 12, 4))
    assert (burns.state, burns.label) == ("mine", "Braki nie zostały uzupełnione · Nowak Anna")


def settled(case: Case, actor: User) -> None:
    """From now on the address of the client is known."""
    people.add_address(case.client, kind="residence", locality="Sandomierz", on=MARCH, actor=actor)


def test_a_letter_of_a_case_that_another_runs_is_not_mine_to_send(
    case: Case, intaker: User
) -> None:
    supplements.summon(case, missing=["x"], days=7, body="x", on=TODAY, actor=intaker)
    assert day_of(with_caps("druga", Cap.RUN_CASES, Cap.SEE_CASES)) == []


def test_a_case_nobody_runs_waits_for_those_who_run_cases_in_its_unit(
    apply: Apply, intaker: User, stranger: Client
) -> None:
    case = case_of(apply(worker=None))
    (item,) = day_of(intaker)
    assert item.url == reverse("cases:case_act", args=[case.pk, "prowadzacy"])
    assert day_of(User.objects.get(username="obca")) == []
    assert day_of(with_caps("widz", Cap.SEE_CASES)) == []


def test_an_ended_case_asks_for_nothing(apply: Apply, intaker: User) -> None:
    application = apply(worker=None)
    case = case_of(application)
    cases.move(case, "discontinue", actor=intaker)
    assert day_of(intaker, DUE) == []


def test_each_provider_asks_at_most_two_queries(apply: Apply, intaker: User) -> None:
    apply(worker=None)
    apply("targeted_allowance")
    intaker.can(Cap.RUN_CASES)
    for provider in (work.terms_of_mine, work.unsent, work.undelivered, work.nobody_runs):
        with CaptureQueriesContext(connection) as caught:
            list(provider(intaker, DUE))
        assert len(caught) <= 2


@pytest.mark.parametrize("place", ["os-czasu", "sprawy", "dokumenty"])
def test_a_persons_sections_tell_of_cases(
    at_intake: Client, case: Case, anna: Person, intaker: User, place: str
) -> None:
    supplements.summon(case, missing=["x"], days=7, body="x", on=TODAY, actor=intaker)
    url = reverse("cases:person_place", args=[anna.pk, place])
    assert case.sign in at_intake.get(url).content.decode()


def test_the_overview_shows_what_runs_and_happened(
    at_intake: Client, case: Case, anna: Person
) -> None:
    shown = at_intake.get(reverse("cases:person", args=[anna.pk])).content.decode()
    stream = reverse("cases:person_place", args=[anna.pk, "os-czasu"])
    assert case.sign in shown and f'hx-get="{stream}"' in shown
    newest = at_intake.get(stream, headers={"HX-Request": "true"}).content.decode()
    assert "Wpłynął wniosek W/1/2026" in newest and "<h1" not in newest


def test_cases_of_strangers_are_not_told_on_the_card(
    stranger: Client, case: Case, anna: Person
) -> None:
    for url in (
        reverse("cases:person", args=[anna.pk]),
        reverse("cases:person_place", args=[anna.pk, "os-czasu"]),
        reverse("cases:person_place", args=[anna.pk, "sprawy"]),
        reverse("cases:person_place", args=[anna.pk, "dokumenty"]),
    ):
        shown = stranger.get(url).content.decode()
        assert case.sign not in shown and "W/1/2026" not in shown


def test_a_persons_page_takes_25_queries_at_most(
    at_intake: Client, apply: Apply, anna: Person, intaker: User
) -> None:
    for code in ("periodic_allowance", "targeted_allowance", "meal_support"):
        case = case_of(apply(code))
        supplements.summon(case, missing=["x"], days=7, body="x", on=TODAY, actor=intaker)
        cases.note(case, text="x", actor=intaker)
    url = reverse("cases:person", args=[anna.pk])
    at_intake.get(url)
    assert_few(at_intake, url, 25)


def test_a_case_page_takes_30_queries_at_most(at_intake: Client, case: Case, intaker: User) -> None:
    supplements.summon(case, missing=["x"], days=7, body="x", on=TODAY, actor=intaker)
    url = reverse("cases:case", args=[case.pk])
    at_intake.get(url)
    assert_few(at_intake, url, 30)


def assert_few(client: Client, url: str, most: int) -> None:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    kept = ("SAVEPOINT", "RELEASE", "SET TRANSACTION")
    asked = [row["sql"] for row in caught if not row["sql"].startswith(kept)]
    assert len(asked) <= most, "\n".join(asked)


def test_mine_is_on_the_day_page(apply: Apply, intaker: User) -> None:
    apply(worker=None)
    answer = browser(intaker).get(reverse("web:home"))
    assert "Przydziel prowadzącego" in answer.content.decode()
