"""Asking 'what if', one's own runs, and the answer of one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from benefits.models import WhatIf
from benefits.selectors_law import law_in_force
from benefits.web.whatif import shown
from benefits.web.whatif.forms import CODE, ENDS, VALUE, AskForm, typed_rows
from benefits.whatif import retention, services
from benefits.whatif.checking import Tried
from benefits.whatif.files import SUMMARY_COLUMNS, Line
from opsapp.kernel import clock, looked
from opsapp.kernel.access import enter
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotFound
from opsapp.kernel.web import Request, page, partial, reads, say, writes
from opsapp.kernel.web.export import as_csv, as_xlsx

SHOWN = 20
"""So many of one's own runs are listed, the newest first."""


@writes("GET", "POST")
def ask(request: Request) -> HttpResponse:
    """The form, filled from a parameter or an earlier run; a POST orders a run."""
    request.user.require(Cap.TRY_LAW)
    law = law_in_force()
    if request.method != "POST":
        first = _first(request)
        form = AskForm(initial=first, law=law, count=typed_rows(first))
        return _form_page(request, form)
    form = AskForm(request.POST, law=law, count=typed_rows(request.POST))
    if not form.is_valid():
        return _form_page(request, form, status=422)
    run = services.order(
        form.changes, valid_from=form.cleaned_data["od"], scope=form.cleaned_data["zakres"],
        actor=request.user,
    )  # fmt: skip
    return redirect("benefits:what_if_run", run.pk)


@writes("POST", repeatable=True)
def rows(request: Request) -> HttpResponse:
    """The form again with a row more or less, or with the unit of a parameter just chosen."""
    request.user.require(Cap.TRY_LAW)
    typed = _changed(request.POST.dict(), typed_rows(request.POST))
    form = AskForm(initial=typed, law=law_in_force(), count=typed_rows(typed))
    if request.htmx:
        return partial(request, "benefits/_what_if_form.html", form=form)
    return _form_page(request, form)


def _changed(typed: dict[str, Any], count: int) -> dict[str, Any]:
    """What was typed, with a row added or removed as the button says."""
    kept = [
        (typed.get(f"{CODE}_{n}", ""), typed.get(f"{VALUE}_{n}", ""), f"{ENDS}_{n}" in typed)
        for n in range(count)
    ]
    if "dodaj" in typed:
        kept.append(("", "", False))
    gone = typed.get("usun", "")
    if gone.isdecimal() and len(kept) > 1:
        kept = [pair for n, pair in enumerate(kept) if n != int(gone)]
    rest = {name: typed[name] for name in ("od", "zakres") if name in typed}
    return rest | _as_rows(kept)


def _as_rows(typed: list[tuple[str, str, bool]]) -> dict[str, Any]:
    return {
        name: value
        for n, (code, given, ends) in enumerate(typed)
        for name, value in (
            (f"{CODE}_{n}", code), (f"{VALUE}_{n}", given), (f"{ENDS}_{n}", ends),
        )
    }  # fmt: skip


def _first(request: Request) -> dict[str, Any]:
    """What the form begins with: the next month, and what the address brings."""
    begin = {"od": (clock.this_month() + 1).first_day, "zakres": WhatIf.Scope.DAY}
    again = request.GET.get("z", "")
    if again.isdecimal() and len(again) < 18:
        run = own(request).filter(pk=again).first()
        if run is not None:
            typed = [(one.code, _typed(one), one.after is None)
                     for one in map(Tried.from_json, run.changes)]  # fmt: skip
            return {"od": run.valid_from, "zakres": run.scope} | _as_rows(typed)
    return begin | _as_rows([(request.GET.get("parametr", ""), "", False)])


def _typed(one: Tried) -> str:
    """A kept value as a person would type it."""
    from decimal import Decimal

    if one.after is None:
        return ""
    if one.unit == "share":
        return f"{(Decimal(one.after) * 100).normalize():f}".replace(".", ",")
    return one.after if one.unit == "answer" else one.after.replace(".", ",")


def own(request: Request) -> QuerySet[WhatIf]:
    """The runs of whoever asks: a run is for its author alone."""
    return WhatIf.objects.filter(author=request.user)


def _form_page(request: Request, form: AskForm, status: int = 200) -> HttpResponse:
    runs = list(own(request).order_by("-pk")[:SHOWN])
    known = shown.jobs_of(runs)
    earlier = [
        (run, shown.title_of(run), shown.state_of(run, known.get(services.key_of(run))))
        for run in runs
    ]
    return page(
        request, "benefits/what_if.html", status=status, form=form, earlier=earlier,
        days=retention.days(),
    )  # fmt: skip


@reads
def show(request: Request, pk: int) -> HttpResponseBase:
    """How far the counting is, or the answer; as a file with `format`."""
    run = enter(own(request), request.user, Cap.TRY_LAW, pk=pk)
    job = services.job_of(run) if run.is_open else None
    if request.htmx and run.is_open:
        return partial(request, "ui/progress.html", work=shown.work_of(run, job))
    if request.htmx:
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    if run.summary is not None and request.GET.get("format") in ("csv", "xlsx"):
        return _file(request, run)
    return page(request, "benefits/what_if_run.html", **_context(request, run, job))


def _context(request: Request, run: WhatIf, job: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "run": run, "title": f"Wypróbowano od {run.valid_from:%d.%m.%Y}",
        "changes": shown.changes_of(run), "state": shown.state_of(run, job),
        "year": shown.year_of(run), "may_export": request.user.can(Cap.EXPORT),
        "by_month": run.scope == WhatIf.Scope.DAY, "work": None, "lines": [],
        "gone_on": retention.gone_on(run),
    }  # fmt: skip
    if run.is_open:
        cancel_url = reverse("benefits:what_if_cancel", args=[run.pk])
        return told | {"work": shown.work_of(run, job), "cancel_url": cancel_url}
    if run.summary is None:
        return told
    lines = shown.lines_of(run)
    may_see = request.user.can(Cap.SEE_DECISIONS)
    url = reverse("benefits:what_if_cases", args=[run.pk]) if may_see else ""
    return told | {
        "lines": lines, "total": lines[-1], "cases_url": url, "stale": shown.is_stale(run),
        "counters": shown.counters_of(run, lines[-1], url), "cost_note": shown.cost_note(run),
    }  # fmt: skip


def _file(request: Request, run: WhatIf) -> HttpResponseBase:
    request.user.require(Cap.EXPORT)
    looked.exported(request.user, "benefits.whatif", request.GET.urlencode(), [run.pk])
    rows: list[Line] = shown.lines_of(run)
    as_file = as_csv if request.GET["format"] == "csv" else as_xlsx
    return as_file(f"co-jesli-{run.pk}", SUMMARY_COLUMNS, rows)


@writes("POST")
def cancel(request: Request, pk: int) -> HttpResponse:
    """Break off a run that is being counted."""
    request.user.require(Cap.TRY_LAW)
    run = own(request).filter(pk=pk).first()
    if run is None:
        raise NotFound("Nie ma takiej symulacji albo nie jest Twoja.", "not_found")
    services.cancel(run, actor=request.user)
    say(request, "Liczenie przerwane. Niczego nie zapisano.")
    return redirect("benefits:what_if_run", pk)
