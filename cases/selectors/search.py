"""What the search box finds among persons and cases: the kind of thing typed decides where to look.

PESEL, document, phone and case sign are exact; names stand in any order, Polish letters optional;
a street may have its number behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from django.db.models import Case, Q, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce
from django.urls import reverse

from cases import access
from cases.models import Address, Contact, PersonIdentifier, PersonName, in_force
from cases.selectors.people import Cards, names_of, with_card
from cases.services.people.particulars import phone_key
from opsapp.kernel import clock, looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Hit
from opsapp.kernel.secrets import blind_index
from opsapp.kernel.text import Fold, fold
from opsapp.kernel.web.wording import YEARS, age, counted

if TYPE_CHECKING:
    from opsapp.office.models import User

PERSONS = "Osoby"
BY_ADDRESS = "Pod tym adresem"
CASES = "Sprawy"
_DOCUMENT = re.compile(r"[A-Z]{2,3}\d{6,7}")
_SIGN = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ-]+\.\d{3,6}(\.\d+)?(\.\d{4})?", re.IGNORECASE)
_STREET = re.compile(r"^(?:ul|al|pl|os)\.?\s+", re.IGNORECASE)
_HOUSE = re.compile(r"(?P<street>.*?\D)\s*(?P<building>\d+\w?)(?:\s*/\s*(?P<flat>\d+\w?))?")


def find_persons(user: User, query: str, limit: int) -> Iterator[Hit]:
    """Persons for the search box; each search leaves its trace."""
    if not user.can(Cap.SEE_PERSONS):
        return
    hits: list[tuple[str, PersonName]] = []
    for heading, rows in _ways(query, limit):
        seen = {row.person_id for _, row in hits}
        hits += [(heading, row) for row in rows if row.person_id not in seen]
    looked.searched(user, "cases.person", masked(query), [row.person_id for _, row in hits])
    for place, (heading, row) in enumerate(hits):
        yield _hit(heading, row, score=100 - place)


def find_cases(user: User, query: str, limit: int) -> Iterator[Hit]:
    """Cases by their sign, or by its beginning; only those the person may open."""
    if not user.can(Cap.SEE_CASES) or not _SIGN.fullmatch(query):
        return
    found = list(
        access.cases_of(user)
        .filter(sign__startswith=query.upper())
        .order_by("-year", "-number")[:limit]
    )
    looked.searched(user, "cases.case", query, [case.pk for case in found])
    names = names_of(case.client_id for case in found)
    for case in found:
        url = reverse("cases:case", args=[case.pk])
        detail = " · ".join(filter(None, [names.get(case.client_id, ""), case.subject]))
        yield Hit(CASES, case.sign, url, detail, score=120)


def masked(query: str) -> str:
    """The query as the trace keeps it: a PESEL is not written in the open."""
    digits = re.sub(r"\D", "", query)
    return f"PESEL …{digits[-4:]}" if len(digits) == 11 else query


def _ways(query: str, limit: int) -> Iterator[tuple[str, Sequence[PersonName]]]:
    bare = re.sub(r"[\s\-]", "", query)
    if bare.isdecimal() and len(bare) == 11 and (found := _by_number(bare)):
        yield PERSONS, found
    elif _is_phone(query):
        yield PERSONS, _by_phone(query, limit)
    elif _DOCUMENT.fullmatch(bare.upper()):
        yield PERSONS, _by_number(bare.upper())
    elif not bare.isdecimal() and not _SIGN.fullmatch(query):
        yield from _by_words(query, limit)


def _is_phone(query: str) -> bool:
    return bool(re.fullmatch(r"\+?[\d\s()\-/]+", query)) and 7 <= len(phone_key(query)) <= 12


def _by_words(query: str, limit: int) -> Iterator[tuple[str, Sequence[PersonName]]]:
    named = (
        ()
        if any(sign.isdigit() for sign in query) or _STREET.match(query)
        else (by_names(query, limit))
    )
    if named:
        yield PERSONS, named
    if len(named) < limit and len(query) >= 4:
        yield BY_ADDRESS, _by_street(query, limit - len(named))
    if not named and len(query) >= 4:
        yield PERSONS, ()


def by_names(query: str, limit: int) -> list[PersonName]:
    """Persons each word of the query begins a name of, in any order; exact last names first. Cards
    are read of the best alone.
    """
    words = fold(query.replace(",", " ")).split()[:4]
    rows: Cards = PersonName.objects.annotate(score=_score(words))
    for word in words:
        rows = rows.filter(_begins("folded_last", word) | _begins("folded_first", word))
    best = rows.order_by("-score", "folded_last", "folded_first", "pk")[: limit * 2]
    found: Cards = PersonName.objects.filter(pk__in=best.values("pk"))
    found = _cards(found.annotate(score=_score(words)))
    unique: dict[int, PersonName] = {}
    for row in found.order_by("-score", "folded_last", "folded_first", "pk"):
        unique.setdefault(row.person_id, row)
    return list(unique.values())[:limit]


def _score(words: list[str]) -> CombinedExpression | Value:
    """How well a name fits: its exact words, twice in a last name, and whether it is in force."""
    ways = [Q(folded_last=word) | Q(folded_first=word) for word in words]
    ways += [Q(folded_last__in=words), in_force()]
    return reduce(add, (Case(When(way, then=1), default=0) for way in ways), Value(0))


def _begins(field: str, word: str) -> Q:
    """The word begins the name or a part of it after a space or a hyphen."""
    return Q(**{f"{field}__regex": rf"(^|[- ]){re.escape(word)}"})


def _by_number(number: str) -> list[PersonName]:
    indexes = [blind_index(number, kind) for kind in PersonIdentifier.Kind.values]
    holders = PersonIdentifier.objects.filter(value_index__in=indexes).values("person_id")
    return list(_cards(PersonName.objects.filter(in_force(), person__in=holders)))


def _by_phone(query: str, limit: int) -> list[PersonName]:
    owners = Contact.objects.filter(in_force(), search_key=phone_key(query))
    rows = PersonName.objects.filter(in_force(), person__in=owners.values("person_id"))
    return list(_cards(rows)[:limit])


def _by_street(query: str, limit: int) -> list[PersonName]:
    typed = _STREET.sub("", query.strip())
    house = _HOUSE.fullmatch(typed)
    street = fold(house["street"] if house else typed)
    homes = Address.objects.annotate(folded=Fold("street")).filter(
        in_force(), folded__contains=street, kind="residence"
    )
    if house:
        homes = homes.filter(building__iexact=house["building"])
    if house and house["flat"]:
        homes = homes.filter(flat__iexact=house["flat"])
    rows = PersonName.objects.filter(in_force(), person__in=homes.values("person_id"))
    return list(_cards(rows)[:limit])


def _cards(rows: Cards) -> Cards:
    """With the card's data; a merged card leads to the one it was joined to."""
    return with_card(rows).annotate(card=Coalesce("person__merged_into_id", "person_id"))


def _hit(heading: str, row: PersonName, *, score: float) -> Hit:
    born = row.person.birth_date
    years = counted(age(born, clock.today()), YEARS) if born else ""
    today = clock.today()
    former = "" if today in row.period else "dawniej" if row.period.lower < today else "wkrótce"
    address: str = row.address  # type: ignore[attr-defined]
    card: int = row.card  # type: ignore[attr-defined]
    detail = " · ".join(filter(None, [former, years, address]))
    return Hit(heading, str(row), reverse("cases:person", args=[card]), detail, score)
