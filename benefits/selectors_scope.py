"""Whose payments a person may see: those in cases of units where the right is held."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from benefits.models import Instalment, Payment, PaymentItem, PaymentList, PayoutWay
from cases.models import Case, CaseAssignment, CaseParty
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import User


def payments_of_units(units: Collection[int]) -> QuerySet[Payment]:
    """Payments in cases that are today in one of these units."""
    return Payment.objects.filter(_pays_in(units))


def payments_elsewhere(units: Collection[int]) -> QuerySet[Payment]:
    """Payments in cases that are today in none of these units."""
    return Payment.objects.filter(~_pays_in(units))


def _pays_in(units: Collection[int]) -> Exists:
    here = CaseAssignment.objects.filter(
        case=OuterRef("instalment__entitlement__decision_item__decision__case"),
        period__upper_inf=True,
        unit__in=units,
    )
    return Exists(PaymentItem.objects.filter(Exists(here), payment=OuterRef("pk")))


def payments_of(user: User, to: Cap = Cap.SEE_PAYMENTS) -> QuerySet[Payment]:
    """Payments in cases in whose unit the person may `to`; all for a right held everywhere.
    Raises `NotAllowed` without it.
    """
    user.require(to)
    units = user.units_with(to)
    return Payment.objects.all() if units is None else payments_of_units(units)


def instalments_of(user: User, to: Cap = Cap.SEE_PAYMENTS) -> QuerySet[Instalment]:
    """Instalments in cases in whose unit the person may `to`. Raises `NotAllowed` without it."""
    user.require(to)
    units = user.units_with(to)
    if units is None:
        return Instalment.objects.all()
    here = CaseAssignment.objects.filter(
        case=OuterRef("entitlement__decision_item__decision__case"),
        period__upper_inf=True,
        unit__in=units,
    )
    return Instalment.objects.filter(Exists(here))


def lists_of(user: User, to: Cap = Cap.SEE_PAYMENTS) -> QuerySet[PaymentList]:
    """Lists with a payment in whose unit the person may `to`; all for a right held everywhere.
    Raises `NotAllowed` without it.
    """
    user.require(to)
    units = user.units_with(to)
    if units is None:
        return PaymentList.objects.all()
    own = payments_of_units(units).filter(payment_list=OuterRef("pk"))
    return PaymentList.objects.filter(Exists(own))


def ways_of_units(rows: QuerySet[PayoutWay], units: Collection[int] | None) -> QuerySet[PayoutWay]:
    """Of these ways those of institutions, and of people with a case in one of the units or paid
    in one; all for None.
    """
    if units is None:
        return rows
    here = CaseAssignment.objects.filter(period__upper_inf=True, unit__in=units)
    own = Case.objects.filter(Exists(here.filter(case=OuterRef("pk"))))
    parties = CaseParty.objects.filter(case__in=own)
    paid = Instalment.objects.filter(entitlement__decision_item__decision__case__in=own)
    return rows.filter(
        Q(person=None)
        | Q(person__in=own.values("client"))
        | Q(person__in=parties.values("person"))
        | Q(person__in=paid.values("payee_person"))
    )


def strange(user: User, cap: Cap, payment_list: PaymentList) -> bool:
    """Whether the list pays in cases of units where the person does not hold the right."""
    units = user.units_with(cap)
    if units is None:
        return False
    return payments_elsewhere(units).filter(payment_list=payment_list).exists()
