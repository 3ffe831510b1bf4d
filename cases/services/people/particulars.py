"""Contacts, addresses, alerts, citizenship and marital status: each with its period."""

from __future__ import annotations

import re
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from cases.models import Address, Alert, Citizenship, Contact, MaritalStatus, Person
from cases.selectors import places
from cases.services.dated import end, since, succeed
from opsapp.kernel import clock, states
from opsapp.kernel.audit import act
from opsapp.kernel.identifiers import parse_e_delivery, parse_postal_code, parse_terc
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
_PHONE_DIGITS = range(7, 16)


def phone_key(text: str) -> str:
    """The digits of a phone number, a Polish one without the country's code."""
    digits = re.sub(r"\D", "", text)
    digits = digits.removeprefix("00")
    return digits[2:] if digits.startswith("48") and len(digits) == 11 else digits


def read_contact(kind: str, text: str) -> tuple[str, str]:
    """The value as shown and the key it is found by. Raises `Refusal` when it cannot be right."""
    text = " ".join(text.split())
    if kind == Contact.Kind.PHONE:
        key = phone_key(text)
        if len(key) not in _PHONE_DIGITS or re.search(r"[^\d\s()+\-/]", text):
            raise Refusal(
                "Numer telefonu ma 9 cyfr, np. 601 234 567. Zagraniczny zacznij od +.",
                "phone",
                "value",
            )
        polish = len(key) == 9 and not (text.startswith("+") and not text.startswith("+48"))
        return f"{key[:3]} {key[3:6]} {key[6:]}" if polish else text, key
    if kind == Contact.Kind.EMAIL:
        if not _EMAIL.fullmatch(text):
            raise Refusal("Adres e-mail ma postać nazwa@domena.pl.", "email", "value")
        return text, text.lower()
    try:
        address = parse_e_delivery(text)
    except ValueError as wrong:
        raise Refusal(str(wrong), "e_delivery", "value") from wrong
    return address, address


@act
def add_contact(
    person: Person, *, kind: str, value: str, note: str = "", on: date, actor: User
) -> Contact:
    """Add a phone, e-mail or e-delivery address; one in force already is returned as it is."""
    shown, key = read_contact(kind, value)
    states.lock(person)
    same = person.contacts.filter(kind=kind, search_key=key, period__upper_inf=True).first()
    if same is not None:
        return same
    return Contact.objects.create(
        person=person, kind=kind, value=shown, search_key=key, note=note.strip(), period=since(on)
    )


@act
def end_contact(contact: Contact, *, on: date, actor: User) -> Contact:
    """The contact is out of use from a day on."""
    contact = states.lock(contact)
    end(contact, on=on)
    return contact


@act
def add_address(
    person: Person,
    *,
    kind: str,
    locality: str,
    street: str = "",
    building: str = "",
    flat: str = "",
    postal_code: str = "",
    post_town: str = "",
    terc: str = "",
    on: date,
    actor: User,
) -> Address:
    """Give the person an address of a kind from a day on; the earlier of that kind ends there.

    The locality alone is an address: villages have no streets, the homeless no house. Raises
    `Refusal` without it, and for a place that cannot lie in the centre's gmina.
    """
    if not locality.strip():
        raise Refusal("Podaj miejscowość.", "locality_missing", "locality")
    at = places.home(clock.today()) if terc else None
    if at and terc == at.terc and not at.holds(locality):
        raise Refusal(
            f"{locality.strip()} leży poza gminą {at.locality}. Wybierz gminę tej miejscowości "
            "albo popraw nazwę miejscowości.",
            "other_gmina",
            "terc",
        )
    states.lock(person)
    new = Address(
        person=person,
        kind=kind,
        locality=locality.strip(),
        street=street.strip(),
        building=building.strip(),
        flat=flat.strip(),
        postal_code=_read(parse_postal_code, postal_code, "postal_code"),
        post_town=post_town.strip(),
        terc=_read(parse_terc, terc, "terc"),
    )
    return succeed(person.addresses.filter(kind=kind), new, on=on)


@act
def end_address(address: Address, *, on: date, actor: User) -> Address:
    """The person has no such address from a day on."""
    address = states.lock(address)
    end(address, on=on)
    return address


@act
def add_alert(
    person: Person, *, kind: str, text: str, on: date, until: date | None = None, actor: User
) -> Alert:
    """Warn everyone who opens the card, from a day on, to the day `until` when it is known."""
    text = " ".join(text.split())
    if not text:
        raise Refusal("Napisz, na co zwrócić uwagę.", "text_missing", "text")
    if until is not None and until < on:
        raise Refusal("Ostatni dzień jest wcześniejszy niż pierwszy.", "order", "until")
    states.lock(person)
    same = person.alerts.filter(kind=kind, text=text, period__contains=on).first()
    if same is not None:
        return same
    last = date.fromordinal(until.toordinal() + 1) if until else None
    return Alert.objects.create(
        person=person, kind=kind, text=text, period=DateRange(on, last, "[)"), author=actor
    )


@act
def end_alert(alert: Alert, *, on: date, actor: User) -> Alert:
    """The warning no longer holds from a day on; on its first day it is kept for that day."""
    alert = states.lock(alert)
    last = max(on, date.fromordinal(alert.period.lower.toordinal() + 1))
    if alert.period.upper is None or alert.period.upper > last:
        alert.period = DateRange(alert.period.lower, last, "[)")
        alert.save(update_fields=["period"])
    return alert


@act
def note_marital_status(person: Person, *, kind: str, on: date, actor: User) -> MaritalStatus:
    """The person's marital status from a day on."""
    states.lock(person)
    return succeed(person.marital_statuses.all(), MaritalStatus(person=person, kind=kind), on=on)


@act
def note_citizenship(
    person: Person, *, country: str, stay_title: str = "", on: date, actor: User
) -> Citizenship:
    """Citizenship, for a foreigner with the title of stay (art. 5 u.p.s.), from a day on."""
    states.lock(person)
    new = Citizenship(person=person, country=country.upper(), stay_title=stay_title.strip())
    return succeed(person.citizenships.filter(country=country.upper()), new, on=on)


def _read(parse: object, text: str, field: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(parse(text))  # type: ignore[operator]
    except ValueError as wrong:
        raise Refusal(str(wrong), field, field) from wrong
