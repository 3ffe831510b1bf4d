"""The list of cases: who sees which, filters, order, files, and how few queries it takes."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, Person
from cases.services import cases, supplements
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look
from opsapp.office.models import Unit, User
from tests.cases.conftest import Register, browser
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import TODAY, Apply, asked, case_of
from tests.people import with_caps

pytestmark = pytest.mark.django_db

LETTERS = "abcdefghijklmnopqrstuvwxyzą"


def signs(client: Client, query: str = "") -> list[str]:
    """The signs on the page, from top to bottom."""
    answer = client.get(reverse("cases:cases") + query)
    assert answer.status_code == 200
    return [row.sign for row in answer.context["slice"].rows]


@pytest.fixture
def three(apply: Apply, zofia: Person, intaker: User) -> list[Case]:
    """Mine, nobody's and mine again; the last one summoned."""
    mine = apply()
    free = apply("targeted_allowance", worker=None)
    child = apply(items=[asked("meal_support", zofia)])
    supplements.summon(case_of(child), missing=["x"], days=7, body="x", on=TODAY, actor=intaker)
    return [case_of(each) for each in (mine, free, child)]


def test_the_newest_case_is_first(at_intake: Client, three: list[Case]) -> None:
    assert signs(at_intake) == ["PS.5123.1.2026", "PS.5122.1.2026", "PS.5121.1.2026"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?stan=incomplete", ["PS.5123.1.2026"]),
        ("?swiadczenie=targeted_allowance", ["PS.5122.1.2026"]),
        ("?kto=ja&stan=otwarte", ["PS.5123.1.2026", "PS.5121.1.2026"]),
        ("?kto=nikt", ["PS.5122.1.2026"]),
        ("?kto=nikt&swiadczenie=periodic_allowance", []),
        ("?termin=po-terminie", []),
        ("?sort=osoba", ["PS.5121.1.2026", "PS.5122.1.2026", "PS.5123.1.2026"]),
        ("?sort=-znak", ["PS.5123.1.2026", "PS.5122.1.2026", "PS.5121.1.2026"]),
        ("?sort=termin", ["PS.5121.1.2026", "PS.5122.1.2026", "PS.5123.1.2026"]),
        ("?stan=zmyslony&sort=zmyslone&kto=abc&termin=kiedys", []),
    ],
)
def test_the_address_narrows_and_orders(
    at_intake: Client, three: list[Case], query: str, expected: list[str]
) -> None:
    assert signs(at_intake, query) == expected


def test_terms_narrow_by_their_last_day(at_intake: Client, three: list[Case]) -> None:
    due = date(2026, 12, 21)
    for day, state in (
        (due + timedelta(days=1), "po-terminie"),
        (due, "na-dzis"),
        (due - timedelta(days=5), "wkrotce"),
    ):
        with clock.frozen(day):
            assert len(signs(at_intake, f"?termin={state}")) == 3


def test_a_filter_can_be_taken_away(at_intake: Client, three: list[Case]) -> None:
    answer = at_intake.get(reverse("cases:cases") + "?kto=ja&stan=incomplete")
    chips = {each.label: each.without for each in answer.context["filters"]}
    assert chips == {
        "stan: wezwano do uzupełnienia": "?kto=ja",
        "prowadzi: ja": "?stan=incomplete",
    }


def test_pages_follow_one_another_by_key(
    at_intake: Client, register: Register, apply: Apply
) -> None:
    for number in range(27):
        someone = register("Jan", f"Nowak{LETTERS[number]}ski", sex="male")
        apply(items=[asked("periodic_allowance", someone)])
    first = at_intake.get(reverse("cases:cases"))
    second = at_intake.get(reverse("cases:cases") + first.context["slice"].next)
    seen = [row.sign for page in (first, second) for row in page.context["slice"].rows]
    assert len(seen) == len(set(seen)) == 27
    assert second.context["slice"].next == ""


def test_a_list_of_25_takes_ten_queries_at_most(
    at_intake: Client, register: Register, apply: Apply
) -> None:
    for number in range(26):
        someone = register("Jan", f"Nowak{LETTERS[number]}ski", sex="male")
        apply(items=[asked("periodic_allowance", someone)])
    url = reverse("cases:cases") + "?kto=ja&stan=otwarte&sort=termin"
    at_intake.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        at_intake.get(url)
    asked_for = [row["sql"] for row in caught if not _of_transactions(row["sql"])]
    assert len(asked_for) <= 10, "\n".join(asked_for)


def _of_transactions(sql: str) -> bool:
    return sql.startswith(("SAVEPOINT", "RELEASE", "SET TRANSACTION", "BEGIN", "COMMIT"))


def test_cases_of_another_section_are_neither_listed_nor_exported(
    stranger: Client, three: list[Case], other_section: Unit, intaker: User
) -> None:
    assert signs(stranger) == []
    cases.assign(three[0], unit=other_section, worker=None, reason="x", on=TODAY, actor=intaker)
    assert signs(stranger) == ["PS.5121.1.2026"]
    answer: Any = stranger.get(reverse("cases:cases") + "?format=csv")
    body = b"".join(answer.streaming_content).decode()
    assert "PS.5121.1.2026" in body and "PS.5122.1.2026" not in body


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_taken_out_as_a_file_and_leaves_its_trace(
    at_intake: Client, three: list[Case], intaker: User, form: str
) -> None:
    answer: Any = at_intake.get(reverse("cases:cases") + f"?kto=ja&format={form}")
    body = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].endswith(f'sprawy.{form}"')
    look = Look.objects.get(actor=intaker, kind="exported")
    assert sorted(look.ids) == [three[0].pk, three[2].pk]
    if form == "csv":
        rows = list(csv.reader(StringIO(body.decode("utf-8-sig")), delimiter=";"))
        assert rows[0][0] == "Znak sprawy" and {row[0] for row in rows[1:]} == {
            "PS.5121.1.2026",
            "PS.5123.1.2026",
        }


def test_taking_out_needs_its_capability(three: list[Case]) -> None:
    reader = browser(with_caps("widz", Cap.SEE_CASES))
    assert reader.get(reverse("cases:cases") + "?format=csv").status_code == 403


def test_an_empty_list_says_how_to_begin(at_intake: Client, section: Unit) -> None:
    answer = at_intake.get(reverse("cases:cases")).content.decode()
    assert "Nie ma jeszcze żadnych spraw" in answer
