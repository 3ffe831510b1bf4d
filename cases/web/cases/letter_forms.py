"""Forms that leave a letter of the centre."""

from __future__ import annotations

from django import forms

from cases.services import (
    closings,
    conduct,
    letter_texts,
    supplements,
    suspensions,
    unexamined,
)  # fmt: skip
from cases.services.terms import SHORTEST_SUPPLEMENT_DAYS
from cases.states import INTERVIEW_ORDERED
from cases.web.cases.forms import LetterForm
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web.fields import PolishDateField

LINES = 40
ADDRESS = "wskazanie adresu zamieszkania albo adresu do korespondencji"
USUAL = [
    ("zaświadczenie albo oświadczenie o wysokości wynagrodzenia za pracę", "dochód z pracy"),
    ("decyzję o przyznaniu emerytury lub renty i dowód jej otrzymania", "emerytura, renta"),
    ("dokument potwierdzający wysokość alimentów", "alimenty"),
    ("zaświadczenie z powiatowego urzędu pracy", "urząd pracy"),
    ("zaświadczenie o powierzchni gospodarstwa w hektarach przeliczeniowych", "gospodarstwo"),
    ("zaświadczenie z urzędu skarbowego i dowód opłacenia składek", "działalność"),
    ("orzeczenie o niepełnosprawności albo o niezdolności do pracy", "orzeczenie"),
    ("zaświadczenie o nauce", "nauka"),
    ("odpis skróconego aktu urodzenia dziecka", "akt urodzenia"),
    ("oświadczenie o stanie majątkowym", "majątek"),
    ("podpis pod wnioskiem", "podpis"),
    (ADDRESS, "adres"),
    ("dokładne określenie, o jaką pomoc chodzi i na jaki cel", "żądanie"),
]
"""Papers usually asked for (art. 107 ust. 5b u.p.s.); the last three are what every application
must have (art. 63 § 2–3 k.p.a.).
"""


class SummonForm(LetterForm):
    """The summons of art. 64 § 2 k.p.a."""

    what, title, button = "wezwanie", "Wezwanie do uzupełnienia braków", "Zapisz wezwanie"
    said = "Zapisano wezwanie. Wyślij je; termin pobiegnie od doręczenia."
    lead = (
        "Termin biegnie od doręczenia wezwania. Od tego dnia do uzupełnienia nie biegnie termin "
        "załatwienia sprawy."
    )
    usual = forms.MultipleChoiceField(
        label="Czego brakuje", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(text, text) for text, _ in USUAL],
    )  # fmt: skip
    others = forms.CharField(
        label="Inne braki", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Każdy w osobnym wierszu.",
    )  # fmt: skip
    days = forms.IntegerField(
        label="Ile dni na uzupełnienie", initial=SHORTEST_SUPPLEMENT_DAYS, min_value=1,
        max_value=90, help_text="Co najmniej 7.",
    )  # fmt: skip
    field_order = ["usual", "others", "days", "on", "body"]
    halves = ("days", "on")
    bases = {"days": "art. 64 § 2 k.p.a.", "usual": "art. 107 ust. 5b u.p.s., art. 63 k.p.a."}

    def prepare(self) -> None:
        if not unexamined.can_be_written_to(self.case):
            self.initial = {"usual": [ADDRESS], **self.initial}

    def full_clean(self) -> None:
        """Required as a whole: other papers may be typed instead of the usual ones."""
        self.fields["usual"].required = False
        super().full_clean()
        self.fields["usual"].required = True

    @property
    def missing(self) -> list[str]:
        """What is missing, one by one."""
        others = self.cleaned_data["others"].splitlines()[:LINES]
        return [*self.cleaned_data["usual"], *(line.strip() for line in others if line.strip())]

    def clean(self) -> dict[str, object]:
        """Something must be missing, and there must be time to bring it."""
        data = super().clean() or {}
        if not data.get("usual") and not (data.get("others") or "").strip():
            self.add_error("usual", "Zaznacz, czego brakuje, albo wpisz to niżej.")
        if (data.get("days") or SHORTEST_SUPPLEMENT_DAYS) < SHORTEST_SUPPLEMENT_DAYS:
            self.add_error("days", "Na uzupełnienie braków trzeba dać co najmniej 7 dni.")
        return data

    def compose(self) -> str:
        return letter_texts.summons(
            self.case, self.application, self.missing, self.cleaned_data["days"]
        )

    def save(self) -> None:
        data = self.cleaned_data
        supplements.summon(
            self.case, missing=self.missing, days=data["days"], body=data["body"],
            on=data["on"], actor=self.user,
        )  # fmt: skip


class UnexaminedForm(LetterForm):
    """Leaving without examination."""

    what, title = "bez-rozpoznania", "Pozostawienie wniosku bez rozpoznania"
    button, bad = "Pozostaw bez rozpoznania", True
    said = "Wniosek pozostawiono bez rozpoznania. W aktach została adnotacja."
    lead = (
        "Sprawa się kończy; osoba może złożyć nowy wniosek. Braki: dopiero po upływie terminu z "
        "doręczonego wezwania. Brak adresu: nie ma pisma, treść zostaje w aktach jako adnotacja."
    )
    ground = forms.ChoiceField(label="Podstawa", widget=forms.RadioSelect)
    field_order = ["ground", "on", "body"]
    bases = {"ground": "art. 63–64 k.p.a."}

    def prepare(self) -> None:
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(unexamined.grounds_for(self.case).items())
        if not field.choices:
            raise Refusal(
                "Wniosku nie można teraz pozostawić bez rozpoznania. Najpierw wezwij do "
                "uzupełnienia braków.",
                "no_ground",
            )
        field.initial = field.choices[0][0]

    def compose(self) -> str:
        ground = self.cleaned_data["ground"]
        if ground == unexamined.PLAIN_EMAIL:
            return letter_texts.unexamined_email(self.case, self.application)
        if ground == unexamined.NO_ADDRESS:
            return letter_texts.no_address(self.case, self.application)
        told = unexamined.summoned(self.case)
        day = told.delivered_on if told else None
        return letter_texts.unexamined(self.case, self.application, day)

    def save(self) -> None:
        data = self.cleaned_data
        unexamined.leave_unexamined(
            self.case, ground=data["ground"], body=data["body"], on=data["on"], actor=self.user
        )


class DelayForm(LetterForm):
    """A later date for settling."""

    what, title, button = "nowy-termin", "Nowy termin załatwienia sprawy", "Wyznacz termin"
    said = "Wyznaczono nowy termin i zapisano zawiadomienie."
    lead = "O niezałatwieniu sprawy w terminie trzeba zawiadomić stronę, podając przyczynę i nowy termin."  # noqa: E501
    due_on = PolishDateField(label="Nowy termin", basis="art. 36 k.p.a.")
    reason = forms.CharField(label="Przyczyna", max_length=300)
    field_order = ["due_on", "on", "reason", "body"]
    halves = ("due_on", "on")

    def compose(self) -> str:
        data = self.cleaned_data
        return letter_texts.delay(self.case, self.application, data["due_on"], data["reason"])

    def save(self) -> None:
        data = self.cleaned_data
        conduct.postpone(
            self.case, due_on=data["due_on"], reason=data["reason"], body=data["body"],
            on=data["on"], actor=self.user,
        )  # fmt: skip


class HearingForm(LetterForm):
    """The notice that the evidence is complete."""

    what, title = "zawiadomienie", "Zawiadomienie o zebraniu materiału"
    button, said = "Zapisz zawiadomienie", "Zapisano zawiadomienie strony."
    lead = (
        "Przed decyzją strona może wypowiedzieć się co do zebranych dowodów. Gdy decyzja może być "
        "odmowna, wymień przesłanki, których nie wykazano (art. 79a k.p.a.)."
    )
    days = forms.IntegerField(
        label="Ile dni na wypowiedzenie się", initial=7, min_value=1, max_value=90
    )
    refused_interview = forms.BooleanField(label="osoba nie zgodziła się na wywiad", required=False)
    field_order = ["days", "on", "refused_interview", "body"]
    halves = ("days", "on")
    bases = {"days": "art. 10 § 1 k.p.a.", "refused_interview": "art. 107 ust. 4a u.p.s."}

    def prepare(self) -> None:
        if self.case.status != INTERVIEW_ORDERED:
            del self.fields["refused_interview"]

    def compose(self) -> str:
        return letter_texts.hearing(self.case, self.application, self.cleaned_data["days"])

    def save(self) -> None:
        data = self.cleaned_data
        conduct.notify_party(
            self.case, days=data["days"], body=data["body"], on=data["on"],
            refused_interview=data.get("refused_interview", False), actor=self.user,
        )  # fmt: skip


class TransferForm(LetterForm):
    """The application goes to the competent body."""

    what, title, button = "przekazanie", "Przekazanie według właściwości", "Przekaż wniosek"
    bad, said = True, "Wniosek przekazano. Sprawa jest zakończona."
    lead = "Gdy właściwy jest inny organ, wniosek przekazuje się niezwłocznie i zawiadamia stronę. Sprawa się kończy."  # noqa: E501
    recipient = forms.CharField(
        label="Organ właściwy", max_length=150, help_text="Nazwa i miejscowość.",
    )  # fmt: skip
    field_order = ["recipient", "on", "body"]
    bases = {"recipient": "art. 65 § 1 k.p.a., art. 101 u.p.s."}

    def compose(self) -> str:
        return letter_texts.transfer(self.case, self.application, self.cleaned_data["recipient"])

    def save(self) -> None:
        data = self.cleaned_data
        closings.transfer(
            self.case, recipient=data["recipient"], body=data["body"], on=data["on"],
            actor=self.user,
        )  # fmt: skip


class InitiationRefusalForm(LetterForm):
    """Nothing to begin."""

    what, title, button = "odmowa-wszczecia", "Odmowa wszczęcia postępowania", "Odmów wszczęcia"
    bad, said = True, "Odmówiono wszczęcia postępowania. Sprawa jest zakończona."
    lead = "Gdy żądanie złożyła osoba, która nie jest stroną, albo z innych powodów postępowanie nie może być wszczęte. Sprawa się kończy."  # noqa: E501
    ground = forms.CharField(
        label="Dlaczego", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ["ground", "on", "body"]
    bases = {"ground": "art. 61a k.p.a."}

    def compose(self) -> str:
        return letter_texts.initiation_refusal(
            self.case, self.application, self.cleaned_data["ground"]
        )

    def save(self) -> None:
        data = self.cleaned_data
        closings.refuse_initiation(
            self.case, ground=data["ground"], body=data["body"], on=data["on"], actor=self.user
        )


class SuspendForm(LetterForm):
    """The clocks stop."""

    what, title, button = "zawieszenie", "Zawieszenie postępowania", "Zawieś postępowanie"
    said = "Zawieszono postępowanie. Terminy nie biegną."
    lead = "Od dnia zawieszenia nie biegną terminy załatwienia sprawy i wywiadu. Po podjęciu postępowania liczą się dalej."  # noqa: E501
    ground = forms.ChoiceField(
        label="Podstawa", widget=forms.RadioSelect, choices=list(suspensions.GROUNDS.items())
    )
    field_order = ["ground", "on", "body"]

    def compose(self) -> str:
        return letter_texts.suspension(self.case, self.application, self.cleaned_data["ground"])

    def save(self) -> None:
        data = self.cleaned_data
        suspensions.suspend(
            self.case, ground=data["ground"], body=data["body"], on=data["on"], actor=self.user
        )


class ResumeForm(LetterForm):
    """The clocks go on."""

    what, title, button = "podjecie", "Podjęcie postępowania", "Podejmij postępowanie"
    said = "Podjęto postępowanie. Terminy biegną dalej."
    lead = (
        "Sprawa wraca do etapu sprzed zawieszenia, a terminy biegną dalej o tyle dni, ile zostało."
    )
    reason = forms.CharField(label="Jaka przeszkoda ustąpiła", max_length=300)
    field_order = ["reason", "on", "body"]
    bases = {"reason": "art. 97 § 2 k.p.a."}

    def compose(self) -> str:
        return letter_texts.resumption(self.case, self.application, self.cleaned_data["reason"])

    def save(self) -> None:
        data = self.cleaned_data
        suspensions.resume(
            self.case, reason=data["reason"], body=data["body"], on=data["on"], actor=self.user
        )
