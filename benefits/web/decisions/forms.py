"""Forms of a decision: its ruling, its words, and what each act asks for."""

from __future__ import annotations

from typing import Any

from django import forms

from benefits.dictionaries import REFUSAL_GROUNDS, RETURN_REASONS
from benefits.models import Calculation, Decision, DecisionItem
from benefits.services.decisions import rulings
from benefits.services.decisions.delivering import FINAL_BY
from benefits.stored import assessment_of
from cases.models import Letter
from opsapp.kernel.periods import Month, Period
from opsapp.kernel.web.fields import AmountField, MonthField, PolishDateField
from opsapp.kernel.web.forms import Form

KINDS = list(DecisionItem.Kind.choices)
WORDS = {"legal_basis": 4, "operative_part": 6, "reasons": 14, "instruction": 8}
"""The parts a clerk may edit, with the height of their fields."""


class RulingForm(Form):
    """What is granted or refused, within what the calculation bears."""

    kind = forms.ChoiceField(label="Rozstrzygnięcie", choices=KINDS)
    amount = AmountField(label="Kwota", required=False)
    amount_reason = forms.CharField(
        label="Dlaczego inna kwota niż proponowana",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=1000,
    )
    first = MonthField(label="Od miesiąca", required=False)
    last = MonthField(label="Do miesiąca", required=False)
    refusal_code = forms.ChoiceField(label="Podstawa odmowy", required=False)

    def __init__(self, *args: Any, calculation: Calculation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.calculation = calculation
        self.once = assessment_of(calculation).period == "once"
        self._offer_grounds()
        self._explain_amount()
        if not calculation.eligible:
            for name in ("amount", "amount_reason", "first", "last"):
                del self.fields[name]
            self._choices("kind", KINDS[1:])
        elif self.once:
            del self.fields["last"]
            self.fields["first"].label = "Za miesiąc"
        self._need()

    def _need(self) -> None:
        """A grant needs its amount and months; without end only where the act allows it."""
        grants = (self["kind"].value() or KINDS[0][0]) == DecisionItem.Kind.GRANT
        for name in {"amount", "first", "last"} & self.fields.keys():
            self.fields[name].required = grants
        if self.calculation.facts["benefit"] in rulings.OPEN_ENDED and "last" in self.fields:
            self.fields["last"].required = False
            self.fields["last"].help_text = "Puste: na czas nieokreślony."

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _offer_grounds(self) -> None:
        own = {one.code: one.message for one in assessment_of(self.calculation).refusals}
        named = {code: label for code, (label, _) in REFUSAL_GROUNDS.items()}
        choices = [(code, named.get(code, text)) for code, text in own.items()]
        choices += [(code, label) for code, label in named.items() if code not in own]
        self._choices("refusal_code", choices if own else [("", "wybierz…"), *choices])

    def _explain_amount(self) -> None:
        least, most = self.calculation.amount_min, self.calculation.amount_max
        if least is None or most is None:
            return
        amount = self.fields["amount"]
        shown = amount.prepare_value
        amount.help_text = (
            f"Tyle wynika z wyliczenia: {shown(least)} zł."
            if least == most
            else f"W granicach wyliczenia: od {shown(least)} do {shown(most)} zł."
        )

    def ruling(self, *, only: set[str] | None = None) -> dict[str, Any]:
        """The ruling as the acts take it; `only` names the fields that count."""
        data = self.cleaned_data
        names = ("kind", "amount", "amount_reason", "refusal_code")
        said = {name: data[name] for name in names if name in data}
        if data.get("first"):
            said["period"] = _period(data["first"], data.get("last"), once=self.once)
        if only is None:
            return said
        wanted = {"period" if name in ("first", "last") else name for name in only}
        return {name: value for name, value in said.items() if name in wanted}

    def clean(self) -> dict[str, Any]:
        """The months must stand in order."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "Ostatni miesiąc jest wcześniejszy niż pierwszy.")
        return data


def _period(first: Month, last: Month | None, *, once: bool) -> Period:
    if once:
        return first.period
    return Period(first.first_day, last.last_day if last else None)


class Words(forms.CharField):
    """A text of several lines; a browser ends them by two signs, the record by one."""

    def to_python(self, value: Any) -> Any:
        """The text with the ends of lines as they are stored: what was not touched is not other."""
        said = super().to_python(value)
        return said.replace("\r\n", "\n") if isinstance(said, str) else said


class WordsForm(Form):
    """The words of a draft; `version` is the one the page was opened with."""

    legal_basis = Words(label="Podstawa prawna")
    operative_part = Words(label="Treść rozstrzygnięcia")
    reasons = Words(label="Uzasadnienie")
    instruction = Words(label="Pouczenie")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, rows in WORDS.items():
            self.fields[name].widget = forms.Textarea(attrs={"rows": rows})

    def changed(self) -> dict[str, Any]:
        """What is other than in the database."""
        names = set(self.changed_data) - {"version"}
        return {name: value for name, value in self.cleaned_data.items() if name in names}


class DraftForm(RulingForm, WordsForm):
    """A draft as its author edits it: its words and its ruling."""

    reasons_skipped = forms.BooleanField(
        label="Odstępuję od uzasadnienia (żądanie uwzględnione w całości)", required=False
    )

    bases = {"reasons_skipped": "art. 107 § 4 k.p.a."}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reasons"].required = not self["reasons_skipped"].value()

    def changed(self) -> dict[str, Any]:
        """What is other than in the database: words and parts of the ruling."""
        names = set(self.changed_data) - {"version"}
        words = {name: self.cleaned_data[name] for name in (*WORDS, "reasons_skipped")
                 if name in names}  # fmt: skip
        return words | self.ruling(only=names - words.keys())


def ruling_now(item: DecisionItem) -> dict[str, Any]:
    """The ruling of a draft as the form shows it."""
    days = Period.from_range(item.period) if item.period else None
    return {
        "kind": item.kind,
        "amount": item.amount,
        "amount_reason": item.amount_reason,
        "first": Month.of(days.start) if days else None,
        "last": Month.of(days.end) if days and days.end else None,
        "refusal_code": item.refusal_code,
    }


def words_now(decision: Decision) -> dict[str, Any]:
    """The words of a draft as the form shows them."""
    return {name: getattr(decision, name) for name in (*WORDS, "version")}


def draft_now(decision: Decision, item: DecisionItem) -> dict[str, Any]:
    """The whole draft as the form shows it."""
    skipped = {"reasons_skipped": decision.reasons_skipped}
    return ruling_now(item) | words_now(decision) | skipped


class ReturnForm(Form):
    """Why a draft goes back."""

    reason_code = forms.ChoiceField(
        label="Co poprawić", choices=[("", "wybierz…"), *RETURN_REASONS.items()]
    )
    remark = forms.CharField(
        label="Uwaga dla autora", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )


class RemarkForm(Form):
    """A remark that may be left out."""

    remark = forms.CharField(label="Uwaga", required=False, max_length=500)


class DayForm(Form):
    """The day of an act."""

    on = PolishDateField(label="Data wydania")


class DeliveryForm(Form):
    """When and how the decision was delivered."""

    on = PolishDateField(label="Dzień doręczenia")
    basis = forms.ChoiceField(
        label="Sposób doręczenia", choices=[("", "wybierz…"), *Letter.DeliveryBasis.choices]
    )


class FinalForm(Form):
    """Since when and why the decision is final."""

    on = PolishDateField(label="Ostateczna od dnia")
    basis = forms.ChoiceField(label="Dlaczego", choices=list(FINAL_BY.items()))


class BatchForm(Form):
    """A batch is signed once, with its number and sum typed out."""

    count = forms.IntegerField(label="Ile decyzji", min_value=1, max_value=100)
    total = AmountField(label="Na jaką sumę")
