"""Screens of payment lists."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from benefits import access_payments as access
from benefits import selectors_compared as compared_lists
from benefits import selectors_due
from benefits import selectors_payments as selectors
from benefits.models import Payment, PaymentList, PaymentListSignature
from benefits.models.payout import Channel
from benefits.selectors_scope import lists_of, payments_of, strange, ways_of_units
from benefits.selectors_statements import reaches, waiting_entries
from benefits.services import payments as acts
from benefits.services.payments.payees import payees
from benefits.services.payments.rights import SIGNS
from benefits.services.payments.signing import document_order
from benefits.states import PAYMENT, PAYMENT_LIST
from benefits.web.payment_forms import (
    NewListForm,
    ReopenForm,
    SendForm,
    SettleForm,
    StrikeForm,
)
from opsapp.kernel import clock, jobs, looked
from opsapp.kernel import documents as engine
from opsapp.kernel.calendar import next_working_day
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.identifiers import bank_of
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.paging import cut
from opsapp.kernel.web.parts import Counter, Filter, Signature, Tab
from opsapp.office.models import User


@reads
def index(request: Request) -> HttpResponse:
    """Lists of payments, newest first, and what waits to be paid."""
    seen = lists_of(request.user)
    status, channel = request.GET.get("stan", ""), request.GET.get("sposob", "")
    rows = cut(selectors.lists(seen, status, channel), request.GET, by=("-pay_on", "-pk"))
    looked.listed(
        request.user, "benefits.paymentlist", request.GET.urlencode(), [r.pk for r in rows.rows]
    )
    return page(
        request,
        "benefits/payment_lists.html",
        slice=rows,
        counters=_counters(request.user),
        filters=_filters(status, channel),
        states=PAYMENT_LIST.choices,
        channels=Channel.choices,
        chosen_status=status,
        chosen_channel=channel,
        may_prepare=request.user.can(Cap.PREPARE_PAYMENTS),
        may_statements=reaches(request.user),
    )


def _counters(user: User) -> list[Counter]:
    units = user.units_with(Cap.SEE_PAYMENTS)
    waiting = selectors_due.waiting(clock.today(), units=units)
    back = selectors.returned(payments_of(user)).count()
    ways = ways_of_units(selectors.proposed_ways(), units).count()
    lost = selectors.to_recover(payments_of(user)).count()
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
            "wypłat do odzyskania",
            lost,
            reverse("benefits:payments_to_recover"),
            "bad" if lost else "quiet",
        ),
        Counter(
            "sposobów wypłaty do zatwierdzenia",
            ways,
            reverse("benefits:payout_ways"),
            "warn" if ways else "quiet",
        ),
        *_of_statements(user),
    ]


def _of_statements(user: User) -> list[Counter]:
    if not reaches(user):
        return []
    count = waiting_entries().count()
    return [
        Counter(
            "pozycji wyciągów do rozstrzygnięcia",
            count,
            reverse("benefits:statements"),
            "accent" if count else "quiet",
        )
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
    day, units = next_working_day(clock.today()), request.user.units_with(Cap.SEE_PAYMENTS)
    code = request.GET.get("powod", "")
    known = code if code in selectors_due.OBSTACLES else ""
    rows = selectors_due.held(day, code=known, units=units)
    looked.listed(
        request.user, "benefits.instalment", f"przeszkody {code}", [r.instalment_id for r in rows]
    )
    return page(
        request,
        "benefits/payments_held.html",
        rows=_named(rows, day),
        waiting=selectors_due.waiting(day, units=units),
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
    """One list: signatures, what changed since last month, its lines and files; of a list that
    pays in other units too only the lines of one's own.
    """
    return shown(request, access.get_list(request, pk), {})


FORMS = ("settle", "strike", "reopen", "went")


def shown(request: Request, payment_list: PaymentList, bound: Mapping[str, Form]) -> HttpResponse:
    """The page of a list; `bound` are forms sent with mistakes, open again with what was typed."""
    whole = not strange(request.user, Cap.SEE_PAYMENTS, payment_list)
    only = request.GET.get("stan", "")
    seen = payments_of(request.user).filter(payment_list=payment_list)
    rows = cut(selectors.lines(seen, only), request.GET, by=("ordinal", "pk"), exact=True)
    comparison = compared_lists.compared(payment_list) if whole else None
    accounts = compared_lists.changed_accounts(payment_list) if whole else {}
    before = comparison.before if comparison else None
    return page(
        request,
        "benefits/payment_list.html",
        status=422 if bound else 200,
        opened={name: name in bound for name in FORMS},
        wrong=list(bound.values()),
        payment_list=payment_list,
        whole=whole,
        may_export=request.user.can(Cap.EXPORT),
        slice=rows,
        lines=_lines(rows.rows, compared_lists.marks(rows.rows, before, accounts)),
        behalf=selectors.on_behalf(rows.rows),
        flagged=set(selectors.to_recover(seen).values_list("pk", flat=True)),
        live=selectors.live(seen),
        signatures=_signatures(payment_list),
        totals=selectors.totals(payment_list) if whole else [],
        comparison=comparison,
        accounts=len(accounts),
        files=selectors.files(payment_list) if whole else [],
        state=PAYMENT_LIST.label(payment_list.status),
        only=only,
        stated=bool(only)
        or payment_list.round > 1
        or any(row.status == "cancelled" for row in rows.rows)
        or payment_list.status in {"sent", "settled", "cancelled"},
        states=PAYMENT.choices,
        transitions=payment_list.transitions.select_related("actor"),
        may=_rights(request, payment_list, whole=whole),
        today=clock.today(),
        settle=bound.get("settle") or SettleForm(initial={"on": clock.today()}),
        went=bound.get("went") or SendForm(initial={"on": clock.today(), "at_bank": True}),
        **_mending(payment_list, bound, whole=whole),
    )


def _lines(
    payments: Sequence[Payment], marks: dict[int, compared_lists.Mark]
) -> list[tuple[Payment, compared_lists.Mark, str]]:
    return [
        (row, marks[row.pk], (bank_of(row.account) or "") if row.account else "")
        for row in payments
    ]


STRUCK_FOR = {
    "deceased": "deceased", "withheld": "stopped", "ended": "stopped",
    "no_way": "way", "way_changed": "way", "receiver_died": "way",
    "stayed": "stopped", "appealed": "stopped", "paid_by_quashed": "stopped",
}  # fmt: skip
"""The reason proposed for taking off what an obstacle holds."""


def _mending(
    payment_list: PaymentList, bound: Mapping[str, Form], *, whole: bool
) -> dict[str, Any]:
    """What may no longer go out, and the forms that mend the list."""
    open_yet = payment_list.status in ("draft", "prepared", "checked", "to_head", "approved")
    unsound = selectors_due.unsound(payment_list) if whole and open_yet else []
    reasons = {STRUCK_FOR.get(row.code, "other") for row in unsound}
    taken = whole and selectors.files_taken(payment_list)
    forms = [
        bound.get("reopen") or ReopenForm(),
        bound.get("strike") or StrikeForm(initial={"reason": min(reasons, default="mistake")}),
    ]
    for form in forms:
        if not taken:
            form.fields.pop("not_at_bank", None)
    return {"unsound": unsound, "taken": taken, "remark": forms[0], "strike": forms[1]}


def _rights(request: Request, payment_list: PaymentList, *, whole: bool) -> dict[str, bool]:
    can = request.user.can
    signed = {row.user_id for row in _current(payment_list)}
    return {
        "prepare": whole and can(Cap.PREPARE_PAYMENTS),
        "check": whole and can(Cap.CHECK_PAYMENTS),
        "approve": whole and can(Cap.APPROVE_PAYMENTS),
        "head": whole and can(Cap.HEAD_PAYMENTS),
        "send": whole and can(Cap.SEND_PAYMENTS),
        "sign": whole and any(can(cap) for cap in SIGNS),
        "strike": whole and any(can(cap) for cap in (*SIGNS, Cap.SEND_PAYMENTS)),
        "signed": request.user.pk in signed,
    }


def _current(payment_list: PaymentList) -> list[PaymentListSignature]:
    """The signatures under the present content; a reopened list has none."""
    rows = payment_list.signatures.filter(round=payment_list.round)
    return list(rows.select_related("user").order_by("id"))


def _signatures(payment_list: PaymentList) -> list[Signature]:
    given = {row.role: row for row in _current(payment_list)}
    Role = PaymentListSignature.Role
    asked = [Role.PREPARED, Role.CHECKED, Role.APPROVED]
    if payment_list.head_signs:
        asked.append(Role.HEAD)
    return [
        Signature(
            str(role.label),
            str(given[role].user) if role in given else "",
            given[role].recorded_at if role in given else None,
        )
        for role in asked
    ]


@reads
def changes(request: Request, pk: int) -> HttpResponse:
    """Who is new, stopped or paid another sum than by the list before."""
    payment_list = access.get_whole_list(request, pk)
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
    payment_list = access.get_whole_list(request, pk)
    looked.printed(request.user, payment_list, request)
    rows = payment_list.payments.exclude(status="cancelled").order_by("ordinal")
    return page(
        request,
        "benefits/payment_list_print.html",
        payment_list=payment_list,
        rows=rows,
        behalf=selectors.on_behalf(list(rows)),
        signatures=_signatures(payment_list),
        totals=selectors.totals(payment_list),
    )


@reads
def pdf(request: Request, pk: int) -> HttpResponse:
    """The kept document of an approved list; until it is made a page that asks again by itself."""
    payment_list = access.get_whole_list(request, pk)
    kept = selectors.document_of(payment_list)
    if kept is not None:
        looked.printed(request.user, payment_list, request)
        return engine.serve(request, kept.document, name=kept.name, inline=True)
    waits = payment_list.status in selectors.GOING_OUT and payment_list.bank_profile_id is None
    if not waits or not engine.available():
        return redirect("benefits:payment_list_print", pk)
    jobs.want(**document_order(payment_list))
    return page(request, "benefits/payment_list_late.html", payment_list=payment_list)


@writes("POST")
def file(request: Request, pk: int) -> HttpResponse:
    """Take a file of the list; by POST, because taking it out is an act that is recorded."""
    wanted = access.get_file(request, pk)
    response = HttpResponse(bytes(wanted.document.content), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{wanted.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
