"""Screens of bank statements: read one in, and say of each entry what it was."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from benefits import access_statements as access
from benefits import selectors_statements as selectors
from benefits.models import BankStatement, StatementEntry
from benefits.services import statements as acts
from benefits.services.statements.importing import may
from benefits.web.statements.forms import EntryReturnForm, StatementForm
from opsapp.kernel import looked
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.paging import cut
from opsapp.kernel.web.wording import counted

RETURNS = ("zwrot", "zwroty", "zwrotów")
ENTRIES = ("pozycję", "pozycje", "pozycji")
Forms = dict[int, EntryReturnForm]


@reads
def index(request: Request) -> HttpResponse:
    """Statements, newest first, each with what waits in it."""
    may(request.user)
    rows = cut(selectors.statements(), request.GET, by=("-until", "-pk"))
    ids = [row.pk for row in rows.rows]
    looked.listed(request.user, "benefits.bankstatement", "wyciągi", ids)
    return page(request, "benefits/statements.html", slice=rows)


@writes("GET", "POST")
def new(request: Request) -> HttpResponse:
    """Read in a file of the bank; what is wrong is said beside the field."""
    may(request.user)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = StatementForm(*sent)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = acts.import_statement(
                form.cleaned_data["bank_profile"], file.read(), name=file.name or "",
                actor=request.user,
            )  # fmt: skip
        except Refusal as refused:
            if refused.field not in form.fields:
                raise
            form.add_error(refused.field, str(refused))
        else:
            say(request, _read_in(made))
            return (
                redirect("benefits:statement", made[0].pk)
                if len(made) == 1
                else redirect("benefits:statements")
            )
    return page(
        request, "benefits/statement_new.html", status=422 if form.errors else 200, form=form
    )


def _read_in(made: list[BankStatement]) -> str:
    count = sum(row.entries.count() for row in made)
    names = ", ".join(str(row) for row in made[:3]) + (" …" if len(made) > 3 else "")
    return f"Wczytano {names}: {counted(count, ENTRIES)}."


@reads
def show(request: Request, pk: int) -> HttpResponse:
    """One statement: what waits, in groups, and what was decided."""
    return _shown(request, access.get_statement(request, pk), {})


def _shown(request: Request, statement: BankStatement, bound: Forms) -> HttpResponse:
    """The page; `bound` are forms of entries sent with mistakes, with what was typed."""
    groups = selectors.grouped(statement)
    proposed = [*groups.recognised, *groups.to_point]
    shown = [one.payment for one in proposed if one.payment]
    shown += [row for one in proposed for row in one.candidates]
    looked.listed(request.user, "benefits.payment", str(statement), [row.pk for row in shown])
    return page(
        request,
        "benefits/statement.html",
        status=422 if bound else 200,
        statement=statement,
        groups=groups,
        recognised=[(one, _form(one, bound)) for one in groups.recognised],
        to_point=[(one, _form(one, bound)) for one in groups.to_point],
        wrong=list(bound.values()),
        waiting=sum(1 for row in statement.entries.all() if row.outcome == "waits"),
    )


def _form(one: selectors.Return, bound: Forms) -> EntryReturnForm:
    if one.entry.pk in bound:
        return bound[one.entry.pk]
    return EntryReturnForm(entry=one.entry, candidates=one.candidates)


@writes("POST")
def entry_return(request: Request, pk: int) -> HttpResponse:
    """The entry is a payment that came back."""
    entry = access.get_entry(request, pk)
    statement = access.get_statement(request, entry.statement_id)
    proposed = selectors.grouped(statement).to_point
    candidates = next((one.candidates for one in proposed if one.entry == entry), [])
    form = EntryReturnForm(request.POST, entry=entry, candidates=candidates)
    if not form.is_valid():
        return _shown(request, statement, {entry.pk: form})
    payment = form.cleaned_data["payment"]
    looked.opened(request.user, payment, request)
    try:
        acts.confirm_return(entry, payment, reason=form.cleaned_data["reason"], actor=request.user)
    except Refusal as refused:
        if refused.code in ("decided", "changed", "locked"):
            raise
        form.add_error("reason" if refused.field == "reason" else "reference", str(refused))
        return _shown(request, statement, {entry.pk: form})
    say(request, f"Odnotowano zwrot: {payment.payee_name}. Czeka na decyzję, co dalej.")
    return redirect("benefits:statement", statement.pk)


@writes("POST")
def returns(request: Request, pk: int) -> HttpResponse:
    """Every return that is recognised."""
    statement = access.get_statement(request, pk)
    count = acts.confirm_recognised(statement, actor=request.user)
    say(request, f"Odnotowano {counted(count, RETURNS)}. Czekają na decyzję, co dalej.")
    return redirect("benefits:statement", pk)


@writes("POST")
def settle(request: Request, pk: int) -> HttpResponse:
    """The entry is the transfer of a whole list."""
    entry = access.get_entry(request, pk)
    made = access.get_list_of(entry.statement, request.POST.get("list", ""))
    acts.confirm_settled(entry, made, actor=request.user)
    say(request, f"Rozliczono listę {made}.")
    return redirect("benefits:statement", entry.statement_id)


@writes("POST")
def singly(request: Request, pk: int) -> HttpResponse:
    """The transfers of a list that the bank booked one by one."""
    statement = access.get_statement(request, pk)
    made = access.get_list_of(statement, request.POST.get("list", ""))
    count = acts.confirm_singly(statement, made, actor=request.user)
    say(request, f"Potwierdzono {counted(count, ENTRIES)} z listy {made}.")
    return redirect("benefits:statement", pk)


@writes("POST")
def dismiss(request: Request, pk: int) -> HttpResponse:
    """The entries chosen are no payments of ours."""
    statement = access.get_statement(request, pk)
    chosen = [key for key in request.POST.getlist("entries") if key.isdecimal() and len(key) < 18]
    rows: Any = StatementEntry.objects.filter(statement=statement, pk__in=chosen)
    count = acts.dismiss(rows, remark=request.POST.get("remark", ""), actor=request.user)
    say(request, f"Odłożono {counted(count, ENTRIES)}.")
    return redirect("benefits:statement", pk)
