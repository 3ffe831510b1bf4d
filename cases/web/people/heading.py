"""The head of a person's pages: who, where, the family now, the sections."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from cases.models import Address, Alert, Membership, Person, PersonIdentifier
from cases.selectors.households import members, stays_of
from cases.selectors.people import group_of
from opsapp.kernel import clock, registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request
from opsapp.kernel.web.parts import Tab

PLACES = {
    "os-czasu": ("person.stream", "Oś czasu", Cap.SEE_CASES),
    "sprawy": ("person.cases", "Sprawy", Cap.SEE_CASES),
    "dokumenty": ("person.documents", "Dokumenty", Cap.SEE_CASES),
    "wyplaty": ("person.payments", "Wypłaty", Cap.SEE_PAYMENTS),
    "praca-socjalna": ("person.social_work", "Praca socjalna", Cap.SEE_SOCIAL_WORK),
}
"""Sections that other parts of the office fill, by the place of their panels."""


@dataclass
class Heading:
    """Everything the head of a card shows; read once."""

    request: Request
    person: Person
    current: str

    @cached_property
    def group(self) -> list[int]:
        """Keys of all cards of this human being."""
        return group_of(self.person)

    @cached_property
    def name(self) -> str:
        """'Anna Nowak'."""
        name = self.person.current_name
        return f"{name.first_name} {name.last_name}" if name else str(self.person)

    @cached_property
    def pesel(self) -> PersonIdentifier | None:
        """The live PESEL, shown masked."""
        numbers = PersonIdentifier.objects.filter(person__in=self.group, kind="pesel")
        return numbers.filter(is_live=True).first()

    @cached_property
    def address(self) -> Address | None:
        """Where the person lives now."""
        homes = Address.objects.filter(person__in=self.group, period__contains=clock.today())
        return homes.filter(kind="residence").first()

    @cached_property
    def alerts(self) -> list[Alert]:
        """Warnings in force."""
        rows = Alert.objects.filter(person__in=self.group, period__contains=clock.today())
        return list(rows)

    @cached_property
    def stay(self) -> Membership | None:
        """The stay in the present household."""
        return stays_of(self.person, clock.today()).first()

    @cached_property
    def elsewhere(self) -> list[Membership]:
        """Heads of the other families of a child in alternating custody."""
        if self.stay is None or not self.stay.alternating:
            return []
        stays = stays_of(self.person, clock.today()).exclude(pk=self.stay.pk)
        return [members(stay.household, clock.today())[0] for stay in stays]

    @cached_property
    def family(self) -> list[Membership]:
        """Who keeps house together now; empty when no household is known."""
        return members(self.stay.household, clock.today()) if self.stay else []

    @cached_property
    def may_edit(self) -> bool:
        """Whether the person at the screen may change the card."""
        return self.request.user.can(Cap.EDIT_PERSONS)

    @cached_property
    def merged(self) -> list[int]:
        """Keys of the cards joined to this one."""
        return self.group[1:]

    @property
    def may_apply(self) -> bool:
        """Whether a new application may be taken from here."""
        return self.request.user.can(Cap.REGISTER_APPLICATIONS) and not self.person.died_on

    @cached_property
    def tabs(self) -> list[Tab]:
        """The sections this user may open."""
        pk, user = self.person.pk, self.request.user
        named = [
            ("person", "Przegląd"),
            ("person_data", "Dane i adresy"),
            ("person_household", "Rodzina"),
            ("person_incomes", "Dochody"),
        ]
        tabs = [
            Tab(label, reverse(f"cases:{name}", args=[pk]), self.current == name)
            for name, label in named
        ]
        for slug, (place, label, cap) in PLACES.items():
            if registry.panels.any(place) and user.can(cap):
                url = reverse("cases:person_place", args=[pk, slug])
                tabs.append(Tab(label, url, self.current == slug))
        if user.can(Cap.AUDIT):
            url = reverse("cases:person_looks", args=[pk])
            tabs.append(Tab("Kto oglądał", url, self.current == "person_looks"))
        return tabs
