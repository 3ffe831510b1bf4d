"""Two cards of one person: compared side by side, joined, and parted again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases import access
from cases.models import Person
from cases.selectors.people import look_alikes
from cases.services import people
from cases.web.people.heading import Heading
from opsapp.kernel import looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request, page, say, writes


@writes("GET", "POST")
def merge(request: Request, pk: int) -> HttpResponse:
    """Choose the second card, see both, join the worse to the better.

    The choice is sent by POST too, for the name that was searched stays out of logs.
    """
    person = access.get_person(request, pk, to=Cap.EDIT_PERSONS)
    other = _other(request, person)
    if other is not None and "compare" in request.POST:
        return redirect(f"{request.path}?z={other.pk}")
    if request.method == "POST" and other is not None:
        worse, better = (person, other) if request.POST.get("keep") == "other" else (other, person)
        people.merge(worse, into=better, actor=request.user)
        undo = reverse("cases:person_unmerge", args=[worse.pk])
        say(request, "Połączono karty. Obie są odtąd jedną kartą.", undo=undo)
        return redirect("cases:person", better.pk)
    return page(
        request, "cases/person_merge.html", status=200 if request.method == "GET" else 422,
        head=Heading(request, person, "person_data"), person=person, other=other,
        alike=[] if other else _alike(person), nobody=request.method == "POST",
        cards=[_compared(request, card) for card in (person, other) if card],
    )  # fmt: skip


@writes("POST")
def undo(request: Request, pk: int) -> HttpResponse:
    """Part a card that was joined to another one."""
    card = access.get_card(request, pk, to=Cap.EDIT_PERSONS)
    people.undo_merge(card, actor=request.user)
    say(request, "Rozłączono karty.")
    return redirect("cases:person", card.pk)


def _other(request: Request, person: Person) -> Person | None:
    key = request.POST.get("person_key") or request.GET.get("z", "")
    if not key.isdecimal() or len(key) > 18 or int(key) == person.pk:
        return None
    other = access.get_person(request, int(key), to=Cap.EDIT_PERSONS)
    return None if other.pk == person.pk else other


def _alike(person: Person) -> list[object]:
    name = person.current_name
    if name is None:
        return []
    return list(
        look_alikes(
            first_name=name.first_name,
            last_name=name.last_name,
            birth_date=person.birth_date,
            besides=[person.pk],
        )
    )


def _compared(request: Request, card: Person) -> dict[str, object]:
    looked.opened(request.user, card, request)
    return {
        "head": Heading(request, card, ""),
        "cases": card.cases.count(),
        "incomes": card.incomes.count(),
        "stays": card.memberships.count(),
    }
