"""Every fault of a law file is told, with the file and in Polish; a late review only warns."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from benefits.rules.lint import Finding, lint, lint_one

TODAY = date(2026, 11, 24)
ROW = {"value": "1.00", "act": "Dz.U."}
GOOD: dict[str, Any] = {
    "label": "x", "unit": "PLN", "checked_on": TODAY, "next_review": TODAY,
    "values": {date(2020, 1, 1): ROW},
}  # fmt: skip


def faults(**changes: Any) -> list[str]:
    raw = {key: value for key, value in (GOOD | changes).items() if value is not ...}
    found = lint_one("a.yaml", raw, today=TODAY)
    assert {one.file for one in found} <= {"a.yaml"}
    assert {one.level for one in found} <= {"error"}
    return [one.message for one in found]


@pytest.mark.parametrize(("changes", "message"), [
    ({"colour": 1}, "nieznany klucz „colour”"), ({"label": ...}, "brak opisu (label)"),
    ({"label": ""}, "brak opisu (label)"), ({"unit": "zł"}, "nieznana jednostka „zł”"),
    ({"unit": ...}, "nieznana jednostka „None”"),
    ({"confidence": "maybe"}, "nieznany stopień pewności"),
    ({"values": ...}, "brak wartości (values)"), ({"values": []}, "brak wartości (values)"),
    ({"values": {"2020": ROW}}, "początek obowiązywania nie jest datą"),
    ({"values": {date(2021, 1, 1): ROW, date(2020, 1, 1): ROW}}, "daty nie są uporządkowane"),
    ({"values": {date(2020, 1, 1): "1.00"}}, "2020-01-01: brak wartości"),
    ({"values": {date(2020, 1, 1): {"act": "x"}}}, "2020-01-01: brak wartości"),
    ({"values": {date(2020, 1, 1): {"value": "1.00"}}}, "2020-01-01: brak aktu prawnego"),
    ({"values": {date(2020, 1, 1): ROW | {"act": ""}}}, "2020-01-01: brak aktu prawnego"),
    ({"values": {date(2020, 1, 1): ROW | {"confidence": "maybe"}}},
     "2020-01-01: nieznany stopień pewności"),
    ({"values": {date(2020, 1, 1): ROW | {"value": 1}}},
     "2020-01-01: wartość nie jest liczbą zapisaną jako tekst"),
    ({"values": {date(2020, 1, 1): ROW | {"value": "x"}}},
     "2020-01-01: wartość nie jest liczbą zapisaną jako tekst"),
    ({"values": {date(2020, 1, 1): ROW | {"value": "NaN"}}},
     "2020-01-01: wartość nie jest liczbą zapisaną jako tekst"),
    ({"checked_on": ...}, "brak dnia sprawdzenia (checked_on)"),
    ({"checked_on": "2026"}, "brak dnia sprawdzenia (checked_on)"),
    ({"next_review": ...}, "brak dnia przeglądu (next_review)"),
    ({"checked_on": TODAY + timedelta(days=1)}, "przegląd wcześniejszy niż sprawdzenie"),
    ({"answers_until": TODAY}, "brak nazwy oczekiwanego ogłoszenia (announcement)"),
    ({"values": {}}, "brak nazwy oczekiwanego ogłoszenia (announcement)"),
])  # fmt: skip
def test_a_fault_is_told_alone(changes: dict[str, Any], message: str) -> None:
    assert faults(**changes) == [message]


@pytest.mark.parametrize("changes", [
    {}, {"confidence": "recalled"}, {"confidence": "verified"}, {"basis": "art. 1"},
    {"values": {}, "announcement": "GUS"}, {"answers_until": TODAY, "announcement": "GUS"},
    {"values": {date(2020, 1, 1): ROW, date(2021, 1, 1): ROW | {"value": None}}},
    {"values": {date(2020, 1, 1): ROW | {"confidence": "recalled"}}},
])  # fmt: skip
def test_a_whole_file_has_none(changes: dict[str, Any]) -> None:
    assert faults(**changes) == []


def test_a_review_warns_from_the_day_after_it() -> None:
    assert lint_one("a", GOOD, today=TODAY) == []
    assert lint_one("a", GOOD, today=TODAY + timedelta(days=1)) == [
        Finding("warning", "a", "przegląd wypadał 24.11.2026")
    ]


def test_every_file_of_the_folder_is_read_in_order(tmp_path: Path) -> None:
    for scope, name in (("national", "b"), ("local", "a")):
        (tmp_path / scope).mkdir()
        (tmp_path / scope / f"{name}.yaml").write_text(
            f"label: x\nunit: {name}\nchecked_on: 2026-11-24\nnext_review: 2026-11-24\n"
            'values:\n  2020-01-01: {value: "1", act: "x"}\n'
        )
    assert lint(tmp_path, today=TODAY) == [
        Finding("error", "local/a.yaml", "nieznana jednostka „a”"),
        Finding("error", "national/b.yaml", "nieznana jednostka „b”"),
    ]


@pytest.mark.parametrize(("values", "message"), [
    ('  2020-01-01: {value: "1", act: "x"}\n  2020-01-01: {value: "2", act: "x"}\n',
     "„2020-01-01” stoi dwa razy"),
    ('  2020-01-01: {value: "1", value: "2", act: "x"}\n', "„value” stoi dwa razy"),
    ('  2020-01-01: {value: "1", act: "x"}\nunit: PLN\n', "„unit” stoi dwa razy"),
    ("  2020-01-01: {value: [\n", "nie da się odczytać: "),
])  # fmt: skip
def test_what_reading_would_pass_over_is_a_fault(tmp_path: Path, values: str, message: str) -> None:
    (tmp_path / "national").mkdir()
    (tmp_path / "national" / "a.yaml").write_text(
        "label: x\nunit: PLN\nchecked_on: 2026-11-24\nnext_review: 2026-11-24\nvalues:\n" + values
    )
    (found,) = lint(tmp_path, today=TODAY)
    assert (found.level, found.file) == ("error", "national/a.yaml")
    assert found.message.startswith(message)


def test_a_file_that_describes_nothing_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "a.yaml").write_text("")
    assert lint(tmp_path, today=TODAY) == [
        Finding("error", "local/a.yaml", "to nie jest opis wartości")
    ]
