"""The receipt and the reasons to the letter: units, names, what does not count, what repeats."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benefits.rules.assessment import Assessment, Refused
from benefits.rules.receipt import Row, formatted, kind, money, polish_day, reasons, receipt
from benefits.rules.trace import LawRow, Step, fact

N = "\u00a0"
LAW_ROW = LawRow("x.criterion", "1010.00", date(2025, 1, 1), "Dz.U. 2024 poz. 1044")
CRITERION = Step("x.criterion", "Kryterium", Decimal("1010.00"), LAW_ROW.act, (), LAW_ROW)
PAY = fact("incomes[0].amount", "Pensja", Decimal("500.00"), member="a")
FARM = fact("incomes[1].hectares", "Gospodarstwo", Decimal("2.35"), unit="ha", member="b")
GRANT = fact("incomes[2].amount", "800+", Decimal("800.00"), member="a", basis="art. 8",
             note="nie wlicza się")  # fmt: skip
LEFT_OUT = Step("income.not_counted", "Nie wliczono", Decimal(0), "art. 8", (GRANT,))
INCOME = Step("income", "Dochód rodziny", Decimal("1578.65"), "art. 8", (PAY, FARM, LEFT_OUT))
PEOPLE = Step("household.size", "Liczba osób w rodzinie", Decimal(2), "art. 6", (
    fact("household", "wnioskodawca", "a", unit="person", member="a"),), unit="count")  # fmt: skip
GAP = Step("x.gap", "ZUS różnica", Decimal("10.00"), "art. 38", (CRITERION, INCOME))
TEST = Step("x.test", "Dochód niższy", "tak", "", (INCOME, CRITERION), unit="answer")


def assessment(**changes: Any) -> Assessment:
    root = Step("x", "Zasiłek", Decimal("10.00"), "art. 38", (PEOPLE, GAP, TEST))
    said: dict[str, Any] = {
        "benefit": "x", "on": date(2026, 11, 10), "amount": Decimal("10.00"), "amount_max": None,
        "period": "month", "components": (), "refusals": (), "trace": root,
    }  # fmt: skip
    return Assessment(**(said | changes))


def test_every_line_of_a_receipt_is_whole_and_what_was_shown_is_not_opened_again() -> None:
    rows = receipt(assessment(), {"a": "Anna", "b": "Jan"})
    said = [(row.depth, row.code, row.value, row.kind, row.counted, row.member, row.repeated)
            for row in rows]  # fmt: skip
    assert said == [
        (0, "x", f"10,00{N}zł", "result", True, "", False),
        (1, "household.size", "2", "result", True, "", False),
        (2, "fact.household", "Anna", "fact", True, "Anna", False),
        (1, "x.gap", f"10,00{N}zł", "result", True, "", False),
        (2, "x.criterion", f"1{N}010,00{N}zł", "law", True, "", False),
        (2, "income", f"1{N}578,65{N}zł", "result", True, "", False),
        (3, "fact.incomes[0].amount", f"500,00{N}zł", "fact", True, "Anna", False),
        (3, "fact.incomes[1].hectares", f"2,35{N}ha", "fact", True, "Jan", False),
        (3, "income.not_counted", f"0,00{N}zł", "result", True, "", False),
        (4, "fact.incomes[2].amount", f"800,00{N}zł", "fact", False, "Anna", False),
        (1, "x.test", "tak", "result", True, "", False),
        (2, "income", f"1{N}578,65{N}zł", "result", True, "", True),
        (2, "x.criterion", f"1{N}010,00{N}zł", "law", True, "", False),
    ]
    assert rows[9] == Row(4, "fact.incomes[2].amount", "800+", f"800,00{N}zł", "art. 8", "fact",
                          False, "nie wlicza się", "Anna", False)  # fmt: skip


def test_without_names_the_ids_stand() -> None:
    rows = receipt(assessment())
    assert [row.value for row in rows if row.code == "fact.household"] == ["a"]
    assert [row.member for row in rows if row.code == "fact.incomes[1].hectares"] == ["b"]


def test_what_stands_under_not_counted_does_not_count_without_a_note_either() -> None:
    silent = Step("income.not_counted", "Nie wliczono", Decimal(0), "", (PAY,))
    rows = receipt(assessment(trace=Step("x", "Zasiłek", Decimal(0), "", (silent,))))
    assert [row.counted for row in rows] == [True, True, False]


@pytest.mark.parametrize(("unit", "value", "shown"), [
    ("PLN", "1229.00", f"1{N}229,00{N}zł"), ("PLN/month", "95.00", f"95,00{N}zł"),
    ("PLN", "333.3333333", f"333,333333{N}zł"), ("PLN", "0.125", f"0,125{N}zł"),
    ("share", "0.5", f"50{N}%"), ("share", "0.344262295", f"34,4262{N}%"),
    ("share", "0.005", f"0,5{N}%"), ("count", "5", "5"), ("count", "2.50", "2,5"),
    ("answer", "1", "tak"), ("answer", "0", "nie"), ("months", "1", f"1{N}miesiąc"),
    ("months", "2", f"2{N}miesiące"), ("months", "5", f"5{N}miesięcy"),
    ("weeks", "1", f"1{N}tydzień"), ("weeks", "3", f"3{N}tygodnie"),
    ("weeks", "52", f"52{N}tygodnie"),
    ("weeks", "65", f"65{N}tygodni"), ("days", "1", f"1{N}dzień"), ("days", "22", f"22{N}dni"),
    ("years", "1", f"1{N}rok"), ("years", "18", f"18{N}lat"), ("years", "24", f"24{N}lata"),
    ("hours", "1", f"1{N}godzina"), ("hours", "10", f"10{N}godzin"), ("ha", "2.3500", f"2,35{N}ha"),
    ("m2", "48", f"48{N}m²"), ("kWh", "252", f"252{N}kWh"), ("kWh/m2", "5", f"5{N}kWh/m²"),
    ("g", "1000", f"1000{N}g"), ("PLN/kWh", "0.8975", f"0,8975{N}zł/kWh"),
])  # fmt: skip
def test_a_number_is_shown_in_its_unit(unit: str, value: str, shown: str) -> None:
    assert formatted(Step("", "", Decimal(value), unit=unit)) == shown


@pytest.mark.parametrize(("unit", "value", "shown"), [
    ("date", "2026-11-22", "22.11.2026"), ("month", "2026-11", "11.2026"),
    ("month", "09.2027", "09.2027"), ("code", "severe", "stopień znaczny"),
    ("code", "school", "szkoła podstawowa"), ("code", "other", "other"), ("answer", "tak", "tak"),
    ("text", "2026-11-22", "2026-11-22"),
])  # fmt: skip
def test_a_text_is_shown_in_polish(unit: str, value: str, shown: str) -> None:
    assert formatted(Step("", "", value, unit=unit)) == shown


def test_money_days_and_kinds() -> None:
    assert (money(Decimal("5")), money(Decimal("5.005"))) == (f"5,00{N}zł", f"5,005{N}zł")
    assert (polish_day("2026-1-1"), polish_day("opał")) == ("2026-1-1", "opał")
    assert [kind(one) for one in (CRITERION, PAY, GAP)] == ["law", "fact", "result"]


def test_the_reasons_say_people_law_income_way_and_result() -> None:
    assert reasons(assessment(), {"a": "Anna"}) == [
        "Rodzina liczy 2 osoby. Kryterium wynosi 1\u00a0010,00\u00a0zł (Dz.U. 2024 poz. 1044).",
        "Dochód rodziny wyniósł 1\u00a0578,65\u00a0zł (art. 8). Wzięto pod uwagę: "
        "Pensja (Anna) – 500,00\u00a0zł; Gospodarstwo – 2,35\u00a0ha. Nie wliczono: "
        "800+ (Anna) – 800,00\u00a0zł (nie wlicza się, art. 8).",
        "Wyliczenie: ZUS różnica – 10,00\u00a0zł (art. 38); dochód niższy – tak.",
        "Zasiłek: 10,00\u00a0zł miesięcznie.",
    ]


def test_the_reasons_of_a_refusal_and_of_a_range() -> None:
    bare = Step("x", "Zasiłek", "nie przysługuje", "", ())
    why = (Refused("no", "art. 1", "Nie ma prawa."),)
    assert reasons(assessment(amount=None, refusals=why, trace=bare)) == [
        "Nie ma prawa (art. 1).", "Zasiłek: nie przysługuje.",
    ]  # fmt: skip
    spread = assessment(amount_max=Decimal("20.00"), trace=bare, period="once")
    assert reasons(spread) == ["Zasiłek: od 10,00\u00a0zł do 20,00\u00a0zł jednorazowo."]
    same = assessment(amount_max=Decimal("10.00"), trace=bare, period="year")
    assert reasons(same) == ["Zasiłek: 10,00\u00a0zł."]


def test_one_person_in_a_household_of_its_own_and_a_criterion_of_the_whole() -> None:
    alone = Step("household.size", "Liczba domowników", Decimal(1), "", (), unit="count")
    whole = Step("criterion", "Kryterium rodziny", Decimal("823.00"), "art. 8", (CRITERION,))
    trace = Step("x", "Zasiłek", Decimal("10.00"), "", (alone, whole))
    assert reasons(assessment(trace=trace))[0] == (
        "Gospodarstwo domowe liczy 1 osobę. Kryterium wynosi 1\u00a0010,00\u00a0zł "
        "(Dz.U. 2024 poz. 1044). Kryterium rodziny wynosi 823,00\u00a0zł (art. 8)."
    )
