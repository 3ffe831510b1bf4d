"""Forms of bank statements."""

from __future__ import annotations

from typing import Any

from django import forms

from benefits.models import BankProfile, Payment, PaymentEvent, StatementEntry
from benefits.statements import MOST_BYTES
from benefits.web.payment_forms import offer_accounts
from opsapp.kernel.web.forms import Form

_MEGABYTES = MOST_BYTES // 1024 // 1024
BANK_REASONS = [
    (reason.value, reason.label)
    for reason in PaymentEvent.ReturnReason
    if reason != PaymentEvent.ReturnReason.NOT_COLLECTED
]


class StatementForm(Form):
    """Which account, and the file of the bank."""

    bank_profile = forms.ModelChoiceField(
        label="Rachunek", queryset=BankProfile.objects.none(), empty_label="– wybierz rachunek –"
    )
    file = forms.FileField(
        label="Plik wyciągu",
        max_length=200,
        help_text=f"MT940 (.sta, .txt) albo camt.053 (.xml), do {_MEGABYTES} MB.",
        error_messages={
            "empty": "Plik jest pusty. Pobierz wyciąg z banku jeszcze raz.",
            "max_length": "Nazwa pliku jest za długa. Skróć ją do 200 znaków.",
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_accounts(self.fields["bank_profile"])

    def clean_file(self) -> Any:
        """A file too large is not even read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"Plik jest za duży: wyciąg ma najwyżej {_MEGABYTES} MB. "
                "Pobierz z banku wyciąg za krótszy okres."
            )
        return file


class EntryReturnForm(Form):
    """Which payment came back by an entry, and why: chosen, or named by its reference."""

    payment = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reference = forms.CharField(
        label="Oznaczenie wypłaty", max_length=40, required=False,
        help_text="Z listy wypłat, np. LW/2026/12/0003.",
    )  # fmt: skip
    reason = forms.ChoiceField(label="Przyczyna", choices=BANK_REASONS)

    def __init__(
        self, *args: Any, entry: StatementEntry, candidates: list[Payment], **options: Any
    ) -> None:
        only = candidates[0].pk if len(candidates) == 1 else None
        options.setdefault("initial", {"reason": entry.reason or "MS03", "payment": only})
        super().__init__(*args, prefix=f"poz{entry.pk}", **options)
        self.entry = entry
        vars(self.fields["reference"])["mark"] = ""
        if candidates:
            choices = [(row.pk, said_of(row)) for row in candidates]
            self.fields["payment"].widget = forms.Select(choices=[("", "– wybierz –"), *choices])
            self.fields["payment"].label = "Wypłata"
            vars(self.fields["payment"])["mark"] = ""

    def clean(self) -> dict[str, Any]:
        """What was typed goes before what was chosen."""
        data = super().clean() or {}
        typed = (data.get("reference") or "").strip().upper()
        rows = Payment.objects.select_related("payment_list").filter(
            payment_list__bank_profile=self.entry.statement.bank_profile_id
        )
        key = data.get("payment") or 0
        data["payment"] = (
            rows.filter(reference=typed).first() if typed else rows.filter(pk=key).first()
        )
        if data["payment"] is None:
            self.add_error(
                "reference",
                f"Z tego rachunku nie szła wypłata {typed}. Sprawdź oznaczenie na liście wypłat."
                if typed
                else "Wskaż wypłatę, która wróciła: wpisz jej oznaczenie z listy.",
            )
        return data


def said_of(payment: Payment) -> str:
    """A payment in one line of a choice."""
    sent = payment.payment_list.sent_on
    return f"{payment.payee_name}, {payment.reference}" + (f" z {sent:%d.%m.%Y}" if sent else "")
