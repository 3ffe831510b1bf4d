"""Signing in over a page whose session was lost: who is signed in, and the pages that may stand in
the page's own frame.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.csrf import csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

FRAMED = "/konto/"


@require_GET
@never_cache
def state(request: HttpRequest) -> JsonResponse:
    """Who is signed in (null: nobody), with a fresh token for the forms of a page that waited."""
    if not request.user.is_authenticated:
        return JsonResponse({"user": None})
    return JsonResponse({"user": request.user.pk, "token": get_token(request)})


@require_GET
@never_cache
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where the sign-in over a page ends: the page sees it and closes the frame."""
    return render(request, "account/signed_in.html")


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form's token is of another session. A part of a page gets 401: its page asks who is signed
    in, takes the fresh token and tries again, and what was typed stays.
    """
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    return csrf_failure(request, reason)


class FramedSignIn:
    """Middleware: pages of the account may stand in a frame of our own pages, of nobody else's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(FRAMED):
            response["X-Frame-Options"] = "SAMEORIGIN"
            response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
        return response
