"""A letter of a case: its text to read and print, its delivery to note."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect

from cases import access
from cases.models import Case, Letter
from cases.selectors.people import mailing_lines
from cases.selectors.timeline import delivery
from cases.services import letters
from cases.web.cases.heading import CaseHead
from cases.web.people.editing import blame
from opsapp.kernel import clock
from opsapp.kernel.access import found
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.fields import PolishDateField
from opsapp.kernel.web.forms import Form


class DeliveryForm(Form):
    """When and how it was delivered."""

    on = PolishDateField(label="Doręczono")
    basis = forms.ChoiceField(
        label="Sposób doręczenia", choices=Letter.DeliveryBasis.choices, initial="actual"
    )
    bases = {"basis": "art. 39–47 k.p.a."}


@reads
def letter(request: Request, pk: int, letter: int) -> HttpResponse:
    """The letter."""
    case = access.get_case(request, pk)
    return _show(request, case, _of(case, letter), None)


@writes("POST")
def deliver(request: Request, pk: int, letter: int) -> HttpResponse:
    """Note its delivery, or correct it."""
    case = access.get_case(request, pk, to=Cap.RUN_CASES)
    row = _of(case, letter)
    form = DeliveryForm(request.POST)
    if form.is_valid():
        try:
            letters.deliver(row, actor=request.user, **form.cleaned_data)
        except Refusal as refused:
            blame(form, refused)
        else:
            say(request, "Odnotowano doręczenie.")
            return redirect("cases:case", case.pk)
    return _show(request, case, row, form)


def _of(case: Case, letter: int) -> Letter:
    rows = Letter.objects.filter(case=case).select_related("correspondent")
    return found(rows.prefetch_related("correspondent__names"), pk=letter)


def _addressed(row: Letter) -> dict[str, Any]:
    """The name of the correspondent as on an envelope, and the lines of the address."""
    person = row.correspondent
    name = person.current_name if person else None
    full = f"{name.first_name} {name.last_name}" if name else str(person or "")
    return {"correspondent": full, "address": mailing_lines(person) if person else []}


def _show(request: Request, case: Case, row: Letter, form: DeliveryForm | None) -> HttpResponse:
    head = CaseHead(request, case)
    began = {"on": row.delivered_on or clock.today(), "basis": row.delivery_basis or "actual"}
    return page(
        request, "cases/letter.html", status=422 if form else 200,
        head=head, case=case, letter=row, delivery=delivery(row),
        form=form or DeliveryForm(initial=began), **_addressed(row),
        may_deliver=head.may_run and row.direction == Letter.Direction.OUT,
    )  # fmt: skip
