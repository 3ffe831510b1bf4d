"""One box finds persons and cases by whatever is typed, in few queries, and says who searched."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Person
from cases.selectors.search import find_cases, find_persons
from cases.services import people
from opsapp.kernel.models import Look
from opsapp.kernel.registry import Hit
from opsapp.office.models import User
from tests.asked import asked_for
from tests.cases.conftest import MARCH, Register, browser
from tests.cases.intake import *  # noqa: F403

pytestmark = pytest.mark.django_db

PESEL = "85031400007"


@pytest.fixture
def lucja(register: Register, worker: User) -> Person:
    """Somebody with everything that can be searched for."""
    card = register("Łucja", "Żółkiewska-Nowak", pesel=PESEL)
    people.add_address(
        card, kind="residence", terc="2609011", street="ul. Zawichojska", building="4", flat="7",
        postal_code="27-600", locality="Sandomierz", on=MARCH, actor=worker,
    )  # fmt: skip
    people.add_contact(card, kind="phone", value="600 100 200", on=MARCH, actor=worker)
    return card


def found(user: User, query: str) -> list[Hit]:
    return [*find_persons(user, query, 6), *find_cases(user, query, 6)]


@pytest.mark.parametrize(
    "query",
    [
        PESEL,
        "850314 00007",
        "Żółkiewska Łucja",
        "lucja zolkiewska",
        "zolkiewska-nowak, lucja",
        "nowak luc",
        "ŻÓŁK",
        "600100200",
        "+48 600 100 200",
        "Zawichojska",
        "ul. zawichojska 4/7",
    ],
)
def test_a_person_is_found_by_what_is_known(lucja: Person, worker: User, query: str) -> None:
    urls = [hit.url for hit in found(worker, query)]
    assert urls == [reverse("cases:person", args=[lucja.pk])]


@pytest.mark.parametrize("query", ["Kowalska", "85031400014", "zawichojska 5", "600100201"])
def test_another_is_not(lucja: Person, worker: User, query: str) -> None:
    assert found(worker, query) == []


@pytest.mark.parametrize("query", ["PS.5121.1.2026", "ps.5121", "PS.5121.1"])
def test_a_case_is_found_by_its_sign(case: Case, intaker: User, query: str) -> None:
    (hit,) = found(intaker, query)
    assert (hit.label, hit.detail) == ("PS.5121.1.2026", "Nowak Anna · zasiłek okresowy")


def test_a_case_of_strangers_is_not_found(case: Case, stranger: Client) -> None:
    other = User.objects.get(username="obca")
    assert found(other, "PS.5121.1.2026") == []


@pytest.mark.parametrize(("query", "most"), [("nowak", 6), ("nowak luc", 6), (PESEL, 5)])
def test_a_search_asks_the_database_little(
    lucja: Person, worker: User, query: str, most: int
) -> None:
    url = reverse("web:search") + f"?q={query}"
    asked = asked_for(browser(worker), url, **{"HX-Request": "true"})
    assert len(asked) <= most, "\n".join(asked)


def test_an_exact_name_stands_before_names_it_begins(register: Register, worker: User) -> None:
    for first, last in (("Ewa", "Kowalczyk"), ("Ewa", "Kowal"), ("Kowalina", "Adamska")):
        register(first, last)
    labels = [hit.label for hit in found(worker, "kowal")]
    assert labels == ["Kowal Ewa", "Adamska Kowalina", "Kowalczyk Ewa"]


def test_somebody_with_a_former_name_is_found_once(lucja: Person, worker: User) -> None:
    people.rename(
        lucja, first_name="Łucja", last_name="Żółkiewska", on=MARCH.replace(year=2025), actor=worker
    )
    (hit,) = found(worker, "zolkiewska")
    assert hit.label == "Żółkiewska Łucja"
    (former,) = found(worker, "zolkiewska nowak")
    assert former.detail.startswith("dawniej")


@pytest.mark.parametrize("query", ["kow.l", "(kowal", "kowal*", "kowal\\", "%", "_owal", "k[o]w"])
def test_signs_of_patterns_are_but_signs(register: Register, worker: User, query: str) -> None:
    register("Ewa", "Kowal")
    assert found(worker, query) == []


def test_a_sign_that_no_database_takes_is_a_space(lucja: Person, worker: User) -> None:
    answer = browser(worker).get(reverse("web:search") + "?q=%00nowak%00")
    assert "Żółkiewska" in answer.content.decode()


def test_a_search_leaves_its_trace_without_the_whole_pesel(lucja: Person, worker: User) -> None:
    found(worker, PESEL)
    look = Look.objects.get(actor=worker, kind="searched", subject_type="cases.person")
    assert (look.ids, look.query) == ([lucja.pk], "PESEL …0007")


def test_a_new_card_like_an_old_one_warns_while_typing(at_desk: Client, lucja: Person) -> None:
    typed = {"first_name": "Lucja", "last_name": "Zolkiewska Nowak", "birth_date": "14.03.1985"}
    shown = at_desk.post(reverse("cases:person_alike"), typed).content.decode()
    assert "Żółkiewska-Nowak" in shown
    by_pesel = at_desk.post(reverse("cases:person_alike"), {"pesel": PESEL}).content.decode()
    assert "Żółkiewska-Nowak" in by_pesel
