"""The form of a value of law."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms

from opsapp.kernel.web.fields import Explained, PolishDateField
from opsapp.kernel.web.forms import Form

_NUMBER = re.compile(r"\d{1,12}([.,]\d{1,6})?", re.ASCII)
YES_NO = [("", "Wybierz…"), ("1", "tak"), ("0", "nie")]


class NumberField(Explained):
    """A number with comma or dot; a share is typed in per cent and becomes a fraction."""

    mode = "decimal"

    def __init__(self, *, percent: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.percent = percent

    def parse(self, text: str) -> Decimal:
        """Raises ValueError with a Polish sentence."""
        plain = re.sub(r"[\s\u00a0\u202f]|zł|%", "", text)
        if not _NUMBER.fullmatch(plain):
            example = "50" if self.percent else "823,00"
            raise ValueError(f"„{text}” nie jest liczbą. Podaj ją np. tak: {example}.")
        number = Decimal(plain.replace(",", "."))
        return number / 100 if self.percent else number


class ValueForm(Form):
    """A value from a day on, with its act; or the end of the parameter."""

    valid_from = PolishDateField(label="Obowiązuje od")
    ends = forms.BooleanField(label="Od tego dnia parametr przestaje obowiązywać", required=False)
    title = forms.CharField(
        label="Akt prawny i miejsce ogłoszenia",
        max_length=200,
        help_text="Np. uchwała nr XII/81/2026 Rady Miejskiej, Dz.Urz. Woj. 2026 poz. 1234.",
    )

    def __init__(self, *args: Any, unit: str, shown_unit: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"] = value_field(unit, shown_unit)
        self.fields["value"].mark = "(puste, gdy parametr się kończy)"  # type: ignore[attr-defined]
        self.order_fields(["valid_from", "value", "ends", "title"])

    def clean(self) -> dict[str, Any]:
        """A value, or its end; not both."""
        data = super().clean() or {}
        given = data.get("value") not in (None, "")
        if data.get("ends") and given:
            self.add_error("value", "Parametr, który przestaje obowiązywać, nie ma wartości.")
        elif not data.get("ends") and not given and "value" not in self.errors:
            self.add_error("value", "Uzupełnij wartość albo zaznacz, że parametr się kończy.")
        data["value"] = Decimal(data["value"]) if given and "value" in data else None
        return data


def value_field(unit: str, shown_unit: str) -> forms.Field:
    """The field of a value of this unit: a number, a share in per cent, or yes and no."""
    if unit == "answer":
        return forms.ChoiceField(label="Wartość", choices=YES_NO, required=False)
    percent = unit == "share"
    label = "Wartość w procentach" if percent else f"Wartość ({shown_unit})"
    return NumberField(label=label, percent=percent, required=False)
