"""One view for every change of the card: door, form, act; a stale form shows theirs and mine."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases import access
from cases.models import Person
from cases.web.people.edit_form import EditForm, Stale
from cases.web.people.forms import EDITS, RelationForm
from cases.web.people.heading import Heading
from opsapp.kernel import states
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotFound, Refusal
from opsapp.kernel.web import Request, page, say, writes
from opsapp.kernel.web.parts import Difference
from opsapp.office.models import User


@writes("GET", "POST")
def edit(request: Request, pk: int, what: str) -> HttpResponse:
    """Change one thing on the card."""
    if what not in EDITS:
        raise NotFound("Nie ma takiego formularza.", "not_found")
    person = access.get_person(request, pk, to=Cap.EDIT_PERSONS)
    form = EDITS[what](request.POST or None, person=person)
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            save(form, person, request.user)
        except Stale:
            conflict = conflict_of(form)
            form = fresh(form)
        except Refusal as refused:
            blame(form, refused)
        else:
            say(request, form.said)
            return redirect("cases:person_data", person.pk)
    return page(
        request, "cases/person_edit.html", status=200 if request.method == "GET" else 422,
        head=Heading(request, person, "person_data"), person=person, form=form,
        title=form.title, conflict=conflict, chosen="", chosen_key="",
        choosing=isinstance(form, RelationForm),
        back=reverse("cases:person_data", args=[person.pk]),
    )  # fmt: skip


def save(form: EditForm, person: Person, actor: User) -> None:
    """Act while the card is held, so that nobody saves between the comparison and the act."""
    with acting(actor, act=f"{__name__}.save"):
        states.lock(person)
        form.refuse_stale()
        form.act(actor)


def blame(form: Any, refused: Refusal) -> None:
    """Put a refusal beside its field, or over the form when it has none."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, refused.message)


def fresh(form: EditForm) -> EditForm:
    """The same typed values over what stands now; sending them again overwrites it."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = form.print()
    data.pop("once", None)
    return type(form)(data, person=form.person)


def conflict_of(form: EditForm) -> dict[str, Any]:
    """Who saved, when, and what differs from what was typed here."""
    version = form.row().history.order_by("-pgh_id").first()
    who = User.objects.filter(pk=(version.pgh_context or {}).get("actor", 0)).first()
    now = form.standing()
    differences = [
        Difference(str(form.fields[name].label), _shown(form, name, now.get(name)),
                   _shown(form, name, form.cleaned_data.get(name)))
        for name in form.compared
        if now.get(name) != form.cleaned_data.get(name)
    ]  # fmt: skip
    return {
        "who": who or "inna osoba",
        "at": version.pgh_created_at,
        "differences": differences,
        "mine": "",
    }


def _shown(form: EditForm, name: str, value: Any) -> str:
    field = form.fields[name]
    if value in (None, ""):
        return "(puste)"
    labels = dict(getattr(field, "choices", []) or [])
    return str(labels.get(value) or field.prepare_value(value))
