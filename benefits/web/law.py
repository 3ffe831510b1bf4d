"""Prawo: every legal number with its act and dates; what the centre enters itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from benefits.models import LawValue
from benefits.rules.law import Parameter
from benefits.selectors_law import law_in_force
from benefits.services import law as acts
from benefits.web.law_forms import ValueForm
from benefits.web.law_shown import ENDED, MARKS, SCOPES, in_words, matching, row, rows
from opsapp.kernel import clock
from opsapp.kernel.access import enter
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotFound, Refusal
from opsapp.kernel.web import Request, page, partial, reads, say, writes
from opsapp.kernel.web.parts import Filter


@reads
def index(request: Request) -> HttpResponse:
    """Every parameter with its value in force today, filtered while typing."""
    request.user.require(Cap.SEE_LAW)
    query = request.GET
    text = " ".join(query.get("szukaj", "").split())[:100]
    scope, mark = query.get("zakres", ""), query.get("stan", "")
    every = rows(law_in_force(), _waiting(), clock.today())
    found = matching(every, text, scope, mark)
    show, template = (partial, "benefits/_law_rows.html") if request.htmx else (
        page, "benefits/law.html")  # fmt: skip
    return show(
        request, template, rows=found, total=len(every), text=text, scope=scope, mark=mark,
        scopes=SCOPES.items(), today=clock.today(),
        marks=[(code, label, sum(map(holds, every))) for code, (label, holds) in MARKS.items()],
        filters=_filters(query, scope, mark), print_query=query.urlencode(),
        may_try=request.user.can(Cap.TRY_LAW),
    )  # fmt: skip


def _filters(query: QueryDict, scope: str, mark: str) -> list[Filter]:
    found = []
    if scope in SCOPES:
        found.append(Filter(f"parametry {SCOPES[scope]}", _without(query, "zakres")))
    if mark in MARKS:
        found.append(Filter(MARKS[mark][0], _without(query, "stan")))
    return found


def _without(query: QueryDict, name: str) -> str:
    left = query.copy()
    left.pop(name, None)
    return f"?{left.urlencode()}"


@reads
def show(request: Request, code: str) -> HttpResponse:
    """One parameter: value today, history, what waits for the second person."""
    request.user.require(Cap.SEE_LAW)
    return _page(request, _parameter(code), None)


@writes("POST")
def enter_value(request: Request, code: str) -> HttpResponse:
    """Enter a local value, or a national one announced after this version of the files."""
    request.user.require(Cap.ENTER_LAW)
    parameter = _parameter(code)
    form = _form(parameter, request.POST)
    if not form.is_valid():
        return _page(request, parameter, form)
    data = form.cleaned_data
    try:
        acts.enter(
            code, valid_from=data["valid_from"], value=data["value"], title=data["title"],
            actor=request.user,
        )  # fmt: skip
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _page(request, parameter, form)
    say(request, "Wartość wpisana. Zacznie obowiązywać, gdy potwierdzi ją druga osoba.")
    return redirect("benefits:law_parameter", code)


@writes("POST")
def confirm(request: Request, pk: int) -> HttpResponse:
    """Confirm a value that another person entered."""
    waiting = enter(LawValue.objects.all(), request.user, Cap.CONFIRM_LAW, pk=pk)
    acts.confirm(waiting, actor=request.user)
    say(request, f"Wartość od {waiting.valid_from:%d.%m.%Y} jest potwierdzona i obowiązuje.")
    return redirect("benefits:law_parameter", waiting.code)


@writes("POST")
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take back a value that nobody confirmed."""
    waiting = enter(LawValue.objects.all(), request.user, Cap.ENTER_LAW, pk=pk)
    acts.withdraw(waiting, actor=request.user)
    say(request, "Wpis wycofany.")
    return redirect("benefits:law_parameter", waiting.code)


def _waiting(code: str = "") -> list[LawValue]:
    values = LawValue.objects.filter(confirmed_by=None).select_related("entered_by")
    return list((values.filter(code=code) if code else values).order_by("valid_from"))


def _parameter(code: str) -> Parameter:
    parameter = law_in_force().parameters.get(code)
    if parameter is None:
        raise NotFound("Nie ma takiego parametru prawa.", "not_found")
    return parameter


def _form(parameter: Parameter, data: QueryDict | None = None) -> ValueForm:
    shown = row(parameter, clock.today())
    return ValueForm(data, unit=parameter.unit, shown_unit=shown.unit)


def _page(request: Request, parameter: Parameter, form: ValueForm | None) -> HttpResponse:
    shown = row(parameter, clock.today())
    waiting = [
        (one, in_words(parameter.unit, Decimal(one.value)) if one.value else ENDED)
        for one in _waiting(parameter.code)
    ]
    may_enter = request.user.can(Cap.ENTER_LAW) and _may_be_entered(parameter)
    return page(
        request, "benefits/law_parameter.html", status=422 if form else 200,
        row=shown, waiting=waiting, me=request.user, today=clock.today(),
        may_enter=may_enter, may_confirm=request.user.can(Cap.CONFIRM_LAW),
        may_try=request.user.can(Cap.TRY_LAW),
        form=form or (_form(parameter) if may_enter else None),
    )  # fmt: skip


def _may_be_entered(parameter: Parameter) -> bool:
    """A local parameter, or a national one that some day to come lacks."""
    return parameter.local or parameter.at(date.max) is None
