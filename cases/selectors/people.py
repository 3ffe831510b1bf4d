"""Cards of persons: the list, one card with its group, look-alikes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeAlias

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Coalesce, Concat

from cases.models import Address, Alert, Person, PersonIdentifier, PersonName, in_force
from opsapp.kernel import clock
from opsapp.kernel.secrets import blind_index
from opsapp.kernel.text import PlKey, fold

Cards: TypeAlias = Any
"""A query of PersonName with values that it adds to the rows, unknown to the type checker."""
LOOK_ALIKES = 8
ALIKE = 0.45


def group_of(person: Person) -> list[int]:
    """Keys of all cards of this human being, whichever of them is given, the better one first."""
    better = person.merged_into or person
    return [better.pk, *(card.pk for card in better.merged_cards.all())]


def cards_of(people: Iterable[Person]) -> dict[int, int]:
    """Every card of these human beings, merged ones too, by key, with the key of the one among
    `people` it is read as; one query.
    """
    read_as = {person.merged_into_id or person.pk: person.pk for person in people}
    rows = Person.objects.filter(Q(pk__in=read_as) | Q(merged_into__in=read_as))
    return {card: read_as[into or card] for card, into in rows.values_list("pk", "merged_into_id")}


def holder_of(kind: str, number: str, *, country: str = "PL") -> Person | None:
    """Whose live number this is, or None."""
    row = (
        PersonIdentifier.objects.filter(
            kind=kind, country=country, value_index=blind_index(number, kind), is_live=True
        )
        .select_related("person")
        .first()
    )
    return row.person if row else None


def with_card(names: QuerySet[PersonName], on: date | None = None) -> Cards:
    """Names with what a list shows of their card: `pesel`, `address`, `alert`; one query."""
    own = OuterRef("person_id")
    pesel = PersonIdentifier.objects.filter(person=own, kind="pesel", is_live=True)
    home = Address.objects.filter(in_force(on), person=own, kind="residence")
    alerts = Alert.objects.filter(person=own, period__contains=on or clock.today())
    return names.select_related("person").annotate(
        pesel=Subquery(pesel.values("value")[:1]),
        address=Coalesce(Subquery(home.annotate(line=one_line()).values("line")[:1]), Value("")),
        alert=Coalesce(Subquery(alerts.values("text")[:1]), Value("")),
    )


def names_of(persons: Iterable[int]) -> dict[int, str]:
    """'Nowak Anna' by the key of the card; one query, none for nobody."""
    keys = set(persons)
    if not keys:
        return {}
    rows = PersonName.objects.filter(in_force(), person__in=keys)
    return {row.person_id: f"{row.last_name} {row.first_name}" for row in rows}


def mailing_lines(person: Person, on: date | None = None) -> list[str]:
    """The address for letters of a day (today) in two lines: for correspondence, else of residence,
    else registered; nothing when none is known.
    """
    kinds, cards = ("correspondence", "residence", "registered"), group_of(person)
    rows = Address.objects.filter(in_force(on), person__in=cards, kind__in=kinds)
    home = min(
        rows, key=lambda row: (kinds.index(row.kind), cards.index(row.person_id)), default=None
    )
    return [line for line in (home.first_line, home.second_line) if line] if home else []


def one_line() -> Concat:
    """'Sandomierz, ul. Zawichojska 4/7', in SQL."""
    number = Concat(
        Value(" "),
        "building",
        Case(When(flat="", then=Value("")), default=Concat(Value("/"), "flat")),
    )
    number_if_any: Case = Case(When(building="", then=Value("")), default=number)
    street = Case(
        When(street="", then=F("locality")),
        default=Concat("locality", Value(", "), "street"),
        output_field=CharField(),
    )
    return Concat(street, number_if_any, output_field=CharField())


def person_list(show: str = "") -> Cards:
    """Names in force of all live cards, with `last_key` and `first_key` for the Polish order.

    `show`: alerts, no_pesel, dead; anything else is all.
    """
    rows = PersonName.objects.filter(in_force(), person__merged_into=None)
    own = OuterRef("person_id")
    if show == "alerts":
        rows = rows.filter(Exists(Alert.objects.filter(person=own, period__contains=clock.today())))
    elif show == "no_pesel":
        numbers = PersonIdentifier.objects.filter(person=own, kind="pesel", is_live=True)
        rows = rows.filter(~Exists(numbers))
    elif show == "dead":
        rows = rows.filter(person__died_on__isnull=False)
    return with_card(rows).annotate(last_key=PlKey("last_name"), first_key=PlKey("first_name"))


def look_alikes(
    *, first_name: str, last_name: str, birth_date: date | None, besides: Iterable[int] = ()
) -> list[PersonName]:
    """Cards that may be of the same person: like names, with or without Polish letters, and a
    birth date that does not speak against it. The most alike first.
    """
    first, last = fold(first_name), fold(last_name)
    if len(last) < 2 or not first:
        return []
    rows: Cards = (
        PersonName.objects.filter(person__merged_into=None)
        .exclude(person__in=list(besides))
        .filter(folded_last__trigram_similar=last)
        .annotate(
            alike=TrigramSimilarity("folded_last", last) * 0.6
            + TrigramSimilarity("folded_first", first) * 0.4
        )
        .filter(_birth_may_be(birth_date), alike__gte=ALIKE)
    )
    found = with_card(rows).order_by("-alike", "person_id")[: LOOK_ALIKES * 2]
    return list({row.person_id: row for row in reversed(found)}.values())[::-1][:LOOK_ALIKES]


def _birth_may_be(birth_date: date | None) -> Q:
    """Unknown or estimated dates fit; a known one must be equal, or the names almost equal."""
    if birth_date is None:
        return Q()
    near = Q(person__birth_date__year=birth_date.year) | Q(
        person__birth_date__month=birth_date.month, person__birth_date__day=birth_date.day
    )
    return (
        Q(person__birth_date=birth_date)
        | Q(person__birth_date=None)
        | (Q(person__birth_date_estimated=True) & Q(alike__gte=0.6))
        | (near & Q(alike__gte=0.8))
    )
