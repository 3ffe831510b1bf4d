"""Forms of the person's card: each knows what stands now and which act changes it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cases.dictionaries import CIRCUMSTANCES
from cases.models import (
    Address,
    Alert,
    Circumstance,
    Contact,
    MaritalStatus,
    Person,
    PersonIdentifier,
    Relation,
)  # fmt: skip
from cases.services import incomes, people
from cases.web.people.edit_form import EditForm
from cases.web.people.place_form import PlaceForm
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web.fields import PeselField, PolishDateField
from opsapp.office.models import User

SEXES = [("female", "kobieta"), ("male", "mężczyzna"), ("unknown", "nie ustalono")]


class NameForm(EditForm):
    """Names: a change from a day on, or a correction."""

    title, said = "Zmiana imienia lub nazwiska", "Zapisano nazwisko."
    compared = ("first_name", "second_name", "last_name", "birth_name")

    last_name = forms.CharField(label="Nazwisko", max_length=120)
    first_name = forms.CharField(label="Imię", max_length=60)
    second_name = forms.CharField(label="Drugie imię", max_length=60, required=False)
    birth_name = forms.CharField(label="Nazwisko rodowe", max_length=120, required=False)
    change = forms.ChoiceField(
        label="Co to jest",
        widget=forms.RadioSelect,
        choices=[
            ("change", "zmiana od podanego dnia; poprzednie nazwisko zostaje w historii"),
            ("correction", "poprawka pomyłki we wpisie"),
        ],
        initial="change",
    )
    on = PolishDateField(
        label="Od dnia", required=False, help_text="Potrzebny przy zmianie nazwiska."
    )

    def row(self) -> Any:
        return self.person.current_name

    def standing(self) -> dict[str, Any]:
        name = self.person.current_name
        return {field: getattr(name, field) for field in self.compared}

    def act(self, actor: User) -> object:
        data = self.data_of
        on, change = data.pop("on"), data.pop("change")
        if change == "correction":
            return people.correct_name(self.row(), actor=actor, **data)
        if on is None:
            raise Refusal("Podaj, od którego dnia obowiązuje nowe nazwisko.", "on", "on")
        return people.rename(self.person, on=on, actor=actor, **data)


class BirthForm(EditForm):
    """Sex and birth date."""

    title, said = "Płeć i data urodzenia", "Zapisano płeć i datę urodzenia."
    compared = ("birth_date", "sex")

    birth_date = PolishDateField(label="Data urodzenia")
    birth_date_estimated = forms.BooleanField(label="data przybliżona", required=False)
    sex = forms.ChoiceField(label="Płeć", widget=forms.RadioSelect, choices=SEXES)

    def row(self) -> Any:
        return self.person

    def standing(self) -> dict[str, Any]:
        shown = (*self.compared, "birth_date_estimated")
        return {name: getattr(self.person, name) for name in shown}

    def act(self, actor: User) -> object:
        return people.correct_birth(self.person, actor=actor, **self.data_of)


class PeselForm(EditForm):
    """The PESEL, given for the first time or corrected."""

    title, said = "Numer PESEL", "Zapisano numer PESEL."
    compared = ("pesel",)

    pesel = PeselField(label="PESEL", lenient=True)
    checksum_exception = forms.CharField(
        label="Powód przyjęcia mimo błędnej ostatniej cyfry", max_length=200, required=False,
        help_text="Tylko dla starych numerów, które w rejestrze mają taką cyfrę.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Dlaczego numer się zmienia", max_length=200, required=False,
        help_text="Potrzebne, gdy osoba ma już wpisany PESEL.",
    )  # fmt: skip

    def row(self) -> Any:
        numbers = PersonIdentifier.objects.filter(person=self.person, kind="pesel", is_live=True)
        return numbers.first()

    def act(self, actor: User) -> object:
        data = self.data_of
        data["pesel"] = str(data["pesel"])
        return people.correct_pesel(self.person, actor=actor, **data)


class DocumentForm(EditForm):
    """An identity document."""

    title, said = "Dokument tożsamości", "Dodano dokument."

    kind = forms.ChoiceField(
        label="Rodzaj", choices=[c for c in PersonIdentifier.Kind.choices if c[0] != "pesel"]
    )
    value = forms.CharField(label="Seria i numer", max_length=40)
    country = forms.CharField(
        label="Kraj wydania", max_length=2, min_length=2, initial="PL",
        help_text="Dwie litery, np. PL, UA.",
    )  # fmt: skip
    valid_until = PolishDateField(label="Ważny do", required=False)

    def act(self, actor: User) -> object:
        data = self.data_of
        data["country"] = data["country"].upper()
        return people.add_document(self.person, document=people.NewDocument(**data), actor=actor)


class AddressForm(PlaceForm, EditForm):
    """An address of one kind, from a day on."""

    kind: ClassVar[str] = Address.Kind.RESIDENCE
    title, said = "Adres zamieszkania", "Zapisano adres."
    compared = ("street", "building", "flat", "postal_code", "locality", "terc")
    field_order = (*compared, "other_terc", "post_town", "on")

    post_town = forms.CharField(
        label="Poczta", max_length=80, required=False, help_text="Gdy inna niż miejscowość."
    )
    on = PolishDateField(label="Od dnia")

    def row(self) -> Any:
        return self.person.addresses.filter(kind=self.kind, period__upper_inf=True).first()

    def standing(self) -> dict[str, Any]:
        row = self.row()
        shown = (*self.compared, "post_town")
        return {name: getattr(row, name) for name in shown} if row else {}

    def act(self, actor: User) -> object:
        return people.add_address(self.person, kind=self.kind, actor=actor, **self.data_of)


class RegisteredForm(AddressForm):
    """The address of registration."""

    kind, title = Address.Kind.REGISTERED, "Adres zameldowania"


class CorrespondenceForm(AddressForm):
    """The address for letters."""

    kind, title = Address.Kind.CORRESPONDENCE, "Adres do korespondencji"


class LastRegisteredForm(AddressForm):
    """Of a homeless person: it decides which gmina is competent."""

    kind = Address.Kind.LAST_REGISTERED
    title = "Ostatni adres zameldowania na pobyt stały"
    bases = {"locality": "art. 101 ust. 2 u.p.s."}


class ContactForm(EditForm):
    """A phone, an e-mail or an address for electronic delivery."""

    title, said = "Nowy kontakt", "Dodano kontakt."

    kind = forms.ChoiceField(label="Rodzaj", choices=Contact.Kind.choices)
    value = forms.CharField(label="Numer lub adres", max_length=120)
    note = forms.CharField(
        label="Uwagi", max_length=120, required=False, help_text="Np. „telefon córki”."
    )
    on = PolishDateField(label="Od dnia")

    def act(self, actor: User) -> object:
        return people.add_contact(self.person, actor=actor, **self.data_of)


class AlertForm(EditForm):
    """A warning for everyone who opens the card."""

    title, said = "Nowe ostrzeżenie", "Dodano ostrzeżenie."

    kind = forms.ChoiceField(label="Rodzaj", choices=Alert.Kind.choices)
    text = forms.CharField(
        label="Treść", max_length=300,
        help_text="Krótko i rzeczowo: przeczyta to każdy, kto otworzy kartę.",
    )  # fmt: skip
    on = PolishDateField(label="Od dnia")
    until = PolishDateField(label="Do dnia", required=False)

    def act(self, actor: User) -> object:
        return people.add_alert(self.person, actor=actor, **self.data_of)


class MaritalForm(EditForm):
    """Marital status from a day on."""

    title, said = "Stan cywilny", "Zapisano stan cywilny."
    compared = ("kind",)

    kind = forms.ChoiceField(label="Stan cywilny", choices=MaritalStatus.Kind.choices)
    on = PolishDateField(label="Od dnia")

    def row(self) -> Any:
        return self.person.marital_statuses.filter(period__upper_inf=True).first()

    def standing(self) -> dict[str, Any]:
        row = self.row()
        return {"kind": row.kind} if row else {}

    def act(self, actor: User) -> object:
        return people.note_marital_status(self.person, actor=actor, **self.data_of)


class CitizenshipForm(EditForm):
    """Citizenship, or a foreigner's title of stay."""

    title, said = "Obywatelstwo", "Zapisano obywatelstwo."
    bases = {"stay_title": "art. 5 u.p.s."}

    country = forms.CharField(
        label="Kraj", min_length=2, max_length=2, help_text="Dwie litery, np. PL, UA."
    )
    stay_title = forms.CharField(
        label="Tytuł pobytu cudzoziemca", max_length=120, required=False,
        help_text="Np. zezwolenie na pobyt stały, status uchodźcy, ochrona czasowa.",
    )  # fmt: skip
    on = PolishDateField(label="Od dnia")

    def act(self, actor: User) -> object:
        return people.note_citizenship(self.person, actor=actor, **self.data_of)


class DeathForm(EditForm):
    """The day of death."""

    title, said = "Zgon", "Odnotowano zgon."
    on = PolishDateField(
        label="Data zgonu", help_text="Z tym dniem skończy się też pobyt osoby w rodzinie."
    )

    def act(self, actor: User) -> object:
        return people.note_death(self.person, on=self.cleaned_data["on"], actor=actor)


class CircumstanceForm(EditForm):
    """A dated fact: disability, incapacity, education, stay in an institution, work."""

    title, said = "Okoliczność", "Zapisano okoliczność."

    fact = forms.ChoiceField(label="Co ustalono")
    valid_from = PolishDateField(label="Od dnia")
    valid_to = PolishDateField(label="Do dnia", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["fact"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (label.capitalize(), [
                (f"{kind}:{value}", words) for value, words in CIRCUMSTANCES[kind].items()
            ])
            for kind, label in Circumstance.Kind.choices
        ]  # fmt: skip

    def act(self, actor: User) -> object:
        data = self.data_of
        kind, _, value = data.pop("fact").partition(":")
        return incomes.record_circumstance(self.person, kind=kind, value=value, actor=actor, **data)


class RelationForm(EditForm):
    """Kinship or representation between two persons."""

    title, said = "Pokrewieństwo lub przedstawicielstwo", "Zapisano relację."

    kind = forms.ChoiceField(label="Ta osoba jest dla wskazanej", choices=Relation.Kind.choices)
    person_key = forms.IntegerField(label="Osoba", widget=forms.HiddenInput, required=False)
    basis = forms.CharField(
        label="Podstawa", max_length=200, required=False,
        help_text="Np. postanowienie sądu, akt urodzenia.",
    )  # fmt: skip
    on = PolishDateField(label="Od dnia")

    def act(self, actor: User) -> object:
        data = self.data_of
        other = Person.objects.filter(pk=data.pop("person_key") or 0).first()
        if other is None:
            raise Refusal("Wyszukaj i wskaż drugą osobę.", "nobody", None)
        return people.add_relation(self.person, other=other, actor=actor, **data)


EDITS: dict[str, type[EditForm]] = {
    "nazwisko": NameForm,
    "urodzenie": BirthForm,
    "pesel": PeselForm,
    "dokument": DocumentForm,
    "adres": AddressForm,
    "zameldowanie": RegisteredForm,
    "korespondencja": CorrespondenceForm,
    "ostatnie-zameldowanie": LastRegisteredForm,
    "kontakt": ContactForm,
    "ostrzezenie": AlertForm,
    "stan-cywilny": MaritalForm,
    "obywatelstwo": CitizenshipForm,
    "zgon": DeathForm,
    "okolicznosc": CircumstanceForm,
    "relacja": RelationForm,
}
