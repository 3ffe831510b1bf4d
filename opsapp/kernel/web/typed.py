"""Saved as typed: the view behind `ui/autosave.html`, and what a page needs to offer it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from opsapp.kernel import drafts
from opsapp.kernel.web.answers import partial
from opsapp.kernel.web.decorators import writes
from opsapp.kernel.web.requests import Request

OURS = frozenset({"csrfmiddlewaretoken", "once", "draft_version", "draft_next", "draft_over"})
"""Fields of the page itself, which are no part of what was typed."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form saved as typed: where to, and what is kept. `initial` fills the form again."""

    url: str
    version: int = 0
    saved_at: datetime | None = None
    initial: dict[str, Any] | None = None


def sheet(user: Any, form: str, subject: str = "") -> Sheet:
    """What this person typed into the form so far, for the page that shows it."""
    url = reverse("web:draft", args=[form, subject or "-"])
    typed = drafts.load(user, form, subject)
    if typed is None:
        return Sheet(url)
    return Sheet(url, typed.version, typed.saved_at, typed.data)


@writes("POST", repeatable=True)
def keep(request: Request, form: str, subject: str) -> HttpResponse:
    """Keep what was typed; 409 when another window of the same person kept a newer one."""
    subject = "" if subject == "-" else subject
    data = {
        name: values if len(values) > 1 else values[0]
        for name, values in request.POST.lists()
        if name not in OURS and values
    }
    try:
        typed = drafts.save(
            request.user, form, subject, data, version=_version(request, form, subject)
        )
    except drafts.StaleDraft as stale:
        theirs = stale.theirs
        mine = request.POST.get("draft_version", "0")
        return partial(
            request, "ui/draft_stale.html", status=409, theirs=theirs, mine=mine, url=request.path
        )
    except ValueError:
        return partial(request, "ui/draft_long.html", status=422)
    kept = Sheet(request.path, typed.version, typed.saved_at)
    return partial(request, "ui/saved.html", draft=kept)


def held(request: Request, now: Callable[[], int]) -> int | None:
    """The version the page holds, or the one it chose to replace.

    A page that was left while an earlier saving was on its way never heard of the version made by
    it: it names that one too (`draft_next`), which counts when it is the version of `now`.
    """
    after = _number(request.POST.get("draft_next"))
    if after is not None and after == now():
        return after
    return _number(request.POST.get("draft_over") or request.POST.get("draft_version"))


def _version(request: Request, form: str, subject: str) -> int | None:
    def now() -> int:
        typed = drafts.load(request.user, form, subject)
        return typed.version if typed else 0

    return held(request, now)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
