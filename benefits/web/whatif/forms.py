"""The form of a question: rows of parameters with new values, the day, whom to look at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BoundField

from benefits.models import WhatIf
from benefits.rules.law import Law
from benefits.web.law_forms import value_field
from benefits.web.law_shown import Row, row, rows
from benefits.whatif.checking import MOST_CHANGES, Tried, check_together, checked_one
from opsapp.kernel import clock
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web.fields import PolishDateField
from opsapp.kernel.web.forms import Form

CODE, VALUE, ENDS = "parametr", "wartosc", "koniec"
BOTH = "Podaj nową wartość albo zaznacz, że parametr przestaje obowiązywać – jedno z dwóch."
UNKNOWN = "Nie ma takiego parametru prawa. Wybierz go z listy."
SCOPES = [
    (WhatIf.Scope.DAY, "Uprawnienia, które obowiązują w dniu zmiany"),
    (WhatIf.Scope.YEAR, "Uprawnienia z ostatnich 12 miesięcy"),
]
SCOPE_HELP = (
    "Pierwszy zakres mówi, kogo zmiana dotknie od razu. Drugi lepiej szacuje koszt roku, gdy "
    "świadczenia przyznaje się na kilka miesięcy."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One row of the form: its fields, and the parameter as it is now."""

    place: int
    code: BoundField
    value: BoundField
    ends: BoundField | None
    now: Row | None
    on: date


class AskForm(Form):
    """What is to be tried. `count` rows; the law gives the choices and what may be tried."""

    od = PolishDateField(label="Zmiana obowiązuje od")
    zakres = forms.ChoiceField(
        label="Kogo policzyć", choices=SCOPES, widget=forms.RadioSelect, help_text=SCOPE_HELP
    )

    def __init__(
        self, *args: Any, law: Law, count: int, codes: Collection[str] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.law, self.count = law, count
        self.changes: list[Tried] = []
        for place in range(count):
            self._add_row(place, choices(law, codes))

    def _add_row(self, place: int, grouped: list[Any]) -> None:
        name = f"{CODE}_{place}"
        label = "Parametr prawa" if self.count == 1 else f"Parametr {place + 1}"
        code = forms.ChoiceField(label=label, choices=grouped)
        code.error_messages |= {"required": "Wybierz parametr.", "invalid_choice": UNKNOWN}
        self.fields[name] = code
        parameter = self.law.parameters.get(self._given(name))
        unit = parameter.unit if parameter else ""
        shown = row(parameter, clock.today()).unit if parameter else "po wybraniu parametru"
        value = value_field(unit, shown)
        value.required = not self._given(f"{ENDS}_{place}")
        value.label = f"Nowa wartość ({'procent' if unit == 'share' else shown})"
        value.error_messages["required"] = "Podaj nową wartość."
        self.fields[f"{VALUE}_{place}"] = value
        self.fields[f"{ENDS}_{place}"] = forms.BooleanField(
            label="Przestaje obowiązywać od tego dnia", required=False
        )

    def _given(self, name: str) -> str:
        return str(self.data.get(name) or self.initial.get(name) or "")

    @property
    def rows(self) -> list[Asked]:
        """The rows as the template prints them."""
        return [
            Asked(
                place,
                self[f"{CODE}_{place}"],
                self[f"{VALUE}_{place}"],
                self[f"{ENDS}_{place}"] if f"{ENDS}_{place}" in self.fields else None,
                self._now(place),
                self._day(),
            )
            for place in range(self.count)
        ]

    @property
    def may_add(self) -> bool:
        """Whether there is room for one more row."""
        return self.count < MOST_CHANGES

    def _now(self, place: int) -> Row | None:
        """The parameter chosen in the row, as it stands on the day typed."""
        parameter = self.law.parameters.get(self._given(f"{CODE}_{place}"))
        return row(parameter, self._day()) if parameter else None

    def _day(self) -> date:
        given = self.data.get("od") or self.initial.get("od")
        if isinstance(given, date):
            return given
        try:
            return PolishDateField().parse(str(given or ""))
        except ValueError:
            return clock.today()

    def clean(self) -> dict[str, Any]:
        """Each change is checked against the law, and all of them together."""
        data = super().clean() or {}
        on = data.get("od")
        if on is None:
            return data
        for place in range(self.count):
            code, value = data.get(f"{CODE}_{place}"), data.get(f"{VALUE}_{place}")
            ends = bool(data.get(f"{ENDS}_{place}"))
            typed = None if value in (None, "") else Decimal(str(value))
            if ends and typed is not None:
                self.add_error(f"{VALUE}_{place}", BOTH)
            elif code and (ends or typed is not None):
                self._try(place, code, typed, on)
        if not self.errors:
            self._together()
        return data

    def _try(self, place: int, code: str, value: Decimal | None, on: date) -> None:
        names = {
            "code": f"{CODE}_{place}", "value": f"{VALUE}_{place}", "ends": f"{ENDS}_{place}",
            "valid_from": "od",
        }  # fmt: skip
        try:
            self.changes.append(checked_one(self.law, code, value, on))
        except Refusal as refused:
            name = names[refused.field or "value"]
            if str(refused) not in self.errors.get(name, []):
                self.add_error(name, str(refused))

    def _together(self) -> None:
        try:
            check_together(self.changes)
        except Refusal as refused:
            self.add_error(f"{CODE}_{self.count - 1}", str(refused))


class OneForm(AskForm):
    """One number tried on one calculation; the choice is among those that it used (`codes`)."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["zakres"]


def choices(law: Law, codes: Collection[str] = ()) -> list[Any]:
    """Every parameter with its value of today, by area of law; or those named alone."""
    every = [one for one in rows(law, [], clock.today()) if not codes or one.code in codes]
    grouped = [
        (area, [(one.code, _option(one)) for one in found])
        for area, found in groupby(every, key=lambda one: one.area)
    ]
    return [("", "Wybierz parametr…"), *grouped]


def _option(one: Row) -> str:
    return f"{one.label} – {one.current.text if one.current else 'bez wartości dziś'}"


def typed_rows(data: Mapping[str, Any]) -> int:
    """How many rows a sent form has; at least one, and never more than may be tried."""
    count = 0
    while count < MOST_CHANGES and f"{CODE}_{count}" in data:
        count += 1
    return max(count, 1)
