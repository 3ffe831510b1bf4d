"""A new person's card, with a warning about cards that may be of the same person."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from cases.models import Person, PersonIdentifier, PersonName
from cases.selectors.people import holder_of, look_alikes
from cases.services import people
from cases.services.people.numbers import read_pesel
from cases.web.people.editing import blame
from cases.web.people.forms import SEXES
from cases.web.people.place_form import PlaceForm
from opsapp.kernel import clock, looked
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.identifiers import parse_pesel
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, partial, say, writes
from opsapp.kernel.web.fields import PeselField, PolishDateField
from opsapp.office.models import User

ALMOST_SURE = 0.75


class PersonForm(PlaceForm):
    """What is known of a person at the first visit; only names and a birth date are needed."""

    pesel = PeselField(
        label="PESEL", required=False, lenient=True,
        help_text="Wyniknie z niego data urodzenia i płeć. Brak numeru nie przeszkadza.",
    )  # fmt: skip
    checksum_exception = forms.CharField(
        label="Powód przyjęcia mimo błędnej ostatniej cyfry", max_length=200, required=False,
        help_text="Tylko dla starych numerów, które w rejestrze mają taką cyfrę.",
    )  # fmt: skip
    last_name = forms.CharField(label="Nazwisko", max_length=120)
    first_name = forms.CharField(label="Imię", max_length=60)
    second_name = forms.CharField(label="Drugie imię", max_length=60, required=False)
    birth_name = forms.CharField(label="Nazwisko rodowe", max_length=120, required=False)
    birth_date = PolishDateField(
        label="Data urodzenia", required=False, help_text="Potrzebna, gdy nie ma numeru PESEL."
    )
    birth_date_estimated = forms.BooleanField(label="data przybliżona", required=False)
    sex = forms.ChoiceField(
        label="Płeć", widget=forms.RadioSelect, choices=SEXES, initial="unknown"
    )
    document_kind = forms.ChoiceField(
        label="Dokument", required=False,
        choices=[("", "– bez dokumentu –"), *[c for c in PersonIdentifier.Kind.choices
                                              if c[0] != "pesel"]],
    )  # fmt: skip
    document = forms.CharField(label="Seria i numer", max_length=40, required=False)
    locality = forms.CharField(
        label="Miejscowość", max_length=80, required=False,
        help_text="Adres zamieszkania: sama miejscowość wystarczy. Puste: adres nieznany.",
    )  # fmt: skip
    phone = forms.CharField(label="Telefon", max_length=40, required=False)
    different = forms.BooleanField(label="To inna osoba niż te podobne z kartoteki", required=False)

    def clean(self) -> dict[str, Any]:
        """A wrong last digit of the PESEL is told together with all other mistakes; nothing typed
        of an address is dropped in silence.
        """
        data = super().clean()
        code = data.get("postal_code", "")
        own = self.home.postal_code if self.home else ""
        typed = [data.get(name) for name in ("street", "building", "flat")]
        if data.get("locality") == "" and (any(typed) or code not in ("", own)):
            self.add_error("locality", "Podaj miejscowość: bez niej nie można zapisać adresu.")
        pesel = data.get("pesel")
        if pesel is not None and not getattr(pesel, "checksum_ok", True):
            try:
                read_pesel(str(pesel), data.get("checksum_exception") or "")
            except Refusal as refused:
                blame(self, refused)
        return data

    def save(self, actor: User) -> Person:
        """Open the card with all that was typed, or nothing of it. Raises `Refusal`."""
        data = self.cleaned_data
        names = ("first_name", "last_name", "second_name", "birth_name", "sex", "birth_date",
                 "birth_date_estimated", "checksum_exception")  # fmt: skip
        on = clock.today()
        with acting(actor, act=f"{__name__}.save"):
            person = people.register(
                **{name: data[name] for name in names}, pesel=str(data["pesel"] or ""), on=on,
                documents=self.documents(), actor=actor,
            )  # fmt: skip
            if data["locality"]:
                place = ("street", "building", "flat", "postal_code", "locality", "terc")
                people.add_address(
                    person, kind="residence", on=on, actor=actor,
                    **{name: data[name] for name in place},
                )  # fmt: skip
            if data["phone"]:
                people.add_contact(person, kind="phone", value=data["phone"], on=on, actor=actor)
        return person

    def documents(self) -> list[people.NewDocument]:
        """The document typed, if any."""
        kind, value = self.cleaned_data["document_kind"], self.cleaned_data["document"]
        if bool(kind) != bool(value.strip()):
            raise Refusal(
                "Podaj rodzaj dokumentu i jego numer albo zostaw oba pola puste.",
                "document",
                "document",
            )
        return [people.NewDocument(kind, value)] if kind else []


@writes("GET", "POST")
def new(request: Request) -> HttpResponse:
    """Open a card; a likely double is refused until the clerk says it is somebody else."""
    request.user.require(Cap.EDIT_PERSONS)
    form = PersonForm(request.POST or None)
    alike = found(request.POST) if request.method == "POST" else []
    if request.method == "POST" and form.is_valid():
        if any(row.alike >= ALMOST_SURE for row in alike) and not form.cleaned_data["different"]:  # type: ignore[attr-defined]
            form.add_error(
                "different",
                "W kartotece jest bardzo podobna osoba (poniżej). Otwórz jej kartę albo zaznacz, "
                "że to ktoś inny.",
            )
        else:
            try:
                person = form.save(request.user)
            except Refusal as refused:
                blame(form, refused)
            else:
                say(request, f"Założono kartę: {person}.")
                return redirect("cases:person", person.pk)
    return page(
        request, "cases/person_new.html", status=200 if request.method == "GET" else 422,
        form=form, alike=alike, holder=holder(request.POST),
    )  # fmt: skip


@writes("POST")
def alike(request: Request) -> HttpResponse:
    """Cards like the one being typed."""
    request.user.require(Cap.EDIT_PERSONS)
    rows = found(request.POST)
    same = holder(request.POST)
    shown = [row.person_id for row in rows] + ([same.pk] if same else [])
    typed = f"podobne: {request.POST.get('last_name', '')} {request.POST.get('first_name', '')}"
    looked.searched(request.user, "cases.person", typed, shown)
    return partial(request, "cases/_alike.html", alike=rows, holder=same)


def found(data: QueryDict | dict[str, Any]) -> list[PersonName]:
    """Look-alikes of what was typed so far."""
    try:
        born = PolishDateField(required=False).clean(data.get("birth_date", ""))
    except forms.ValidationError:
        born = None
    with suppress(ValueError):
        born = born or parse_pesel(data.get("pesel", "")).birth_date
    return look_alikes(
        first_name=data.get("first_name", ""), last_name=data.get("last_name", ""), birth_date=born
    )


def holder(data: QueryDict | dict[str, Any]) -> Person | None:
    """Whose PESEL was typed, if a card has it."""
    try:
        return holder_of("pesel", parse_pesel(data.get("pesel", "")).value)
    except ValueError:
        return None
