"""The kept document of a letter: its door, and the part of the page that waits for it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from cases import access
from cases.services import letters
from opsapp.kernel import documents as engine
from opsapp.kernel import looked
from opsapp.kernel.web import Request, page, partial, reads, say, writes


@reads
def pdf(request: Request, pk: int, letter: int) -> HttpResponse:
    """The document as it was made, once it is there; for whoever may open the case."""
    case = access.get_case(request, pk)
    row = access.get_letter(case, letter)
    if row.document is None:
        return page(request, "cases/letter_late.html", case=case, letter=row)
    looked.printed(request.user, row, request)
    name = f"pismo-{case.sign}-{row.on:%Y-%m-%d}-{row.pk}.pdf"
    return engine.serve(request, row.document, name=name, inline=True)


@reads
def ready(request: Request, pk: int, letter: int) -> HttpResponse:
    """The part of the page that shows the document: asked again until it is there."""
    case = access.get_case(request, pk)
    row = access.get_letter(case, letter)
    return partial(
        request, "cases/_letter_document.html", case=case, letter=row, waits=engine.available()
    )


@writes("POST")
def render(request: Request, pk: int, letter: int) -> HttpResponse:
    """Order the document of a sent letter that has none."""
    case = access.get_case(request, pk)
    row = access.get_letter(case, letter)
    letters.want_document(row, actor=request.user)
    say(request, "Dokument powstaje. Pojawi się tu za chwilę.")
    return redirect("cases:letter", case.pk, row.pk)
