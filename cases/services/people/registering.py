"""A card is opened, its birth date and sex corrected, a death noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from cases.models import Membership, Person, PersonName
from cases.services import households
from cases.services.clashes import refusing
from cases.services.dated import not_future, since
from cases.services.people.names import read_names
from cases.services.people.numbers import (
    NewDocument,
    add_document,
    check_against,
    put_pesel,
    read_pesel,
)
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.identifiers import parse_pesel
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User


@act
def register(
    *,
    first_name: str,
    last_name: str,
    second_name: str = "",
    birth_name: str = "",
    sex: str = "unknown",
    birth_date: date | None = None,
    birth_date_estimated: bool = False,
    pesel: str = "",
    checksum_exception: str = "",
    documents: Sequence[NewDocument] = (),
    on: date,
    request_id: UUID | None = None,
    actor: User,
) -> Person:
    """Open a person's card. Having no PESEL is normal; then the birth date, exact or estimated, is.

    Sex and birth date follow from the PESEL. The same `request_id` again returns the card opened
    first. Raises `Refusal` naming the field: a wrong or taken number, contradictions, no birth
    date.
    """
    if request_id is not None:
        opened = Person.objects.filter(request_id=request_id).first()
        if opened is not None:
            return opened
    names = read_names(
        first_name=first_name, last_name=last_name, second_name=second_name, birth_name=birth_name
    )
    not_future(on, field="on", what="Dzień założenia karty")
    person = _born(pesel, checksum_exception, sex, birth_date, birth_date_estimated)
    person.request_id = request_id
    with refusing({"cases_person_request_id_key": Conflict("Ta karta już powstała.", "repeated")}):
        person.save()
    PersonName.objects.create(person=person, period=since(person.birth_date or on), **names)
    if pesel:
        put_pesel(
            person,
            read_pesel(pesel, checksum_exception),
            checksum_exception=checksum_exception,
        )
    for document in documents:
        add_document(person, document=document, actor=actor)
    return person


def _born(
    pesel: str, checksum_exception: str, sex: str, birth_date: date | None, estimated: bool
) -> Person:
    if pesel:
        read = read_pesel(pesel, checksum_exception)
        check_against(read, sex=sex, birth_date=None if estimated else birth_date)
        return Person(sex=read.sex, birth_date=read.birth_date)
    if birth_date is None:
        raise Refusal(
            "Podaj numer PESEL albo datę urodzenia. Gdy nie jest znana, wpisz przybliżoną "
            "i zaznacz to.",
            "birth_date_missing",
            "birth_date",
        )
    not_future(birth_date, field="birth_date", what="Data urodzenia")
    return Person(
        sex=sex or Person.Sex.UNKNOWN, birth_date=birth_date, birth_date_estimated=estimated
    )


@act
def correct_birth(
    person: Person, *, sex: str, birth_date: date, birth_date_estimated: bool = False, actor: User
) -> Person:
    """Correct sex or birth date. Raises `Refusal` when the live PESEL says otherwise."""
    person = states.lock(person)
    not_future(birth_date, field="birth_date", what="Data urodzenia")
    live = person.identifiers.filter(kind="pesel", is_live=True).first()
    if live is not None:
        check_against(parse_pesel(live.value), sex=sex, birth_date=birth_date)
    if person.died_on and person.died_on < birth_date:
        raise Refusal("Data urodzenia jest późniejsza niż data zgonu.", "order", "birth_date")
    person.sex, person.birth_date = sex, birth_date
    person.birth_date_estimated = birth_date_estimated and live is None
    person.save(update_fields=["sex", "birth_date", "birth_date_estimated"])
    return person


@act
def note_death(person: Person, *, on: date, actor: User) -> Person:
    """Note the day of death; the stay in the household ends with it, on a merged card too."""
    person = states.lock(person)
    not_future(on, field="on", what="Data zgonu")
    if person.died_on == on:
        return person
    if person.birth_date and on < person.birth_date:
        raise Refusal(
            f"Data zgonu jest wcześniejsza niż data urodzenia ({person.birth_date:%d.%m.%Y}). "
            "Sprawdź rok.",
            "order",
            "on",
        )
    person.died_on = on
    person.save(update_fields=["died_on"])
    cards = [person.pk, *person.merged_cards.values_list("pk", flat=True)]
    for stay in Membership.objects.filter(person__in=cards, period__upper_inf=True):
        households.leave(stay, on=max(on, stay.period.lower) + timedelta(days=1), actor=actor)
    return person
