"""What the people who sign a list do with it, from its first signature to the bank's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from benefits import access_payments as access
from benefits.models import PaymentList
from benefits.services import payments as acts
from benefits.services.payments.rights import SIGNS
from benefits.web.payment_forms import ReopenForm, SendForm, SettleForm, StrikeForm
from benefits.web.payment_lists import shown
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, say, writes
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.wording import counted
from opsapp.office.models import User


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
    then = "czeka na podpis kierownika" if made.status == "to_head" else "zatwierdzona do wypłaty"
    say(request, f"Lista {made.reference}: {then}.")
    return redirect("benefits:payment_list", pk)


@writes("POST")
def head(request: Request, pk: int) -> HttpResponse:
    """Sign as the head of the centre; the files are made."""
    made = acts.head(access.get_list(request, pk, Cap.HEAD_PAYMENTS), actor=request.user)
    say(request, f"Lista {made.reference} jest zatwierdzona do wypłaty.")
    return redirect("benefits:payment_list", pk)


@writes("POST")
def reopen(request: Request, pk: int) -> HttpResponse:
    """Take the list back to be mended."""
    payment_list = access.get_list(request, pk, _one_of(request, SIGNS))
    form = ReopenForm(request.POST)
    if not _done(form, lambda data: acts.reopen(payment_list, **data, actor=request.user)):
        return shown(request, payment_list, {"reopen": form})
    say(request, "Lista wróciła do poprawy. Podpisy trzeba złożyć od nowa.")
    return redirect("benefits:payment_list", pk)


@writes("POST")
def strike(request: Request, pk: int) -> HttpResponse:
    """Take payments off a list that was signed already."""
    payment_list = access.get_list(request, pk, _one_of(request, (*SIGNS, Cap.SEND_PAYMENTS)))
    form = StrikeForm(request.POST)
    ids = [int(key) for key in request.POST.getlist("payments") if key.isdecimal()]
    if not _done(form, lambda data: acts.strike(payment_list, ids, **data, actor=request.user)):
        return shown(request, payment_list, {"strike": form})
    said = counted(len(set(ids)), ("wypłata zeszła", "wypłaty zeszły", "wypłat zeszło"))
    say(request, f"{said} z listy. Listę trzeba sporządzić i podpisać od nowa.")
    return redirect("benefits:payment_list", pk)


def _one_of(request: Request, rights: tuple[Cap, ...]) -> Cap:
    """Whoever signs lists may send one back; without any such right the first one is missing."""
    return next((cap for cap in rights if request.user.can(cap)), rights[0])


def _done(form: Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the act was done; what is wrong stands beside its field. Raises the `Refusal` that
    names no field of the form.
    """
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refusal as refused:
        if refused.field not in form.fields:
            raise
        form.add_error(refused.field, str(refused))
        return False
    return True


@writes("POST")
def cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel the list; what was on it is due again."""
    payment_list = access.get_list(request, pk, Cap.PREPARE_PAYMENTS)
    acts.cancel(payment_list, remark=request.POST.get("remark", ""), actor=request.user)
    say(request, "Lista jest anulowana. Raty z niej znów czekają na wypłatę.")
    return redirect("benefits:payment_list", pk)


@writes("POST")
def send(request: Request, pk: int) -> HttpResponse:
    """Note that the list went to the bank or the cash desk, today unless another day is told."""
    payment_list = access.get_list(request, pk, Cap.SEND_PAYMENTS)
    form = SendForm(request.POST)
    if not _done(form, lambda data: _send(payment_list, data, request.user)):
        return shown(request, payment_list, {"went": form})
    noted = form.cleaned_data["at_bank"]
    more = " Wypłaty, które nie powinny wyjść, czekają w „Do odzyskania”." if noted else ""
    say(request, f"Odnotowano wysłanie listy.{more}")
    return redirect("benefits:payment_list", pk)


def _send(payment_list: PaymentList, data: dict[str, Any], actor: User) -> None:
    acts.send(payment_list, **data | {"on": data["on"] or clock.today()}, actor=actor)


@writes("POST")
def settle(request: Request, pk: int) -> HttpResponse:
    """Note that the payments were carried out."""
    payment_list = access.get_list(request, pk, Cap.SEND_PAYMENTS)
    form = SettleForm(request.POST)
    if not _done(form, lambda data: _settle(payment_list, data, request.user)):
        return shown(request, payment_list, {"settle": form})
    say(request, "Wypłaty z listy są rozliczone.")
    return redirect("benefits:payment_list", pk)


def _settle(payment_list: PaymentList, data: dict[str, Any], actor: User) -> None:
    unpaid = _keys(payment_list, data["unpaid"])
    acts.settle(payment_list, **data | {"unpaid": unpaid}, actor=actor)


def _keys(payment_list: PaymentList, ordinals: list[int]) -> list[int]:
    """Keys of payments by their place on the list. Raises `Refusal` naming a place it has not."""
    sent = payment_list.payments.filter(status="sent", ordinal__in=ordinals)
    known = dict(sent.values_list("ordinal", "pk"))
    if missing := [str(one) for one in ordinals if one not in known]:
        raise Refusal(
            f"Na liście nie ma wysłanej wypłaty o lp. {', '.join(missing)}. Sprawdź numery.",
            "no_such_line",
            "unpaid",
        )
    return list(known.values())
