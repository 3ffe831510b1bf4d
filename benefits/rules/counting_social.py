"""What counts as income in social assistance, by purpose and day (art. 8 ust. 3–4a u.p.s.).

The catalogue of exclusions is closed: what is not listed here counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

Purpose = Literal[
    "cash", "permanent", "permanent_arrears", "services", "care_home_resident", "care_home_relative"
]
ALL: frozenset[str] = frozenset({
    "cash", "permanent", "permanent_arrears", "services", "care_home_resident",
    "care_home_relative",
})  # fmt: skip
BEGINNING = date(2004, 5, 1)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A receipt left out of the income, for some purposes, between two days (both included)."""

    kind: str
    basis: str
    purposes: frozenset[str] = ALL
    since: date = BEGINNING
    until: date | None = None
    why: str = "nie wlicza się do dochodu"

    def holds(self, purpose: str, on: date) -> bool:
        return (
            purpose in self.purposes
            and self.since <= on
            and (self.until is None or on <= self.until)
        )


EXCLUSIONS = (
    Exclusion("birth_grant", "art. 8 ust. 4 pkt 1 u.p.s."),
    Exclusion("good_start_300", "art. 8 ust. 4 pkt 1 u.p.s."),
    Exclusion("targeted_allowance", "art. 8 ust. 4 pkt 2 u.p.s."),
    Exclusion("school_aid", "art. 8 ust. 4 pkt 3 u.p.s."),
    Exclusion("in_kind", "art. 8 ust. 4 pkt 4 u.p.s."),
    Exclusion("public_works_benefit", "art. 8 ust. 4 pkt 5 u.p.s."),
    Exclusion("veteran_benefit", "art. 8 ust. 4 pkt 5a u.p.s."),
    Exclusion("child_benefit_800", "art. 8 ust. 4 pkt 7 u.p.s."),
    Exclusion("polish_card_benefit", "art. 8 ust. 4 pkt 8 u.p.s."),
    Exclusion("grave_care_benefit", "art. 8 ust. 4 pkt 9 u.p.s."),
    Exclusion("prime_minister_award", "art. 8 ust. 4 pkt 10 u.p.s."),
    Exclusion("repatriate_aid", "art. 8 ust. 4 pkt 11 u.p.s."),
    Exclusion("air_quality_aid", "art. 8 ust. 4 pkt 12 u.p.s."),
    Exclusion("pupil_transport_refund", "art. 8 ust. 4 pkt 13 u.p.s."),
    Exclusion(
        "family_care_capital", "art. 8 ust. 4 pkt 14 i 15 u.p.s.", until=date(2024, 9, 30)
    ),
    Exclusion("active_parent", "art. 8 ust. 4 u.p.s.", since=date(2025, 5, 13)),
    Exclusion("energy_benefit", "art. 8 ust. 4 pkt 16–21 u.p.s."),
    Exclusion(
        "supplementary_benefit_500", "art. 8 ust. 4a u.p.s.",
        purposes=frozenset({"cash", "permanent", "permanent_arrears", "care_home_relative"}),
    ),
    Exclusion("thirteenth_pension", "art. 8 ustawy o dodatkowym rocznym świadczeniu"),
    Exclusion("fourteenth_pension", "ustawa o kolejnym dodatkowym rocznym świadczeniu"),
    Exclusion(
        "periodic_allowance", "art. 37 ust. 6 u.p.s.", purposes=frozenset({"permanent"}),
        why="nie wlicza się przy zasiłku stałym",
    ),
    Exclusion(
        "health_contribution_paid_by_centre", "art. 8 ust. 3 u.p.s.",
        why="składka opłacana za osobę nie jest jej przychodem",
    ),
    Exclusion(
        "alimony_fund_repayment", "art. 8 ust. 3 pkt 3 u.p.s., uchwała NSA I OPS 2/21",
        why="spłata funduszu nie pomniejsza dochodu",
    ),
    Exclusion("other_excluded", "art. 8 ust. 4 u.p.s."),
)  # fmt: skip


@cache
def _by_kind() -> dict[str, tuple[Exclusion, ...]]:
    kinds = {row.kind for row in EXCLUSIONS}
    return {kind: tuple(row for row in EXCLUSIONS if row.kind == kind) for kind in kinds}


def exclusion(kind: str, purpose: str, on: date) -> Exclusion | None:
    """The rule that leaves this kind out, or None when it counts."""
    rows = _by_kind().get(kind, ())
    return next((row for row in rows if row.holds(purpose, on)), None)
