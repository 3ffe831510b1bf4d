"""Names: changed from a day on, or corrected where they were typed wrong."""

from __future__ import annotations

import re
from datetime import date

from cases.models import Person, PersonName
from cases.services.dated import succeed
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

_SIGNS = re.compile(r"[^\W\d_]+(?:[ '’.\-][^\W\d_]+|['’.](?=\s|$))*\.?")
LABELS = {
    "first_name": "Imię",
    "second_name": "Drugie imię",
    "last_name": "Nazwisko",
    "birth_name": "Nazwisko rodowe",
}


def read_name(text: str, field: str) -> str:
    """A name with single spaces. Raises `Refusal` when it is empty or holds digits or signs."""
    name = " ".join(text.split())
    required = field in ("first_name", "last_name")
    if not name and required:
        raise Refusal(
            f"{LABELS[field]} jest wymagane. Gdy nie jest znane, wpisz „nieznane”.",
            "name_missing",
            field,
        )
    if name and not _SIGNS.fullmatch(name):
        raise Refusal(
            f"{LABELS[field]} może mieć tylko litery, spację, łącznik i apostrof. Popraw „{name}”.",
            "name_signs",
            field,
        )
    return name


def read_names(**names: str) -> dict[str, str]:
    """All four names, read."""
    return {field: read_name(text, field) for field, text in names.items()}


@act
def rename(
    person: Person,
    *,
    first_name: str,
    last_name: str,
    second_name: str = "",
    birth_name: str = "",
    on: date,
    actor: User,
) -> PersonName:
    """Give the person other names from a day on, which may be to come: until then the old ones
    stand. They stay and are still found.
    """
    states.lock(person)
    new = PersonName(
        person=person,
        **read_names(
            first_name=first_name,
            last_name=last_name,
            second_name=second_name,
            birth_name=birth_name,
        ),
    )
    return succeed(person.names.all(), new, on=on)


@act
def correct_name(
    name: PersonName,
    *,
    first_name: str,
    last_name: str,
    second_name: str = "",
    birth_name: str = "",
    actor: User,
) -> PersonName:
    """Correct names that were typed wrong; history keeps what stood there."""
    name = states.lock(name)
    read = read_names(
        first_name=first_name, last_name=last_name, second_name=second_name, birth_name=birth_name
    )
    for field, text in read.items():
        setattr(name, field, text)
    name.save(update_fields=list(read))
    return name
