"""PESEL and documents: checked, unique while live, never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.models import Person, PersonIdentifier
from cases.selectors.people import holder_of
from cases.services.clashes import refusing
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.identifiers import Pesel, check_id_card, parse_pesel
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.kernel.secrets import blind_index
from opsapp.office.models import User

Kind = PersonIdentifier.Kind


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that identifies a person, as typed."""

    kind: str
    value: str
    country: str = "PL"
    valid_until: date | None = None


def read_pesel(text: str, checksum_exception: str) -> Pesel:
    """Read a PESEL. Raises `Refusal` for a wrong one; a wrong last digit needs a written reason."""
    try:
        pesel = parse_pesel(text)
    except ValueError as wrong:
        raise Refusal(str(wrong), "pesel", "pesel") from wrong
    if not pesel.checksum_ok and not checksum_exception.strip():
        raise Refusal(
            "Ostatnia cyfra numeru PESEL nie zgadza się z pozostałymi. Sprawdź numer z dokumentem. "
            "Jeśli w rejestrze jest właśnie taki, wpisz powód przyjęcia.",
            "checksum",
            "pesel",
        )
    return pesel


def check_against(pesel: Pesel, *, sex: str, birth_date: date | None) -> None:
    """Raise `Refusal` when the number says another birth date or sex than was typed."""
    if birth_date is not None and birth_date != pesel.birth_date:
        raise Refusal(
            f"Z numeru PESEL wynika data urodzenia {pesel.birth_date:%d.%m.%Y}, "
            f"a wpisano {birth_date:%d.%m.%Y}. Porównaj obie z dokumentem i popraw błędną.",
            "birth_date_contradicts",
            "birth_date",
        )
    if sex in ("female", "male") and sex != pesel.sex:
        said = "kobiety" if pesel.sex == "female" else "mężczyzny"
        raise Refusal(
            f"To jest numer PESEL {said}, a wybrano inną płeć. Porównaj z dokumentem.",
            "sex_contradicts",
            "sex",
        )


def put_pesel(person: Person, pesel: Pesel, *, checksum_exception: str) -> PersonIdentifier:
    """Write the live PESEL of a person; the one before stops being live."""
    person.identifiers.filter(kind=Kind.PESEL, is_live=True).update(is_live=False)
    row = PersonIdentifier(
        person=person,
        kind=Kind.PESEL,
        value=pesel.value,
        value_index=blind_index(pesel.value, Kind.PESEL),
        checksum_exception="" if pesel.checksum_ok else checksum_exception.strip(),
    )
    return _save(row, field="pesel")


@act
def correct_pesel(
    person: Person, *, pesel: str, checksum_exception: str = "", reason: str, actor: User
) -> PersonIdentifier:
    """Give the person another PESEL; the old one is kept as no longer live.

    Raises `Refusal` when the number contradicts sex or birth date on the card: correct those
    first, or when another card holds it.
    """
    person = states.lock(person)
    read = read_pesel(pesel, checksum_exception)
    known = None if person.birth_date_estimated else person.birth_date
    check_against(read, sex=person.sex, birth_date=known)
    live = person.identifiers.filter(kind=Kind.PESEL, is_live=True).first()
    if live is not None and live.value == read.value:
        return live
    if live is not None and not reason.strip():
        raise Refusal("Napisz, skąd wiadomo, że poprzedni numer był zły.", "no_reason", "reason")
    row = put_pesel(person, read, checksum_exception=checksum_exception)
    person.sex, person.birth_date, person.birth_date_estimated = read.sex, read.birth_date, False
    person.save(update_fields=["sex", "birth_date", "birth_date_estimated"])
    return row


@act
def add_document(person: Person, *, document: NewDocument, actor: User) -> PersonIdentifier:
    """Add an identity document; one that is on the card already is returned as it is."""
    number = _read_document(document)
    index = blind_index(number, document.kind)
    same = person.identifiers.filter(
        kind=document.kind, country=document.country, value_index=index, is_live=True
    ).first()
    if same is not None:
        return same
    row = PersonIdentifier(
        person=person,
        kind=document.kind,
        value=number,
        value_index=index,
        country=document.country,
        valid_until=document.valid_until,
    )
    return _save(row, field="value")


@act
def end_document(identifier: PersonIdentifier, *, actor: User) -> PersonIdentifier:
    """Mark a document as no longer live; the row stays."""
    if PersonIdentifier.objects.filter(pk=identifier.pk, is_live=True).update(is_live=False) != 1:
        raise Conflict("Ten dokument już oznaczono jako nieaktualny.", "ended")
    identifier.is_live = False
    return identifier


def _read_document(document: NewDocument) -> str:
    number = "".join(document.value.split()).upper()
    if not number:
        raise Refusal("Podaj serię i numer dokumentu.", "number_missing", "value")
    if document.kind != Kind.ID_CARD or document.country != "PL":
        return number
    try:
        return check_id_card(number)
    except ValueError as wrong:
        raise Refusal(str(wrong), "id_card", "value") from wrong


def _save(row: PersonIdentifier, *, field: str) -> PersonIdentifier:
    holder = holder_of(row.kind, row.value, country=row.country)
    if holder is not None and holder.pk != row.person_id:
        raise _taken(row, str(holder), field)
    with refusing({"identifier_live_unique": _taken(row, "", field)}):
        row.save()
    return row


def _taken(row: PersonIdentifier, holder: str, field: str) -> Refusal:
    who = f" ({holder})" if holder else ""
    return Refusal(
        f"Osoba z tym numerem jest już w kartotece{who}. Otwórz jej kartę zamiast zakładać nową.",
        "number_taken",
        field,
    )
