"""The fields of an address, as every form that asks for one has them."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.selectors import places
from opsapp.kernel import clock
from opsapp.kernel.identifiers import parse_terc
from opsapp.kernel.web.forms import Form


class PlaceForm(Form):
    """Street, numbers, locality and gmina; what is offered first is where the centre is."""

    street = forms.CharField(
        label="Ulica", max_length=100, required=False,
        help_text="Z „ul.”, „al.” lub „pl.”; puste, gdy miejscowość nie ma ulic.",
    )  # fmt: skip
    building = forms.CharField(label="Numer domu", max_length=12, required=False)
    flat = forms.CharField(label="Numer lokalu", max_length=12, required=False)
    postal_code = forms.CharField(label="Kod pocztowy", max_length=8, required=False)
    locality = forms.CharField(label="Miejscowość", max_length=80)
    terc = forms.ChoiceField(label="Gmina", required=False)
    other_terc = forms.CharField(
        label="Kod innej gminy", max_length=7, required=False,
        help_text="TERC, 7 cyfr, np. 2609022. Może zostać pusty.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        self.home = places.home(clock.today())
        super().__init__(*args, **options)
        self.initial = {**self.at_home(), **self.initial}
        field = self.fields["terc"]
        assert isinstance(field, forms.ChoiceField)
        kept = str(self.initial.get("terc", ""))
        field.choices = [*places.gminas(self.home, kept), ("", "inna gmina")]

    def at_home(self) -> dict[str, str]:
        """Where the centre's clients mostly live."""
        if self.home is None:
            return {}
        at = self.home
        return {"locality": at.locality, "postal_code": at.postal_code, "terc": at.terc}

    def clean(self) -> dict[str, Any]:
        """A gmina outside of the list is known by its code."""
        data = super().clean() or {}
        code = data.pop("other_terc", "")
        if code and data.get("terc"):
            self.add_error("other_terc", "Wybierz wyżej „inna gmina” albo usuń ten kod.")
        elif code:
            try:
                data["terc"] = parse_terc(code)
            except ValueError as wrong:
                self.add_error("other_terc", str(wrong))
        return data
