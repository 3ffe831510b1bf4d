"""Names and addresses of payees, read for thousands at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cases.models import Address, Institution, PersonName
from opsapp.kernel.text import pl_key

Key = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Payee:
    """Who gets the money: a person or an institution, as printed on the list."""

    person_id: int | None
    institution_id: int | None
    name: str
    address: str
    order: str


def payees(keys: Iterable[Key], *, on: date) -> Mapping[Key, Payee]:
    """Payees by (person id, institution id), with the names and addresses in force on a day."""
    wanted = set(keys)
    found = _persons({key[0] for key in wanted if key[0]}, on)
    found.update(_institutions({key[1] for key in wanted if key[1]}))
    return found


def _persons(ids: set[int], on: date) -> dict[Key, Payee]:
    names = PersonName.objects.filter(person_id__in=ids, period__contains=on)
    addresses: dict[int, Address] = {}
    rows = Address.objects.filter(
        person_id__in=ids, kind__in=["residence", "correspondence"], period__contains=on
    ).order_by("kind")
    for row in rows.iterator(chunk_size=2000):
        addresses.setdefault(row.person_id, row)
    found = names.values_list("person_id", "first_name", "last_name")
    return {
        (person, None): Payee(
            person,
            None,
            f"{first} {last}",
            str(addresses.get(person, "")),
            pl_key(f"{last} {first}"),
        )
        for person, first, last in found.iterator(chunk_size=2000)
    }


def _institutions(ids: set[int]) -> dict[Key, Payee]:
    return {
        (None, row.pk): Payee(
            None, row.pk, row.name, f"{row.street}, {row.postal_code} {row.town}", pl_key(row.name)
        )
        for row in Institution.objects.filter(pk__in=ids)
    }
