"""Forms of the calculator: what is asked, the people, their incomes."""

from __future__ import annotations

from typing import Any

from django import forms

from benefits.rules.facts import RELATIONS
from benefits.rules.incomes import BY_HECTARES, KINDS
from benefits.rules.registry import BENEFITS
from benefits.web.calculator.fields import Choices, Figure, WholeField, WholesField
from benefits.web.calculator.words import DISABILITIES, EDUCATIONS, INCAPACITIES, SEXES
from opsapp.kernel.periods import Month
from opsapp.kernel.web.fields import Explained, MonthField, PolishDateField
from opsapp.kernel.web.forms import Form


class MonthOrYearField(Explained):
    """'10.2026' or '2025': the month of receipt, or the year as a whole."""

    def parse(self, text: str) -> Month | int:
        """Raises ValueError with a Polish sentence."""
        plain = text.strip()
        if plain.isdecimal() and len(plain) == 4:
            return int(plain)
        return MonthField().parse(plain)

    def prepare_value(self, value: Any) -> Any:
        return MonthField().prepare_value(value)


class AskForm(Form):
    """Which benefit, on which day."""

    benefit = forms.ChoiceField(label="Świadczenie", required=False)
    on = PolishDateField(label="Dzień złożenia wniosku")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["benefit"]
        assert isinstance(chosen, forms.ChoiceField)
        named = sorted((one.label, code) for code, one in BENEFITS.items())
        chosen.choices = [("", "wszystkie naraz"), *((code, label) for label, code in named)]


class MemberForm(Form):
    """A person of the household."""

    name = forms.CharField(label="Imię", max_length=40, required=False)
    relation = forms.ChoiceField(label="Rola", choices=list(RELATIONS.items()))
    birth_date = PolishDateField(label="Data urodzenia", required=False)
    sex = forms.ChoiceField(label="Płeć", choices=[("", "–"), *SEXES.items()], required=False)
    disability = forms.ChoiceField(label="Niepełnosprawność", choices=list(DISABILITIES.items()))
    incapacity = forms.ChoiceField(label="Niezdolność do pracy", choices=list(INCAPACITIES.items()))
    education = forms.ChoiceField(label="Nauka", choices=list(EDUCATIONS.items()))
    indications = WholesField(label="Wskazania z orzeczenia (np. 7, 8)", required=False)
    institution = forms.BooleanField(label="Przebywa w instytucji lub pieczy", required=False)
    separate_room = forms.BooleanField(label="Wymaga osobnego pokoju", required=False)


class IncomeForm(Form):
    """An income of one person."""

    member = forms.ChoiceField(label="Czyj")
    kind = forms.ChoiceField(label="Rodzaj dochodu", choices=list(KINDS.items()))
    value = Figure(label="Kwota (zł) lub hektary", places=4)
    when = MonthOrYearField(
        label="Miesiąc lub rok", required=False, widget=forms.TextInput({"placeholder": "mm.rrrr"})
    )
    lost_on = PolishDateField(label="Źródło utracone dnia", required=False)
    gained_on = PolishDateField(label="Źródło uzyskane dnia", required=False)
    months = WholeField(label="Przez ile miesięcy", least=1, most=12, required=False)
    first = MonthField(label="Wyrównanie od", required=False)
    last = MonthField(label="Wyrównanie do", required=False)
    source = forms.CharField(label="Płatnik", max_length=40, required=False)

    def __init__(self, *args: Any, members: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["member"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = members

    def clean(self) -> dict[str, Any]:
        """Land needs no month, everything else a month or a year."""
        data = super().clean() or {}
        dated = data.get("when") or data.get("gained_on") or data.get("first")
        if data.get("kind") not in BY_HECTARES and not dated and "when" not in self.errors:
            self.add_error("when", forms.ValidationError("Podaj miesiąc.", code="required"))
        return data
