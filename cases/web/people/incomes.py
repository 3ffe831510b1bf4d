"""Incomes on record: listed, added, corrected by a further row, withdrawn."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases import access
from cases.dictionaries import income_kinds, income_label
from cases.models import Evidence, IncomeRecord, Person
from cases.selectors.incomes import incomes_of_person, newest, same_incomes
from cases.services import evidence as proofs
from cases.services import incomes as acts
from cases.web.people.editing import blame
from cases.web.people.evidence import ACCEPTED, ScanField
from cases.web.people.heading import Heading
from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Month
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.fields import AmountField, Explained, MonthField, PolishDateField
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.paging import cut
from opsapp.kernel.web.parts import Difference
from opsapp.office.models import User


class HectaresField(Explained):
    """Conversion hectares, up to four decimals; comma or point."""

    mode, kind = "decimal", "hectares"

    def parse(self, text: str) -> Decimal:
        try:
            value = Decimal("".join(text.split()).replace(",", "."))
        except InvalidOperation:
            raise ValueError(f"„{text}” nie jest liczbą hektarów. Wpisz np. 1,25.") from None
        if value.as_tuple().exponent < -4 or not 0 < value < 10000:  # type: ignore[operator]
            raise ValueError("Podaj hektary przeliczeniowe, najwyżej cztery miejsca po przecinku.")
        return value

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class MonthsField(Explained):
    """Months after commas: '01.2026, 02.2026'."""

    def parse(self, text: str) -> list[Month]:
        return [MonthField().parse(part) for part in text.split(",") if part.strip()]

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return ", ".join(f"{each.month:02}.{each.year}" for each in value)


RARE = ("hectares", "year", "months", "gained_on", "lost_on", "for_months")


class IncomeForm(Form):
    """One income of one person."""

    bases = {
        "for_months": "art. 8 ust. 12 u.p.s.",
        "hectares": "art. 8 ust. 9 u.p.s.",
        "lost_on": "art. 8 ust. 3 u.p.s.",
    }

    kind = forms.ChoiceField(label="Rodzaj dochodu")
    amount = AmountField(label="Kwota netto", required=False)
    hectares = HectaresField(
        label="Hektary przeliczeniowe", required=False, help_text="Zamiast kwoty: tylko rolnicy."
    )
    month = MonthField(label="Miesiąc otrzymania", required=False)
    year = forms.IntegerField(
        label="Rok", required=False, min_value=1990, max_value=2100,
        help_text="Zamiast miesiąca: dochód za cały rok.",
    )  # fmt: skip
    months = forms.IntegerField(
        label="Liczba miesięcy w roku", required=False, min_value=1, max_value=12,
        help_text="Gdy dochód roczny uzyskiwano krócej.",
    )  # fmt: skip
    source = forms.CharField(label="Płatnik", max_length=120, required=False)
    gained_on = PolishDateField(label="Uzyskanie źródła", required=False)
    lost_on = PolishDateField(label="Utrata źródła", required=False)
    for_months = MonthsField(
        label="Wyrównanie za miesiące", required=False, help_text="Np. 01.2026, 02.2026."
    )

    accept_same = forms.BooleanField(
        label="to drugi taki sam dochód, zapisz go mimo to", required=False
    )

    def __init__(
        self, *args: Any, person: Person, record: IncomeRecord | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.person, self.record = person, record
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Wybierz…"), *income_kinds().items()]

        for name in ("amount", "month"):
            self.fields[name].mark = ""  # type: ignore[attr-defined]

    @property
    def rare(self) -> list[forms.BoundField]:
        """Fields that most incomes do not need, folded away."""
        return [self[name] for name in RARE]

    @property
    def rare_used(self) -> bool:
        """Whether one of them holds something or is wrong."""
        return any(bound.value() not in (None, "", []) or bound.errors for bound in self.rare)

    @property
    def warns(self) -> bool:
        """Whether the same income stands on the card, so that a second one is asked about."""
        return self.is_bound and bool(self["accept_same"].errors or self["accept_same"].value())

    def clean(self) -> dict[str, Any]:
        """The same income twice is usually typed by mistake: it must be confirmed."""
        data = super().clean() or {}
        complete = {"kind", "month", "year", "amount", "hectares"} <= data.keys()
        if complete and not data.get("accept_same"):
            row = same_incomes(self.person, data, besides=self.record).first()
            if row is not None:
                self.add_error("accept_same", _same(row))
        return data

    def values(self) -> dict[str, Any]:
        """Values as the act takes them."""
        names = ("kind", "amount", "hectares", "month", "year", "months", "source",
                 "gained_on", "lost_on")  # fmt: skip
        data = {name: self.cleaned_data[name] for name in names}
        return data | {"for_months": self.cleaned_data["for_months"] or []}


class NewIncomeForm(IncomeForm):
    """An income with the paper that proves it."""

    evidence_kind = forms.ChoiceField(
        label="Dowód", required=False,
        choices=[("", "– jeszcze bez dowodu –"), *Evidence.Kind.choices],
    )  # fmt: skip
    evidence_title = forms.CharField(label="Opis dowodu", max_length=200, required=False)
    file = ScanField(required=False)

    def clean(self) -> dict[str, Any]:
        """A scan is of some proof."""
        data = super().clean()
        if data.get("file") and not data.get("evidence_kind"):
            self.add_error("evidence_kind", "Dodajesz plik. Wybierz, jakiego rodzaju to dowód.")
        return data

    def evidence(self, actor: User) -> Evidence | None:
        """The proof, saved, if its kind was given. Raises `Refusal` for a bad file."""
        data = self.cleaned_data
        if not data["evidence_kind"]:
            return None
        title = data["evidence_title"] or income_label(data["kind"])
        return proofs.record(
            self.person, kind=data["evidence_kind"], title=title, uploaded=data["file"], actor=actor
        )


class CorrectIncomeForm(IncomeForm):
    """A correction, which says why."""

    reason = forms.CharField(label="Dlaczego wpis się zmienia", max_length=200)


@reads
def incomes(request: Request, pk: int) -> HttpResponse:
    """Live incomes of the person, the newest first; replaced ones when asked for."""
    person = access.get_person(request, pk)
    history = request.GET.get("historia") == "tak"
    rows = incomes_of_person(person, history=history)
    return page(
        request, "cases/incomes.html",
        head=Heading(request, person, "person_incomes"), person=person, history=history,
        slice=cut(rows, request.GET, by=("-pk",)),
    )  # fmt: skip


@writes("GET", "POST")
def new(request: Request, pk: int) -> HttpResponse:
    """Put an income on record."""
    person = access.get_person(request, pk, to=Cap.EDIT_PERSONS)
    last_month = clock.this_month() - 1
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = NewIncomeForm(*sent, person=person, initial={"month": last_month})
    if request.method == "POST" and form.is_valid():
        try:
            _record(form, request.user)
        except Refusal as refused:
            blame(form, refused)
        else:
            say(request, "Zapisano dochód.")
            return redirect("cases:person_incomes", person.pk)
    _ask_for_file_again(form)
    return _show(request, person, form, "Nowy dochód")


def _record(form: NewIncomeForm, actor: User) -> None:
    with acting(actor, act=f"{__name__}.record"):
        evidence = form.evidence(actor)
        acts.record(form.person, evidence=evidence, actor=actor, **form.values())


@writes("GET", "POST")
def correct(request: Request, pk: int, row: int) -> HttpResponse:
    """Replace an income on record by a corrected row."""
    person = access.get_person(request, pk, to=Cap.EDIT_PERSONS)
    record = access.get_part(person, IncomeRecord, row)
    form = CorrectIncomeForm(
        request.POST or None, person=person, record=record, initial=_initial(record)
    )
    if request.method == "POST" and form.is_valid():
        values = form.values()
        values["for_months"] = [each.first_day for each in values["for_months"]]
        try:
            reason = form.cleaned_data["reason"]
            acts.supersede(record, reason=reason, actor=request.user, **values)
        except Conflict:
            return _changed_first(request, person, form, record)
        except Refusal as refused:
            blame(form, refused)
        else:
            say(request, "Zapisano poprawiony dochód. Poprzedni wpis został w historii.")
            return redirect("cases:person_incomes", person.pk)
    return _show(request, person, form, "Poprawka dochodu")


@writes("POST")
def withdraw(request: Request, pk: int, row: int) -> HttpResponse:
    """Say that an income was none."""
    person = access.get_person(request, pk, to=Cap.EDIT_PERSONS)
    record = access.get_part(person, IncomeRecord, row)
    acts.withdraw(record, reason=request.POST.get("reason", ""), actor=request.user)
    say(request, "Wycofano dochód. Wpis został w historii.")
    return redirect("cases:person_incomes", person.pk)


def _same(row: IncomeRecord) -> str:
    value = (
        f"{row.hectares} ha" if row.hectares else f"{AmountField().prepare_value(row.amount)} zł"
    )
    when = f"{row.month:%m.%Y}" if row.month else f"rok {row.year}"
    return (
        f"Na karcie jest już taki sam dochód: {income_label(row.kind)}, {when}, {value}. "
        "Jeżeli to naprawdę drugi, zaznacz to pole i zapisz ponownie."
    )


def _changed_first(
    request: Request, person: Person, form: CorrectIncomeForm, record: IncomeRecord
) -> HttpResponse:
    """Theirs and mine: what somebody put in the place of the row while it was corrected here. Sent
    again, the correction takes the place of theirs; a withdrawn income is corrected no more.
    """
    now = newest(record)
    theirs, mine = _initial(now), form.cleaned_data
    differences = [
        Difference(str(form.fields[name].label), _told(form, name, theirs[name]),
                   _told(form, name, mine[name]))
        for name in theirs if (theirs[name] or None) != (mine[name] or None)
    ]  # fmt: skip
    if now.withdrawn:
        differences.insert(0, Difference("Wpis", f"wycofano: {now.reason}", "poprawiany"))
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data.pop("once", None)
    conflict = {"who": "inna osoba", "at": now.recorded_at,
                "differences": differences}  # fmt: skip
    again = CorrectIncomeForm(data, person=person, record=now)
    return _show(
        request, person, again, "Poprawka dochodu", conflict=conflict,
        action=reverse("cases:income_correct", args=[person.pk, now.pk]),
    )  # fmt: skip


def _told(form: IncomeForm, name: str, value: Any) -> str:
    if value in (None, "", []):
        return "(puste)"
    labels = dict(getattr(form.fields[name], "choices", []) or [])
    return str(labels.get(value) or form.fields[name].prepare_value(value))


def _initial(record: IncomeRecord) -> dict[str, Any]:
    names = ("kind", "amount", "hectares", "year", "months", "source", "gained_on", "lost_on")
    return {name: getattr(record, name) for name in names} | {
        "month": Month.of(record.month) if record.month else None,
        "for_months": [Month.of(each) for each in record.for_months],
    }


def _ask_for_file_again(form: Form) -> None:
    """A browser does not remember a file: after any error it must be chosen once more."""
    if form.files:
        form.fields["file"].help_text = f"Wskaż plik jeszcze raz. {ACCEPTED}"


def _show(request: Request, person: Person, form: Form, title: str, **more: Any) -> HttpResponse:
    return page(
        request, "cases/income_edit.html", status=200 if request.method == "GET" else 422,
        **({"conflict": None, "action": ""} | more),
        head=Heading(request, person, "person_incomes"), person=person, form=form, title=title,
        proof=isinstance(form, NewIncomeForm),
        back=reverse("cases:person_incomes", args=[person.pk]),
    )  # fmt: skip
