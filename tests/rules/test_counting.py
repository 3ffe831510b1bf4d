"""Which kinds count in which act, and by which provision."""

from __future__ import annotations

from datetime import date

import pytest

from benefits.rules.counting_family import COUNTED, NOT_LISTED, Ruling, ruling
from benefits.rules.counting_social import exclusion
from benefits.rules.incomes import KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_counts_in_family_benefits_when_it_is_listed(kind: str) -> None:
    found = ruling(kind, "family_benefits")
    if kind in COUNTED:
        assert found == Ruling(True, COUNTED[kind], "")
        assert found.basis.startswith("art.")
    else:
        assert found == Ruling(False, "art. 3 pkt 1 u.ś.r.", NOT_LISTED)
        assert found.counts is False


def test_the_fund_leaves_its_own_benefit_out() -> None:
    found = ruling("alimony_fund_benefit", "alimony_fund")
    assert (found.counts, found.basis) == (False, "art. 10 ust. 3 u.p.o.u.a.")
    assert found.why
    assert ruling("alimony_fund_benefit", "family_benefits").counts is True
    assert ruling("alimony_fund_benefit", "housing").counts is True


@pytest.mark.parametrize("kind", ["thirteenth_pension", "fourteenth_pension"])
def test_yearly_supplements_count_unless_the_centre_leaves_them_out(kind: str) -> None:
    assert ruling(kind, "family_benefits").counts is True
    assert ruling(kind, "family_benefits", yearly_supplements_count=False) == Ruling(
        False, "ustawa o dodatkowym rocznym świadczeniu", "ustawienie ośrodka"
    )
    assert ruling("pension_net", "family_benefits", yearly_supplements_count=False).counts is True


def test_the_untaxed_list_names_its_indents() -> None:
    assert ruling("alimony_received", "family_benefits").basis == (
        "art. 3 pkt 1 lit. c tiret 14 u.ś.r."
    )


@pytest.mark.parametrize(("day", "out"), [
    ("2024-09-30", False), ("2024-10-01", False), ("2025-05-12", False), ("2025-05-13", True),
])  # fmt: skip
def test_an_exclusion_holds_from_its_first_to_its_last_day(day: str, out: bool) -> None:
    found = exclusion("active_parent", "cash", date.fromisoformat(day))
    assert (found is not None) is out
