"""The document of a decision: PDF of the issued one, of a draft its picture marked PROJEKT."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from benefits import access, documents
from benefits.models import Decision
from benefits.previews import preview_of, want_document
from opsapp.kernel import documents as engine
from opsapp.kernel import looked
from opsapp.kernel.web import Request, page, partial, reads

PDF = "application/pdf"


@reads
def pdf(request: Request, pk: int) -> HttpResponse:
    """The document, once it is made; until then a page that asks again by itself."""
    decision = access.get_decision(request, pk)
    if "osadzony" not in request.GET:
        looked.printed(request.user, decision, request)
    if decision.document is not None:
        name = f"decyzja-{decision.sign.replace('/', '-')}.pdf"
        return _framed(engine.serve(request, decision.document, name=name, inline=True))
    if not decision.is_issued and (drawn := preview_of(decision)) is not None:
        return _framed(HttpResponse(bytes(drawn.content), content_type=PDF))
    if not engine.available():
        return _print_view(request, decision)
    want_document(decision)
    return page(request, "benefits/decision_late.html", decision=decision)


@reads
def printed(request: Request, pk: int) -> HttpResponse:
    """The document as a page to print, where no PDF can be made."""
    decision = access.get_decision(request, pk)
    looked.printed(request.user, decision, request)
    return _print_view(request, decision)


@reads
def ready(request: Request, pk: int) -> HttpResponse:
    """The part of a page that shows the document: asked again until it is there."""
    decision = access.get_decision(request, pk)
    return partial(request, "benefits/_decision_document.html", **seen(decision))


def seen(decision: Decision) -> dict[str, Any]:
    """What the part shows: the PDF when it is there, the text in any case. One that is missing is
    ordered.
    """
    drawn = decision.document_id is not None or (
        not decision.is_issued and preview_of(decision) is not None
    )
    waits = not drawn and engine.available()
    if waits:
        want_document(decision)
    return {
        "decision": decision,
        "drawn": drawn,
        "waits": waits,
        "text": documents.text_of(decision),
    }


def _print_view(request: Request, decision: Decision) -> HttpResponse:
    return page(
        request, "benefits/decision_print.html", decision=decision,
        text=documents.text_of(decision), notice="" if engine.available() else engine.NOTICE,
    )  # fmt: skip


def _framed(response: HttpResponse) -> HttpResponse:
    """It may stand in a frame of our own pages."""
    response.setdefault("Content-Disposition", "inline")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
    return response
