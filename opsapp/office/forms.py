"""Form fields of the office: a period by its first and last day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

ONE_DAY = timedelta(days=1)


class DayInput(forms.DateInput):
    """A day typed as everywhere else, with our calendar beside it (forms.js): the browser's own
    field would show it in the order of the browser's language.
    """

    def __init__(self, label: str = "") -> None:
        named = {"aria-label": label, "title": label} if label else {}
        hints = {"placeholder": "dd.mm.rrrr", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(format="%d.%m.%Y", attrs={"data-day": True, **hints, **named})


class PeriodWidget(forms.MultiWidget):
    """The first and the last day."""

    def __init__(self) -> None:
        super().__init__([DayInput("pierwszy dzień"), DayInput("ostatni dzień")])

    def decompress(self, value: Any) -> list[date | None]:
        """The range's end is the day after the last."""
        if value is None:
            return [None, None]
        return [value.lower, value.upper and value.upper - ONE_DAY]


class PeriodField(forms.MultiValueField):
    """A period as people write it: both days belong to it, the last may be left open."""

    def __init__(self, **options: Any) -> None:
        options.pop("default_bounds", None)
        options.pop("widget", None)
        options.setdefault("help_text", "Pierwszy i ostatni dzień; bez ostatniego: bezterminowo.")
        day = forms.DateField(error_messages={"invalid": "Wpisz dzień, np. 22.11.2026."})
        last = forms.DateField(
            required=False, error_messages={"invalid": "Wpisz dzień, np. 22.11.2026."}
        )
        super().__init__(
            fields=(day, last), widget=PeriodWidget(), require_all_fields=False, **options
        )

    def compress(self, data_list: list[date | None]) -> Any:
        """Days out of order are refused."""
        if not data_list or data_list[0] is None:
            return None
        first, last = data_list[0], data_list[1] if len(data_list) > 1 else None
        if last is not None and last < first:
            raise ValidationError("Ostatni dzień nie może być wcześniejszy niż pierwszy.")
        return DateRange(first, last and last + ONE_DAY, "[)")
