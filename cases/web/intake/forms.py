"""What the clerk says of an application."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from cases.models import Application, Membership
from cases.selectors.applications import benefits_on, needs_reason, reasons_on
from cases.selectors.offices import units_for, where_cases_run, workers_for
from cases.services.applications import Asked
from cases.web.uploads import FilesField
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web.fields import MonthField, PolishDateField
from opsapp.kernel.web.forms import Form
from opsapp.office.models import Benefit, Reason, User

ROWS = 3
"""Benefits that one application may ask for on this page."""
OLDEST_YEARS = 10


class ApplicationForm(Form):
    """One application: how and when it came, why, to whom it goes."""

    channel = forms.ChoiceField(label="Jak wpłynął", choices=Application.Channel.choices)
    received_on = PolishDateField(label="Kiedy wpłynął", basis="art. 61 § 3 k.p.a.")
    initiation = forms.ChoiceField(
        label="Wszczęcie", choices=Application.Initiation.choices, initial="on_request",
        widget=forms.RadioSelect,
    )  # fmt: skip
    first_reason = forms.ChoiceField(
        label="Główny powód",
        help_text="Samo ubóstwo nie wystarcza do pomocy pieniężnej (art. 8 ust. 1 u.p.s.).",
    )  # fmt: skip
    other_reasons = forms.MultipleChoiceField(
        label="Inne powody", required=False, widget=forms.CheckboxSelectMultiple
    )
    request = forms.CharField(
        label="O co prosi, własnymi słowami", required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    complete = forms.BooleanField(
        label="wszystkie potrzebne dokumenty są już złożone", required=False,
        help_text="Postępowanie zacznie się od razu. Bez zaznaczenia sprawa czeka na dokumenty.",
    )  # fmt: skip
    unit = forms.ChoiceField(label="Komórka")
    worker = forms.ChoiceField(label="Prowadzi", required=False)
    papers = FilesField(
        label="Załączniki", required=False,
        help_text="Skany i zdjęcia: PDF, PNG, JPEG, DOCX, ODT, do 20 MB każdy.",
    )  # fmt: skip
    bases = {"request": "art. 63 § 2 k.p.a."}

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        today = clock.today()
        field = self.fields["received_on"]
        assert isinstance(field, PolishDateField)
        field.earliest, field.latest = date(today.year - OLDEST_YEARS, 1, 1), today
        self.workers = {str(one.pk): one for one in workers_for(Cap.RUN_CASES, today)}
        self.only_registers = str(user.pk) not in self.workers
        units = units_for(user, Cap.REGISTER_APPLICATIONS, today)
        if self.only_registers:
            units = where_cases_run(units, self.workers.values(), today)
        self.units = {str(unit.pk): unit for unit in units}
        field = self.fields["first_reason"]
        field.error_messages["required"] = "Wskaż główny powód ubiegania się o pomoc."
        self.reasons = {row.code: row for row in reasons_on(today)}
        self._choices(user)

    def _choices(self, user: User) -> None:
        named = [(code, _reason(row)) for code, row in self.reasons.items()]
        self._set("first_reason", [("", "– wybierz –"), *named])
        self._set("other_reasons", named)
        which = [("", "– wybierz –")] if self.only_registers and len(self.units) > 1 else []
        self._set("unit", [*which, *((key, str(unit)) for key, unit in self.units.items())])
        mine = [(str(user.pk), f"{user} (ja)")] if str(user.pk) in self.workers else []
        others = [(key, str(one)) for key, one in self.workers.items() if key != str(user.pk)]
        self._set("worker", [*mine, ("", "– jeszcze nikt –"), *others])

    def _set(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def given_reasons(self) -> list[Reason]:
        """Reasons, the main one first."""
        codes = [self.cleaned_data["first_reason"], *self.cleaned_data["other_reasons"]]
        return [self.reasons[code] for code in dict.fromkeys(filter(None, codes))]

    def ask_reason_for(self, benefits: list[Benefit]) -> None:
        """Help of the act needs a reason; other help does not."""
        self.fields["first_reason"].required = needs_reason(benefits)


class AskedForm(Form):
    """One benefit asked for."""

    benefit = forms.ChoiceField(label="Świadczenie", required=False)
    person = forms.ChoiceField(label="Dla kogo", required=False)
    requested_from = MonthField(label="Od miesiąca", required=False)
    requested_to = MonthField(label="Do miesiąca", required=False)
    purpose = forms.CharField(label="Na co", max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        stays: list[Membership],
        benefits: dict[str, Benefit],
        first: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["benefit"].required = self.fields["person"].required = first
        self.fields["benefit"].error_messages["required"] = "Wybierz świadczenie, o które chodzi."
        self.stays = {str(stay.person_id): stay.person for stay in stays}
        self.benefits = benefits
        groups = [
            (head, [(row.code, row.label) for row in rows])
            for head, rows in benefits_on(clock.today())
        ]
        named = [(str(stay.person_id), _member(stay)) for stay in stays]
        for name, choices in (("benefit", [("", "– wybierz –"), *groups]), ("person", named)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Months in order."""
        data = super().clean() or {}
        first, last = data.get("requested_from"), data.get("requested_to")
        if last and not first:
            self.add_error("requested_from", "Podaj też, od którego miesiąca.")
        elif first and last and last < first:
            self.add_error("requested_to", "Ten miesiąc jest wcześniejszy niż pierwszy.")
        return data

    @property
    def chosen(self) -> Benefit | None:
        """The benefit of this row, if one was chosen."""
        return self.benefits.get(self.cleaned_data.get("benefit") or "")

    @property
    def opened(self) -> bool:
        """Whether there is something in this row, or something wrong with it."""
        return bool(self["benefit"].value() or self["purpose"].value() or self.errors)

    def asked(self, benefit: Benefit) -> Asked:
        """What the act takes."""
        data = self.cleaned_data
        first, last = data["requested_from"], data["requested_to"]
        return Asked(
            benefit=benefit,
            person=self.stays[data["person"] or next(iter(self.stays))],
            purpose=data["purpose"],
            requested_from=first.first_day if first else None,
            requested_to=last.first_day if last else None,
        )


def _member(stay: Membership) -> str:
    name = stay.person.current_name
    return f"{name.first_name} {name.last_name}" if name else str(stay.person)


def _reason(row: Reason) -> str:
    indent = "w tym: " if row.parent_id else ""
    return f"{indent}{row.label}"
