"""Forms of a letter on file: put right, sent, delivered, come back."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.models import Case, Letter, Person
from cases.services import letters
from cases.web.cases.forms import TEXT_LIMIT
from opsapp.kernel import clock
from opsapp.kernel.web.fields import PolishDateField
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.parts import Difference
from opsapp.office.models import User

COMPARED = ("subject", "correspondent", "on", "answer_days", "body")


class SendForm(Form):
    """The day it goes out."""

    on = PolishDateField(label="Wysłano")


class DeliveryForm(Form):
    """When and how it was delivered; why, when that is a correction."""

    on = PolishDateField(label="Doręczono")
    basis = forms.ChoiceField(
        label="Sposób doręczenia", choices=Letter.DeliveryBasis.choices, initial="actual"
    )
    reason = forms.CharField(label="Dlaczego poprawiasz", max_length=200, required=False)
    bases = {"basis": "art. 39–47 k.p.a."}


class ComeBackForm(Form):
    """It came back."""

    on = PolishDateField(label="Wróciło dnia")
    reason = forms.CharField(
        label="Dlaczego", max_length=200, help_text="Np. adresat wyprowadził się, zły numer domu."
    )


class ReviseForm(Form):
    """The letter before it is sent; `version` is the one the page was opened with."""

    subject = forms.CharField(label="Temat", max_length=200)
    correspondent = forms.ChoiceField(label="Adresat")
    on = PolishDateField(label="Data pisma")
    answer_days = forms.IntegerField(label="Ile dni na odpowiedź", min_value=1, max_value=90)
    body = forms.CharField(
        label="Treść pisma", max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 18})
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    halves = ("on", "answer_days")
    bases = {"correspondent": "art. 40 k.p.a."}

    def __init__(self, data: Any = None, *, letter: Letter) -> None:
        self.letter, self.people = letter, people_of(letter.case, letter)
        super().__init__(data, initial=standing(letter) | {"version": letters.version_of(letter)})
        choices = self.fields["correspondent"]
        assert isinstance(choices, forms.ChoiceField)
        choices.choices = [(key, label) for key, (_, label) in self.people.items()]
        if letter.answer_days is None:
            del self.fields["answer_days"]

    def values(self) -> dict[str, Any]:
        """Values as the act takes them."""
        person = self.people[self.cleaned_data["correspondent"]][0]
        return self.cleaned_data | {"correspondent": person}

    def over(self, letter: Letter) -> ReviseForm:
        """What was typed, over the letter as it stands now: sending it again overwrites it."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = letters.version_of(letter)
        data.pop("once", None)
        return type(self)(data, letter=letter)


def standing(letter: Letter) -> dict[str, Any]:
    """The letter as the form shows it."""
    told = {name: getattr(letter, name) for name in ("subject", "on", "answer_days", "body")}
    return told | {"correspondent": str(letter.correspondent_id or "")}


def people_of(case: Case, letter: Letter) -> dict[str, tuple[Person, str]]:
    """Who the letter may go to: those who take part in the case, by key, with their part."""
    rows = case.parties.filter(period__contains=clock.today()).select_related("person")
    found = {
        str(row.person_id): (row.person, f"{row.person} – {row.get_role_display()}")
        for row in rows.prefetch_related("person__names").order_by("pk")
    }
    if letter.correspondent is not None:
        other = (letter.correspondent, str(letter.correspondent))
        found.setdefault(str(letter.correspondent_id), other)
    return found


def conflict_of(form: ReviseForm, now: Letter) -> dict[str, Any]:
    """Who saved meanwhile, when, and what differs from what was typed here."""
    version = now.history.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    who = User.objects.filter(pk=(version.pgh_context or {}).get("actor", 0)).first()
    theirs, mine = standing(now), form.cleaned_data
    differences = [
        Difference(
            str(form.fields[name].label), _shown(form, name, theirs[name]),
            _shown(form, name, mine[name]),
        )
        for name in COMPARED
        if name in mine and theirs[name] != mine[name]
    ]  # fmt: skip
    return {"who": who or "inna osoba", "at": version.pgh_created_at, "differences": differences}


def _shown(form: ReviseForm, name: str, value: Any) -> str:
    if name == "correspondent":
        return form.people[value][1] if value in form.people else "(puste)"
    return str(form.fields[name].prepare_value(value))
