"""The receipt and the reasons are the trace in Polish, with nothing added."""

from __future__ import annotations

from typing import Any

from benefits.rules import Assessment, Law, assess_facts
from benefits.rules.reading import read_case
from benefits.rules.receipt import reasons, receipt
from benefits.rules.schema import Errors
from tests.rules.questions import income, question


def assessed(**changes: Any) -> Assessment:
    facts = read_case(question(**changes), "", Errors(), Law.from_files())
    assert facts is not None
    return assess_facts(facts, Law.from_files())


def test_the_receipt_says_what_does_not_count_and_why() -> None:
    rows = receipt(assessed(incomes=[income(kind="child_benefit_800", amount="800.00")]))
    row = next(row for row in rows if "800+" in row.label)
    assert (row.counted, row.note, row.basis) == (
        False, "nie wlicza się do dochodu", "art. 8 ust. 4 pkt 7 u.p.s.",
    )  # fmt: skip


def test_the_receipt_starts_with_the_result_and_puts_names_for_ids() -> None:
    rows = receipt(assessed(), {"a": "Anna Nowak"})
    assert (rows[0].label, rows[0].value, rows[0].depth) == (
        "Zasiłek okresowy",
        "455,00\u00a0zł",
        0,
    )
    assert any(row.member == "Anna Nowak" for row in rows)


def test_what_was_shown_already_is_not_opened_again() -> None:
    rows = receipt(assessed())
    gaps = [row for row in rows if row.code == "periodic_allowance.gap"]
    assert [row.repeated for row in gaps] == [False, True]


def test_reasons_name_criterion_income_and_the_range() -> None:
    text = "\n".join(reasons(assessed()))
    for said in ("1\u00a0010,00\u00a0zł", "Dz.U. 2024 poz. 1044", "100,00\u00a0zł",
                 "od 455,00\u00a0zł do 823,00\u00a0zł miesięcznie"):  # fmt: skip
        assert said in text


def test_reasons_of_a_refusal_name_the_provision() -> None:
    text = "\n".join(reasons(assessed(incomes=[income(amount="2000.00")])))
    assert "art. 38 ust. 1 u.p.s." in text
    assert "nie przysługuje" in text
