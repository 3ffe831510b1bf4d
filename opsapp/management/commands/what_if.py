"""Try other numbers of law on everything that is being paid, and print what would come of it."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from benefits.models import WhatIf
from benefits.rules import Law
from benefits.selectors_law import law_in_force
from benefits.web.law_forms import NumberField
from benefits.whatif.checking import Tried, known
from benefits.whatif.engine import KINDS
from benefits.whatif.files import SUMMARY_COLUMNS, Line, lines
from benefits.whatif.running import Found, Question, ask
from benefits.whatif.selectors import chapter_labels
from benefits.whatif.services import checked
from opsapp.kernel import money
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web.export import Sheet, write_xlsx
from opsapp.kernel.web.fields import PolishDateField
from opsapp.office.models import Benefit

ANSWERS = {"tak": Decimal(1), "nie": Decimal(0)}
ENDS = "koniec"


CHANGE_HELP = "KOD=WARTOŚĆ albo KOD=koniec; część podaje się w procentach"


class Command(BaseCommand):
    """`manage.py what_if KOD=WARTOŚĆ|koniec … --from DZIEŃ [--scope year] [--export PLIK.xlsx]`."""

    help = "Co jeśli? Liczy skutki zmiany parametrów prawa; niczego nie zapisuje w bazie."

    def add_arguments(self, parser: CommandParser) -> None:
        """The changes, the day, the scope, the file."""
        parser.add_argument("change", nargs="+", help=CHANGE_HELP)
        parser.add_argument("--from", dest="day", required=True, help="dzień wejścia zmiany")
        parser.add_argument("--scope", default="day", choices=WhatIf.Scope.values)
        parser.add_argument("--export", help="plik XLSX z podsumowaniem (bez nazwisk)")
        parser.add_argument("--cores", type=int, help="liczba procesów; domyślnie rdzenie maszyny")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, print, export. Raises `CommandError` with a Polish sentence for wrong input."""
        law = law_in_force()
        try:
            on = PolishDateField().parse(options["day"])
            changes = checked([_read(text, law) for text in options["change"]], on, law)
        except (Refusal, ValueError) as wrong:
            raise CommandError(str(wrong)) from None
        question = Question(tuple(one.change for one in changes), on, options["scope"])
        found = ask(question, law, told=self._told, cores=options["cores"])
        told = _lines(found, on)
        self._print(changes, question, found, told)
        if options["export"]:
            path = Path(options["export"])
            write_xlsx(str(path), [Sheet("Podsumowanie", SUMMARY_COLUMNS, told)])
            self.stdout.write(f"Zapisano: {path}")

    def _told(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done} z {total}", ending="" if done < total else "\n")

    def _print(
        self, changes: list[Tried], question: Question, found: Found, told: list[Line]
    ) -> None:
        on = question.on
        for change in changes:
            before = _shown(change.before)
            after = "koniec" if change.after is None else _shown(change.after)
            self.stdout.write(f"{change.label}: {before} → {after} od {on:%d.%m.%Y}")
        self.stdout.write(f"Policzono: {found.counted}.")
        for line in told:
            self.stdout.write(_sentence(line, by_month=question.scope == WhatIf.Scope.DAY))


def _sentence(line: Line, *, by_month: bool) -> str:
    """'85214 § 3110: zyskuje 25, … rocznie 2 565,00 zł'."""
    indent = "  " if line.part == "benefit" else ""
    counts = ", ".join(f"{KINDS[kind]} {line.cases(kind)}" for kind in KINDS)
    monthly = f"miesięcznie {money.format_pln(line.monthly)}, " if by_month else ""
    yearly = f"rocznie {money.format_pln(line.yearly)}"
    return f"{indent}{line.name}: {counts}; rodzin {line.all_families}; {monthly}{yearly}"


def _read(text: str, law: Law) -> tuple[str, Decimal | None]:
    code, sign, value = text.partition("=")
    if not sign:
        raise ValueError(f"„{text}” nie ma postaci KOD=WARTOŚĆ.")
    unit = known(law, code.strip()).unit
    if value.strip().lower() == ENDS:
        return code.strip(), None
    if unit == "answer" and value.strip().lower() in ANSWERS:
        return code.strip(), ANSWERS[value.strip().lower()]
    return code.strip(), NumberField(percent=unit == "share").parse(value)


def _lines(found: Found, on: date) -> list[Line]:
    names = dict(Benefit.objects.values_list("code", "label"))
    return lines(found.summary, chapter_labels(on), names)


def _shown(text: str) -> str:
    return text.replace(".", ",")
