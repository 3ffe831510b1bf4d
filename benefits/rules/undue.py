"""Unduly received benefits: when, how much, with interest or without (each act by its own rule).

Social assistance (art. 98, 104 u.p.s.) takes back the sum; family benefits (art. 30 u.ś.r.) and the
alimony fund (art. 23 u.p.o.u.a.) add interest from the first day of the month after the payment,
but not on every ground; the housing allowance comes back twice (art. 7 ust. 9 u.d.m.).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from benefits.rules.assessment import Refused
from benefits.rules.interest import delay_interest
from benefits.rules.law import Law
from benefits.rules.trace import ZERO, Step, fact, least, product, total
from opsapp.kernel.periods import Month

Act = Literal["social_assistance", "family_benefits", "alimony_fund", "housing"]


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a benefit was undue: its provision, whether interest runs, what it depends on."""

    label: str
    basis: str
    interest: bool
    needs_instruction: bool = False
    up_to_received: bool = False


GROUNDS: dict[str, dict[str, Ground]] = {
    "social_assistance": {
        "untrue": Ground("nieprawdziwe informacje lub niepoinformowanie o zmianie",
                         "art. 6 pkt 16 i art. 98 u.p.s.", False),
    },
    "family_benefits": {
        "circumstances": Ground("okoliczności powodujące ustanie, zmniejszenie lub wstrzymanie",
                                "art. 30 ust. 2 pkt 1 u.ś.r.", True, needs_instruction=True),
        "same_payer": Ground("praca u tego samego płatnika w ciągu trzech miesięcy",
                             "art. 30 ust. 2 pkt 1a u.ś.r.", True),
        "misled": Ground("fałszywe zeznania lub dokumenty albo inne świadome wprowadzenie w błąd",
                         "art. 30 ust. 2 pkt 2 u.ś.r.", True),
        "coordination": Ground("koordynacja systemów zabezpieczenia społecznego",
                               "art. 30 ust. 2 pkt 3 u.ś.r.", True),
        "annulled": Ground("decyzja nieważna albo uchylona po wznowieniu z odmową prawa",
                           "art. 30 ust. 2 pkt 4 u.ś.r.", False),
        "wrong_person": Ground("wypłata osobie innej niż uprawniona",
                               "art. 30 ust. 2 pkt 5 u.ś.r.", True),
        "provisional": Ground("decyzja tymczasowa w koordynacji", "art. 30 ust. 2b–2c u.ś.r.",
                              False),
    },
    "alimony_fund": {
        "circumstances": Ground("okoliczności powodujące ustanie lub wstrzymanie",
                                "art. 2 pkt 7 lit. a u.p.o.u.a.", True),
        "misled": Ground("świadome wprowadzenie w błąd", "art. 2 pkt 7 lit. b u.p.o.u.a.", True),
        "annulled": Ground("decyzja nieważna albo uchylona po wznowieniu",
                           "art. 2 pkt 7 lit. c u.p.o.u.a.", False),
        "alimony_received": Ground("alimenty otrzymane niezgodnie z kolejnością",
                                   "art. 2 pkt 7 lit. d u.p.o.u.a.", True, up_to_received=True),
        "wrong_person": Ground("wypłata osobie innej niż uprawniona",
                               "art. 2 pkt 7 lit. f u.p.o.u.a.", True),
        "same_payer": Ground("praca u tego samego płatnika w ciągu trzech miesięcy",
                             "art. 2 pkt 7 lit. g u.p.o.u.a.", True),
        "court": Ground("zmiana alimentów przez sąd", "art. 29 u.p.o.u.a.", False),
    },
    "housing": {
        "false_data": Ground("nieprawdziwe dane w deklaracji lub wniosku", "art. 7 ust. 9 u.d.m.",
                             False),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that was not due, and what of the alimony was received beside it."""

    amount: Decimal
    paid_on: date
    received: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Undue:
    """What is to be returned: the principal, the interest on it, and both."""

    principal: Step
    interest: Step
    whole: Step


def undue(
    act: Act, ground: str, paid: Sequence[Paid], repaid_on: date, law: Law, *,
    instructed: bool = True,
) -> Undue | Refused:  # fmt: skip
    """What must be returned on a day; a Refused when the ground needs an instruction never given.

    Raises KeyError for a ground the act does not have, NotAnnounced when a rate is not known.
    """
    rule = GROUNDS[act][ground]
    if rule.needs_instruction and not instructed:
        return Refused("not_instructed", rule.basis, (
            "Osoby nie pouczono o braku prawa: świadczenia nie uznaje się za nienależnie "
            "pobrane."))  # fmt: skip
    sums = [_sum(n, one, rule) for n, one in enumerate(paid)]
    principal = _multiplied(act, total("undue.principal", "Kwota nienależnie pobrana", sums,
                                       rule.basis), repaid_on, law)  # fmt: skip
    running = rule.interest and any(one.number for one in sums)
    parts = [_interest(one, step, repaid_on, law) for one, step in zip(paid, sums, strict=True)
             if running]  # fmt: skip
    nothing = (fact("ground", "Bez odsetek", ZERO, basis=rule.basis),)
    interest = total("undue.interest", "Odsetki ustawowe za opóźnienie", parts or nothing,
                     rule.basis)  # fmt: skip
    whole = total("undue.whole", "Do zwrotu", (principal, interest), rule.basis)
    return Undue(principal, interest, whole)


def _sum(index: int, paid: Paid, rule: Ground) -> Step:
    """The payment, or what of it the received alimony covers."""
    whole = fact(f"paid[{index}].amount", f"Wypłata z {paid.paid_on:%d.%m.%Y}", paid.amount)
    if not rule.up_to_received:
        return whole
    got = fact(f"paid[{index}].received", "Otrzymane alimenty", paid.received)
    return least("undue.covered", "Nie więcej niż otrzymane alimenty", (whole, got), rule.basis)


def _multiplied(act: Act, principal: Step, on: date, law: Law) -> Step:
    if act != "housing":
        return principal
    return product("undue.multiplied", "Podwójna kwota dodatku", principal,
                   law.step("housing.undue_multiple", on), "art. 7 ust. 9 u.d.m.")  # fmt: skip


def _interest(paid: Paid, principal: Step, repaid_on: date, law: Law) -> Step:
    """From the first day of the month after the payment to the day of repayment (ust. 8)."""
    starts = (Month.of(paid.paid_on) + 1).first_day
    if repaid_on < starts:
        return fact("repaid_on", "Zwrot przed pierwszym dniem odsetek", ZERO)
    return delay_interest(principal.number, starts, repaid_on, law)


def time_limit(final_on: date, law: Law) -> date:
    """The last day before limitation: three years from the day the decision became final."""
    return _years_later(final_on, int(law.value(f"{FAMILY}.undue_limitation_years", final_on)))


def may_be_decided(collected_on: date, on: date, law: Law) -> bool:
    """No decision on undue benefits more than ten years after they were collected."""
    years = int(law.value(f"{FAMILY}.undue_decision_years", on))
    return on <= _years_later(collected_on, years)


FAMILY = "family_benefits"


def _years_later(day: date, years: int) -> date:
    month = Month.of(day) + years * 12
    return date(month.year, month.month, min(day.day, month.days))


def set_off_whole(debt: Decimal, benefit: Decimal) -> list[Decimal]:
    """Family benefits and the fund set off without a limit (art. 30 ust. 6, art. 23 ust. 5)."""
    if benefit <= 0:
        return []
    whole, rest = divmod(debt, benefit)
    return [benefit] * int(whole) + ([rest] if rest else [])


def nursing_overlap(months: Sequence[Month], law: Law) -> Step:
    """Zasiłek pielęgnacyjny for months in which dodatek pielęgnacyjny was granted later.

    ZUS withholds the sum from the arrears and sends it to the centre (art. 16 ust. 6–7 u.ś.r.).
    """
    basis = "art. 16 ust. 6 i 7 u.ś.r."
    due = [law.step("nursing_allowance.amount", month.first_day) for month in months]
    return total("undue.nursing", "Zasiłek pielęgnacyjny do przekazania przez ZUS", due, basis)
