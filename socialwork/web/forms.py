"""Forms of the interview; the questionnaire's sections become forms of their own."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from cases.models import Person
from opsapp.kernel.web.fields import AmountField, MonthField, PolishDateField
from opsapp.kernel.web.forms import Form
from opsapp.office.models import Benefit
from socialwork.models import Interview
from socialwork.questionnaire import Question, Section
from socialwork.questionnaire.questions import Kind

LONG_TEXT = forms.Textarea(attrs={"rows": 4})


class StartForm(Form):
    """What kind of interview, when and where."""

    kind = forms.ChoiceField(label="Rodzaj wywiadu", choices=Interview.Kind.choices)
    visited_on = PolishDateField(label="Data wizyty", basis="§ 3 rozporządzenia")
    place = forms.CharField(label="Miejsce", max_length=200, required=False)


class SectionForm(Form):
    """One section of the questionnaire; nothing is required before signing."""

    def __init__(self, section: Section, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for question in section.questions:
            self.fields[question.code] = field_of(question)


def field_of(question: Question) -> forms.Field:
    """The form field of a question."""
    common: dict[str, Any] = {
        "label": question.label,
        "required": False,
        "help_text": question.help,
    }
    if question.kind is Kind.MANY:
        return forms.MultipleChoiceField(
            choices=list(question.options.items()), widget=forms.CheckboxSelectMultiple, **common
        )
    if question.options:
        choices = [("", "– bez odpowiedzi –"), *question.options.items()]
        return forms.ChoiceField(choices=choices, **common)
    if question.kind is Kind.AMOUNT:
        return AmountField(**common)
    if question.kind is Kind.NUMBER:
        return forms.CharField(max_length=6, **common)
    widget = forms.Textarea(attrs={"rows": 4}) if question.kind is Kind.LONG else forms.TextInput()
    return forms.CharField(widget=widget, **common)


def typed(section: Section, data: QueryDict) -> dict[str, Any]:
    """What was typed, question by question, as the act reads it."""
    return {
        question.code: data.getlist(question.code)
        if question.kind is Kind.MANY
        else data.get(question.code, "")
        for question in section.questions
    }


def shown(section: Section, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers as initial values of the form."""
    return {
        question.code: Decimal(answers[question.code])
        if question.kind is Kind.AMOUNT
        else answers[question.code]
        for question in section.questions
        if answers.get(question.code) not in (None, "", [])
    }


class PlanForm(Form):
    """One proposal of the plan of help."""

    person = forms.ModelChoiceField(label="Dla kogo", queryset=Person.objects.none())
    benefit = forms.ModelChoiceField(
        label="Świadczenie",
        queryset=Benefit.objects.none(),
        required=False,
        empty_label="– inna forma pomocy –",
    )
    description = forms.CharField(label="Opis pomocy", max_length=300)
    amount = AmountField(label="Proponowana kwota miesięcznie", required=False)
    from_month = MonthField(label="Od miesiąca", required=False)
    to_month = MonthField(label="Do miesiąca", required=False)
    justification = forms.CharField(
        label="Uzasadnienie", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, persons: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, rows in (("person", persons), ("benefit", Benefit.objects.order_by("label"))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def values(self) -> dict[str, Any]:
        """Cleaned values as the act takes them: months as their first days."""
        data = dict(self.cleaned_data)
        for name in ("from_month", "to_month"):
            data[name] = data[name].first_day if data[name] else None
        return data
