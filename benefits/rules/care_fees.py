"""Odpłatność za usługi opiekuńcze: local table (art. 50 ust. 6), the ministry's (ust. 7).

Bands are compared exactly, income per head is never rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from benefits.rules.assessment import Outcome, granted
from benefits.rules.facts import CaseFacts
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import Code, Errors, Key, Keys, ListOf, Number, optional
from benefits.rules.social_income import Family, family_of
from benefits.rules.trace import Step, fact, passed, product, quotient, rounded

HUNDRED = Decimal(100)
PERCENT = Number(2, most=HUNDRED)
ROW = Keys({
    "up_to_percent": optional(Number(2, above_zero=True)),
    "single_percent": Key(PERCENT),
    "family_percent": Key(PERCENT),
})  # fmt: skip
WORK = {"hourly_price": Key(Number(2)), "hours": Key(Number(2, most=Decimal(744)))}
BANDS = 8


def _check_table(read: dict[str, Any], path: str, errors: Errors) -> None:
    """Bands rise; only the last one is open."""
    tops = [row.get("up_to_percent") for row in read["table"]]
    if tops[-1] is not None or any(top is None for top in tops[:-1]):
        errors.note(f"{path}.table", "open_band", "Tylko ostatni próg nie ma górnej granicy.")
    elif tops[:-1] != sorted(set(tops[:-1])):
        errors.note(f"{path}.table", "out_of_order", "Progi muszą rosnąć.")


benefit("care_services_fee", "Odpłatność za usługi opiekuńcze", Keys({
    **WORK,
    "table": Key(ListOf(ROW, 1, 50)),
    "criterion": optional(Code(("single", "own")), "own"),
}, then=_check_table))  # fmt: skip
benefit("specialised_care_fee", "Odpłatność za specjalistyczne usługi opiekuńcze", Keys(WORK))


@rule("care_services_fee", since=date(2012, 10, 1))
def care_services_fee(facts: CaseFacts, law: Law) -> Outcome:
    """Hours by price by the percentage of the band, from the council's table."""
    family, basis = family_of(facts, law, "services"), "art. 50 ust. 6 u.p.s., uchwała rady gminy"
    column = "single_percent" if family.single else "family_percent"
    single = law.step("social_assistance.criterion_single", facts.on)
    base = single if facts.circumstances["criterion"] == "single" else family.head_criterion
    rows = [_local_band(n, row, column) for n, row in enumerate(facts.circumstances["table"])]
    return _fee(facts, _chosen(rows, family, base), family, base, basis)


@rule("specialised_care_fee", since=date(2023, 5, 1))
def specialised_care_fee(facts: CaseFacts, law: Law) -> Outcome:
    """The ministry's bands, of the criterion of a single person for families too."""
    family, basis = family_of(facts, law, "services"), "Dz.U. 2005 nr 189 poz. 1598, § 4"
    base = law.step("social_assistance.criterion_single", facts.on)
    column = "single" if family.single else "family"
    rows = [_national_band(n, column, law, facts.on) for n in range(1, BANDS + 1)]
    return _fee(facts, _chosen(rows, family, base), family, base, basis)


@dataclass(frozen=True, slots=True)
class Band:
    """A band up to a share of the criterion (None: without end) and the share of the price."""

    top: Step | None
    share: Step


def _local_band(index: int, row: dict[str, Any], column: str) -> Band:
    path = f"circumstances.table[{index}]"
    top = row["up_to_percent"]
    upper = None if top is None else fact(f"{path}.up_to_percent", "Do procentu kryterium",
                                          top / HUNDRED, unit="share")  # fmt: skip
    return Band(upper, fact(f"{path}.{column}", "Część ceny", row[column] / HUNDRED, unit="share"))


def _national_band(number: int, column: str, law: Law, on: date) -> Band:
    code = f"specialised_care.band_{number}"
    top = law.step(f"{code}_up_to", on) if number < BANDS else None
    return Band(top, law.step(f"{code}_{column}", on))


def _chosen(bands: Sequence[Band], family: Family, base: Step) -> Band:
    """The first band whose top the income does not pass."""
    heads = family.size.number
    for band in bands:
        if band.top is None or family.income.number <= band.top.number * base.number * heads:
            return band
    raise AssertionError("the last band has no top")


def _fee(facts: CaseFacts, band: Band, family: Family, base: Step, basis: str) -> Outcome:
    asked = facts.circumstances
    hours = fact("circumstances.hours", "Liczba godzin", asked["hours"], unit="hours")
    price = fact("circumstances.hourly_price", "Cena godziny", asked["hourly_price"])
    whole = product("care.price", "Cena usług", price, hours, basis)
    exact = product("care.exact", "Część ceny należna od osoby", whole, band.share, basis)
    head = family.head_income
    level = quotient(
        "care.income_level", "Dochód w stosunku do kryterium", head, base, basis, unit="share"
    )
    shown = passed("care.band", "Próg dochodu", True, (level, *((band.top,) if band.top else ())),
                   basis)  # fmt: skip
    return granted(rounded("care.fee", "Odpłatność miesięczna", exact, basis), basis=basis,
                   shown=(shown,))  # fmt: skip
