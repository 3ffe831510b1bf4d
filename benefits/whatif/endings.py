"""What may come to an end in a try, and what holds in its place. Pure.

Three kinds of numbers may end: a resolution of the gmina (the value of the law files holds again),
a sum of zasiłek rodzinny (nothing more is paid of it), and a number without which the rules know no
right or a narrower one (the amount of a benefit, the least sum of *złotówka za złotówkę*).
"""

from __future__ import annotations

from datetime import date

from benefits.rules.law import Parameter
from benefits.rules.trace import LawRow

NOTHING = "0.00"
SUMS = frozenset({
    *(f"family_allowance.amount_to_{age}" for age in ("5", "18", "24")),
    *(f"family_allowance.{code}" for code in (
        "birth", "boarding", "commuting", "large_family", "lone_parent", "lone_parent_disabled",
        "parental_leave", "rehabilitation_over_5", "rehabilitation_to_5", "school_start",
    )),
})  # fmt: skip
"""Parts of a whole: without one of them the rest is still due."""
BEARING = frozenset({
    "birth_grant.amount", "carer_allowance.amount", "carer_benefit.amount", "for_life_grant.amount",
    "nursing_allowance.amount", "parental_benefit.amount", "special_carer_allowance.amount",
    "family_allowance.taper_minimum", "alimony_fund.taper_minimum", "parental_benefit.week_days",
})  # fmt: skip
"""Without the amount nothing is due; without the least sum there is no złotówka za złotówkę."""


def may_end(parameter: Parameter) -> bool:
    """Whether the rules know what holds when this number is no more."""
    return parameter.local or parameter.code in SUMS | BEARING


def in_place(parameter: Parameter, on: date) -> str | None:
    """The value that holds when the number ends on a day; None where none does."""
    if parameter.local:
        return _of_the_files(parameter, on)
    return NOTHING if parameter.code in SUMS else None


def has_resolution(parameter: Parameter, on: date) -> bool:
    """Whether a local number holds on the day by the centre's own entry, not by the files."""
    place = parameter.at(on)
    return place is not None and bool(parameter.overlaid) and parameter.overlaid[place]


def _of_the_files(parameter: Parameter, on: date) -> str | None:
    rows: list[LawRow] = [
        row for n, row in enumerate(parameter.rows)
        if row.valid_from <= on and not (parameter.overlaid and parameter.overlaid[n])
    ]  # fmt: skip
    return (rows[-1].text or None) if rows else None
