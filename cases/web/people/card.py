"""The person's page: overview, particulars, and the sections that others fill."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpResponse

from cases import access
from cases.models import (
    Address,
    Alert,
    Citizenship,
    Contact,
    MaritalStatus,
    Person,
    PersonIdentifier,
)
from cases.selectors.circumstances import circumstances_of
from cases.selectors.people import group_of
from cases.web.people.heading import PLACES, Heading
from opsapp.kernel import clock, registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotFound
from opsapp.kernel.web import Request, page, partial, reads, writes

M = TypeVar("M", MaritalStatus, Citizenship)


@reads
def overview(request: Request, pk: int) -> HttpResponse:
    """What they get, what runs, what they could get; what happened comes after the page."""
    person = access.get_person(request, pk)
    return page(
        request, "cases/person.html",
        head=Heading(request, person, "person"), person=person,
        boxes=registry.panels.of("person", request, person),
        contacts=_contacts(person), may_see_cases=request.user.can(Cap.SEE_CASES),
    )  # fmt: skip


@reads
def data(request: Request, pk: int) -> HttpResponse:
    """Names, numbers, addresses, contacts and facts, now and before."""
    person = access.get_person(request, pk)
    head = Heading(request, person, "person_data")
    addresses = sorted(
        Address.objects.filter(person__in=head.group),
        key=lambda row: (row.period.upper is not None, row.pk),
    )
    return page(
        request, "cases/person_data.html",
        head=head, person=person, contacts=_contacts(person), addresses=addresses,
        documents=PersonIdentifier.objects.filter(person__in=head.group).order_by("-is_live", "pk"),
        marital=_of_every_card(head, MaritalStatus), citizenships=_of_every_card(head, Citizenship),
        circumstances=circumstances_of(person), today=clock.today(),
        past_alerts=_past_alerts(head),
    )  # fmt: skip


@writes("POST")
def pesel(request: Request, pk: int) -> HttpResponse:
    """The whole PESEL, for whoever asks for it by a click; the door's trace names this address."""
    person = access.get_person(request, pk)
    number = PersonIdentifier.objects.filter(
        person__in=group_of(person), kind="pesel", is_live=True
    ).first()
    return partial(request, "cases/_pesel.html", number=number)


@reads
def place(request: Request, pk: int, place: str) -> HttpResponse:
    """A section of the card that other parts of the office fill; of the stream, for the overview,
    the newest alone.
    """
    if place not in PLACES:
        raise NotFound("Karta nie ma takiego działu.", "not_found")
    name, title, cap = PLACES[place]
    request.user.require(cap)
    person = access.get_person(request, pk, to=Cap.SEE_PERSONS)
    if request.htmx and place == "os-czasu":
        newest = registry.panels.of("person.timeline", request, person)
        return partial(request, "cases/_person_stream.html", boxes=newest)
    return page(
        request, "cases/person_place.html",
        head=Heading(request, person, place), person=person, title=title,
        boxes=registry.panels.of(name, request, person),
    )  # fmt: skip


def _of_every_card(head: Heading, model: type[M]) -> list[M]:
    """Rows of all cards of the person, those of the card that was kept first."""
    rows = model.objects.filter(person__in=head.group).order_by("-period")
    return sorted(rows, key=lambda row: row.person_id != head.person.pk)


def _past_alerts(head: Heading) -> list[Alert]:
    return list(Alert.objects.filter(person__in=head.group, period__endswith__lte=clock.today()))


def _contacts(person: Person) -> list[Contact]:
    return list(
        Contact.objects.filter(
            person__in=group_of(person), period__contains=clock.today()
        ).order_by("kind", "pk")
    )
