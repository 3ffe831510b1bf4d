"""Invented families for the properties: every benefit with an income test, each as it is asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.rules.questions import income

AMOUNTS = st.integers(0, 600_000).map(lambda grosze: f"{Decimal(grosze) / 100:.2f}")
YEARLY = st.integers(0, 12_000_000).map(lambda grosze: f"{Decimal(grosze) / 100:.2f}")
BIRTHS = st.dates(
    min_value=date(2003, 1, 1),
    max_value=date(2026, 10, 31),
)
EDUCATIONS = st.sampled_from(["none", "preschool_year", "school", "secondary", "university"])
CERTIFICATES = st.sampled_from(["none", "none", "none", "child_certificate", "severe"])
SUPPLEMENTS = st.lists(
    st.sampled_from(["school_start", "commuting", "boarding", "lone_parent", "large_family",
                     "education_rehabilitation_disabled"]),
    unique=True, max_size=4,
)  # fmt: skip
ON = "2026-11-10"


@st.composite
def households(draw: st.DrawFn) -> list[dict[str, Any]]:
    """An applicant, perhaps a spouse and a grandparent, up to five children."""
    found: list[dict[str, Any]] = [
        {"id": "a", "relation": "applicant", "birth_date": "1980-01-01", "disability": "severe"},
    ]
    if draw(st.booleans()):
        found.append({"id": "s", "relation": "spouse", "birth_date": "1981-01-01"})
    if draw(st.booleans()):
        found.append({"id": "g", "relation": "grandparent"})
    for n in range(draw(st.integers(1, 5))):
        found.append({
            "id": f"c{n}", "relation": "child", "birth_date": draw(BIRTHS).isoformat(),
            "education": draw(EDUCATIONS), "disability": draw(CERTIFICATES),
        })  # fmt: skip
    return found


@st.composite
def incomes_of(draw: st.DrawFn, household: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Receipts of a month, a quarter and a year, and a few that do not count."""
    rows = []
    for member in household:
        if draw(st.booleans()):
            rows.append(income(member=member["id"], amount=draw(AMOUNTS)))
        if draw(st.booleans()):
            rows.append({"member": member["id"], "kind": "taxable_net", "amount": draw(YEARLY),
                         "year": 2025})  # fmt: skip
        if draw(st.booleans()):
            rows.append(income(member=member["id"], kind="child_benefit_800", amount="800.00"))
    return rows


def children_in(household: list[dict[str, Any]]) -> list[str]:
    """Ids of the children."""
    return [one["id"] for one in household if one["relation"] == "child"]


@st.composite
def circumstances_of(draw: st.DrawFn, benefit: str, household: list[dict[str, Any]]) -> Any:
    """What this benefit needs to know."""
    children = children_in(household)
    if benefit == "family_allowance":
        return {"from": "2026-11", "to": "2027-10", "children": [
            {"member": one, "supplements": draw(SUPPLEMENTS)} for one in children
        ]}  # fmt: skip
    if benefit == "alimony_fund_benefit":
        return {"entitled": [
            {"member": one, "alimony": draw(st.integers(1, 2000).map(lambda zl: f"{zl}.00"))}
            for one in children
        ]}  # fmt: skip
    if benefit == "housing_allowance":
        return {"usable_area": "40", "expenses": [{"kind": "rent", "amount": draw(AMOUNTS)}]}
    if benefit == "birth_grant":
        return {"children": 1, "medical_care_since_week_10": True}
    if benefit == "special_carer_allowance":
        return {"cared_for": [children[0]]}
    return {}


INCOME_TESTED = (
    "periodic_allowance", "permanent_allowance", "family_allowance", "alimony_fund_benefit",
    "housing_allowance", "birth_grant", "special_carer_allowance",
)  # fmt: skip


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """A question about any benefit with an income test."""
    benefit, household = draw(st.sampled_from(INCOME_TESTED)), draw(households())
    return {
        "benefit": benefit, "on": ON, "household": household,
        "incomes": draw(incomes_of(household)),
        "circumstances": draw(circumstances_of(benefit, household)),
    }  # fmt: skip


def yearly_sum(answered: dict[str, Any]) -> Decimal:
    """All that an answer pays: months of its components by their amounts, or the one amount."""
    if not answered["eligible"]:
        return Decimal(0)
    parts = [part for part in answered["components"] if part["from"]]
    if not parts:
        return Decimal(answered["amount"])
    return sum((Decimal(part["amount"]) * months_of(part) for part in parts), Decimal(0))


def months_of(part: dict[str, Any]) -> int:
    """How many months a component lasts."""
    (year, month), (last_year, last_month) = (
        map(int, part[key][:7].split("-")) for key in ("from", "to")
    )
    return (last_year - year) * 12 + last_month - month + 1
