"""Traps of the law notes: what a naive program answers, and that ours answers otherwise.

Each row names the trap, asks, states the right answer and computes the naive one; a rule that
fell into the trap would give the naive sum, so the two must differ and ours be right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Any

import pytest

from benefits.rules import assess
from tests.rules.questions import income
from tests.rules.worked import values_in

SINGLE: list[dict[str, Any]] = [
    {"id": "a", "relation": "applicant", "birth_date": "1980-01-01", "disability": "moderate"},
]
COUPLE = [*SINGLE, {"id": "b", "relation": "spouse"}]
THREE = [*COUPLE, {"id": "c", "relation": "child", "birth_date": "2015-05-05"}]
PARENT = {"id": "m", "relation": "applicant", "birth_date": "1985-01-01"}
FATHER = {"id": "f", "relation": "spouse", "birth_date": "1985-01-01"}


def child(name: str, born: str, **more: Any) -> dict[str, Any]:
    """A child of the household."""
    return {"id": name, "relation": "child", "birth_date": born, **more}


def yearly(amount: str, member: str = "m", **more: Any) -> dict[str, Any]:
    """An income of the base year of the current period."""
    return {"member": member, "kind": "taxable_net", "amount": amount, "year": 2025, **more}


@dataclass(frozen=True)
class Trap:
    """A question, the right amount (None: not due) and what a naive program says."""

    name: str
    benefit: str
    right: str | None
    naive: Decimal | None
    household: list[dict[str, Any]] = field(default_factory=lambda: SINGLE)
    incomes: list[dict[str, Any]] = field(default_factory=list)
    circumstances: dict[str, Any] = field(default_factory=dict)
    on: str = "2026-11-10"
    key: str = "amount"


D = Decimal
TRAPS = [
    Trap("social 1: not the criterion less the income", "permanent_allowance", "1097.16",
         D("1010.00") - D("215.84"), incomes=[income(kind="nursing_allowance", amount="215.84")]),
    Trap("social 2: the cap is for a single person", "permanent_allowance", "1069.90",
         min(D("1.3") * 823, D("1229.00")) + D("159.10"), household=COUPLE),
    Trap("social 3: 719 until the end of 2023", "permanent_allowance", "719.00", D("1000.00"),
         on="2023-06-10"),
    Trap("social 4: okresowy of a single person up to 823", "periodic_allowance", "823.00",
         D("1010.00"), key="amount_max"),
    Trap("social 5: at exactly the criterion nothing", "periodic_allowance", None, D("20.00"),
         incomes=[income(kind="pension_net", amount="1010.00")]),
    Trap("social 6: heads are not rounded first", "permanent_allowance", "246.90", None,
         household=THREE, incomes=[income(member="b", amount="2468.99")]),
    Trap("social 8: okresowy is no income of stały", "permanent_allowance", "1229.00",
         D("1313.00") - D("505.00"),
         incomes=[income(kind="periodic_allowance", amount="505.00")]),
    Trap("social 9: the housing allowance counts here", "periodic_allowance", "405.00",
         D("505.00"), incomes=[income(kind="housing_allowance", amount="200.00")]),
    Trap("social 10: the alimony of a child is the family's income", "periodic_allowance",
         "973.00", D("1234.50"), household=THREE,
         incomes=[income(member="c", kind="alimony_received", amount="523.00")]),
    Trap("social 11: 0.99 ha is nothing", "periodic_allowance", "505.00",
         (D("1010.00") - D("0.99") * 459) / 2,
         incomes=[{"member": "a", "kind": "farm", "hectares": "0.99"}]),
    Trap("social 11: of 1.5 ha all, not the part above one", "periodic_allowance", "160.75",
         (D("1010.00") - D("0.5") * 459) / 2,
         incomes=[{"member": "a", "kind": "farm", "hectares": "1.5"}]),
    Trap("social 13: arrears count in the months they were due for", "periodic_allowance",
         "455.00", None, incomes=[income(
             kind="pension_net", amount="1000.00", for_months=["2026-01", "2026-10"])]),
    Trap("social 22: bands of specialised services on 1010 for families too",
         "specialised_care_fee", "180.00", D("240.00"), household=COUPLE,
         incomes=[income(amount="4600.00")],
         circumstances={"hourly_price": "60.00", "hours": "20"}),
    Trap("social 27: amounts by the day, not from the act", "permanent_allowance", "529.00",
         D("444.00"), on="2013-06-10"),
    Trap("social 29: celowy begins at nothing", "targeted_allowance", "0.00", D("600.00"),
         circumstances={"purpose": "opał", "requested": "600.00"}),
    Trap("social 31: Aktywny rodzic counted until 12.05.2025", "periodic_allowance", None,
         D("505.00"), on="2025-05-12",
         incomes=[income(kind="active_parent", amount="1500.00", month="2025-04")]),
    Trap("social 32: the bailiff's sums for the fund lower nothing", "periodic_allowance",
         "105.00", D("255.00"), incomes=[
             income(amount="800.00"), income(kind="alimony_fund_repayment", amount="300.00")]),
    Trap("social 33: okresowy lowers the arrears of stały only", "permanent_allowance", "808.00",
         None, incomes=[income(kind="periodic_allowance", amount="505.00")],
         circumstances={"periodic_counts": True}),
    Trap("family 1: the excess is the family's, not a head's", "family_allowance", "182.17",
         D("512.17") - (D("740.00") - 674),
         household=[PARENT, FATHER, child("x", "2022-10-15"),
                    child("y", "2017-05-05", education="school"),
                    child("z", "2010-04-04", education="secondary")],
         incomes=[yearly("44400.00")], circumstances={"from": "2026-11", "children": [
             {"member": "x"}, {"member": "y", "supplements": ["school_start"]},
             {"member": "z", "supplements": ["school_start", "commuting", "large_family"]}]}),
    Trap("family 2: one-offs are divided by twelve, not by the months asked", "family_allowance",
         "80.33", D("95") + D("100") / 2 - D("23"),
         household=[PARENT, child("x", "2022-10-15", education="preschool_year")],
         incomes=[yearly("16452.00")], circumstances={
             "from": "2027-09", "to": "2027-10",
             "children": [{"member": "x", "supplements": ["school_start"]}]}),
    Trap("family 6: no second tier of the own share", "housing_allowance", "404.00",
         D("800") - D("0.15") * 3300, household=COUPLE,
         incomes=[income(amount="9900.00")],
         circumstances={"usable_area": "40", "expenses": [{"kind": "rent", "amount": "800.00"}]}),
    Trap("family 9: part months go up to ten grosze by calendar days", "parental_benefit",
         "709.70", (D(1000) / 31 * 22).quantize(D("0.01")), on="2026-04-15",
         circumstances={"children": 1, "from": "2026-03-10"}),
    Trap("family 12: the fund takes the excess once from each", "alimony_fund_benefit", "765.00",
         D(1300) - 235, household=[PARENT, child("x", "2012-05-05"), child("y", "2015-05-05")],
         incomes=[yearly("68400.00")], circumstances={"entitled": [
             {"member": "x", "alimony": "1200.00"}, {"member": "y", "alimony": "300.00"}]}),
    Trap("family 15: świadczenie pielęgnacyjne is announced, not computed", "carer_benefit",
         "2458.00", (D(2119) * 3490 / 3010).to_integral_value(ROUND_CEILING), on="2023-05-10",
         household=[PARENT, child("x", "2012-05-05", disability="severe")],
         circumstances={"cared_for": ["x"]}),
    Trap("family 16: the step of five years waits for the next month", "family_allowance",
         "95.00", D("124.00"), household=[PARENT, child("x", "2021-11-14")],
         circumstances={"to": "2026-11", "children": [{"member": "x"}]}),
    Trap("family 18: raised alimony is no gain", "family_allowance", "95.00", None,
         household=[PARENT, child("x", "2022-10-15")],
         circumstances={"children": [{"member": "x"}]},
         incomes=[{"member": "x", "kind": "alimony_received", "amount": "3000.00",
                   "month": "2026-08", "gained_on": "2026-07-01"}]),
    Trap("family 20: no allowance for a healthy student of 19", "family_allowance", None,
         D("135.00"), household=[PARENT, child("x", "2007-02-10", education="university")],
         circumstances={"children": [{"member": "x"}]}),
    Trap("family 4: of three acts three values of a hectare", "housing_allowance", "462.00",
         None, on="2026-06-10", incomes=[{"member": "a", "kind": "farm", "hectares": "2.00"}],
         circumstances={"usable_area": "33", "expenses": [{"kind": "rent", "amount": "660.00"}]}),
]  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS, ids=[trap.name for trap in TRAPS])
def test_no_trap_catches_the_rules(trap: Trap) -> None:
    asked = {
        "benefit": trap.benefit, "on": trap.on, "household": trap.household,
        "incomes": trap.incomes, "circumstances": trap.circumstances,
    }  # fmt: skip
    answered = assess(asked)
    assert answered.get(trap.key, answered) == trap.right
    right = None if trap.right is None else Decimal(trap.right)
    assert right != trap.naive


def test_family_trap_8_a_change_of_income_within_six_months_is_no_new_question() -> None:
    """The same application answered after an income was lost gives the same sum."""
    rent = {"usable_area": "33", "expenses": [{"kind": "rent", "amount": "660.00"}]}
    rows = [income(kind="pension_net", amount="5400.00", month="2026-08")]
    asked = {"benefit": "housing_allowance", "on": "2026-11-10", "household": SINGLE,
             "incomes": rows, "circumstances": rent}  # fmt: skip
    later = asked | {"incomes": [rows[0] | {"lost_on": "2026-10-20"}]}
    assert assess(asked)["amount"] == assess(later)["amount"] == "390.00"


def test_family_trap_5_the_fund_counts_in_the_allowance_and_not_in_itself() -> None:
    home = [PARENT, child("x", "2015-05-05")]
    got = {"member": "x", "kind": "alimony_fund_benefit", "amount": "12000.00", "year": 2025}
    asked = {"on": "2026-11-10", "household": home, "incomes": [got]}
    allowance = assess(asked | {
        "benefit": "family_allowance", "circumstances": {"children": [{"member": "x"}]},
    })  # fmt: skip
    fund = assess(asked | {
        "benefit": "alimony_fund_benefit",
        "circumstances": {"entitled": [{"member": "x", "alimony": "500.00"}]},
    })  # fmt: skip
    assert values_in(allowance["trace"])["income"] == ["1000.00"]
    assert values_in(fund["trace"])["income"] == ["0.00"]
