"""The command line of the rules. It starts neither Django nor a database: 0.3 s for one case."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from benefits.rules.engine import INVALID, UNANSWERED, assess, exit_code
from benefits.rules.interest import delay_interest
from benefits.rules.law import Law, NotAnnounced
from opsapp.kernel.money import parse_amount

COMMANDS = ("assess", "interest")


class Writer(Protocol):
    """Where an answer goes: a stream, or what a management command writes to."""

    def write(self, text: str, /) -> object:
        """Write the text."""


def main(argv: Sequence[str], out: Writer | None = None, err: Writer | None = None) -> int:
    """Run `assess FILE` or `interest --principal … --from … --to …`; returns the exit code."""
    out, err = out or sys.stdout, err or sys.stderr
    if argv[0] == "interest":
        return print_interest(argv[1:], out, err)
    return print_assessment(argv[1:], out)


def print_assessment(argv: Sequence[str], out: Writer) -> int:
    """Answer a JSON file (or standard input); 0, 2 for wrong input, 3 when law lacks a value."""
    parser = argparse.ArgumentParser(prog="manage.py assess", description=ASSESS_HELP)
    parser.add_argument("file", help="plik JSON z jednym przypadkiem albo listą; - to wejście")
    answered = answer_text(parser.parse_args(argv).file)
    indent = None if isinstance(answered, list) else 1
    out.write(json.dumps(answered, ensure_ascii=False, indent=indent) + "\n")
    return exit_code(answered)


ASSESS_HELP = "Odpowiada na pytania o świadczenia; nie otwiera bazy danych."
INTEREST_HELP = "Odsetki ustawowe za opóźnienie: od pierwszego dnia opóźnienia do dnia zapłaty."


def answer_text(name: str) -> Any:
    """The answer to a file, or what is wrong with it."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        case = json.loads(text)
    except OSError:
        return _wrong("unreadable", f"Nie można odczytać pliku {name}.")
    except (ValueError, RecursionError):
        return _wrong("not_json", "Wejście nie jest poprawnym dokumentem JSON.")
    return assess(case)


def _wrong(code: str, message: str) -> dict[str, list[dict[str, str]]]:
    return {"errors": [{"path": "", "code": code, "message": message}]}


def print_interest(argv: Sequence[str], out: Writer, err: Writer) -> int:
    """Print the interest and nothing else; wrong input is 2, a rate not announced 3."""
    parser = argparse.ArgumentParser(prog="manage.py interest", description=INTEREST_HELP)
    parser.add_argument("--principal", required=True, help="kwota, np. 1000.00")
    parser.add_argument("--from", dest="start", required=True, help="pierwszy dzień opóźnienia")
    parser.add_argument("--to", dest="end", required=True, help="dzień zapłaty")
    asked = parser.parse_args(argv)
    try:
        out.write(interest_line(asked.principal, asked.start, asked.end) + "\n")
    except ValueError as wrong:
        err.write(f"{wrong}\n")
        return INVALID
    except NotAnnounced as missing:
        err.write(f"{missing.message}\n")
        return UNANSWERED
    return 0


def interest_line(principal: str, start: str, end: str) -> str:
    """The interest in złoty; raises ValueError with a Polish sentence for wrong input."""
    amount, first, last = parse_amount(principal), _day(start), _day(end)
    if amount < 0:
        raise ValueError("Kwota nie może być ujemna.")
    if last < first:
        raise ValueError("Dzień zapłaty jest wcześniejszy niż pierwszy dzień opóźnienia.")
    return f"{delay_interest(amount, first, last, Law.from_files()).number:.2f}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise ValueError(f"„{text}” nie jest datą. Podaj ją tak: 2026-11-22.") from wrong
