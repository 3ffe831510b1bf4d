"""Doors to payment lists, payments and ways of payment."""

from __future__ import annotations

from django.db.models import F

from benefits.models import Payment, PaymentList, PaymentListFile, PayoutWay
from benefits.selectors_payments import GOING_OUT
from benefits.selectors_scope import lists_of, payments_of, strange, ways_of_units
from opsapp.kernel import looked
from opsapp.kernel.access import found
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotAllowed
from opsapp.kernel.web import Request


def get_list(request: Request, pk: int, to: Cap = Cap.SEE_PAYMENTS) -> PaymentList:
    """A payment list that pays in a unit where the person may `to`; opening it leaves a trace."""
    rows = lists_of(request.user, to).select_related("bank_profile", "made_by")
    payment_list = found(rows, pk=pk)
    looked.opened(request.user, payment_list, request)
    return payment_list


def get_whole_list(request: Request, pk: int) -> PaymentList:
    """A payment list of whose every payment the person may know; opening it leaves a trace.

    Raises `NotAllowed` when it pays in cases of other units too.
    """
    payment_list = get_list(request, pk)
    if strange(request.user, Cap.SEE_PAYMENTS, payment_list):
        raise NotAllowed(
            "Na tej liście są też wypłaty spraw innych komórek. Wypłaty swojej komórki zobaczysz "
            "na stronie listy.",
            Cap.SEE_PAYMENTS.value,
        )
    return payment_list


def get_payment(request: Request, pk: int, to: Cap = Cap.SEE_PAYMENTS) -> Payment:
    """A payment in whose unit the person may `to`, with its list; opening it leaves a trace."""
    rows = payments_of(request.user, to)
    related = ("payment_list", "payee_person", "payee_institution", "payout_way")
    payment = found(rows.select_related(*related), pk=pk)
    looked.opened(request.user, payment, request)
    return payment


def get_file(request: Request, pk: int) -> PaymentListFile:
    """A bank's file of a list's present content, taken out by whoever sends the whole list; taking
    it leaves a trace.
    """
    user = request.user
    rows = PaymentListFile.objects.filter(
        payment_list__in=lists_of(user, Cap.SEND_PAYMENTS),
        payment_list__status__in=GOING_OUT,
        kind=PaymentListFile.Kind.ELIXIR,
        round=F("payment_list__round"),
    )
    file = found(rows.select_related("document", "payment_list"), pk=pk)
    if strange(user, Cap.SEND_PAYMENTS, file.payment_list):
        raise NotAllowed(
            "Plik obejmuje wypłaty innych komórek. Pobiera go osoba, która ma to uprawnienie "
            "w całym ośrodku.",
            Cap.SEND_PAYMENTS.value,
        )
    looked.exported(user, "benefits.paymentlistfile", file.name, [file.pk])
    return file


def get_way(request: Request, pk: int, to: Cap) -> PayoutWay:
    """A proposed or confirmed way of payment of somebody with a case in the person's units."""
    request.user.require(to)
    rows = PayoutWay.objects.select_related("person", "institution", "proposed_by")
    return found(ways_of_units(rows, request.user.units_with(to)), pk=pk)
