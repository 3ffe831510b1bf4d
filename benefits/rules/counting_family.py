"""What counts as income of a family: art. 3 pkt 1 u.ś.r., which three acts share.

The list of untaxed receipts is closed: what is neither taxed nor on it is no income. The alimony
fund leaves its own benefits out; each act has its own catalogue of lost and gained sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Act = Literal["family_benefits", "alimony_fund", "housing"]
TAXED = "art. 3 pkt 1 lit. a u.ś.r."
LUMP = "art. 3 pkt 1 lit. b u.ś.r."
CATALOGUE = "art. 3 pkt 1 lit. c u.ś.r."


def _listed(*indents: int) -> str:
    numbers = ", ".join(str(number) for number in indents)
    return f"art. 3 pkt 1 lit. c tiret {numbers} u.ś.r."


COUNTED: dict[str, str] = {
    "taxable_net": TAXED,
    "salary_net": TAXED,
    "contract_net": TAXED,
    "pension_net": TAXED,
    "disability_pension_net": TAXED,
    "social_pension_net": TAXED,
    "survivor_pension_net": TAXED,
    "thirteenth_pension": TAXED,
    "fourteenth_pension": TAXED,
    "unemployment_benefit": TAXED,
    "sickness_benefit": TAXED,
    "self_employment_net": TAXED,
    "one_off": TAXED,
    "rent_income": TAXED,
    "guardian_pay": TAXED,
    "other_counted": TAXED,
    "lump_sum_tax": LUMP,
    "untaxed_listed": CATALOGUE,
    "veteran_benefit": _listed(1, 2, 3, 4, 5, 6, 7),
    "alimony_received": _listed(14),
    "farm": _listed(23),
    "foreign_net": _listed(24),
    "alimony_fund_benefit": _listed(27),
    "school_aid": _listed(28),
    "parental_benefit": _listed(31),
    "training_stipend": _listed(33),
    "alimony_paid": "art. 3 pkt 1 u.ś.r.",
}
"""Kinds that count, with the provision; `alimony_paid` is taken away from the sum of the others."""

YEARLY_SUPPLEMENTS = ("thirteenth_pension", "fourteenth_pension")
"""Taxed, but their own acts may leave them out: a setting of the centre decides."""

NOT_LISTED = "nie ma go w zamkniętym katalogu dochodów"
OWN_BENEFIT = "świadczenie z funduszu nie jest dochodem w sprawie o świadczenie z funduszu"

WORK = frozenset({
    "salary_net", "contract_net", "taxable_net", "self_employment_net", "lump_sum_tax",
    "foreign_net",
})  # fmt: skip
REPLACING = frozenset({
    "unemployment_benefit", "training_stipend", "sickness_benefit", "pension_net",
    "disability_pension_net", "social_pension_net", "survivor_pension_net", "parental_benefit",
})  # fmt: skip
LOST: dict[str, frozenset[str]] = {
    "family_benefits": WORK | REPLACING | {"alimony_received", "alimony_fund_benefit"},
    "alimony_fund": WORK | REPLACING | {"alimony_received"},
}
"""Sources whose end is a loss of income (art. 3 pkt 23 u.ś.r., art. 2 pkt 17 u.p.o.u.a.)."""

GAINED: frozenset[str] = WORK | REPLACING
"""Sources whose beginning is a gain (art. 3 pkt 24 u.ś.r., art. 2 pkt 18 u.p.o.u.a.)."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """How an act treats a kind of income: by which provision, and why not when it does not."""

    counts: bool
    basis: str
    why: str = ""


def ruling(kind: str, act: Act, *, yearly_supplements_count: bool = True) -> Ruling:
    """Whether a kind counts as income in this act."""
    basis = COUNTED.get(kind)
    if basis is None:
        return Ruling(False, "art. 3 pkt 1 u.ś.r.", NOT_LISTED)
    if kind == "alimony_fund_benefit" and act == "alimony_fund":
        return Ruling(False, "art. 10 ust. 3 u.p.o.u.a.", OWN_BENEFIT)
    if kind in YEARLY_SUPPLEMENTS and not yearly_supplements_count:
        return Ruling(False, "ustawa o dodatkowym rocznym świadczeniu", "ustawienie ośrodka")
    return Ruling(True, basis)
