"""Fields of the configuration panel: days, moments, periods, choices and boxes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from opsapp.kernel import clock
from opsapp.office.forms import PeriodField


class DayInput(forms.DateInput):
    """A day, by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.SplitDateTimeWidget):
    """A day and an hour, by the browser's own calendar and clock."""

    def __init__(self) -> None:
        super().__init__(
            date_format="%Y-%m-%d", time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": "dzień"},
            time_attrs={"type": "time", "aria-label": "godzina"},
        )  # fmt: skip


OVERRIDES: dict[Any, dict[str, Any]] = {
    DateRangeField: {"form_class": PeriodField},
    models.DateField: {"widget": DayInput},
    models.DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": MomentInput},
}


def from_today() -> Any:
    """The period of something that begins now."""
    return DateRange(clock.today(), None, "[)")


class RowForm(forms.ModelForm[Any]):
    """A dated row: a new one holds from today, unless another day is entered."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None and "period" in self.initial:
            self.initial["period"] = from_today()


def plain(field: Any) -> Any:
    """The field without Django's signs beside its choice (add, change, see)."""
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget = field.widget.widget
    return field


def checkboxes(choices: Any, **options: Any) -> forms.MultipleChoiceField:
    """Several codes of many, each with its label."""
    return forms.MultipleChoiceField(
        choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **options
    )
