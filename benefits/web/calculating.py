"""From the case to the calculation, and from the calculation to the draft of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from benefits import access, questions
from benefits.models import Calculation
from benefits.rules.registry import BENEFITS
from benefits.selectors_changes import changed
from benefits.services import calculations
from benefits.services import decisions as acts
from benefits.services.decisions import rulings
from benefits.web.calculator.sheet import Sheet
from benefits.web.calculator.typed import Typed
from benefits.web.calculator.views import change_rows, row_cells, single_cells
from benefits.web.decisions.forms import RulingForm
from benefits.web.decisions.showing import calculation_lines
from benefits.web.payee_forms import PayeeForm
from cases.models import ApplicationItem
from cases.selectors.households import members
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Month
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, say, writes


class ItemSheet(Sheet):
    """What only this benefit asks about, for the family of an application."""

    def __init__(self, item: ApplicationItem, typed: Typed) -> None:
        super().__init__(typed)
        self.item = item

    @property
    def benefit(self) -> str:
        """The benefit applied for; empty when the engine does not know it."""
        code: str = self.item.benefit.code
        return code if code in BENEFITS else ""

    @property
    def member_choices(self) -> list[tuple[str, str]]:
        """The family on the day that counts."""
        day = questions.start_day(self.item.application)
        stays = members(self.item.application.household, day)
        return [(str(stay.person_id), str(stay.person)) for stay in stays]

    @property
    def is_valid(self) -> bool:
        """Whether the circumstances could be read."""
        rows = [row for _, _, rows in self.own_rows for row in rows]
        asked = [form for form in (self.own, *rows) if form is not None]
        return not [form for form in asked if not form.is_valid()]

    @property
    def asks(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.own_rows) or (self.own is not None and bool(self.own.fields))


@writes("GET", "POST")
def calculate(request: Request, pk: int) -> HttpResponse:
    """Ask what the record does not know, then calculate."""
    item = access.get_item(request, pk, Cap.CALCULATE)
    sent = request.method == "POST"
    typed = Typed.read(request.POST) if sent else typed_of(known(item))
    changed_rows = change_rows(typed, request)
    sheet = ItemSheet(item, typed)
    refused = ""
    if sent and not changed_rows and sheet.is_valid:
        try:
            made = calculations.run(item, circumstances=sheet.circumstances(), actor=request.user)
        except Refusal as why:
            refused = why.message
        else:
            return _calculated(request, made)
    wrong = bool(refused) or (sent and not changed_rows)
    return page(
        request, "benefits/calculate.html", status=422 if wrong else 200, item=item, sheet=sheet,
        own=single_cells(sheet) if wrong else _quiet(sheet), own_rows=row_cells(sheet),
        refused=refused, back=_case(item),
    )  # fmt: skip


def _quiet(sheet: ItemSheet) -> list[Any]:
    """The fields as yet unanswered, without complaints."""
    for form in (sheet.own, *(row for _, _, rows in sheet.own_rows for row in rows)):
        if form is not None:
            form.errors.clear()
    return single_cells(sheet)


@writes("POST")
def again(request: Request, pk: int) -> HttpResponse:
    """Calculate anew with the circumstances of the last time; a missing one leads to the form."""
    item = access.get_item(request, pk, Cap.CALCULATE)
    try:
        made = calculations.run(item, circumstances=known(item), actor=request.user)
    except Refusal as why:
        if why.code != "wrong_facts":
            raise
        return redirect("benefits:calculate", pk)
    return _calculated(request, made)


def _calculated(request: Request, made: Calculation) -> HttpResponse:
    say(request, "Wyliczenie gotowe." if made.eligible else "Wyliczono: nie przysługuje.")
    return redirect(_case(made.item) + "#wyliczenie")


def _case(item: ApplicationItem) -> str:
    return reverse("cases:case", args=[item.case_id])


def known(item: ApplicationItem) -> dict[str, Any]:
    """The circumstances of the last calculation, else what the application says."""
    last = item.calculations.order_by("-pk").first()
    said = last.facts["circumstances"] if last is not None else {}
    return questions.circumstances_of(item, said)


def typed_of(circumstances: Mapping[str, Any]) -> Typed:
    """Circumstances as the fields of the form hold them."""
    typed = Typed()
    for name, value in circumstances.items():
        rows = [value] if isinstance(value, dict) else value
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            typed.lists[f"w_{name}"] = [
                {key: _texts(one) for key, one in row.items()} for row in rows
            ]
        else:
            typed.own[name] = _texts(value)
    return typed


def _texts(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["1"] if value else []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


@writes("GET", "POST")
def draft(request: Request, pk: int) -> HttpResponse:
    """Choose what is granted within the calculation, and compose the draft."""
    calculation = access.get_calculation(request, pk, Cap.DRAFT_DECISIONS)
    form = RulingForm(request.POST or None, initial=_proposed(calculation), calculation=calculation)
    payee = PayeeForm(request.POST or None, calculation=calculation, on=clock.today())
    if request.method == "POST" and form.is_valid() and payee.is_valid():
        try:
            made = acts.draft(
                calculation, **form.ruling(), payee=payee.chosen(), actor=request.user
            )
        except Refusal as refused:
            place = {"period": "first"}.get(refused.field or "", refused.field)
            shown = payee if place == "payee" else form
            shown.add_error(place if place in shown.fields else None, str(refused))
        else:
            say(request, "Projekt decyzji gotowy. Przeczytaj go i przekaż do podpisu.")
            return redirect("benefits:decision", made.pk)
    return page(
        request, "benefits/decision_new.html", status=422 if form.errors or payee.errors else 200,
        form=form, payee=payee, calculation=calculation, item=calculation.item,
        lines=calculation_lines(calculation),
        change=changed(calculation, rulings.proposed(calculation)), back=_case(calculation.item),
    )  # fmt: skip


def _proposed(calculation: Calculation) -> dict[str, Any]:
    """What the acts would rule without anybody's choice."""
    if not calculation.eligible:
        return {"kind": rulings.REFUSAL}
    ruling = rulings.rule(calculation)
    period = ruling.period
    return {
        "kind": ruling.kind,
        "amount": ruling.amount,
        "first": Month.of(period.start) if period else None,
        "last": Month.of(period.end) if period and period.end else None,
    }
