"""Screens of single payments, returns and ways of payment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect

from benefits import access_payments as access
from benefits import selectors_payments as selectors
from benefits.models import Payment, PaymentEvent
from benefits.selectors_scope import payments_of, strange
from benefits.services import payments as acts
from benefits.services.payments.rights import SIGNS
from benefits.states import PAYMENT, PAYMENT_LIST
from benefits.web.payment_forms import ReturnForm, StrikeForm
from opsapp.kernel import clock, looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.paging import cut


@reads
def show(request: Request, pk: int) -> HttpResponse:
    """One payment: what it pays and what happened to it."""
    form = ReturnForm(initial={"on": clock.today()})
    return _page(request, access.get_payment(request, pk), form)


def _page(request: Request, payment: Payment, form: ReturnForm) -> HttpResponse:
    return page(
        request,
        "benefits/payment.html",
        status=422 if form.errors else 200,
        payment=payment,
        state=PAYMENT.label(payment.status),
        items=payment.items.select_related("instalment__entitlement__decision_item__decision"),
        events=payment.events.select_related("actor").order_by("id"),
        form=form,
        may_send=request.user.can(Cap.SEND_PAYMENTS),
        may_decisions=request.user.can(Cap.SEE_DECISIONS),
        may_prepare=request.user.can(Cap.PREPARE_PAYMENTS),
        **_waits(payment),
        for_whom=selectors.on_behalf([payment]).get(payment.pk, ""),
        **_striking(request, payment),
    )


def _waits(payment: Payment) -> dict[str, bool]:
    """What somebody still has to decide about a payment that came back, or should not have gone."""
    kinds = set(payment.events.values_list("kind", flat=True))
    over = bool(kinds & {"reissue", "closed"})
    return {
        "waits": payment.status == "returned" and not over,
        "lost": payment.status in ("sent", "settled") and "to_recover" in kinds and not over,
    }


def _striking(request: Request, payment: Payment) -> dict[str, Any]:
    """Whether and how the payment may come off a list that was signed already."""
    payment_list, form = payment.payment_list, StrikeForm()
    taken = selectors.files_taken(payment_list)
    if not taken:
        del form.fields["not_at_bank"]
    signed = payment_list.status in PAYMENT_LIST.move("strike").sources
    held = (cap for cap in (*SIGNS, Cap.SEND_PAYMENTS) if request.user.can(cap))
    able = any(not strange(request.user, cap, payment_list) for cap in held)
    return {
        "may_strike": payment.status == "listed" and signed and able,
        "strike": form,
        "taken": taken,
    }


@writes("POST")
def drop(request: Request, pk: int) -> HttpResponse:
    """Take a payment off a draft list."""
    payment = access.get_payment(request, pk, Cap.PREPARE_PAYMENTS)
    acts.drop(payment, remark=request.POST.get("remark", ""), actor=request.user)
    say(request, f"Wypłata dla {payment.payee_name} zeszła z listy.")
    return redirect("benefits:payment_list", payment.payment_list_id)


@writes("POST")
def return_(request: Request, pk: int) -> HttpResponse:
    """Note that the money came back; what is wrong is said beside what was typed."""
    payment = access.get_payment(request, pk, Cap.SEND_PAYMENTS)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, payment, form)
    try:
        acts.return_(payment, **form.cleaned_data, actor=request.user)
    except Refusal as refused:
        if refused.field not in form.fields:
            raise
        form.add_error(refused.field, str(refused))
        return _page(request, payment, form)
    say(request, "Zwrot odnotowany. Wypłata czeka na decyzję, co dalej.")
    return redirect("benefits:payment", pk)


@writes("POST")
def reissue(request: Request, pk: int) -> HttpResponse:
    """Let a returned payment be paid again."""
    payment = access.get_payment(request, pk, Cap.PREPARE_PAYMENTS)
    acts.reissue(payment, remark=request.POST.get("remark", ""), actor=request.user)
    say(request, "Raty z tej wypłaty trafią na następną listę.")
    return redirect("benefits:payment", pk)


@writes("POST")
def close(request: Request, pk: int) -> HttpResponse:
    """Nothing more is to be done with a payment that came back or should not have gone."""
    payment = access.get_payment(request, pk, Cap.PREPARE_PAYMENTS)
    acts.close(payment, remark=request.POST.get("remark", ""), actor=request.user)
    say(request, "Zamknięte. Ta wypłata nie będzie ponowiona.")
    return redirect("benefits:payment", pk)


@reads
def recover(request: Request) -> HttpResponse:
    """Payments that went to the bank though nothing was due by them any more."""
    return _waiting(request, selectors.to_recover, "to_recover", "do odzyskania")


@reads
def returned(request: Request) -> HttpResponse:
    """Payments that came back and wait."""
    return _waiting(request, selectors.returned, "returned", "zwroty")


def _waiting(
    request: Request,
    among: Callable[[QuerySet[Payment]], QuerySet[Payment]],
    kind: str,
    said: str,
) -> HttpResponse:
    """Payments that wait for somebody, each with the event (`kind`) that made it wait."""
    rows = cut(among(payments_of(request.user)), request.GET, by=("-pk",))
    looked.listed(request.user, "benefits.payment", said, [row.pk for row in rows.rows])
    return page(
        request,
        f"benefits/payments_{kind}.html",
        slice=rows,
        rows=[(row, _event_of(row, kind)) for row in rows.rows],
    )


def _event_of(payment: Payment, kind: str) -> PaymentEvent:
    return next(event for event in payment.events.all() if event.kind == kind)
