"""The cases a change would touch: listed by their people for whoever may see decisions, each with
the steps that would come out otherwise.
"""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from benefits.access import get_calculation
from benefits.models import WhatIf, WhatIfCase
from benefits.selectors_law import law_in_force
from benefits.web.whatif import shown
from benefits.web.whatif.asking import own
from benefits.web.whatif.case_file import case_file
from benefits.web.whatif.differing import compared
from benefits.web.whatif.forms import OneForm, typed_rows
from benefits.whatif.jobs import question_of
from benefits.whatif.running import Question
from cases.access import cases_of
from cases.models import PersonName
from opsapp.kernel import looked
from opsapp.kernel.access import enter, found
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request, page, reads, writes
from opsapp.kernel.web.paging import cut
from opsapp.kernel.web.parts import Filter
from opsapp.office.models import Benefit, User

ORDERS = {"strata": ("yearly", "pk"), "zysk": ("-yearly", "-pk")}


@reads
def index(request: Request, pk: int) -> HttpResponseBase:
    """The cases of the person's units that would change, those who lose most first."""
    run = _run(request, pk)
    query = request.GET
    rows = _narrowed(seen_by(request.user, run), query)
    if query.get("format") in ("csv", "xlsx"):
        return case_file(request, run, rows)
    slice_ = cut(_whole(rows), query, by=ORDERS.get(query.get("kolejnosc", ""), ORDERS["strata"]))
    ids = [row.calculation.item.case_id for row in slice_.rows]
    looked.listed(request.user, "cases.case", f"co jeśli {run.pk}: {query.urlencode()}", ids)
    benefits = Benefit.objects.filter(pk__in=run.cases.order_by().values("benefit"))
    return page(
        request, "benefits/what_if_cases.html", run=run, slice=slice_, query=query.urlencode(),
        kinds=WhatIfCase.Kind.choices, kind=query.get("skutek", ""),
        benefits=list(benefits.order_by("label").values_list("code", "label")),
        benefit=query.get("swiadczenie", ""), order=query.get("kolejnosc", ""),
        filters=_filters(query), title=shown.title_of(run),
        may_export=request.user.can(Cap.EXPORT), hidden=_hidden(run, request.user),
    )  # fmt: skip


@reads
def show(request: Request, pk: int, case: int) -> HttpResponse:
    """One case before and after: both amounts and every step that differs. A look at the case."""
    run = _run(request, pk)
    row = found(run.cases.all(), pk=case)
    calculation = get_calculation(request, row.calculation_id, Cap.SEE_DECISIONS)
    return page(
        request, "benefits/what_if_case.html", run=run, row=row, calculation=calculation,
        changes=shown.changes_of(run), stale=shown.is_stale(run), 
        **compared(question_of(run), calculation),
    )  # fmt: skip


@writes("GET", "POST", repeatable=True)
def one(request: Request, pk: int) -> HttpResponse:
    """A calculation under another value of a number that it used: shown, never kept."""
    request.user.require(Cap.TRY_LAW)
    calculation = get_calculation(request, pk, Cap.SEE_DECISIONS)
    law, codes = law_in_force(), {row["code"] for row in calculation.law}
    options: dict[str, Any] = {"law": law, "codes": codes, "count": typed_rows(request.POST)}
    if request.method == "POST":
        form = OneForm(request.POST, **options)
    else:
        form = OneForm(initial={"od": calculation.on}, **options)
    told: dict[str, Any] = {"steps": None}
    if form.is_bound and form.is_valid():
        changes = tuple(each.change for each in form.changes)
        asked = Question(changes, form.cleaned_data["od"], WhatIf.Scope.DAY)
        told = compared(asked, calculation)
    status = 422 if form.errors else 200
    return page(
        request, "benefits/what_if_one.html", status=status, form=form, calculation=calculation,
        **told,
    )  # fmt: skip


def _run(request: Request, pk: int) -> WhatIf:
    request.user.require(Cap.SEE_DECISIONS)
    return enter(own(request), request.user, Cap.TRY_LAW, pk=pk, finished_at__isnull=False)


def seen_by(user: User, run: WhatIf) -> QuerySet[WhatIfCase]:
    """The run's cases in whose units the person may see decisions, with the names they need."""
    names = PersonName.objects.filter(
        person=OuterRef("calculation__item__person"), period__upper_inf=True
    )
    rows = run.cases.annotate(
        last_name=Subquery(names.values("last_name")[:1]),
        first_name=Subquery(names.values("first_name")[:1]),
    )
    if user.units_with(Cap.SEE_DECISIONS) is None:
        return rows
    return rows.filter(calculation__item__case__in=cases_of(user, Cap.SEE_DECISIONS))


def _whole(rows: QuerySet[WhatIfCase]) -> QuerySet[WhatIfCase]:
    """With what a line says, and without the facts and traces of the calculations."""
    heavy = [f"calculation__{name}" for name in ("facts", "law", "trace", "result")]
    return rows.select_related("benefit", "calculation__item__case").defer(*heavy)


def _hidden(run: WhatIf, user: User) -> int:
    """How many cases belong to units whose decisions the person may not see."""
    if user.units_with(Cap.SEE_DECISIONS) is None:
        return 0
    return run.cases.count() - seen_by(user, run).count()


def _narrowed(rows: QuerySet[WhatIfCase], query: QueryDict) -> QuerySet[WhatIfCase]:
    if query.get("skutek") in WhatIfCase.Kind.values:
        rows = rows.filter(kind=query["skutek"])
    if query.get("swiadczenie"):
        rows = rows.filter(benefit__code=query["swiadczenie"])
    return rows


def _filters(query: QueryDict) -> list[Filter]:
    kind = dict(WhatIfCase.Kind.choices).get(query.get("skutek", ""), "")
    benefit = str(Benefit.objects.filter(code=query.get("swiadczenie", "")).first() or "")
    told = {"skutek": str(kind), "swiadczenie": benefit}
    return [Filter(label, _without(query, name)) for name, label in told.items() if label]


def _without(query: QueryDict, name: str) -> str:
    left = query.copy()
    for gone in (name, "po", "przed"):
        left.pop(gone, None)
    return f"?{left.urlencode()}"
