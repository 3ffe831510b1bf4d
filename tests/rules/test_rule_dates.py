"""From which day each rule holds: a change of this table is a change of the law."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from benefits.rules.law import NotAnnounced
from benefits.rules.registry import BENEFITS

STARTS = {
    "alimony_fund_benefit": ["2015-01-01"],
    "birth_grant": ["2015-01-01"],
    "care_home_fee": ["2019-10-04"],
    "care_services_fee": ["2012-10-01"],
    "carer_allowance": ["2015-01-01"],
    "carer_benefit": ["2015-01-01", "2024-01-01"],
    "family_allowance": ["2014-11-01"],
    "for_life_grant": ["2017-01-01"],
    "funeral_allowance": ["2026-01-01"],
    "health_contribution": ["2012-10-01"],
    "housing_allowance": ["2015-01-01", "2021-07-01"],
    "meal_support": ["2024-01-01"],
    "nursing_allowance": ["2015-01-01"],
    "parental_benefit": ["2016-01-01"],
    "pension_contribution": ["2012-10-01"],
    "periodic_allowance": ["2012-10-01"],
    "permanent_allowance": ["2012-10-01"],
    "random_event_allowance": ["2012-10-01"],
    "repayable_assistance": ["2012-10-01"],
    "shelter_fee": ["2019-10-04"],
    "special_carer_allowance": ["2015-01-01"],
    "special_targeted_allowance": ["2012-10-01"],
    "specialised_care_fee": ["2023-05-01"],
    "targeted_allowance": ["2012-10-01"],
}


def test_every_rule_stands_in_the_table_with_its_day() -> None:
    found = {
        code: sorted(since.isoformat() for since, _ in benefit.rules)
        for code, benefit in BENEFITS.items()
    }
    assert found == STARTS


@pytest.mark.parametrize("code", sorted(STARTS))
def test_a_rule_answers_from_its_day_and_the_older_one_until_the_day_before(code: str) -> None:
    days = [date.fromisoformat(day) for day in STARTS[code]]
    functions = dict(BENEFITS[code].rules)
    for older, day in zip([None, *days], days, strict=False):
        before = day - timedelta(days=1)
        assert BENEFITS[code].rule(day) is functions[day]
        if older is None:
            with pytest.raises(NotAnnounced):
                BENEFITS[code].rule(before)
        else:
            assert BENEFITS[code].rule(before) is functions[older]
