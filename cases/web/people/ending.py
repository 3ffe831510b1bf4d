"""Ends of dated rows of the card: an address, a contact, an alert, a document, a fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect

from cases import access
from cases.models import (
    Address,
    Alert,
    Circumstance,
    Contact,
    PersonIdentifier,
    Relation,
)  # fmt: skip
from cases.services import incomes, people
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotFound
from opsapp.kernel.web import Request, say, writes
from opsapp.office.models import User

End = Callable[[Any, User], object]
ENDS: dict[str, tuple[type[Model], End, str]] = {
    "adres": (
        Address,
        lambda row, actor: people.end_address(row, on=clock.today(), actor=actor),
        "Zakończono adres.",
    ),
    "kontakt": (
        Contact,
        lambda row, actor: people.end_contact(row, on=clock.today(), actor=actor),
        "Zakończono kontakt.",
    ),
    "ostrzezenie": (
        Alert,
        lambda row, actor: people.end_alert(row, on=clock.today(), actor=actor),
        "Zakończono ostrzeżenie.",
    ),
    "dokument": (
        PersonIdentifier,
        lambda row, actor: people.end_document(row, actor=actor),
        "Oznaczono dokument jako nieaktualny.",
    ),
    "okolicznosc": (
        Circumstance,
        lambda row, actor: incomes.withdraw_circumstance(row, actor=actor),
        "Wycofano okoliczność.",
    ),
    "relacja": (
        Relation,
        lambda row, actor: people.end_relation(row, on=clock.today(), actor=actor),
        "Zakończono relację.",
    ),
}


@writes("POST")
def end(request: Request, pk: int, what: str, row: int) -> HttpResponse:
    """End a row from today; it stays in the history of the card."""
    if what not in ENDS:
        raise NotFound("Nie ma takiego wpisu.", "not_found")
    model, act, said = ENDS[what]
    person = access.get_person(request, pk, to=Cap.EDIT_PERSONS)
    act(access.get_part(person, model, row), request.user)
    say(request, said)
    return redirect("cases:person_data", person.pk)
