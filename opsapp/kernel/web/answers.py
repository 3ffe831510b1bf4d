"""Answers: a page, a part of a page, a refusal, one line about what was done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import reswap, retarget, trigger_client_event

from opsapp.kernel.refusals import Conflict, NotAllowed, NotFound, Refusal

STATUSES: tuple[tuple[type[Refusal], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Conflict, 409),
    (Refusal, 422),
)
TITLES = {
    403: "Brak uprawnienia",
    404: "Nie znaleziono",
    409: "Ktoś zmienił to wcześniej",
    422: "Nie można tego zrobić",
}


def page(
    request: HttpRequest, template: str, /, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A whole page: a template that extends `base.html`."""
    return render(request, template, context, status=status)


def partial(
    request: HttpRequest, template: str, /, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A part of a page for htmx: a template file that its page includes too. 422 when the form has
    errors.
    """
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request"
    return response


def refusal(request: HttpRequest, refused: Refusal) -> HttpResponse:
    """The friendly answer to a refusal of the domain: a line on the page for htmx, otherwise a page
    with the way back.
    """
    status = next(code for kind, code in STATUSES if isinstance(refused, kind))
    if not getattr(request, "htmx", False):
        title = TITLES[status]
        return page(
            request,
            "refusal.html",
            status=status,
            refusal=refused,
            title=title,
            back=_back(request),
        )
    response = partial(request, "ui/refusal.html", status=status, refusal=refused)
    return reswap(retarget(response, "#feedback"), "beforeend")


def repeated(request: HttpRequest) -> HttpResponse:
    """The answer to a form sent a second time: what it asked for was done, once."""
    text = "Ten formularz został już wysłany. Czynność wykonano tylko raz."
    if getattr(request, "htmx", False):
        return said(reswap(HttpResponse(), "none"), text)
    say(request, text)
    return redirect(_back(request))


def say(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say on the next page in one line what was done; `undo` is an address that takes it back by
    POST.
    """
    messages.success(request, text, extra_tags=undo)


def said(response: HttpResponse, text: str) -> HttpResponse:
    """The same line for an htmx answer, which brings no new page."""
    return trigger_client_event(response, "ops:said", {"text": text})


def _back(request: HttpRequest) -> str:
    """The page the person came from, if it is ours."""
    came_from = request.headers.get("Referer", "")
    own = request.build_absolute_uri("/")
    return "/" + came_from.removeprefix(own) if came_from.startswith(own) else "/"
