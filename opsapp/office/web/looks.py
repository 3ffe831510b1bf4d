"""Who looked at what: everything one person opened, saw on lists, printed or took out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.http.response import HttpResponseBase

from opsapp.kernel import clock, looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look
from opsapp.kernel.text import upper_first
from opsapp.kernel.web import Request, page, reads
from opsapp.kernel.web.export import Column, as_csv, as_xlsx
from opsapp.kernel.web.fields import PolishDateField
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.paging import cut
from opsapp.kernel.web.wording import counted
from opsapp.office.models import User

DAYS = 30
ROWS = ("zapis", "zapisy", "zapisów")
EXPORT_LIMIT = 10_000


class LooksForm(Form):
    """Whose looks, on which days, of which kind."""

    kto = forms.ModelChoiceField(
        label="Kto", queryset=User.objects.filter(is_system=False), required=False,
        empty_label="wszyscy",
    )  # fmt: skip
    od = PolishDateField(label="Od dnia", required=False)
    do = PolishDateField(label="Do dnia", required=False)
    czynnosc = forms.ChoiceField(
        label="Czynność", choices=[("", "wszystkie"), *Look.Kind.choices], required=False
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One look in words."""

    at: datetime
    who: str
    kind: str
    what: str
    record: str
    query: str


@reads
def index(request: Request) -> HttpResponseBase:
    """The report of looks; looking at it leaves its own trace."""
    request.user.require(Cap.AUDIT)
    today = clock.today()
    asked = request.GET if request.GET else {"od": f"{today - timedelta(days=DAYS):%d.%m.%Y}"}
    form = LooksForm(asked)
    rows = _asked(form) if form.is_valid() else Look.objects.none()
    looked.listed(request.user, "kernel.look", request.get_full_path(), [])
    save = {"csv": as_csv, "xlsx": as_xlsx}.get(request.GET.get("format", ""))
    if save is not None:
        request.user.require(Cap.EXPORT)
        some = rows.select_related("actor").order_by("-pk")[:EXPORT_LIMIT]
        return save("wglady", COLUMNS, [_row(look) for look in some])
    slice_ = cut(rows.select_related("actor"), request.GET, by=("-pk",))
    return page(
        request, "office/looks.html",
        form=form, slice=slice_, rows=[_row(look) for look in slice_.rows],
        status=200 if form.is_valid() else 422, may_export=request.user.can(Cap.EXPORT),
        query=_without(request, "format", "po", "przed"),
    )  # fmt: skip


COLUMNS: list[Column[Row]] = [
    Column("Kiedy", lambda row: f"{row.at.astimezone(clock.WARSAW):%d.%m.%Y %H:%M:%S}"),
    Column("Kto", lambda row: row.who),
    Column("Czynność", lambda row: row.kind),
    Column("Co", lambda row: row.what),
    Column("Zapis", lambda row: row.record),
    Column("Zapytanie", lambda row: row.query),
]


def _asked(form: LooksForm) -> QuerySet[Look]:
    data, rows = form.cleaned_data, Look.objects.all()
    if data["kto"]:
        rows = rows.filter(actor=data["kto"])
    if data["od"]:
        rows = rows.filter(at__gte=_start(data["od"]))
    if data["do"]:
        rows = rows.filter(at__lt=_start(data["do"] + timedelta(days=1)))
    return rows.filter(kind=data["czynnosc"]) if data["czynnosc"] else rows


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.WARSAW)


def _row(look: Look) -> Row:
    record = f"nr {look.subject_id}" if look.subject_id else counted(len(look.ids), ROWS)
    return Row(
        look.at, str(look.actor), look.get_kind_display(), _what(look.subject_type), record,
        look.query,
    )  # fmt: skip


def _what(label: str) -> str:
    """'Sprawa' from 'cases.case'; a label that is no model's stays as it is."""
    try:
        return upper_first(str(apps.get_model(label)._meta.verbose_name))
    except (LookupError, ValueError):
        return label


def _without(request: Request, *names: str) -> str:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()
