"""A letter of a case: read, put right until it is sent, sent, its delivery noted or corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases import access
from cases.models import Case, Letter
from cases.selectors.people import mailing_lines
from cases.selectors.timeline import delivery
from cases.services import letters
from cases.web.cases.heading import CaseHead
from cases.web.cases.letter_sending_forms import (
    ComeBackForm,
    DeliveryForm,
    ReviseForm,
    SendForm,
    conflict_of,
)
from cases.web.people.editing import blame
from opsapp.kernel import clock
from opsapp.kernel import documents as engine
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.forms import Form


@reads
def letter(request: Request, pk: int, letter: int) -> HttpResponse:
    """The letter."""
    case = access.get_case(request, pk)
    return _show(request, case, access.get_letter(case, letter))


@writes("GET", "POST")
def edit(request: Request, pk: int, letter: int) -> HttpResponse:
    """Put right a letter that was not sent yet; a stale form shows theirs and mine."""
    case = access.get_case(request, pk, to=Cap.RUN_CASES)
    row = access.get_letter(case, letter)
    if row.sent_on is not None:
        raise letters.SENT
    form = ReviseForm(request.POST or None, letter=row)
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            letters.revise(row, actor=request.user, **form.values())
        except Conflict as stale:
            if stale.code != "stale":
                raise
            row = access.get_letter(case, letter)
            conflict, form = conflict_of(form, row), form.over(row)
        except Refusal as refused:
            blame(form, refused)
        else:
            say(request, "Poprawiono pismo.")
            return redirect("cases:letter", case.pk, row.pk)
    return page(
        request, "cases/letter_edit.html", status=200 if request.method == "GET" else 422,
        head=CaseHead(request, case), case=case, letter=row, form=form, conflict=conflict,
        back=reverse("cases:letter", args=[case.pk, row.pk]),
    )  # fmt: skip


@writes("POST")
def send(request: Request, pk: int, letter: int) -> HttpResponse:
    """Send it: the text stands, the document is ordered."""
    said = "Wysłano pismo. Jego treść jest utrwalona, dokument PDF powstaje."
    row = _mine(request, pk, letter)
    return _do(request, row, SendForm(request.POST), letters.send, said)


@writes("POST")
def deliver(request: Request, pk: int, letter: int) -> HttpResponse:
    """Note its delivery, or correct it."""
    row = _mine(request, pk, letter)
    return _do(request, row, DeliveryForm(request.POST), letters.deliver, "Odnotowano doręczenie.")


@writes("POST")
def come_back(request: Request, pk: int, letter: int) -> HttpResponse:
    """Note that it came back; opens the letter written anew."""
    said = "Odnotowano zwrot. To jest nowe pismo tej samej treści: popraw je i wyślij."
    row = _mine(request, pk, letter)
    return _do(request, row, ComeBackForm(request.POST), letters.come_back, said)


def _mine(request: Request, pk: int, letter: int) -> Letter:
    """A letter of a case that the person runs."""
    case = access.get_case(request, pk, to=Cap.RUN_CASES)
    return access.get_letter(case, letter)


def _do(
    request: Request, row: Letter, form: Form, act: Callable[..., Letter], said: str
) -> HttpResponse:
    case = row.case
    if form.is_valid():
        try:
            row = act(row, actor=request.user, **form.cleaned_data)
        except Refusal as refused:
            blame(form, refused)
        else:
            say(request, said)
            return redirect("cases:letter", case.pk, row.pk)
    return _show(request, case, row, form)


def _addressed(row: Letter) -> dict[str, Any]:
    """Name and address as they went out, or of a letter not sent yet as they would today."""
    if row.has_head:
        assert row.head is not None
        return {
            "correspondent": row.head["addressee"]["name"],
            "address": row.head["addressee"]["lines"],
        }
    person = row.correspondent
    name = person.current_name if person else None
    full = f"{name.first_name} {name.last_name}" if name else str(person or "")
    return {"correspondent": full, "address": mailing_lines(person) if person else []}


def _show(request: Request, case: Case, row: Letter, sent: Form | None = None) -> HttpResponse:
    head = CaseHead(request, case)
    out = row.direction == Letter.Direction.OUT
    return page(
        request, "cases/letter.html", status=422 if sent else 200,
        head=head, case=case, letter=row, delivery=delivery(row), forms=_forms(row, sent),
        may=head.may_run and out, waits=engine.available(), **_addressed(row),
    )  # fmt: skip


def _forms(row: Letter, sent: Form | None) -> dict[str, Form]:
    """What may be done with the letter now, with what was typed in the one that was sent."""
    today = clock.today()
    began = {"on": row.delivered_on or today, "basis": row.delivery_basis or "actual"}
    forms: dict[str, Form] = {
        "deliver": DeliveryForm(initial=began),
        "send": SendForm(initial={"on": today}),
        "back": ComeBackForm(initial={"on": today}),
    }
    for name, form in forms.items():
        if type(form) is type(sent) and sent is not None:
            forms[name] = sent
    if row.delivered_on is None:
        del forms["deliver"].fields["reason"]
    return forms
