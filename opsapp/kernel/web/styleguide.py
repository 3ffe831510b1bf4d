"""The living page of all parts with all their states: made-up data, shown while developing and in
the demo.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from opsapp.kernel import clock
from opsapp.kernel.web import parts
from opsapp.kernel.web.charts import Series
from opsapp.kernel.web.fields import AmountField, MonthField, NrbField, PeselField, PolishDateField
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.paging import LETTERS, Slice
from opsapp.kernel.web.samples import conflict, events, people, receipt


class SampleForm(Form):
    """One field of each kind."""

    bases = {"income": "art. 8 ust. 3 ustawy o pomocy społecznej"}

    pesel = PeselField(label="PESEL", help_text="11 cyfr z dowodu osobistego.", required=False)
    received_on = PolishDateField(
        label="Data wpływu wniosku",
        help_text="Od niej biegnie termin załatwienia sprawy.",
        basis="art. 35 k.p.a.",
    )
    income = AmountField(
        label="Dochód rodziny",
        help_text="Suma dochodów z miesiąca poprzedzającego złożenie wniosku, po odliczeniach.",
    )
    month = MonthField(label="Za miesiąc")
    account = NrbField(label="Numer rachunku", required=False)
    kind = forms.ChoiceField(
        label="Rodzaj świadczenia",
        choices=[("", "Wybierz…"), ("okresowy", "Zasiłek okresowy"), ("celowy", "Zasiłek celowy")],
    )
    channel = forms.ChoiceField(
        label="Sposób wypłaty",
        widget=forms.RadioSelect,
        choices=[("bank", "przelew na rachunek"), ("cash", "gotówka w kasie")],
    )
    reasons = forms.MultipleChoiceField(
        label="Powody przyznania pomocy",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[
            ("u", "ubóstwo"),
            ("b", "bezrobocie"),
            ("n", "niepełnosprawność"),
            ("d", "długotrwała choroba"),
        ],
    )
    note = forms.CharField(label="Uwagi", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    consent = forms.BooleanField(
        label="Pouczono o obowiązku informowania o zmianie sytuacji", required=False
    )


WRONG = {
    "pesel": "44051401458", "received_on": "31.02.2026", "income": "12,345", "month": "13.2026",
}  # fmt: skip
"""What somebody typed in a hurry."""


def show(request: HttpRequest) -> HttpResponse:
    """The style page; nowhere but in development and the demo."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "styleguide.html", _context(request))


def _works() -> dict[str, object]:
    return {
        "work": parts.Progress("Sporządzanie listy wypłat", "#", done=412, total=1250),
        "work_done": parts.Progress(
            "Lista wypłat 11/2026", "#", finished=True, result="#", result_label="Otwórz listę"
        ),
        "work_failed": parts.Progress(
            "Plik do banku",
            "#",
            failed="brakuje numeru rachunku u 2 osób. Uzupełnij go i zacznij ponownie.",
        ),
    }


def _context(request: HttpRequest) -> dict[str, object]:
    today = clock.today()
    return {
        "today": today,
        "dues": [today + timedelta(days=days) for days in (18, 5, 1, 0, -3)],
        "form": SampleForm(initial={"income": Decimal("1657.55"), "received_on": today}),
        "wrong": SampleForm(WRONG),
        "counters": _counters(),
        "tabs": [
            parts.Tab("Oś czasu", "#", current=True),
            parts.Tab("Sprawy", "#", count=3),
            parts.Tab("Dochody", "#"),
            parts.Tab("Dokumenty", "#", count=12),
        ],
        "filters": [
            parts.Filter("rodzaj: zasiłek okresowy", "#"),
            parts.Filter("pracownik: Maria Lis", "#"),
        ],
        "stages": _stages(),
        "lines": receipt(),
        "events": events(),
        "people": people(),
        "slice": _slice(),
        "signatures": _signatures(),
        "differences": conflict(),
        "now": clock.now(),
        **_works(),
        "labels": ["cze", "lip", "sie", "wrz", "paź", "lis"],
        "series": [
            Series("2025", [28100, 27950, 30400, 31200, 33050, 35900]),
            Series("2026", [29880, 30110, 30220, 34480, 36150, None]),
        ],
        "amount": Decimal("1229.00"),
        "negative": Decimal("-82.30"),
        "born": date(1985, 3, 14),
        "query": QueryDict("sort=osoba"),
    }


def _counters() -> list[parts.Counter]:
    return [
        parts.Counter("Po terminie", 2, "#", "bad"),
        parts.Counter("Na dziś", 5, "#", "warn", current=True),
        parts.Counter("Wróciło do mnie", 1, "#"),
        parts.Counter("Czeka na innych", 9, "#"),
        parts.Counter("Suma do wypłaty", "31\N{NO-BREAK SPACE}480,20\N{NO-BREAK SPACE}zł"),
    ]


def _stages() -> list[parts.Stage]:
    return [
        parts.Stage("Wniosek", "done", "#"),
        parts.Stage("Wywiad", "done", "#"),
        parts.Stage("Wyliczenie", "done", "#"),
        parts.Stage("Decyzja", "now", "#", "do poprawy"),
        parts.Stage("Doręczenie", "todo"),
        parts.Stage("Wypłata", "todo"),
    ]


def _signatures() -> list[parts.Signature]:
    return [
        parts.Signature("Sporządził(a)", "Maria Lis", clock.now()),
        parts.Signature("Sprawdził(a) pod względem merytorycznym", "Jan Bąk", clock.now()),
        parts.Signature("Sprawdził(a) formalnie i zatwierdził(a)"),
    ]


def _slice() -> Slice[object]:  # type: ignore[type-var]
    letters = [(sign, f"?od={sign}", sign == "N") for sign in LETTERS]
    return Slice(
        rows=[],
        next="?po=2",
        previous="?przed=1",
        total=1000,
        exact=False,
        letters=letters,
        all_counted=f"?{QueryDict('ile=wszystkie').urlencode()}",
    )
