"""Forms of an appeal from a decision."""

from __future__ import annotations

from typing import Any

from django import forms

from benefits.services.decisions.appealing import BY_BOARD
from benefits.web.decisions.changing import other_amount, why_other_amount
from opsapp.kernel.periods import Month, Period
from opsapp.kernel.web.fields import MonthField, PolishDateField
from opsapp.kernel.web.forms import Form

TEXT_LIMIT = 3000


def _text(label: str, *, required: bool = False, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=TEXT_LIMIT, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class ReceiveForm(Form):
    """It came."""

    on = PolishDateField(label="Data wpływu odwołania")
    body = _text("Czego dotyczy odwołanie")


class DayForm(Form):
    """On which day."""

    on = PolishDateField(label="Dnia")


class StayForm(Form):
    """The board stayed the execution."""

    on = PolishDateField(label="Wstrzymano od dnia")
    sign = forms.CharField(label="Znak postanowienia", max_length=100)


class RuleForm(Form):
    """What the board answered."""

    outcome = forms.ChoiceField(
        label="Rozstrzygnięcie",
        choices=[("", "wybierz…"), *((one.value, one.label) for one in BY_BOARD)],
    )
    on = PolishDateField(
        label="Z dnia", help_text="Przy zwrocie sprawy: dzień, w którym wróciły akta."
    )
    sign = forms.CharField(label="Znak", max_length=100)
    since = MonthField(label="Uchylono od miesiąca", required=False)
    body = _text("Co wynika z uzasadnienia")

    def given(self) -> dict[str, Any]:
        """As the act takes it."""
        since: Month | None = self.cleaned_data["since"]
        return self.cleaned_data | {"since": since.first_day if since else None}


class CorrectForm(Form):
    """What the centre grants on the appeal."""

    told = _text(
        "Dlaczego odwołanie jest słuszne", required=True,
        help_text="Pełnym zdaniem: trafi do uzasadnienia decyzji.",
    )  # fmt: skip
    amount = other_amount("Kwota miesięcznie")
    amount_reason = why_other_amount()
    first = MonthField(label="Od miesiąca", required=False)
    last = MonthField(label="Do miesiąca", required=False)

    def given(self) -> dict[str, Any]:
        """As the act takes it."""
        data = dict(self.cleaned_data)
        first, last = data.pop("first"), data.pop("last")
        days = Period(first.first_day, last.last_day if last else None) if first else None
        return data | {"period": days}

    def clean(self) -> dict[str, Any]:
        """The months must stand in order."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if last and (first is None or last < first):
            self.add_error("last", "Podaj pierwszy miesiąc, nie późniejszy niż ostatni.")
        return data
