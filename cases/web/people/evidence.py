"""The scan of a proof: added to one that has none, and the only door to its bytes."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from cases import access
from cases.models import Evidence
from cases.services import evidence as acts
from cases.web.people.editing import blame
from cases.web.people.heading import Heading
from opsapp.kernel import files
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.forms import Form

ACCEPTED = "PDF, PNG, JPEG, DOCX, ODT lub TXT, do 20 MB. Dowodów osobistych nie kopiujemy."


class ScanField(forms.FileField):
    """A scan; says what is taken in."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(
            label="Plik ze skanem", required=required, help_text=ACCEPTED,
            error_messages={"empty": "Plik jest pusty. Sprawdź, czy otwiera się na komputerze."},
        )  # fmt: skip


class ScanForm(Form):
    """The scan of a proof."""

    file = ScanField()


@writes("GET", "POST")
def attach(request: Request, pk: int, row: int) -> HttpResponse:
    """Add the scan of a proof."""
    person = access.get_person(request, pk, to=Cap.EDIT_PERSONS)
    proof = access.get_part(person, Evidence, row)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ScanForm(*sent)
    if form.is_bound and form.is_valid():
        try:
            acts.attach_file(proof, uploaded=form.cleaned_data["file"], actor=request.user)
        except Refusal as refused:
            blame(form, refused)
        else:
            say(request, "Dodano plik do dowodu.")
            return redirect("cases:person_incomes", person.pk)
    return page(
        request, "cases/evidence_file.html", status=200 if request.method == "GET" else 422,
        head=Heading(request, person, "person_incomes"), person=person, proof=proof, form=form,
        back=reverse("cases:person_incomes", args=[person.pk]),
    )  # fmt: skip


@reads
def scan(request: Request, pk: int) -> HttpResponseBase:
    """The scan as a download that no browser runs, for whoever may see cards."""
    stored = access.get_evidence(request, pk).file
    assert stored is not None
    return files.serve(request, stored)
