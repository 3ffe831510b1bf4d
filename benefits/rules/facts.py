"""The facts of one case, read and checked; nothing here knows any rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from opsapp.kernel.periods import Month

RELATIONS = {
    "applicant": "wnioskodawca",
    "spouse": "małżonek",
    "partner": "partner",
    "child": "dziecko",
    "stepchild": "pasierb",
    "foster_child": "dziecko w pieczy zastępczej",
    "parent": "rodzic",
    "grandparent": "dziadek lub babcia",
    "grandchild": "wnuk",
    "sibling": "brat lub siostra",
    "other": "inna osoba",
}

DISABILITIES = {
    "none": "brak",
    "child_certificate": "orzeczenie o niepełnosprawności",
    "light": "stopień lekki",
    "moderate": "stopień umiarkowany",
    "severe": "stopień znaczny",
}
INCAPACITIES = {
    "none": "brak",
    "partial": "częściowa niezdolność do pracy",
    "total": "całkowita niezdolność do pracy",
}
EDUCATIONS = {
    "none": "nie uczy się",
    "preschool_year": "roczne przygotowanie przedszkolne",
    "school": "szkoła podstawowa",
    "secondary": "szkoła ponadpodstawowa",
    "university": "szkoła wyższa",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the household on the day of the application."""

    id: str
    relation: str
    birth_date: date | None = None
    sex: str | None = None
    disability: str = "none"
    incapacity: str = "none"
    education: str = "none"
    indications: tuple[int, ...] = ()
    institution: bool = False
    separate_room: bool = False

    def age(self, on: date) -> int | None:
        """Completed years on a day; None when the birth date is not known."""
        if self.birth_date is None:
            return None
        return years_completed(self.birth_date, on)


def years_completed(birth: date, on: date) -> int:
    """Age in completed years; a year is completed at the start of the birthday (k.c. art. 112)."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


@dataclass(frozen=True, slots=True)
class Income:
    """One receipt, or a source; `index` is its place in the input."""

    index: int
    member: str
    kind: str
    amount: Decimal | None = None
    hectares: Decimal | None = None
    month: Month | None = None
    year: int | None = None
    lost_on: date | None = None
    gained_on: date | None = None
    months: int | None = None
    for_months: tuple[Month, ...] = ()
    source: str | None = None

    @property
    def path(self) -> str:
        """Where its amount stands in the input."""
        return f"incomes[{self.index}].{'hectares' if self.amount is None else 'amount'}"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything one question knows. `circumstances` are as the benefit's own schema read them."""

    benefit: str
    on: date
    household: tuple[Member, ...]
    incomes: tuple[Income, ...] = ()
    circumstances: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def applicant(self) -> Member:
        """The one member who applies."""
        return next(member for member in self.household if member.relation == "applicant")

    @property
    def month(self) -> Month:
        """The month of the application."""
        return Month.of(self.on)

    def member(self, member_id: str) -> Member:
        """The member with this id; an unknown one is a bug, the input was checked."""
        return next(member for member in self.household if member.id == member_id)
