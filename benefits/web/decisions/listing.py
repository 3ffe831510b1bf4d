"""The list of decisions, filtered, paged by key, and as a file."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import QueryDict
from django.http.response import HttpResponseBase

from benefits.models import Decision
from benefits.selectors_decisions import Wanted, decision_list
from benefits.states import DECISION
from opsapp.kernel import looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Period
from opsapp.kernel.web import Request, page, reads
from opsapp.kernel.web.export import Cell, Column, as_csv, as_xlsx
from opsapp.kernel.web.paging import cut
from opsapp.kernel.web.parts import Filter
from opsapp.office.models import Benefit


@reads
def index(request: Request) -> HttpResponseBase:
    """Decisions and drafts of the person's units, the newest first."""
    wanted = _wanted(request.GET)
    rows = decision_list(request.user, wanted)
    if request.GET.get("format") in ("csv", "xlsx"):
        return _exported(request, rows)
    slice_ = cut(rows, request.GET, by=("-pk",))
    looked.listed(
        request.user, "benefits.decision", request.GET.urlencode(), [r.pk for r in slice_.rows]
    )
    return page(
        request, "benefits/decisions.html",
        slice=slice_, wanted=wanted, states=DECISION.choices, kinds=Decision.Kind.choices,
        benefits=list(Benefit.objects.order_by("label").values_list("code", "label")),
        filters=_filters(request.GET, wanted), query=request.GET.urlencode(),
        may_export=request.user.can(Cap.EXPORT),
        may_sign=request.user.can(Cap.APPROVE_DECISIONS),
    )  # fmt: skip


def _wanted(query: QueryDict) -> Wanted:
    return Wanted(
        state=query.get("stan", ""),
        benefit=query.get("swiadczenie", ""),
        kind=query.get("rodzaj", ""),
        mine=query.get("moje") == "1",
    )


def _filters(query: QueryDict, wanted: Wanted) -> list[Filter]:
    said = {
        "stan": DECISION.states.get(wanted.state, ""),
        "rodzaj": dict(Decision.Kind.choices).get(wanted.kind, ""),
        "swiadczenie": str(Benefit.objects.filter(code=wanted.benefit).first() or ""),
        "moje": "moje" if wanted.mine else "",
    }
    return [Filter(str(label), _without(query, name)) for name, label in said.items() if label]


def _without(query: QueryDict, name: str) -> str:
    left = query.copy()
    for gone in (name, "po", "przed"):
        left.pop(gone, None)
    return f"?{left.urlencode()}"


def _exported(request: Request, rows: QuerySet[Decision]) -> HttpResponseBase:
    request.user.require(Cap.EXPORT)
    ordered = list(rows.order_by("-pk"))
    looked.exported(
        request.user, "benefits.decision", request.GET.urlencode(), [row.pk for row in ordered]
    )
    as_file = as_csv if request.GET["format"] == "csv" else as_xlsx
    return as_file("decyzje", COLUMNS, ordered)


def _first(row: Decision, name: str) -> Cell:
    for item in row.items.all():
        value: Cell = getattr(item, name)
        return value
    return None


def _benefits(row: Decision) -> str:
    return ", ".join(item.benefit.label for item in row.items.all())


def _period(row: Decision) -> str:
    for item in row.items.all():
        if item.period:
            days = Period.from_range(item.period)
            end = f"{days.end:%d.%m.%Y}" if days.end else ""
            return f"{days.start:%d.%m.%Y} – {end}"
    return ""


COLUMNS: list[Column[Decision]] = [
    Column("Numer", str),
    Column("Znak sprawy", lambda row: row.case.sign),
    Column("Osoba", lambda row: str(row.addressee)),
    Column("Świadczenie", _benefits),
    Column("Rodzaj", lambda row: str(row.get_kind_display())),
    Column("Kwota", lambda row: _first(row, "amount"), "money"),
    Column("Okres", _period),
    Column("Stan", lambda row: DECISION.label(row.status)),
    Column("Wydana", lambda row: row.issued_on, "day"),
    Column("Doręczona", lambda row: row.delivered_on, "day"),
    Column("Sporządził(a)", lambda row: str(row.author)),
]
