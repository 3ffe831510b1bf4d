"""Who may do an act on a list or a payment: a right held in one unit does not reach further."""

from __future__ import annotations

from benefits.models import Payment, PaymentList
from benefits.selectors_scope import payments_of_units, strange
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotAllowed
from opsapp.office.models import User

SIGNS = (Cap.PREPARE_PAYMENTS, Cap.CHECK_PAYMENTS, Cap.APPROVE_PAYMENTS, Cap.HEAD_PAYMENTS)
"""Rights of the people who sign lists; each of them may send one back."""


def may(actor: User, cap: Cap, payment_list: PaymentList) -> None:
    """Raise `NotAllowed` unless the person can, in the units of every payment of the list."""
    actor.require(cap)
    if strange(actor, cap, payment_list):
        raise NotAllowed(
            f"Na liście są wypłaty spraw innych komórek, a uprawnienie „{cap.label}” masz tylko "
            "w swojej. Zrobi to osoba, która ma je w całym ośrodku.",
            cap.value,
        )


def may_one_of(actor: User, caps: tuple[Cap, ...], payment_list: PaymentList) -> None:
    """Raise `NotAllowed` unless the person can by any of these rights."""
    may(actor, next((cap for cap in caps if actor.can(cap)), caps[0]), payment_list)


def may_with(actor: User, cap: Cap, payment: Payment) -> None:
    """Raise `NotAllowed` unless the person can in the unit of the payment's case."""
    actor.require(cap)
    units = actor.units_with(cap)
    if units is None or payments_of_units(units).filter(pk=payment.pk).exists():
        return
    raise NotAllowed(
        f"To wypłata ze sprawy innej komórki, a uprawnienie „{cap.label}” masz tylko w swojej.",
        cap.value,
    )
