"""Odpłatność za dom pomocy społecznej (art. 60–64 u.p.s.): resident, obliged relatives, gmina."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from benefits.rules.assessment import Component, Outcome, granted
from benefits.rules.facts import CaseFacts
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import (
    Code,
    Errors,
    Flag,
    Identifier,
    Key,
    Keys,
    ListOf,
    Number,
    Whole,
    optional,
)
from benefits.rules.social_income import family_of, income_of
from benefits.rules.trace import ZERO, Step, fact, gap, least, product, rounded, total
from opsapp.kernel.money import round_half_up

CODE = "care_home_fee"
BASIS = "art. 61 u.p.s."
DESCENDANTS, ASCENDANTS = ("child", "grandchild"), ("parent", "grandparent")
OBLIGED = ("spouse", *DESCENDANTS, *ASCENDANTS)
NO_OBLIGORS = (fact("circumstances.obligors", "Brak osób zobowiązanych", ZERO, basis=BASIS),)
OBLIGOR = Keys({
    "id": Key(Identifier()),
    "relation": Key(Code(OBLIGED, "not_obliged")),
    "household_size": Key(Whole(1, 60)),
    "household_income": Key(Number(2)),
    "contract": Key(Code(("none", "signed", "refused"))),
    "agreed": optional(Number(2)),
    "interview_refused": optional(Flag(), False),
})  # fmt: skip


def _check(read: dict[str, Any], path: str, errors: Errors) -> None:
    ids = [one["id"] for one in read["obligors"]]
    if len(ids) != len(set(ids)):
        errors.note(f"{path}.obligors", "repeated_id", "Identyfikatory osób się powtarzają.")
    for n, one in enumerate(read["obligors"]):
        if one["agreed"] is not None and one["contract"] != "signed":
            errors.note(f"{path}.obligors[{n}].agreed", "no_contract", "Nie ma podpisanej umowy.")


benefit(CODE, "Odpłatność za dom pomocy społecznej", Keys({
    "monthly_cost": Key(Number(2, above_zero=True)),
    "obligors": optional(ListOf(OBLIGOR), ()),
    "voluntary": optional(Number(2), ZERO),
    "absence_days": optional(Whole(0, 366), 0),
    "full_days": optional(Whole(0, 31)),
    "split": optional(Code(("proportional", "equal")), "proportional"),
}, then=_check))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Payer:
    """An obliged relative: the most they may be asked, and what they are asked."""

    id: str
    relation: str
    cap: Step
    agreed: Step | None
    unprotected: bool


@rule(CODE, since=date(2019, 10, 4))
def care_home_fee(facts: CaseFacts, law: Law) -> Outcome:
    """70 % of the resident's income, the relatives within limits, the gmina the rest."""
    cost = _cost(facts)
    full = _resident_fee(facts, law, cost)
    resident = _for_days_present(facts, law, full)
    voluntary = fact("circumstances.voluntary", "Dopłata innych osób",
                     facts.circumstances["voluntary"])  # fmt: skip
    needed = gap(f"{CODE}.needed", "Koszt ponad opłatę mieszkańca i dopłaty", gap(
        f"{CODE}.above_resident", "Koszt ponad opłatę mieszkańca", cost, full, BASIS), voluntary,
        "art. 61 ust. 2 i 2a u.p.s.")  # fmt: skip
    shares = _shares(facts, law, needed)
    relatives = total(f"{CODE}.relatives", "Opłaty osób zobowiązanych", shares or NO_OBLIGORS,
                      "art. 61 ust. 2 pkt 2 u.p.s.")  # fmt: skip
    paid = total(f"{CODE}.paid", "Opłaty razem", (resident, relatives, voluntary), BASIS)
    gmina = gap(f"{CODE}.gmina", "Opłata gminy", cost, paid, "art. 61 ust. 2 pkt 3 u.p.s.")
    return granted(resident, basis=BASIS, shown=(relatives, gmina),
                   components=_components(resident, shares, voluntary, gmina))  # fmt: skip


def _components(
    resident: Step, shares: Sequence[Step], voluntary: Step, gmina: Step
) -> list[Component]:  # fmt: skip
    parts = [Component("resident", resident.member or None, resident.number)]
    parts += [Component("obligor", step.member, step.number) for step in shares]
    if voluntary.number:
        parts.append(Component("voluntary", None, voluntary.number))
    return [*parts, Component("gmina", None, gmina.number)]


def _cost(facts: CaseFacts) -> Step:
    """The monthly cost; of an incomplete month its part by days."""
    cost = fact("circumstances.monthly_cost", "Średni miesięczny koszt utrzymania",
                facts.circumstances["monthly_cost"], basis="art. 60 ust. 2 u.p.s.")  # fmt: skip
    return _by_days(facts, cost, f"{CODE}.cost", "Koszt za dni pobytu")


def _by_days(facts: CaseFacts, monthly: Step, code: str, label: str) -> Step:
    days = facts.circumstances["full_days"]
    if days is None or days >= facts.month.days:
        return monthly
    stay = fact("circumstances.full_days", "Dni pobytu", Decimal(days), unit="days")
    month = fact("on", f"Dni miesiąca {facts.month.shown}", Decimal(facts.month.days), unit="days")
    value = round_half_up(monthly.number / month.number * stay.number)
    return Step(code, label, value, BASIS, (monthly, month, stay), member=monthly.member)


def _resident_fee(facts: CaseFacts, law: Law, cost: Step) -> Step:
    """Seventy per cent of the resident's own income, never more than the cost."""
    family = family_of(facts, law, "care_home_resident")
    own = income_of(facts, law, (facts.applicant,), purpose="care_home_resident",
                    month=family.month, criterion=family.criterion)  # fmt: skip
    share = product(f"{CODE}.resident_share", "Część dochodu mieszkańca", own,
                    law.step("care_home.resident_share", facts.on),
                    "art. 61 ust. 2 pkt 1 u.p.s.")  # fmt: skip
    monthly = rounded(f"{CODE}.resident_monthly", "70 % dochodu mieszkańca", share, BASIS)
    part = _by_days(facts, monthly, f"{CODE}.resident_days", "Opłata mieszkańca za dni pobytu")
    return least(f"{CODE}.resident_full", "Nie więcej niż koszt", (part, cost),
                 "art. 61 ust. 2 pkt 1 u.p.s.")  # fmt: skip


def _for_days_present(facts: CaseFacts, law: Law, fee: Step) -> Step:
    """No fee of the resident for up to 21 days of absence in a calendar year (art. 63)."""
    absent = facts.circumstances["absence_days"]
    label, member = "Opłata mieszkańca", facts.applicant.id
    if not absent:
        return Step(f"{CODE}.resident", label, fee.number, BASIS, (fee,), member=member)
    free = law.step("care_home.free_absence_days", facts.on)
    days = fact("circumstances.absence_days", "Dni nieobecności", Decimal(absent), unit="days")
    present = facts.circumstances["full_days"] or facts.month.days
    stayed = fact("on", f"Dni opłaty w miesiącu {facts.month.shown}", Decimal(present), unit="days")
    counted = min(days.number, free.number, stayed.number)
    value = round_half_up(fee.number * (stayed.number - counted) / stayed.number)
    return Step(f"{CODE}.resident", f"{label} bez dni nieobecności", value, "art. 63 u.p.s.",
                (fee, days, free, stayed), member=member)  # fmt: skip


def _shares(facts: CaseFacts, law: Law, needed: Step) -> list[Step]:
    """What each relative pays: by turn of duty, within limits; those who refused all, the rest."""
    payers = [_payer(facts, law, n) for n in range(len(facts.circumstances["obligors"]))]
    left = needed.number
    asked: dict[str, Decimal] = {}
    for turn in _turns(payers, law, facts.on):
        fixed = [one for one in turn if one.agreed is not None]
        asked |= {one.id: one.agreed.number for one in fixed if one.agreed is not None}
        left = max(ZERO, left - sum((asked[one.id] for one in fixed), ZERO))
        open_ones = [one for one in turn if one.agreed is None]
        caps = {one.id: one.cap.number for one in open_ones}
        split = _divide(left, caps, equal=facts.circumstances["split"] == "equal")
        asked |= split
        left -= sum(split.values(), ZERO)
    refusers = [one.id for one in payers if one.unprotected]
    asked |= _rest_of_refusers(needed.number, asked, refusers)
    return [_share(one, asked[one.id], needed) for one in payers]


def _share(payer: Payer, amount: Decimal, needed: Step) -> Step:
    basis = "art. 61 ust. 2e i 2f u.p.s." if payer.unprotected else "art. 61 ust. 2 pkt 2 u.p.s."
    inputs = (payer.agreed,) if payer.agreed else (payer.cap, needed)
    return Step(f"{CODE}.obligor", "Opłata osoby zobowiązanej", amount, basis, inputs,
                member=payer.id)  # fmt: skip


def _rest_of_refusers(
    needed: Decimal, asked: dict[str, Decimal], refusers: list[str]
) -> dict[str, Decimal]:  # fmt: skip
    """Who refused contract and interview pays the rest by heads, without limits (61 ust. 2e–2f)."""
    others = sum((amount for one, amount in asked.items() if one not in refusers), ZERO)
    return _by_heads(max(ZERO, needed - others), refusers)


def _by_heads(amount: Decimal, ids: list[str]) -> dict[str, Decimal]:
    """Equal parts to the grosz; the last one takes what rounding left."""
    if not ids:
        return {}
    each = round_half_up(amount / len(ids))
    parts = dict.fromkeys(ids, each)
    parts[ids[-1]] = amount - each * (len(ids) - 1)
    return parts


def _turns(payers: list[Payer], law: Law, on: date) -> list[list[Payer]]:
    """Descendants before ascendants; the spouse with the former, or first where so practised."""
    spouse_first = bool(law.value("care_home.spouse_first", on))
    first = [one for one in payers if one.relation == "spouse"]
    second = [one for one in payers if one.relation in DESCENDANTS]
    third = [one for one in payers if one.relation in ASCENDANTS]
    return [first, second, third] if spouse_first else [first + second, third]


def _divide(need: Decimal, caps: dict[str, Decimal], *, equal: bool) -> dict[str, Decimal]:
    """The need among caps: all of them when too small, else in proportion or equally."""
    whole = sum(caps.values(), ZERO)
    if whole <= need:
        return dict(caps)
    if equal:
        return _equally(need, caps)
    parts = {one: round_half_up(need * cap / whole) for one, cap in caps.items()}
    last = max(caps, key=lambda one: caps[one])
    parts[last] += need - sum(parts.values(), ZERO)
    return parts


def _equally(need: Decimal, caps: dict[str, Decimal]) -> dict[str, Decimal]:
    """Equal parts; who cannot pay theirs pays the cap, the others share what is left."""
    parts: dict[str, Decimal] = {}
    rest = dict(caps)
    while rest:
        each = (need - sum(parts.values(), ZERO)) / len(rest)
        bound = {one: cap for one, cap in rest.items() if cap < each}
        if not bound:
            return parts | _by_heads(need - sum(parts.values(), ZERO), list(rest))
        parts |= bound
        rest = {one: cap for one, cap in rest.items() if one not in bound}
    return parts


def _payer(facts: CaseFacts, law: Law, index: int) -> Payer:
    raw, path = facts.circumstances["obligors"][index], f"circumstances.obligors[{index}]"
    agreed = None
    if raw["agreed"] is not None:
        agreed = fact(f"{path}.agreed", "Kwota umowy", raw["agreed"], member=raw["id"],
                      basis="art. 103 ust. 2 u.p.s.")  # fmt: skip
    unprotected = raw["contract"] == "refused" and raw["interview_refused"]
    return Payer(raw["id"], raw["relation"], _cap(raw, path, law, facts.on), agreed, unprotected)


def _cap(raw: dict[str, Any], path: str, law: Law, on: date) -> Step:
    """Income above 300 % of the criterion (of the family's, by heads)."""
    size = raw["household_size"]
    kind = "single" if size == 1 else "family"
    heads = fact(f"{path}.household_size", "Osób w rodzinie", Decimal(size), unit="count",
                 member=raw["id"])  # fmt: skip
    income = fact(f"{path}.household_income", "Dochód rodziny osoby zobowiązanej",
                  raw["household_income"], member=raw["id"])  # fmt: skip
    head = product(f"{CODE}.protected_head", "Kwota chroniona na osobę",
                   law.step(f"social_assistance.criterion_{kind}", on),
                   law.step("care_home.protected_multiple", on), BASIS)  # fmt: skip
    kept = product(f"{CODE}.protected", "Kwota chroniona", head, heads, BASIS)
    return gap(f"{CODE}.cap", "Najwyższa opłata osoby zobowiązanej", income, kept,
               "art. 61 ust. 2 pkt 2 u.p.s.")  # fmt: skip
