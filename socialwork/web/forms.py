"""Forms of the interview; the questionnaire's sections become forms of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from cases.models import Person
from opsapp.kernel import clock
from opsapp.kernel.web.fields import AmountField, Explained, MonthField, PolishDateField
from opsapp.kernel.web.forms import Form
from opsapp.office.models import Benefit
from socialwork.models import Interview, PlanItem
from socialwork.questionnaire import Question, Section
from socialwork.questionnaire.questions import Kind

_HOUR = re.compile(r"(\d{1,2})(?:[:. ](\d{2}))?")
BEFORE_LENGTH = 160
NEEDED = "(potrzebne do podpisu)"


class HourField(Explained):
    """An hour: '10:30', '10.30' and '10' are understood."""

    mode, kind = "numeric", "hour"

    def parse(self, text: str) -> time:
        found = _HOUR.fullmatch(text.strip())
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValueError(f"„{text}” nie jest godziną. Podaj ją np. tak: 10:30.")
        return time(int(found[1]), int(found[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class VisitForm(Form):
    """What kind of interview, when and where."""

    bases = {"place": "§ 3 ust. 1 rozporządzenia"}

    kind = forms.ChoiceField(label="Rodzaj wywiadu", choices=Interview.Kind.choices)
    visited_on = PolishDateField(
        label="Data wizyty", help_text="Dzień odbytej albo umówionej wizyty."
    )
    visit_hour = HourField(label="Godzina", required=False)
    place = forms.CharField(
        label="Miejsce", max_length=200, required=False, help_text="Puste: mieszkanie rodziny."
    )


class AbandonForm(Form):
    """Why an interview did not happen."""

    reason = forms.CharField(max_length=20)
    remark = forms.CharField(max_length=300, required=False)


class SectionForm(Form):
    """One section of the questionnaire; nothing is required before signing.

    `before` are the answers of the interview this one is compared with: what they said otherwise
    is told under the field.
    """

    def __init__(
        self,
        section: Section,
        *args: Any,
        before: Mapping[str, Any] | None = None,
        now: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        for question in section.questions:
            self.fields[question.code] = field_of(question)
            if before is not None:
                self._tell(question, before.get(question.code), (now or {}).get(question.code))

    def _tell(self, question: Question, before: Any, now: Any) -> None:
        if before in (None, "", []) or before == now:
            return
        words = question.show(before)
        short = words if len(words) <= BEFORE_LENGTH else words[:BEFORE_LENGTH].rstrip() + "…"
        field = self.fields[question.code]
        field.help_text = f"{question.help} Poprzednio: {short}".strip()


def field_of(question: Question) -> forms.Field:
    """The form field of a question; the few that signing needs are marked, not the rest."""
    field = _field(question)
    field.mark = NEEDED if question.needed else ""  # type: ignore[attr-defined]
    return field


def _field(question: Question) -> forms.Field:
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
        narrow = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
        return forms.CharField(max_length=6, widget=narrow, **common)
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

    person = forms.ModelChoiceField(
        label="Dla kogo", queryset=Person.objects.none(), empty_label=None
    )
    help = forms.ChoiceField(label="Pomoc")
    description = forms.CharField(
        label="Opis",
        max_length=300,
        required=False,
        help_text="Na czym polega albo na co, np. zakup opału.",
    )
    amount = AmountField(
        label="Proponowana kwota",
        required=False,
        help_text="Na miesiąc; przy pomocy jednorazowej cała.",
    )
    from_month = MonthField(label="Od miesiąca", required=False)
    to_month = MonthField(label="Do miesiąca", required=False)
    justification = forms.CharField(
        label="Uzasadnienie", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, persons: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        person, help_ = self.fields["person"], self.fields["help"]
        assert isinstance(person, forms.ModelChoiceField) and isinstance(help_, forms.ChoiceField)
        person.queryset = persons
        self.benefits = {str(row.pk): row for row in Benefit.objects.on(clock.today())}
        help_.choices = [
            ("", "Wybierz…"),
            ("Świadczenie", [(pk, row.label) for pk, row in self.benefits.items()]),
            ("Bez decyzji", list(PlanItem.Form.choices)),
        ]

    def values(self) -> dict[str, Any]:
        """Cleaned values as the act takes them: months as their first days."""
        data = dict(self.cleaned_data)
        chosen = data.pop("help")
        data["benefit"] = self.benefits.get(chosen)
        data["form"] = "" if chosen in self.benefits else chosen
        for name in ("from_month", "to_month"):
            data[name] = data[name].first_day if data[name] else None
        return data
