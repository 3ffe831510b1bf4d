"""The calculator on screen: every benefit asked in Polish, nothing kept, wrong input explained."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from benefits.rules.registry import BENEFITS
from benefits.rules.rights_plans import PLANS
from benefits.rules.schema import Code, Key, Keys, ListOf
from benefits.web.calculator.fields import rows_of
from benefits.web.calculator.words import CODES, FIELDS, OWN_FIELDS
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Draft
from opsapp.office.models import User
from tests.cases.conftest import browser
from tests.people import clerk, installation, with_caps

__all__ = ["clerk", "installation"]

pytestmark = pytest.mark.django_db
ANNA = {
    "on": "10.11.2026",
    "osoba-0-name": "Anna",
    "osoba-0-relation": "applicant",
    "osoba-0-birth_date": "3.02.1985",
    "osoba-0-disability": "none",
    "osoba-0-incapacity": "none",
    "osoba-0-education": "none",
}
JAN = {
    "osoba-1-name": "Jan",
    "osoba-1-relation": "child",
    "osoba-1-birth_date": "1.06.2015",
    "osoba-1-disability": "none",
    "osoba-1-incapacity": "none",
    "osoba-1-education": "school",
}
PAY = {
    "dochod-0-member": "o1",
    "dochod-0-kind": "salary_net",
    "dochod-0-value": "1 157,55",
    "dochod-0-when": "10.2026",
}
LIVE = {"HX-Request": "true", "HX-Target": "wynik"}


@pytest.fixture
def desk(installation: User) -> Client:
    """Somebody's browser who may use the calculator and nothing else."""
    return browser(with_caps("pracownik", Cap.USE_CALCULATOR))


def ask(client: Client, *parts: dict[str, str], live: bool = False, **more: str) -> Any:
    data = {name: value for part in (*parts, more) for name, value in part.items()}
    return client.post(reverse("benefits:calculator"), data, headers=LIVE if live else {})


def keys_of(keys: Keys) -> list[tuple[str, Key]]:
    """Every key, inside rows too."""
    found = []
    for name, key in keys.keys.items():
        found.append((name, key))
        inner = rows_of(key)
        found += keys_of(inner) if inner else []
    return found


@pytest.mark.parametrize("code", sorted(BENEFITS))
def test_every_question_of_a_benefit_has_polish_words(code: str) -> None:
    for name, key in keys_of(BENEFITS[code].circumstances):
        assert name in FIELDS or (code, name) in OWN_FIELDS
        shape = key.shape.item if isinstance(key.shape, ListOf) else key.shape
        if isinstance(shape, Code) and not hasattr(shape.codes, "items"):
            assert set(shape.codes) <= set(CODES)


@pytest.mark.parametrize("code", sorted(BENEFITS))
def test_every_benefit_opens_its_questions(desk: Client, code: str) -> None:
    answer = ask(desk, ANNA, benefit=code)
    assert answer.status_code == 200
    assert BENEFITS[code].label in answer.content.decode()


def test_an_empty_sheet_opens_without_errors(desk: Client) -> None:
    text = desk.get(reverse("benefits:calculator")).content.decode()
    assert "Kalkulator uprawnień" in text
    assert "o-error" not in text


def test_the_answer_has_its_receipt_with_articles(desk: Client) -> None:
    text = ask(desk, ANNA, JAN, PAY, benefit="periodic_allowance").content.decode()
    assert "od 244,23\u00a0zł do 488,45\u00a0zł miesięcznie" in text
    assert "art. 8 ust. 1 pkt 3 u.p.s." in text
    assert "wynagrodzenie za pracę netto – Anna" in text


def test_what_does_not_count_is_shown_with_why(desk: Client) -> None:
    child = PAY | {"dochod-0-member": "o2", "dochod-0-kind": "child_benefit_800"}
    text = ask(desk, ANNA, JAN, child, benefit="periodic_allowance").content.decode()
    assert "nie wlicza się do dochodu" in text
    assert "art. 8 ust. 4 pkt 7 u.p.s." in text


def test_all_benefits_are_asked_at_once(desk: Client) -> None:
    text = ask(desk, ANNA, JAN, PAY).content.decode()
    assert all(BENEFITS[code].label in text for code in PLANS)
    assert "Podaj powierzchnię lokalu i wydatki mieszkaniowe." in text


def test_typing_brings_the_answer_alone(desk: Client) -> None:
    text = ask(desk, ANNA, PAY, benefit="periodic_allowance", live=True).content.decode()
    assert "<form" not in text
    assert 'id="id_dochod-0-value_error" hx-swap-oob="true"' in text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"dochod-0-value": "dużo"}, "„dużo” nie jest liczbą"),
        ({"dochod-0-when": "13.2026"}, "Nie ma takiego miesiąca"),
        ({"osoba-0-birth_date": "31.02.1985"}, "Nie ma takiego dnia"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    desk: Client, wrong: dict[str, str], sentence: str
) -> None:
    text = ask(desk, ANNA, PAY, wrong, live=True).content.decode()
    assert sentence in text
    assert "jeszcze nie wiadomo" in text


def test_an_empty_field_is_no_error_until_asked_for(desk: Client) -> None:
    empty = PAY | {"dochod-0-value": ""}
    assert "o-error" not in ask(desk, ANNA, empty, live=True).content.decode()
    assert "Uzupełnij: Kwota" in ask(desk, ANNA, empty, oblicz="1").content.decode()


def test_what_the_rules_miss_stands_beside_its_field(desk: Client) -> None:
    young = ANNA | {"osoba-0-birth_date": ""}
    text = ask(desk, young, benefit="permanent_allowance", live=True).content.decode()
    assert "Podaj datę urodzenia." in text or "Uzupełnij: Data urodzenia." in text


def test_rows_come_and_go_and_incomes_follow_their_person(desk: Client) -> None:
    text = ask(desk, ANNA, dodaj="osoba").content.decode()
    assert "osoba-1-birth_date" in text
    of_jan = PAY | {"dochod-0-member": "o2"}
    text = ask(desk, ANNA, JAN, of_jan, usun="osoba:0").content.decode()
    assert 'value="Jan"' in text
    assert "osoba-1-birth_date" not in text
    assert '<option value="o1" selected>Jan</option>' in text


def test_land_is_given_in_hectares_and_needs_no_month(desk: Client) -> None:
    land = PAY | {"dochod-0-kind": "farm", "dochod-0-value": "2,35", "dochod-0-when": ""}
    text = ask(desk, ANNA, land, benefit="periodic_allowance").content.decode()
    assert "1\u00a0078,65" in text


def test_rows_inside_circumstances_are_asked_too(desk: Client) -> None:
    text = ask(desk, ANNA, benefit="care_home_fee", dodaj="w_obligors").content.decode()
    assert "Dochód jej rodziny (zł)" in text


def test_nothing_is_kept(desk: Client) -> None:
    ask(desk, ANNA, JAN, PAY, benefit="periodic_allowance")
    assert not Draft.objects.exists()
    assert "157,55" not in desk.get(reverse("benefits:calculator")).content.decode()


def test_a_stranger_may_not_calculate(clerk: User) -> None:
    assert browser(clerk).get(reverse("benefits:calculator")).status_code == 403
