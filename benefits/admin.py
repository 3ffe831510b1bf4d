"""What payments add to the configuration panel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin

from benefits.models import BankProfile
from opsapp.kernel.web.fields import NrbField
from opsapp.office.admin_base import Configured

LINES, LINE_LENGTH = 4, 35


class BankProfileForm(forms.ModelForm[BankProfile]):
    """How the bank takes files of transfers."""

    account = NrbField(label="Rachunek obciążany", help_text="26 cyfr, odstępy można pominąć.")

    class Meta:
        model = BankProfile
        fields = (
            "name", "account", "payer_lines", "encoding", "ascii_only", "forbidden", "max_records",
            "empty_fields_quoted", "reference_length", "extension", "is_active",
        )  # fmt: skip

    def clean_payer_lines(self) -> str:
        """At most four lines of 35 signs, as Elixir takes them."""
        lines = str(self.cleaned_data["payer_lines"]).splitlines()
        if len(lines) > LINES or any(len(line) > LINE_LENGTH for line in lines):
            raise forms.ValidationError(
                f"Nadawca ma najwyżej {LINES} wiersze po {LINE_LENGTH} znaków: tyle mieści plik."
            )
        return "\n".join(line.strip() for line in lines)


@admin.register(BankProfile)
class BankProfiles(Configured):
    """Profiles of the bank's files; one that was used is switched off, not deleted."""

    group = "Wypłaty"
    about = "Rachunek, z którego idą przelewy, i postać pliku dla banku."
    icon = "building-bank"
    form = BankProfileForm
    list_display = ("name", "tail", "encoding", "extension", "is_active")
    list_filter = ("is_active",)

    @admin.display(description="rachunek")
    def tail(self, profile: Any) -> str:
        """The last four digits: enough to know it by, no more than a list should show."""
        return f"…{str(profile.account)[-4:]}"
