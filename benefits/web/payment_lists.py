"""Screens of payment lists."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from benefits import access_payments as access
from benefits import selectors_compared as compared_lists
from benefits import selectors_due
from benefits import selectors_payments as selectors
from benefits.models import Payment, PaymentList, PaymentListSignature
from benefits.models.payout import Channel
from benefits.services import payments as acts
from benefits.services.payments.payees import payees
from benefits.states import PAYMENT, PAYMENT_LIST
from benefits.web.payment_forms import NewListForm, RemarkForm, SettleForm
from opsapp.kernel import clock, looked
from opsapp.kernel.calendar import next_working_day
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.identifiers import bank_of
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.paging import cut
from opsapp.kernel.web.parts import Counter, Filter, Signature, Tab


@reads
def index(request: Request) -> HttpResponse:
    """Lists of payments, newest first, and what waits to be paid."""
    request.user.require(Cap.SEE_PAYMENTS)
    status, channel = request.GET.get("stan", ""), request.GET.get("sposob", "")
    rows = cut(selectors.lists(status, channel), request.GET, by=("-pay_on", "-pk"))
    looked.listed(
        request.user, "benefits.paymentlist", request.GET.urlencode(), [r.pk for r in rows.rows]
    )
    return page(
        request,
        "benefits/payment_lists.html",
        slice=rows,
        counters=_counters(),
        filters=_filters(status, channel),
        states=PAYMENT_LIST.choices,
        channels=Channel.choices,
        chosen_status=status,
        chosen_channel=channel,
        may_prepare=request.user.can(Cap.PREPARE_PAYMENTS),
    )


def _counters() -> list[Counter]:
    waiting = selectors_due.waiting(clock.today())
    back, ways = selectors.returned().count(), selectors.proposed_ways().count()
    return [
        Counter(
            "rat do wypłaty na dziś",
            waiting.ready_count,
            reverse("benefits:payment_list_new"),
            "accent",
        ),
        Counter(
            "rat wstrzymanych przeszkodą",
            waiting.held_count,
            reverse("benefits:payments_held"),
            "warn" if waiting.held else "quiet",
        ),
        Counter(
            "zwrotów do rozstrzygnięcia",
            back,
            reverse("benefits:returned_payments"),
            "bad" if back else "quiet",
        ),
        Counter(
            "sposobów wypłaty do zatwierdzenia",
            ways,
            reverse("benefits:payout_ways"),
            "warn" if ways else "quiet",
        ),
    ]


def _filters(status: str, channel: str) -> list[Filter]:
    found = []
    if status in PAYMENT_LIST.states:
        found.append(Filter(f"stan: {PAYMENT_LIST.label(status)}", f"?sposob={channel}"))
    if channel in Channel.values:
        found.append(Filter(f"sposób: {Channel(channel).label}", f"?stan={status}"))
    return found


@reads
def held(request: Request) -> HttpResponse:
    """Instalments that are due and cannot be paid, each with its obstacle and what to do."""
    request.user.require(Cap.SEE_PAYMENTS)
    day = next_working_day(clock.today())
    code = request.GET.get("powod", "")
    rows = selectors_due.held(day, code=code if code in selectors_due.OBSTACLES else "")
    looked.listed(
        request.user, "benefits.instalment", f"przeszkody {code}", [r.instalment_id for r in rows]
    )
    return page(
        request,
        "benefits/payments_held.html",
        rows=_named(rows, day),
        waiting=selectors_due.waiting(day),
        code=code,
    )


def _named(rows: Sequence[selectors_due.Due], day: date) -> list[tuple[selectors_due.Due, str]]:
    known = payees({row.payee[:2] for row in rows}, on=day)
    return [(row, known[row.payee[:2]].name) for row in rows]


@writes("GET", "POST")
def new(request: Request) -> HttpResponse:
    """Build a list: choose the day and the way, see what will be on it."""
    request.user.require(Cap.PREPARE_PAYMENTS)
    form = NewListForm(request.POST or None, initial=_proposal())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = acts.build(
                request_id=data["once"],
                pay_on=data["pay_on"],
                channel=data["channel"],
                bank_profile=data["bank_profile"] if data["channel"] == "bank" else None,
                actor=request.user,
            )
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            say(request, f"Utworzono listę {made.reference}.")
            return redirect("benefits:payment_list", made.pk)
    waiting = selectors_due.waiting(_day(form))
    return page(
        request,
        "benefits/payment_list_new.html",
        status=422 if form.errors else 200,
        form=form,
        waiting=waiting,
        note=f"do {waiting.day:%d.%m.%Y}",
    )


def _proposal() -> dict[str, object]:
    return {"pay_on": next_working_day(clock.today()), "channel": "bank", "once": uuid.uuid4()}


def _day(form: NewListForm) -> date:
    chosen = form.cleaned_data.get("pay_on") if form.is_bound and form.is_valid() else None
    return chosen or next_working_day(clock.today())


@reads
def show(request: Request, pk: int) -> HttpResponse:
    """One list: signatures, what changed since last month, its lines and files."""
    payment_list = access.get_list(request, pk)
    only = request.GET.get("stan", "")
    rows = cut(selectors.lines(payment_list, only), request.GET, by=("ordinal", "pk"), exact=True)
    comparison = compared_lists.compared(payment_list)
    accounts = compared_lists.changed_accounts(payment_list)
    before = comparison.before if comparison else None
    return page(
        request,
        "benefits/payment_list.html",
        payment_list=payment_list,
        slice=rows,
        lines=_lines(rows.rows, compared_lists.marks(rows.rows, before, accounts)),
        live=selectors.live(payment_list),
        signatures=_signatures(payment_list),
        totals=selectors.totals(payment_list),
        comparison=comparison,
        accounts=len(accounts),
        unsound=_unsound(payment_list),
        files=selectors.files(payment_list),
        state=PAYMENT_LIST.label(payment_list.status),
        only=only,
        stated=bool(only) or payment_list.status in {"sent", "settled", "cancelled"},
        states=PAYMENT.choices,
        transitions=payment_list.transitions.select_related("actor"),
        may=_rights(request, payment_list),
        today=clock.today(),
        remark=RemarkForm(),
        settle=SettleForm(initial={"on": clock.today()}),
    )


def _lines(
    payments: Sequence[Payment], marks: dict[int, compared_lists.Mark]
) -> list[tuple[Payment, compared_lists.Mark, str]]:
    return [
        (row, marks[row.pk], (bank_of(row.account) or "") if row.account else "")
        for row in payments
    ]


def _unsound(payment_list: PaymentList) -> list[selectors_due.Unsound]:
    going_out = payment_list.status in ("draft", "prepared", "checked")
    return selectors_due.unsound(payment_list) if going_out else []


def _rights(request: Request, payment_list: PaymentList) -> dict[str, bool]:
    can = request.user.can
    signed = {row.user_id for row in _current(payment_list)}
    return {
        "prepare": can(Cap.PREPARE_PAYMENTS),
        "check": can(Cap.CHECK_PAYMENTS),
        "approve": can(Cap.APPROVE_PAYMENTS),
        "send": can(Cap.SEND_PAYMENTS),
        "signed": request.user.pk in signed,
    }


def _current(payment_list: PaymentList) -> list[PaymentListSignature]:
    """The signatures under the present content; a reopened list has none."""
    rows = list(payment_list.signatures.select_related("user").order_by("-round", "id"))
    if not rows or not payment_list.content_sha256:
        return []
    return [row for row in rows if row.round == rows[0].round]


def _signatures(payment_list: PaymentList) -> list[Signature]:
    given = {row.role: row for row in _current(payment_list)}
    Role = PaymentListSignature.Role
    return [
        Signature(
            str(role.label),
            str(given[role].user) if role in given else "",
            given[role].recorded_at if role in given else None,
        )
        for role in (Role.PREPARED, Role.CHECKED, Role.APPROVED)
    ]


@reads
def changes(request: Request, pk: int) -> HttpResponse:
    """Who is new, stopped or paid another sum than by the list before."""
    payment_list = access.get_list(request, pk)
    kind = request.GET.get("co", "nowi")
    rows = compared_lists.differences(payment_list, kind)
    looked.listed(
        request.user, "benefits.payment", f"różnice {kind}", [row.payment_id for row in rows]
    )
    comparison = compared_lists.compared(payment_list)
    counts = (
        {"nowi": comparison.new, "zmiana": comparison.changed, "bez": comparison.gone}
        if comparison
        else {}
    )
    tabs = [
        Tab(label, f"?co={code}", code == kind, counts.get(code))
        for code, label in compared_lists.KINDS.items()
    ]
    return page(
        request,
        "benefits/payment_list_changes.html",
        payment_list=payment_list,
        comparison=comparison,
        rows=rows,
        tabs=tabs,
        kind=kind,
    )


@reads
def printed(request: Request, pk: int) -> HttpResponse:
    """The list for the cash desk, to be printed and signed by payees."""
    payment_list = access.get_list(request, pk)
    looked.printed(request.user, payment_list, request)
    rows = selectors.lines(payment_list).exclude(status="cancelled").order_by("ordinal")
    return page(
        request,
        "benefits/payment_list_print.html",
        payment_list=payment_list,
        rows=rows,
        signatures=_signatures(payment_list),
        totals=selectors.totals(payment_list),
    )


@writes("POST")
def prepare(request: Request, pk: int) -> HttpResponse:
    """Close the content and sign as the first person."""
    made = acts.prepare(access.get_list(request, pk, Cap.PREPARE_PAYMENTS), actor=request.user)
    say(request, f"Lista {made.reference} jest sporządzona. Teraz sprawdza ją druga osoba.")
    return redirect("benefits:payment_list", pk)


@writes("POST")
def check(request: Request, pk: int) -> HttpResponse:
    """Sign as the second person."""
    made = acts.check(access.get_list(request, pk, Cap.CHECK_PAYMENTS), actor=request.user)
    say(request, f"Lista {made.reference} jest sprawdzona. Zatwierdza ją trzecia osoba.")
    return redirect("benefits:payment_list", pk)


@writes("POST")
def approve(request: Request, pk: int) -> HttpResponse:
    """Sign as the third person; the files are made."""
    made = acts.approve(access.get_list(request, pk, Cap.APPROVE_PAYMENTS), actor=request.user)
    say(request, f"Lista {made.reference} jest zatwierdzona do wypłaty.")
    return redirect("benefits:payment_list", pk)


@writes("POST")
def reopen(request: Request, pk: int) -> HttpResponse:
    """Take the list back to be mended."""
    payment_list = access.get_list(request, pk, _one_who_signs(request))
    acts.reopen(payment_list, remark=request.POST.get("remark", ""), actor=request.user)
    say(request, "Lista wróciła do poprawy. Podpisy trzeba złożyć od nowa.")
    return redirect("benefits:payment_list", pk)


def _one_who_signs(request: Request) -> Cap:
    """Whoever signs lists may send one back; without any such right the first one is missing."""
    rights = (Cap.PREPARE_PAYMENTS, Cap.CHECK_PAYMENTS, Cap.APPROVE_PAYMENTS)
    return next((cap for cap in rights if request.user.can(cap)), rights[0])


@writes("POST")
def cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel the list; what was on it is due again."""
    payment_list = access.get_list(request, pk, Cap.PREPARE_PAYMENTS)
    acts.cancel(payment_list, remark=request.POST.get("remark", ""), actor=request.user)
    say(request, "Lista jest anulowana. Raty z niej znów czekają na wypłatę.")
    return redirect("benefits:payment_list", pk)


@writes("POST")
def send(request: Request, pk: int) -> HttpResponse:
    """Note that the list went to the bank or the cash desk today."""
    payment_list = access.get_list(request, pk, Cap.SEND_PAYMENTS)
    acts.send(payment_list, on=clock.today(), actor=request.user)
    say(request, "Odnotowano wysłanie listy.")
    return redirect("benefits:payment_list", pk)


@writes("POST")
def settle(request: Request, pk: int) -> HttpResponse:
    """Note that the payments were carried out."""
    payment_list = access.get_list(request, pk, Cap.SEND_PAYMENTS)
    form = SettleForm(request.POST)
    if not form.is_valid():
        raise Refusal(" ".join(str(e) for errors in form.errors.values() for e in errors), "form")
    acts.settle(payment_list, **form.cleaned_data, actor=request.user)
    say(request, "Wypłaty z listy są rozliczone.")
    return redirect("benefits:payment_list", pk)


@writes("POST")
def file(request: Request, pk: int) -> HttpResponse:
    """Take a file of the list; by POST, because taking it out is an act that is recorded."""
    wanted = access.get_file(request, pk)
    response = HttpResponse(bytes(wanted.document.content), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{wanted.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
