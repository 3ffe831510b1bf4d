"""The debt of an alimony debtor (art. 27–30 u.p.o.u.a.): interest, order of creditors, split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from benefits.rules.interest import delay_interest
from benefits.rules.law import Law
from benefits.rules.trace import ZERO, Step, fact, product, total
from opsapp.kernel.money import round_half_up

BASIS = "art. 27 ust. 1–1a u.p.o.u.a."
WHILE_PAID = ("fund", "advance", "creditor", "old_fund")
AFTER_PAYMENT = ("current_alimony", "fund", "advance", "creditor", "old_fund")
"""Who is satisfied first, after enforcement costs (art. 28 ust. 1–2)."""


@dataclass(frozen=True, slots=True)
class Payment:
    """A monthly benefit paid from the fund: one item of the debt."""

    amount: Decimal
    paid_on: date


def debt_interest(payments: Sequence[Payment], on: date, law: Law) -> Step:
    """Interest of each item from the day after its payment to the day of repayment, that included.

    Unlike undue benefits, where it runs from the next month.
    """
    parts = [
        delay_interest(one.amount, one.paid_on + timedelta(days=1), on, law)
        for one in payments if one.paid_on < on
    ]  # fmt: skip
    nothing = (fact("payments", "Brak wypłat przed dniem spłaty", ZERO),)
    return total("debt.interest", "Odsetki od należności dłużnika", parts or nothing, BASIS)


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where a sum received goes: costs, interest, principal; who gets it; what is still owed."""

    costs: Decimal
    interest: Decimal
    principal: Decimal
    gmina: Decimal
    state: Decimal
    principal_left: Decimal
    surplus: Decimal


def allocate(
    received: Decimal, *, costs: Decimal, interest: Decimal, principal: Decimal, on: date, law: Law
) -> Allocation:  # fmt: skip
    """Costs, then interest, then principal (art. 27 ust. 11, k.p.c. art. 1026 § 2).

    Of the principal the creditor's gmina keeps 40 %, the state takes the rest and all interest.
    """
    for_costs = min(received, costs)
    for_interest = min(received - for_costs, interest)
    for_principal = min(received - for_costs - for_interest, principal)
    gmina = round_half_up(for_principal * law.value("alimony_fund.gmina_share", on))
    state = for_principal - gmina + for_interest
    left = received - for_costs - for_interest - for_principal
    return Allocation(
        costs=for_costs, interest=for_interest, principal=for_principal, gmina=gmina, state=state,
        principal_left=principal - for_principal, surplus=left,
    )  # fmt: skip


def satisfied(
    amount: Decimal, claims: Mapping[str, Decimal], *, benefit_is_paid: bool
) -> dict[str, Decimal]:  # fmt: skip
    """How the bailiff divides a sum among creditors, each in full before the next (art. 28)."""
    left, parts = amount, dict[str, Decimal]()
    for creditor in WHILE_PAID if benefit_is_paid else AFTER_PAYMENT:
        owed = claims.get(creditor, ZERO)
        parts[creditor] = min(left, owed)
        left -= parts[creditor]
    return parts


def remission(debt: Decimal, years: int, on: date, law: Law) -> Step:
    """How much may be remitted after so many years of effective enforcement (art. 30 ust. 1)."""
    owed = fact("debt", "Należności dłużnika", debt)
    reached = [held for held in (7, 5, 3) if years >= held]
    if not reached:
        return fact("years", "Egzekucja skuteczna krócej niż 3 lata", ZERO,
                    basis="art. 30 ust. 1 u.p.o.u.a.")  # fmt: skip
    share = law.step(f"alimony_fund.remission_{reached[0]}_years", on)
    exact = product("debt.remission", "Kwota, którą można umorzyć", owed, share,
                    "art. 30 ust. 1 u.p.o.u.a.")  # fmt: skip
    return Step(exact.code, exact.label, round_half_up(exact.number), exact.basis, exact.inputs)


def protected_from_evasion(
    paid: Sequence[Decimal], alimony: Decimal, on: date, law: Law
) -> bool:  # fmt: skip
    """Whether no decision on evasion may be issued: each of the last six months paid at least half.

    `paid` are the last months, the latest at the end (art. 5 ust. 3a).
    """
    months = int(law.value("alimony_fund.evader_months", on))
    least = alimony * law.value("alimony_fund.evader_share", on)
    return len(paid) >= months and all(one >= least for one in paid[-months:])
