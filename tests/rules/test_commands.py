"""The command line: fast, without Django and without a database."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from time import monotonic

import pytest

from benefits.rules import cli
from tests.rules.questions import question

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    return cli.main(arguments, out, err), out.getvalue(), err.getvalue()


@pytest.mark.parametrize(("asked", "code"), [
    (question(), 0), ([question()], 0), (question(benefit="x"), 2),
    ([question(), question(on="1999-01-01")], 3),
])  # fmt: skip
def test_assess_answers_by_exit_code(tmp_path: Path, asked: object, code: int) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(asked))
    exit_code, out, _ = run("assess", str(path))
    assert exit_code == code
    assert json.loads(out)


@pytest.mark.parametrize("text", ["{", "[" * 100_000, ""])
def test_what_is_not_json_is_wrong_input(tmp_path: Path, text: str) -> None:
    path = tmp_path / "case.json"
    path.write_text(text)
    exit_code, out, _ = run("assess", str(path))
    assert (exit_code, json.loads(out)["errors"][0]["code"]) == (2, "not_json")


def test_a_missing_file_is_wrong_input() -> None:
    assert run("assess", "/no/such/file.json")[0] == 2


@pytest.mark.parametrize(("principal", "start", "end", "sum_due"), [
    ("1000.00", "2025-01-01", "2025-12-31", "106.03"),
    ("500.00", "2024-01-23", "2024-06-28", "24.35"),
    ("0", "2025-01-01", "2025-12-31", "0.00"),
    ("124", "2024-04-01", "2024-09-15", "6.42"),
])  # fmt: skip
def test_interest_prints_the_sum_and_nothing_else(
    principal: str, start: str, end: str, sum_due: str
) -> None:
    asked = ("--principal", principal, "--from", start, "--to", end)
    assert run("interest", *asked) == (0, f"{sum_due}\n", "")


@pytest.mark.parametrize(("start", "end", "code"), [
    ("2025-01-01", "2024-01-01", 2), ("x", "2024-01-01", 2), ("2015-01-01", "2024-01-01", 3),
    ("2026-01-01", "2026-11-24", 3),
])  # fmt: skip
def test_interest_refuses_rather_than_guesses(start: str, end: str, code: int) -> None:
    exit_code, out, err = run("interest", "--principal", "100", "--from", start, "--to", end)
    assert (exit_code, out) == (code, "")
    assert err


def test_the_whole_process_answers_in_time_and_starts_no_django(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(question()))
    watched = (
        "import sys; from bootstrap import main\n"
        "try: main(['manage.py', 'assess', sys.argv[1]])\n"
        "except SystemExit: pass\n"
        "print('django' in sys.modules)"
    )
    begun = monotonic()
    ran = subprocess.run(
        [sys.executable, "-c", watched, str(path)], cwd=ROOT, capture_output=True, check=True,
        text=True,
    )  # fmt: skip
    assert ran.stdout.rstrip().endswith("False")
    assert monotonic() - begun < 5


@pytest.mark.parametrize(("arguments", "said"), [
    (("-1", "2025-01-01", "2025-01-02"), "Kwota nie może być ujemna."),
    (("1", "2025-01-02", "2025-01-01"),
     "Dzień zapłaty jest wcześniejszy niż pierwszy dzień opóźnienia."),
    (("1", "1.1.2025", "2025-01-02"), "„1.1.2025” nie jest datą. Podaj ją tak: 2026-11-22."),
])  # fmt: skip
def test_interest_says_what_is_wrong(arguments: tuple[str, str, str], said: str) -> None:
    with pytest.raises(ValueError, match=r".") as wrong:
        cli.interest_line(*arguments)
    assert str(wrong.value) == said


def test_interest_of_a_single_day_is_paid() -> None:
    assert cli.interest_line("1000.00", "2025-01-01", "2025-01-01") == "0.31"


@pytest.mark.parametrize("left_out", ["--principal", "--from", "--to"])
def test_interest_needs_all_three(left_out: str) -> None:
    given = {"--principal": "1", "--from": "2025-01-01", "--to": "2025-01-02"}
    asked = [part for name, value in given.items() if name != left_out for part in (name, value)]
    with pytest.raises(SystemExit) as ended:
        run("interest", *asked)
    assert ended.value.code == 2


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert cli.answer_text("/no/such") == {"errors": [
        {"path": "", "code": "unreadable", "message": "Nie można odczytać pliku /no/such."}
    ]}  # fmt: skip
    (tmp_path / "x").write_text("{")
    assert cli.answer_text(str(tmp_path / "x")) == {"errors": [
        {"path": "", "code": "not_json",
         "message": "Wejście nie jest poprawnym dokumentem JSON."}
    ]}  # fmt: skip


def test_standard_input_is_read_and_polish_is_printed_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(json.dumps(question())))
    code, out, _ = run("assess", "-")
    assert code == 0
    assert "Zasiłek okresowy" in out
    assert out.startswith('{\n "benefit"')
    monkeypatch.setattr(sys, "stdin", StringIO(json.dumps([question()])))
    assert run("assess", "-")[1].startswith('[{"benefit"')


@pytest.mark.parametrize(("command", "said"), [
    ("assess", ["usage: manage.py assess", "Odpowiada na pytania o świadczenia",
                "plik JSON z jednym przypadkiem albo listą"]),
    ("interest", ["usage: manage.py interest", "Odsetki ustawowe za opóźnienie",
                  "kwota, np. 1000.00", "pierwszy dzień opóźnienia", "dzień zapłaty"]),
])  # fmt: skip
def test_the_help_says_in_polish_what_each_word_means(
    command: str, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main((command, "--help"))
    shown = " ".join(capsys.readouterr().out.split())
    assert ended.value.code == 0
    for line in said:
        assert line in shown
