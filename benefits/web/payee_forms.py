"""Whom to pay: the choice of a payee when drafting, of a receiver on a way of payment."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from benefits.models import Calculation
from benefits.models.payout import Represents
from benefits.paid_to import PaidTo, representatives
from benefits.texts import full_name
from cases.models import Institution, Person, Relation
from opsapp.kernel.web.forms import Form

PERSON, INSTITUTION = "osoba", "instytucja"


class PayeeForm(Form):
    """Whom the decision orders to pay: the party, who represents them, an institution."""

    payee = forms.ChoiceField(
        label="Komu wypłacić",
        required=False,
        help_text="Przedstawiciele i osoby upoważnione – z relacji w kartotece; instytucje – ze "
        "słownika.",
    )

    def __init__(self, *args: Any, calculation: Calculation, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        item = calculation.item
        party = item.application.applicant
        people = {person.pk: person for person in (party, item.person)}.values()
        self.relations = {
            str(row.pk): row for person in people for row in representatives(person, on=on)
        }
        institutions = Institution.objects.filter(is_active=True).order_by("name")
        self.institutions = {str(row.pk): row for row in institutions}
        field = self.fields["payee"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self._choices(party)
        vars(field)["mark"] = ""

    def _choices(self, party: Person) -> list[Any]:
        people = [(f"{PERSON}:{key}", said_of(row)) for key, row in self.relations.items()]
        bodies = [(f"{INSTITUTION}:{key}", row.name) for key, row in self.institutions.items()]
        groups = [("W imieniu strony", people), ("Instytucje", bodies)]
        return [("", f"{full_name(party)} (strona)"), *((name, one) for name, one in groups if one)]

    def chosen(self) -> PaidTo | None:
        """The payee as the act takes it; None for the party."""
        kind, _, key = self.cleaned_data["payee"].partition(":")
        if kind == INSTITUTION:
            return PaidTo(institution=self.institutions[key])
        if kind == PERSON:
            row = self.relations[key]
            return PaidTo(person=row.person, role=row.kind)
        return None


def said_of(row: Relation) -> str:
    """'Maria Lis – opiekun prawny (postanowienie I Ns 12/26)'."""
    basis = f" ({row.basis})" if row.basis else ""
    return f"{full_name(row.person)} – {Represents(row.kind).label}{basis}"
