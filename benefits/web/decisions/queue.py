"""The director's queue: the list left, the document right, one key to sign, one to return."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from benefits import access
from benefits.models import Decision
from benefits.selectors_queue import Line, Queue, lines, queue
from benefits.services import decisions as acts
from benefits.web.decisions.forms import BatchForm, ReturnForm
from benefits.web.decisions.showing import Shown
from opsapp.kernel import clock, looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.money import format_pln
from opsapp.kernel.refusals import Conflict
from opsapp.kernel.web import Request, page, partial, reads, said, say, writes
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.frame import renew_counts
from opsapp.kernel.web.wording import counted

SHOWN = 25
"""Lines of the list at once, and the most that is signed together: two seconds, not ten."""
WORDS = ("decyzja", "decyzje", "decyzji")


@reads
def index(request: Request) -> HttpResponse:
    """What waits, and the chosen or first decision beside."""
    request.user.require(Cap.APPROVE_DECISIONS)
    return _answer(request, _chosen(request.GET.get("d", "")))


@writes("POST")
def sign(request: Request, pk: int) -> HttpResponse:
    """Sign and issue the decision that is read, then go on to the next one."""
    decision = _door(request, pk)
    request.user.require(Cap.ISSUE_DECISIONS)
    after = _next(request, pk)
    done = acts.sign_and_issue(decision, on=clock.today(), actor=request.user)
    return _went(request, after, f"Podpisano i wydano decyzję {done}: {done.addressee}.")


@writes("POST")
def send_back(request: Request, pk: int) -> HttpResponse:
    """Return the decision that is read to its author, then go on to the next one."""
    decision = _door(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _answer(request, pk, status=422, bound={"return": form})
    after = _next(request, pk)
    acts.return_to_author(decision, **form.cleaned_data, actor=request.user)
    return _went(request, after, f"Zwrócono z uwagą: {decision.addressee}.")


@writes("POST")
def batch(request: Request) -> HttpResponse:
    """Sign and issue the ordinary decisions of the list at once, count and sum typed out."""
    request.user.require(Cap.ISSUE_DECISIONS)
    wanted = [int(pk) for pk in request.POST.getlist("d") if pk.isdecimal()][:SHOWN]
    form = BatchForm(request.POST)
    if not form.is_valid():
        return _answer(request, None, status=422, bound={"batch": form})
    rows = access.decisions_of(request.user, Cap.APPROVE_DECISIONS).filter(pk__in=wanted)
    done = acts.sign_batch(list(rows), **form.cleaned_data, on=clock.today(), actor=request.user)
    total = format_pln(form.cleaned_data["total"])
    return _went(request, None, f"Podpisano i wydano: {counted(len(done), WORDS)} na {total}.")


def _door(request: Request, pk: int) -> Decision:
    """The decision as it was read: another version of it must be read again."""
    decision = access.get_decision(request, pk, Cap.APPROVE_DECISIONS)
    if request.POST.get("version") != str(decision.version):
        raise Conflict(
            "Projekt zmienił się, odkąd otwarto go na ekranie. Przeczytaj go ponownie.", "changed"
        )
    return decision


def _chosen(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _next(request: Request, pk: int) -> int | None:
    """Which one comes after this one; the one before it at the end of the list."""
    waiting = queue(request.user, clock.today())
    order = [row.pk for row in waiting.rows]
    if pk not in order:
        return None
    place = order.index(pk)
    around = order[place + 1 : place + 2] or order[max(place - 1, 0) : place]
    return around[0] if around else None


def _went(request: Request, after: int | None, text: str) -> HttpResponse:
    renew_counts(request)
    if request.htmx:
        return said(_answer(request, after), text)
    say(request, text)
    return redirect(reverse("benefits:queue") + (f"?d={after}" if after else ""))


def _answer(
    request: Request, pk: int | None, *, status: int = 200, bound: dict[str, Form] | None = None
) -> HttpResponse:
    waiting = queue(request.user, clock.today())
    show, template = (
        (partial, "benefits/_queue.html") if request.htmx else (page, "benefits/queue.html")
    )
    return show(request, template, status=status, **_context(request, waiting, pk, bound or {}))


def _context(
    request: Request, waiting: Queue, pk: int | None, bound: dict[str, Form]
) -> dict[str, Any]:
    place = waiting.place(pk)
    start = place - place % SHOWN
    rows = lines(waiting.rows[start : start + SHOWN])
    looked.listed(request.user, "benefits.decision", "do podpisu", [row.of.pk for row in rows])
    chosen = next((row for row in rows if row.of.pk == waiting.rows[place].pk), None)
    flagged = waiting.flagged + sum(row.near and not row.of.warnings for row in rows)
    ordinary = [row for row in rows if not row.warnings]
    return {
        "queue": waiting, "flagged": flagged, "rows": rows, "chosen": chosen,
        "shown": _shown(request, chosen, bound), "opened": set(bound),
        "batch": bound.get("batch") or BatchForm(), "ordinary": ordinary,
        "ordinary_total": sum((row.of.amount or 0 for row in ordinary), 0),
        "may_issue": request.user.can(Cap.ISSUE_DECISIONS),
        "before": waiting.rows[start - 1].pk if start else None,
        "after": waiting.rows[start + SHOWN].pk if start + SHOWN < len(waiting.rows) else None,
        "next": waiting.rows[place + 1].pk if place + 1 < len(waiting.rows) else None,
    }  # fmt: skip


def _shown(request: Request, chosen: Line | None, bound: dict[str, Form]) -> Shown | None:
    if chosen is None:
        return None
    decision = access.get_decision(request, chosen.of.pk, Cap.APPROVE_DECISIONS)
    return Shown(request, decision, bound)
