"""Forms of payments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from benefits.dictionaries import STRIKE_REASONS
from benefits.models import BankProfile, PaymentEvent
from benefits.models.payout import Channel
from benefits.paid_to import representatives
from benefits.texts import full_name
from benefits.web.payee_forms import said_of
from cases.models import Person
from opsapp.kernel.web.fields import AmountField, NrbField, PolishDateField
from opsapp.kernel.web.forms import Form

ON_LISTS = [(way.value, way.label) for way in Channel if way != Channel.IN_KIND]


NOT_AT_BANK = "Pobrany plik nie trafił do banku albo bank potwierdził jego wycofanie"


class NewListForm(Form):
    """Which day, which way, from which account."""

    pay_on = PolishDateField(label="Dzień wypłaty")
    channel = forms.ChoiceField(label="Sposób wypłaty", choices=ON_LISTS)
    bank_profile = forms.ModelChoiceField(
        label="Rachunek obciążany",
        queryset=BankProfile.objects.none(),
        required=False,
        empty_label="– wybierz, gdy lista jest przelewem –",
        help_text="Potrzebny, gdy wypłata idzie przelewem.",
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_accounts(self.fields["bank_profile"])


def offer_accounts(field: forms.Field) -> None:
    """Let the field offer the accounts in use; the only one is chosen already."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = BankProfile.objects.filter(is_active=True).order_by("name")
    if len(used := list(field.queryset[:2])) == 1:
        field.initial = used[0].pk


class SendForm(Form):
    """The list went out; with `at_bank` its file was there before something on it changed."""

    on = PolishDateField(label="Plik trafił do banku dnia", required=False)
    at_bank = forms.BooleanField(widget=forms.HiddenInput, required=False)
    remark = forms.CharField(
        label="Co ustalono z bankiem", max_length=120, required=False,
        help_text="Np. „przelewów nie można już wycofać”.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        vars(self.fields["remark"])["mark"] = ""


class SettleForm(Form):
    """The day and the proof that a list was carried out."""

    on = PolishDateField(label="Dzień realizacji")
    proof = forms.CharField(label="Numer wyciągu albo raportu kasowego", max_length=80)
    total = AmountField(
        label="Suma z dowodu", required=False, help_text="Podana, zostanie porównana z listą."
    )
    unpaid = forms.CharField(
        label="Bez pozycji (lp.)",
        required=False,
        max_length=200,
        help_text="Np. 3, 7 – tych wypłat dowód nie potwierdza.",
    )

    def clean_unpaid(self) -> list[int]:
        """Ordinals of payments, as typed with commas or spaces."""
        typed = self.cleaned_data["unpaid"].replace(",", " ").replace(";", " ").split()
        if wrong := [one for one in typed if not one.isdecimal()]:
            raise forms.ValidationError(
                f"„{wrong[0]}” to nie numer pozycji. Wpisz numery lp. z listy, np. 3, 7."
            )
        return [int(one) for one in typed]


class ReturnForm(Form):
    """Why and when a payment came back."""

    on = PolishDateField(label="Dzień zwrotu")
    reason = forms.ChoiceField(label="Przyczyna", choices=PaymentEvent.ReturnReason.choices)
    proof = forms.CharField(label="Numer wyciągu albo raportu", max_length=80, required=False)
    remark = forms.CharField(label="Uwagi", max_length=200, required=False)


class RemarkForm(Form):
    """A remark that is needed."""

    remark = forms.CharField(label="Uwaga", max_length=200)


class ReopenForm(RemarkForm):
    """Why a list goes back to be mended."""

    not_at_bank = forms.BooleanField(
        label="Pobrany plik nie trafił do banku albo bank potwierdził wycofanie (sprawdzone)",
        required=False,
    )


class StrikeForm(Form):
    """Why payments come off a list that was signed already."""

    reason = forms.ChoiceField(
        label="Przyczyna", choices=[("", "wybierz…"), *STRIKE_REASONS.items()]
    )
    remark = forms.CharField(label="Uwaga", max_length=120, required=False)
    not_at_bank = forms.BooleanField(
        label="Pobrany plik nie trafił do banku albo bank potwierdził wycofanie (sprawdzone)",
        required=False,
    )


class PayoutWayForm(Form):
    """How a person is to be paid from a day on."""

    channel = forms.ChoiceField(label="Sposób wypłaty", choices=ON_LISTS)
    account = NrbField(
        label="Numer rachunku", required=False, help_text="26 cyfr; potrzebny przy przelewie."
    )
    holder = forms.CharField(
        label="Posiadacz rachunku, jeśli to inna osoba", max_length=140, required=False
    )
    receiver = forms.ChoiceField(label="Kto odbiera pieniądze", required=False)
    on = PolishDateField(label="Od dnia")
    until = PolishDateField(label="Do dnia", required=False)

    def __init__(self, *args: Any, person: Person | None, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        if person is None:
            for name in ("receiver", "until"):
                del self.fields[name]
            return
        self.relations = {str(row.pk): row for row in representatives(person, on=on)}
        field = self.fields["receiver"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", f"{full_name(person)} (osobiście)"),
            *((key, said_of(row)) for key, row in self.relations.items()),
        ]
        vars(field)["mark"] = ""
        field.help_text = "Inną osobę najpierw wpisz w relacjach w kartotece, z jej dokumentem."
        self.fields["until"].help_text = "Gdy upoważnienie albo opieka ma koniec."

    def clean(self) -> dict[str, Any]:
        """A transfer needs an account; cash has none."""
        data = super().clean() or {}
        if data.get("channel") == Channel.BANK and not data.get("account"):
            if "account" not in self.errors:
                self.add_error("account", "Przelew wymaga numeru rachunku. Wpisz 26 cyfr.")
        elif data.get("channel") != Channel.BANK:
            data["account"] = data["holder"] = ""
        if "receiver" in data:
            data["receiver"] = self.relations.get(data["receiver"])
        return data
