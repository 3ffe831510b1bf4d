"""Doors to payment lists, payments and ways of payment."""

from __future__ import annotations

from benefits.models import Payment, PaymentList, PaymentListFile, PayoutWay
from opsapp.kernel import looked
from opsapp.kernel.access import enter
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request


def get_list(request: Request, pk: int, to: Cap = Cap.SEE_PAYMENTS) -> PaymentList:
    """A payment list for whoever may `to`; opening it leaves a trace."""
    rows = PaymentList.objects.select_related("bank_profile", "made_by")
    payment_list = enter(rows, request.user, to, pk=pk)
    looked.opened(request.user, payment_list, request)
    return payment_list


def get_payment(request: Request, pk: int, to: Cap = Cap.SEE_PAYMENTS) -> Payment:
    """A payment with its list; opening it leaves a trace."""
    rows = Payment.objects.select_related("payment_list", "payee_person", "payee_institution")
    payment = enter(rows, request.user, to, pk=pk)
    looked.opened(request.user, payment, request)
    return payment


def get_file(request: Request, pk: int) -> PaymentListFile:
    """A file of a list, taken out by whoever sends lists; taking it leaves a trace."""
    rows = PaymentListFile.objects.select_related("document", "payment_list")
    file = enter(rows, request.user, Cap.SEND_PAYMENTS, pk=pk)
    looked.exported(request.user, "benefits.paymentlistfile", file.name, [file.pk])
    return file


def get_way(request: Request, pk: int, to: Cap) -> PayoutWay:
    """A proposed or confirmed way of payment."""
    rows = PayoutWay.objects.select_related("person", "institution", "proposed_by")
    return enter(rows, request.user, to, pk=pk)
