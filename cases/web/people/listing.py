"""The list of persons and the choice of one in a form."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from cases.models import PersonName
from cases.selectors.people import Cards, person_list
from cases.selectors.search import by_names, masked
from opsapp.kernel import looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request, page, partial, reads, writes
from opsapp.kernel.web.export import Column, as_csv, as_xlsx
from opsapp.kernel.web.paging import cut
from opsapp.kernel.web.parts import Filter

SHOWN = {
    "alerts": "z ostrzeżeniem",
    "no_pesel": "bez numeru PESEL",
    "dead": "zmarłe",
}
CHOICES_LIMIT = 8
COLUMNS: list[Column[PersonName]] = [
    Column("Nazwisko", lambda row: row.last_name),
    Column("Imię", lambda row: row.first_name),
    Column("Data urodzenia", lambda row: row.person.birth_date, "day"),
    Column("Adres", lambda row: row.address),  # type: ignore[attr-defined]
]


@reads
def people(request: Request) -> HttpResponseBase:
    """Persons in Polish order, 25 a page; as a file for whoever may export."""
    request.user.require(Cap.SEE_PERSONS)
    show = request.GET.get("pokaz", "")
    rows = person_list(show)
    if request.GET.get("format") in ("csv", "xlsx"):
        return _exported(request, rows)
    slice_ = cut(rows, request.GET, by=("last_key", "first_key", "pk"), letter="last_key")
    ids = [row.person_id for row in slice_.rows]
    looked.listed(request.user, "cases.person", request.GET.urlencode(), ids)
    filters = [Filter(SHOWN[show], reverse("cases:people"))] if show in SHOWN else []
    return page(
        request, "cases/people.html",
        slice=slice_, filters=filters, shown=SHOWN.items(), show=show,
        query=request.GET.urlencode(), may_edit=request.user.can(Cap.EDIT_PERSONS),
        may_export=request.user.can(Cap.EXPORT),
    )  # fmt: skip


def _exported(request: Request, rows: Cards) -> HttpResponseBase:
    request.user.require(Cap.EXPORT)
    ordered = list(rows.order_by("last_key", "first_key", "pk"))
    ids = [row.person_id for row in ordered]
    looked.exported(request.user, "cases.person", request.GET.urlencode(), ids)
    as_file = as_csv if request.GET["format"] == "csv" else as_xlsx
    return as_file("osoby", COLUMNS, ordered)


@writes("POST")
def choose(request: Request) -> HttpResponse:
    """Persons to choose from in a form, while a name is typed (by POST: names stay out of logs)."""
    request.user.require(Cap.SEE_PERSONS)
    query = " ".join(request.POST.get("szukana", "").split())[:100]
    rows = by_names(query, CHOICES_LIMIT) if len(query) >= 2 else []
    looked.searched(request.user, "cases.person", masked(query), [row.person_id for row in rows])
    return partial(
        request, "cases/_person_choices.html", rows=rows, query=query, chosen="", chosen_key=""
    )
