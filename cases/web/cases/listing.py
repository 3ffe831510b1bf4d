"""The list of cases: narrowed by the address, sorted, paged by key, taken out as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from cases import access
from cases.models import Case
from cases.selectors.cases import OPEN, SORTS, TERM_STATES, CaseRows, Wanted, case_list
from cases.selectors.offices import choices_of_filters
from cases.states import CASE
from opsapp.kernel import clock, looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request, page, reads
from opsapp.kernel.web.export import Column, as_csv, as_xlsx
from opsapp.kernel.web.paging import cut
from opsapp.kernel.web.parts import Filter, Tab

NARROWED = ("stan", "swiadczenie", "kto", "termin")
SAVED = (
    ("Moje otwarte", "kto=ja&stan=otwarte"),
    ("Moje po terminie", "kto=ja&stan=otwarte&termin=po-terminie"),
    ("Bez prowadzącego", "kto=nikt&stan=otwarte"),
    ("Wszystkie otwarte", "stan=otwarte"),
    ("Wszystkie", ""),
)
"""Saved lists, each an address."""
COLUMNS: list[Column[Any]] = [
    Column("Znak sprawy", lambda row: row.sign),
    Column("Nazwisko", lambda row: row.client_last),
    Column("Imię", lambda row: row.client_first),
    Column("Świadczenie", lambda row: row.benefit.label if row.benefit else row.subject),
    Column("Stan", lambda row: CASE.label(row.status)),
    Column("Wszczęto", lambda row: row.opened_on, "day"),
    Column("Najbliższy termin", lambda row: row.due, "day"),
    Column("Prowadzi", lambda row: row.worker_name or ""),
]


@reads
def cases(request: Request) -> HttpResponseBase:
    """Cases the person may see, the newest first."""
    rows = access.cases_of(request.user)
    wanted = Wanted(*(request.GET.get(name, "")[:60] for name in NARROWED))
    listed = case_list(rows, wanted, user=request.user, on=clock.today())
    if request.GET.get("format") in ("csv", "xlsx"):
        return _exported(request, listed)
    return _shown(request, listed, wanted)


def order_of(query: QueryDict) -> tuple[str, ...]:
    """The fields of the order that the address asks for."""
    sort = query.get("sort", "")
    fields = SORTS.get(sort.lstrip("-"), SORTS[""])
    if not sort.startswith("-"):
        return fields
    return tuple(field[1:] if field.startswith("-") else f"-{field}" for field in fields)


def _shown(request: Request, rows: CaseRows, wanted: Wanted) -> HttpResponse:
    slice_ = cut(rows, request.GET, by=order_of(request.GET))
    ids = [row.pk for row in slice_.rows]
    looked.listed(request.user, "cases.case", request.GET.urlencode(), ids)
    today = clock.today()
    workers, benefits = choices_of_filters(Cap.RUN_CASES, today)
    return page(
        request, "cases/cases.html",
        slice=slice_, wanted=wanted, saved=_tabs(request.GET), query=request.GET.urlencode(),
        filters=_filters(request.GET, wanted, benefits, workers),
        states=[(OPEN, "wszystkie otwarte"), *CASE.choices],
        benefits=benefits.items(), workers=workers.items(),
        terms=TERM_STATES.items(), sort=request.GET.get("sort", ""),
        may_export=request.user.can(Cap.EXPORT),
        may_register=request.user.can(Cap.REGISTER_APPLICATIONS),
    )  # fmt: skip


def _tabs(query: QueryDict) -> list[Tab]:
    now = {name: query[name] for name in NARROWED if query.get(name)}
    return [Tab(label, f"?{address}", QueryDict(address).dict() == now) for label, address in SAVED]


def _filters(
    query: QueryDict, wanted: Wanted, benefits: dict[str, str], workers: dict[str, str]
) -> list[Filter]:
    status = {OPEN: "otwarte"} | dict(CASE.choices)
    told = [
        ("stan", "stan", status.get(wanted.status, "")),
        ("swiadczenie", "", benefits.get(wanted.benefit, "")),
        ("kto", "prowadzi", {"ja": "ja", "nikt": "nikt"}.get(wanted.worker)
         or workers.get(wanted.worker, "")),
        ("termin", "termin", TERM_STATES.get(wanted.term, "")),
    ]  # fmt: skip
    return [
        Filter(f"{head}: {word}" if head else word, _without(query, name))
        for name, head, word in told
        if word
    ]


def _without(query: QueryDict, name: str) -> str:
    link = query.copy()
    for place in (name, "po", "przed"):
        link.pop(place, None)
    return f"?{link.urlencode()}"


def _exported(request: Request, rows: CaseRows) -> HttpResponseBase:
    request.user.require(Cap.EXPORT)
    ordered: list[Case] = list(rows.order_by(*order_of(request.GET), "pk"))
    ids = [row.pk for row in ordered]
    looked.exported(request.user, "cases.case", request.GET.urlencode(), ids)
    as_file = as_csv if request.GET["format"] == "csv" else as_xlsx
    return as_file("sprawy", COLUMNS, ordered)
