"""To whom a decision orders to pay: its addressee, somebody who represents them, an institution."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from benefits.models import DecisionItem
from benefits.models.payout import Represents
from cases.models import Institution, Person, Relation
from cases.selectors.people import cards_of
from opsapp.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class PaidTo:
    """Another payee than the addressee: a person with the right they receive by (a code of
    `Represents`), or an institution (a landlord, a school).
    """

    person: Person | None = None
    institution: Institution | None = None
    role: str = ""

    def put_into(self, row: DecisionItem) -> None:
        """Write the payee into the item of a draft."""
        row.payee_person = self.person
        row.payee_institution = self.institution
        row.payee_role = self.role


def payee_of(row: DecisionItem) -> dict[str, Any]:
    """The payee of an instalment, as its fields."""
    if row.payee_institution_id:
        return {"payee_institution_id": row.payee_institution_id}
    return {"payee_person_id": row.payee_person_id or row.decision.addressee_id}


def representatives(person: Person, *, on: date) -> list[Relation]:
    """Who may receive for a person on a day: parents of a minor, guardians, curators, proxies."""
    rows = Relation.objects.filter(
        other__in=list(cards_of([person])),
        kind__in=Represents.values,
        period__contains=on,
        person__died_on=None,
    )
    found = rows.select_related("person", "other").prefetch_related("person__names")
    return [row for row in found.order_by("pk") if row.kind != "parent" or _minor(row.other, on)]


def _minor(person: Person, on: date) -> bool:
    born = person.birth_date
    return born is not None and (on.year - 18, on.month, on.day) < (born.year, born.month, born.day)


def check(paid_to: PaidTo, *, people: Iterable[Person], on: date) -> None:
    """Raise `Refusal` unless the institution is in use, or the person represents one of `people`
    by that right on the day.
    """
    if paid_to.institution is not None:
        if paid_to.person is not None or paid_to.role or not paid_to.institution.is_active:
            raise Refusal("Wybierz instytucję, która jest używana.", "payee", "payee")
        return
    rows = [row for person in people for row in representatives(person, on=on)]
    chosen = paid_to.person
    if chosen is None or (chosen.pk, paid_to.role) not in {(r.person_id, r.kind) for r in rows}:
        raise Refusal(
            "Wypłacić można stronie, jej przedstawicielowi, opiekunowi, osobie upoważnionej albo "
            "instytucji. Wpisz relację w kartotece i wybierz ją tutaj.",
            "payee",
            "payee",
        )
