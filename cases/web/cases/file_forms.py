"""Forms of the file of a case: completeness, interview, end, papers, parties, who runs it."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.models import Application, CaseParty, Letter, Person
from cases.selectors.offices import workers_for
from cases.services import (
    attachments,
    cases,
    closings,
    conduct,
    exclusions,
    letters,
    parties,
    supplements,
)  # fmt: skip
from cases.web.cases.forms import TEXT_LIMIT, CaseForm
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.text import pl_key
from opsapp.kernel.web.fields import PolishDateField


class DocumentsForm(CaseForm):
    """The documents are all in."""

    what, title, button = "dokumenty", "Dokumenty kompletne", "Rozpocznij postępowanie"
    said = "Dokumenty są kompletne. Postępowanie trwa."
    lead = "Prawo do świadczenia liczy się od miesiąca, w którym złożono wniosek z wymaganymi dokumentami."  # noqa: E501
    on = PolishDateField(label="Kiedy skompletowano")
    start_month_basis = forms.ChoiceField(
        label="Od którego miesiąca liczyć prawo", widget=forms.RadioSelect,
        choices=Application.StartMonth.choices, required=False,
    )  # fmt: skip
    reason = forms.CharField(
        label="Dlaczego od miesiąca złożenia, choć dokumenty wpłynęły później",
        max_length=300, required=False,
    )  # fmt: skip
    bases = {"on": "art. 106 ust. 3 u.p.s.", "start_month_basis": "art. 106 ust. 3 u.p.s."}

    def prepare(self) -> None:
        self.later = self._later_month()
        if not self.later:
            del self.fields["start_month_basis"], self.fields["reason"]

    def _later_month(self) -> bool:
        received = self.application.received_on if self.application else None
        try:
            on = self.fields["on"].clean(self.data.get("on")) if self.is_bound else clock.today()
        except forms.ValidationError:
            return False
        return bool(received and on and (on.year, on.month) > (received.year, received.month))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.later and not data.get("start_month_basis"):
            self.add_error(
                "start_month_basis", "Dokumenty wpłynęły w późniejszym miesiącu. Wybierz miesiąc."
            )
        return data

    def save(self) -> None:
        if self.application is None:
            raise Refusal("W tej sprawie nie ma wniosku.", "no_application")
        data = self.cleaned_data
        basis = data.get("start_month_basis") or Application.StartMonth.RECEIVED
        supplements.complete_documents(
            self.application, on=data["on"], start_month_basis=basis,
            reason=data.get("reason", ""), actor=self.user,
        )  # fmt: skip


class InterviewForm(CaseForm):
    """Order the interview."""

    what, title, button = "wywiad", "Zlecenie wywiadu środowiskowego", "Zleć wywiad"
    said = "Zlecono wywiad. Jego termin biegnie."
    lead = "Pracownik socjalny ma na wywiad 14 dni roboczych, a w przypadku niecierpiącym zwłoki 2 dni robocze."  # noqa: E501
    on = PolishDateField(
        label="Kiedy ośrodek dowiedział się o potrzebie", basis="§ 3 rozporządzenia o wywiadzie"
    )
    urgent = forms.BooleanField(label="pomoc nie może czekać (2 dni robocze)", required=False)

    def save(self) -> None:
        data = self.cleaned_data
        conduct.order_interview(self.case, on=data["on"], urgent=data["urgent"], actor=self.user)


class DiscontinueForm(CaseForm):
    """The proceedings end."""

    what, title, button = "umorzenie", "Umorzenie postępowania", "Umórz postępowanie"
    bad, said = True, "Umorzono postępowanie. Sprawa jest zakończona."
    lead = "Sprawa kończy się bez rozstrzygnięcia o świadczeniu. Tego nie można cofnąć."
    ground = forms.ChoiceField(
        label="Podstawa", widget=forms.RadioSelect, choices=list(closings.DISCONTINUED_FOR.items())
    )
    remark = forms.CharField(label="Wyjaśnienie", max_length=300, required=False)
    on = PolishDateField(label="Z dniem")

    def save(self) -> None:
        closings.discontinue(self.case, actor=self.user, **self.cleaned_data)


class CloseForm(CaseForm):
    """Everything is done."""

    what, title, button = "zakonczenie", "Zakończenie sprawy", "Zakończ sprawę"
    said = "Sprawa jest zakończona."
    lead = "Gdy decyzja jest ostateczna i wykonana. Zakończonej sprawy nie można otworzyć ponownie."
    on = PolishDateField(label="Z dniem")

    def save(self) -> None:
        closings.close(self.case, on=self.cleaned_data["on"], actor=self.user)


class ExcludeForm(CaseForm):
    """A worker excluded from the matters of the parties, and who takes over."""

    what, title, button = "wylaczenie", "Wyłączenie pracownika", "Wyłącz pracownika"
    said = "Pracownik jest wyłączony od spraw tej osoby."
    lead = (
        "Wyłączony nie załatwia żadnej sprawy tej osoby: nie prowadzi jej, nie liczy, nie "
        "sporządza, nie podpisuje i nie wydaje decyzji (art. 24 k.p.a.)."
    )
    excluded = forms.ChoiceField(label="Kogo wyłączyć")
    ground = forms.ChoiceField(
        label="Podstawa (art. 24 k.p.a.)",
        choices=[("", "wybierz…"), *exclusions.GROUNDS.items()],
    )
    told = forms.CharField(
        label="Co łączy go ze sprawą", max_length=150, help_text="Np. „siostra strony”."
    )
    successor = forms.ChoiceField(
        label="Kto przejmie jego sprawy tej osoby", required=False,
        help_text="Potrzebne, gdy wyłączany prowadzi którąś z jej spraw.",
    )  # fmt: skip
    on = PolishDateField(label="Od dnia")

    CAPS = (
        Cap.RUN_CASES, Cap.CONDUCT_INTERVIEWS, Cap.DRAFT_DECISIONS, Cap.APPROVE_DECISIONS,
        Cap.ISSUE_DECISIONS,
    )  # fmt: skip

    def prepare(self) -> None:
        today = clock.today()
        everybody = {one.pk: one for cap in self.CAPS for one in workers_for(cap, today)}
        self.people = {str(pk): one for pk, one in everybody.items()}
        runners = [str(one.pk) for one in workers_for(Cap.RUN_CASES, today)]
        named = sorted(
            ((key, str(one)) for key, one in self.people.items()), key=lambda row: pl_key(row[1])
        )
        self.offer("excluded", [("", "wybierz…"), *named])
        self.offer("successor", [("", "–"), *(row for row in named if row[0] in runners)])

    def save(self) -> None:
        data = self.cleaned_data
        exclusions.exclude(
            self.case, user=self.people[data["excluded"]], ground=data["ground"],
            told=data["told"], on=data["on"], successor=self.people.get(data["successor"]),
            actor=self.user,
        )  # fmt: skip


class NoteForm(CaseForm):
    """A note in the file."""

    what, title, button = "notatka", "Notatka do sprawy", "Zapisz notatkę"
    said = "Zapisano notatkę."
    text = forms.CharField(
        label="Treść notatki", max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Widzi ją każdy, kto może otworzyć sprawę. Notatki nie można zmienić.",
    )  # fmt: skip

    def save(self) -> None:
        cases.note(self.case, text=self.cleaned_data["text"], actor=self.user)


class AttachmentForm(CaseForm):
    """A file."""

    what, title, button, uploads = "zalacznik", "Nowy załącznik", "Dodaj załącznik", True
    said = "Dodano załącznik."
    file = forms.FileField(
        label="Plik",
        help_text="PDF, PNG, JPEG, DOCX, ODT lub TXT, do 20 MB. Dowodów osobistych nie kopiujemy.",
        error_messages={"empty": "Plik jest pusty. Sprawdź, czy otwiera się na komputerze."},
    )
    title_of = forms.CharField(
        label="Opis", max_length=200, required=False, help_text="Bez opisu: nazwa pliku."
    )

    def save(self) -> None:
        attachments.attach(
            self.cleaned_data["file"], person=self.case.client, case=self.case,
            application=self.application, title=self.cleaned_data["title_of"], actor=self.user,
        )  # fmt: skip


class LetterInForm(CaseForm):
    """A letter that came, or another one that goes out."""

    what, title, button = "pismo", "Pismo w sprawie", "Zapisz pismo"
    said = "Zapisano pismo."
    direction = forms.ChoiceField(
        label="Kierunek", widget=forms.RadioSelect, choices=Letter.Direction.choices, initial="in"
    )
    on = PolishDateField(label="Data wpływu lub pisma")
    subject = forms.CharField(label="Czego dotyczy", max_length=200)
    body = forms.CharField(
        label="Treść lub streszczenie", required=False, max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip

    def save(self) -> None:
        data = self.cleaned_data
        given: dict[str, Any] = {"subject": data["subject"], "on": data["on"], "body": data["body"]}
        if data["direction"] == Letter.Direction.IN:
            letters.receive(self.case, actor=self.user, **given)
        else:
            letters.write(self.case, kind=Letter.Kind.OTHER, actor=self.user, **given)


class PartyForm(CaseForm):
    """Somebody takes part."""

    what, title, button = "uczestnik", "Uczestnik sprawy", "Dodaj uczestnika"
    said, chooses_person = "Dodano uczestnika sprawy.", True
    person_key = forms.IntegerField(label="Osoba", widget=forms.HiddenInput, required=False)
    halves = ("role", "on")
    role = forms.ChoiceField(label="Rola", choices=CaseParty.Role.choices, initial="representative")
    on = PolishDateField(label="Od dnia")

    def save(self) -> None:
        person = Person.objects.filter(pk=self.cleaned_data["person_key"] or 0).first()
        if person is None:
            raise Refusal("Wyszukaj i wskaż osobę, która bierze udział w sprawie.", "nobody")
        data = self.cleaned_data
        parties.add(self.case, person=person, role=data["role"], on=data["on"], actor=self.user)
