"""An address at the first visit: what is typed is kept, and the gmina is the centre's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Address, Person
from cases.services import people
from cases.web.people.forms import AddressForm
from cases.web.people.registering import PersonForm
from opsapp.kernel import clock
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from opsapp.office.services import settings
from tests.cases.conftest import MARCH, Register

WITH_VILLAGES = "0601022"
TOWN = "2609011"


def _describe(administrator: User, *, town: str, terc: str, postal_code: str) -> None:
    settings.describe_centre(
        since=MARCH, name=f"Ośrodek w {town}", authority=f"Wójt: {town}",
        address=f"ul. Długa 1, {postal_code} {town}", town=town, terc=terc, actor=administrator,
    )  # fmt: skip


@pytest.fixture
def in_town(administrator: User) -> None:
    """The centre serves a gmina that is one town."""
    _describe(administrator, town="Sandomierz", terc=TOWN, postal_code="27-600")


@pytest.fixture
def among_villages(administrator: User) -> None:
    """The centre serves another gmina, of villages."""
    _describe(administrator, town="Drelów", terc=WITH_VILLAGES, postal_code="21-570")


def _open(at_desk: Client, **typed: str) -> Any:
    sent = {"last_name": "Zych", "first_name": "Jan", "birth_date": "02.05.1970", "sex": "male"}
    return at_desk.post(reverse("cases:person_new"), sent | typed)


def _typed_address() -> Address:
    return Address.objects.get(person=Person.objects.get(names__last_name="Zych"))


def test_the_locality_alone_is_an_address(at_desk: Client, among_villages: None) -> None:
    assert _open(at_desk, locality="Wólka", terc=WITH_VILLAGES).status_code == 302
    kept = _typed_address()
    assert (kept.locality, kept.street, kept.terc) == ("Wólka", "", WITH_VILLAGES)


def test_no_locality_is_an_address_not_known(at_desk: Client, in_town: None) -> None:
    assert _open(at_desk, locality="", postal_code="27-600", terc=TOWN).status_code == 302
    assert not Address.objects.exists()


@pytest.mark.parametrize(
    "typed", [{"street": "ul. Długa"}, {"building": "4"}, {"flat": "2"}, {"postal_code": "30-001"}]
)
def test_an_address_without_its_locality_is_refused_not_dropped(
    typed: dict[str, str], at_desk: Client, in_town: None
) -> None:
    answer = _open(at_desk, locality="", **typed)
    assert answer.status_code == 422
    assert "Podaj miejscowość: bez niej nie można zapisać adresu." in answer.content.decode()
    assert not Person.objects.filter(names__last_name="Zych").exists()


@pytest.mark.parametrize("form", [PersonForm, AddressForm])
def test_forms_offer_where_the_centre_is(form: Any, anna: Person, among_villages: None) -> None:
    made = form(person=anna) if form is AddressForm else form()
    said = [made.get_initial_for_field(made.fields[name], name)
            for name in ("locality", "postal_code", "terc")]  # fmt: skip
    assert said == ["Drelów", "21-570", WITH_VILLAGES]
    assert made.fields["terc"].choices == [(WITH_VILLAGES, "Drelów"), ("", "inna gmina")]


def test_a_centre_not_described_yet_offers_nothing(at_desk: Client) -> None:
    assert "locality" not in PersonForm().initial
    assert _open(at_desk, locality="Wólka").status_code == 302
    assert _typed_address().terc == ""


def test_another_gmina_is_named_by_its_code(at_desk: Client, in_town: None) -> None:
    assert _open(at_desk, locality="Drelów", terc="", other_terc="0601022").status_code == 302
    assert _typed_address().terc == "0601022"


@pytest.mark.parametrize(
    ("terc", "other", "said"),
    [
        ("", "1234567", "nie oznacza żadnej gminy"),
        (TOWN, "0601022", "Wybierz wyżej „inna gmina” albo usuń ten kod."),
        (TOWN, "", "Drelów leży poza gminą Sandomierz."),
    ],
)
def test_a_wrong_gmina_is_said_beside_its_field(
    terc: str, other: str, said: str, at_desk: Client, in_town: None
) -> None:
    answer = _open(at_desk, locality="Drelów", terc=terc, other_terc=other)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Person.objects.filter(names__last_name="Zych").exists()


def test_the_act_refuses_a_place_outside_of_the_town(
    anna: Person, worker: User, in_town: None
) -> None:
    with clock.frozen(MARCH), pytest.raises(Refusal, match="poza gminą Sandomierz"):
        people.add_address(
            anna, kind="residence", locality="Dwikozy", terc=TOWN, on=MARCH, actor=worker
        )


def test_a_part_of_the_town_lies_in_it(register: Register, worker: User, in_town: None) -> None:
    kept = people.add_address(
        register(), kind="residence", locality="Sandomierz-Mokoszyn", terc=TOWN, on=MARCH,
        actor=worker,
    )  # fmt: skip
    assert kept.terc == TOWN


def test_a_gmina_on_record_stays_chosen(anna: Person, worker: User, in_town: None) -> None:
    people.add_address(
        anna, kind="residence", locality="Drelów", terc=WITH_VILLAGES, on=MARCH, actor=worker
    )
    form = AddressForm(person=anna)
    assert (form.initial["terc"], form.initial["locality"]) == (WITH_VILLAGES, "Drelów")
    assert (WITH_VILLAGES, f"o kodzie {WITH_VILLAGES}") in form.fields["terc"].choices  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ({}, "21-570 Wólka"),
        ({"building": "5"}, "Wólka 5, 21-570 Wólka"),
        ({"post_town": "Drelów"}, "Wólka, 21-570 Drelów"),
        ({"street": "ul. Długa", "building": "5"}, "ul. Długa 5, 21-570 Wólka"),
    ],
)
def test_a_place_is_named_once(place: dict[str, str], shown: str) -> None:
    assert str(Address(locality="Wólka", postal_code="21-570", **place)) == shown
