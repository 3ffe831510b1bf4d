"""The law files are well formed, and asked by day they never guess."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from benefits.rules.law import Law, NotAnnounced, Overlay, UnknownParameter
from benefits.rules.lint import lint, lint_one

LAW = Law.from_files()
TODAY = date(2026, 11, 24)
BOUNDARIES = [
    (code, index)
    for code, parameter in LAW.parameters.items()
    for index in range(len(parameter.starts))
]
GOOD: dict[str, Any] = {
    "label": "x", "unit": "PLN", "checked_on": TODAY, "next_review": TODAY,
    "values": {date(2020, 1, 1): {"value": "1.00", "act": "Dz.U."}},
}  # fmt: skip


def test_the_law_files_have_no_fault() -> None:
    assert [finding for finding in lint(today=TODAY) if finding.level == "error"] == []


@pytest.mark.parametrize(("code", "index"), BOUNDARIES)
def test_a_value_begins_on_its_day_and_not_before(code: str, index: int) -> None:
    parameter = LAW.parameters[code]
    start, before = parameter.starts[index], parameter.starts[index] - timedelta(days=1)
    if parameter.values[index] is None:
        with pytest.raises(NotAnnounced):
            LAW.value(code, start)
    else:
        assert LAW.value(code, start) == parameter.values[index]
    if index == 0 or parameter.values[index - 1] is None:
        with pytest.raises(NotAnnounced):
            LAW.value(code, before)
    else:
        assert LAW.value(code, before) == parameter.values[index - 1]


@pytest.mark.parametrize("code", [c for c, p in LAW.parameters.items() if p.answers_until])
def test_after_its_last_answered_day_a_file_refuses(code: str) -> None:
    last = LAW.parameters[code].answers_until
    assert last is not None
    with pytest.raises(NotAnnounced) as refused:
        LAW.value(code, last + timedelta(days=1))
    assert code in refused.value.message
    assert LAW.parameters[code].announcement in refused.value.message


@pytest.mark.parametrize("code", [c for c, p in LAW.parameters.items() if not p.starts])
def test_what_nobody_published_is_refused_by_the_name_of_its_announcement(code: str) -> None:
    with pytest.raises(NotAnnounced, match="Źródło"):
        LAW.value(code, TODAY)


@pytest.mark.parametrize(("change", "message"), [
    ({"values": {date(2020, 1, 1): {"value": "1.00", "act": ""}}}, "brak aktu"),
    ({"values": {date(2021, 1, 1): {"value": "1", "act": "a"},
                 date(2020, 1, 1): {"value": "1", "act": "a"}}}, "nie są uporządkowane"),
    ({"values": {date(2020, 1, 1): {"value": 1.5, "act": "a"}}}, "nie jest liczbą"),
    ({"next_review": date(2020, 1, 1)}, "wcześniejszy"),
    ({"next_review": None}, "brak dnia przeglądu"),
    ({"unit": "USD"}, "jednostka"),
    ({"colour": 1}, "nieznany klucz"),
    ({"answers_until": TODAY}, "oczekiwanego ogłoszenia"),
    ({"values": {}}, "oczekiwanego ogłoszenia"),
])  # fmt: skip
def test_a_faulty_file_is_an_error(change: dict[str, Any], message: str) -> None:
    found = lint_one("x.yaml", GOOD | change, today=date(2020, 1, 1))
    assert any(finding.level == "error" and message in finding.message for finding in found)


def test_a_review_that_passed_is_only_a_warning() -> None:
    found = lint_one("x.yaml", GOOD, today=TODAY + timedelta(days=1))
    assert [finding.level for finding in found] == ["warning"]


def test_the_centres_value_wins_when_local() -> None:
    rows = [Overlay("periodic_allowance.local_share", date(2026, 1, 1), "0.60", "XX/1/2026")]
    laid = LAW.overlaid(rows)
    assert laid.value("periodic_allowance.local_share", date(2025, 12, 31)) == Decimal("0.50")
    assert laid.value("periodic_allowance.local_share", TODAY) == Decimal("0.60")
    assert laid.step("periodic_allowance.local_share", TODAY).basis == "XX/1/2026"


def test_the_centres_value_never_changes_a_national_one_in_force() -> None:
    code = "social_assistance.criterion_single"
    laid = LAW.overlaid([Overlay(code, date(2026, 1, 1), "5000.00", "x")])
    assert laid.value(code, TODAY) == Decimal("1010.00")


def test_a_late_announcement_answers_the_days_no_file_answers() -> None:
    code = "interest.delay_rate"
    laid = LAW.overlaid([Overlay(code, date(2026, 4, 1), "0.0925", "komunikat NBP")])
    assert laid.value(code, date(2026, 3, 31)) == Decimal("0.0925")
    assert laid.value(code, date(2026, 8, 1)) == Decimal("0.0925")


def test_an_unknown_code_is_a_bug_and_says_so() -> None:
    with pytest.raises(UnknownParameter):
        LAW.value("no.such", TODAY)
    with pytest.raises(UnknownParameter):
        LAW.overlaid([Overlay("no.such", TODAY, "1", "x")])
