"""The screen of the calculator: everything is in the form; nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from benefits.selectors_law import law_in_force
from benefits.selectors_person import household_question
from benefits.texts import full_name
from benefits.web.calculator import answers
from benefits.web.calculator.sheet import Sheet
from benefits.web.calculator.typed import Typed, typed_question
from cases.access import get_person
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request, page, partial, writes
from opsapp.kernel.web.forms import FieldParts, Form, parts_of

MORE_OF_PERSON = ("indications", "institution", "separate_room")
MORE_OF_INCOME = ("lost_on", "gained_on", "months", "first", "last", "source")


@dataclass(frozen=True, slots=True)
class Cell:
    """A field with the place of its errors, which is there even when it is empty."""

    part: FieldParts

    @property
    def error_id(self) -> str:
        """The id Django ties the field to."""
        return f"{self.part.bound.auto_id}_error"


@dataclass(frozen=True, slots=True)
class RowCells:
    """A row: its number, what it is called, its fields, those shown on demand."""

    number: int
    title: str
    cells: list[Cell]
    more: list[Cell]
    opened: bool


@writes("GET", "POST", repeatable=True)
def calculator(request: Request) -> HttpResponse:
    """The sheet with its answer; while typing the answer alone."""
    request.user.require(Cap.USE_CALCULATOR)
    typed = Typed.read(request.POST) if request.method == "POST" else _from_card(request)
    changed = change_rows(typed, request)
    sheet = Sheet(typed)
    strict = "oblicz" in request.POST
    context = _context(sheet, strict=strict)
    if not request.htmx:
        return page(request, "benefits/calculator.html", live=False, **context)
    if changed or request.htmx.target == "kalkulator":
        return partial(request, "benefits/_calculator.html", live=False, **context)
    return partial(request, "benefits/_calculator_live.html", live=True, **context)


def _from_card(request: Request) -> Typed:
    """The family and incomes of a person's card, when the address names one; a look at the card."""
    pk = request.GET.get("osoba", "")
    if not pk.isdecimal() or len(pk) > 18:
        return Typed()
    person = get_person(request, int(pk))
    question = household_question(person, clock.today())
    if question is None:
        return Typed()
    names = {str(stay.person_id): full_name(stay.person) for stay in question.stays}
    return typed_question(question.raw, names, request.GET.get("swiadczenie", ""))


def change_rows(typed: Typed, request: Request) -> bool:
    """A row added or taken away by its button."""
    if name := request.POST.get("dodaj", ""):
        typed.add(name)
    name, _, number = request.POST.get("usun", "").partition(":")
    if name and number.isdecimal():
        typed.drop(name, int(number))
    return "dodaj" in request.POST or "usun" in request.POST


def _context(sheet: Sheet, *, strict: bool) -> dict[str, Any]:
    law, readable = law_in_force(), sheet.is_valid
    missing = [] if readable else _missing(sheet)
    chosen = answers.one(sheet, law) if readable and sheet.benefit else None
    every = answers.every(sheet, law) if readable and not sheet.benefit else []
    if not strict:
        _quieten(sheet)
    return {
        "sheet": sheet, "answer": chosen, "every": every, "missing": missing,
        "ask": _cells(sheet.ask), "rows": _members(sheet), "income_rows": _incomes(sheet),
        "due": sum(answer.state == "due" for answer in every), "printed": _printed(sheet),
        "own": single_cells(sheet), "own_rows": row_cells(sheet),
        "cells": [cell for form in sheet.forms for cell in _cells(form)],
    }  # fmt: skip


def single_cells(sheet: Sheet) -> list[Cell]:
    """The fields that only the chosen benefit asks."""
    return _cells(sheet.own) if sheet.own is not None else []


def row_cells(sheet: Sheet) -> list[tuple[str, str, list[RowCells]]]:
    """Its lists: name, label, rows."""
    return [(name, label, _plain_rows(rows, label)) for name, label, rows in sheet.own_rows]


def _missing(sheet: Sheet) -> list[tuple[str, str, str]]:
    """(id of the field, its label, sentence) of everything that keeps the answer back."""
    return [
        (
            str(form[name].id_for_label or form[name].auto_id),
            str(form.fields[name].label),
            str(said),
        )
        for form in sheet.forms
        for name, sentences in form.errors.items()
        if name in form.fields
        for said in sentences
    ]


def _quieten(sheet: Sheet) -> None:
    """While somebody still types, an empty field is no error."""
    for form in sheet.forms:
        for name, found in form.errors.as_data().items():
            if all(error.code == "required" for error in found):
                del form.errors[name]


def _cells(form: Form) -> list[Cell]:
    return [Cell(parts_of(bound)) for bound in form]


def _row(number: int, title: str, form: Form, more: tuple[str, ...]) -> RowCells:
    cells = _cells(form)
    later = [cell for cell in cells if cell.part.bound.name in more]
    return RowCells(
        number, title, [cell for cell in cells if cell not in later], later,
        any(cell.part.bound.data or cell.part.errors for cell in later),
    )  # fmt: skip


def _members(sheet: Sheet) -> list[RowCells]:
    names = list(sheet.names.values())
    return [_row(n, names[n], form, MORE_OF_PERSON) for n, form in enumerate(sheet.members)]


def _incomes(sheet: Sheet) -> list[RowCells]:
    return [
        _row(n, f"Dochód {n + 1}", form, MORE_OF_INCOME) for n, form in enumerate(sheet.incomes)
    ]


def _plain_rows(forms: list[Form], label: str) -> list[RowCells]:
    return [_row(n, f"{label} {n + 1}", form, ()) for n, form in enumerate(forms)]


def _printed(sheet: Sheet) -> list[str]:
    """The facts as a printout shows them; incomes stand in the receipt."""
    day = (sheet.typed.ask.get("on") or [""])[0]
    people = [
        f"{name}: {_word(form, 'relation')}, ur. {form['birth_date'].value() or '–'}"
        for name, form in zip(sheet.names.values(), sheet.members, strict=True)
    ]
    return [f"Dzień złożenia wniosku: {day}", *people]


def _word(form: Form, name: str) -> str:
    choices: dict[str, str] = dict(getattr(form.fields[name], "choices", ()))
    return choices.get(str(form[name].value()), "–")
