"""Fields of the configuration panel: days, moments, periods, choices and boxes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from opsapp.kernel import clock
from opsapp.office.forms import DayInput, PeriodField


class MomentInput(forms.SplitDateTimeWidget):
    """A day and an hour, typed as everywhere else."""

    def __init__(self) -> None:
        hour = forms.TimeInput(
            format="%H:%M",
            attrs={"aria-label": "godzina", "placeholder": "gg:mm", "size": 5},
        )
        forms.MultiWidget.__init__(self, [DayInput("dzień"), hour])


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
