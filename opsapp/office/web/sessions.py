"""One's own sessions: where one is signed in, and ending the others."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from opsapp.kernel import clock
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.office.models import ApiToken, Session


@reads
def index(request: Request) -> HttpResponse:
    """Open sessions of this person, the newest first, and keys of the API in their name."""
    rows = Session.objects.filter(user_id=request.user.pk, expire_date__gt=clock.now())
    return page(
        request, "office/sessions.html",
        rows=rows.order_by("-started_at"), here=request.session.session_key,
        tokens=ApiToken.objects.filter(user=request.user).good_on(clock.today()),
    )  # fmt: skip


@writes("POST")
def end(request: Request) -> HttpResponse:
    """Sign this person out everywhere but here."""
    others = Session.objects.filter(user_id=request.user.pk)
    ended, _ = others.exclude(session_key=request.session.session_key).delete()
    say(request, f"Zakończono pozostałe sesje: {ended}.")
    return redirect("office:sessions")
