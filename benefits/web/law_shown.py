"""Parameters of law as the screens print them: values in words, marks, the areas they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from benefits.models import LawValue
from benefits.rules.law import Law, Parameter
from benefits.rules.receipt import formatted
from benefits.rules.registry import BENEFITS
from benefits.rules.trace import Step
from opsapp.kernel.text import fold, pl_key

UNITS = {
    "PLN": "kwota",
    "PLN/month": "kwota miesięcznie",
    "PLN/year": "kwota rocznie",
    "PLN/kWh": "cena za kWh",
    "PLN/ha": "kwota za 1 ha przeliczeniowy",
    "share": "część (procent)",
    "count": "liczba",
    "months": "liczba miesięcy",
    "weeks": "liczba tygodni",
    "days": "liczba dni",
    "years": "liczba lat",
    "hours": "liczba godzin",
    "minutes": "liczba minut",
    "ha": "hektary przeliczeniowe",
    "m2": "powierzchnia",
    "kWh": "energia",
    "kWh/m2": "energia na 1 m²",
    "g": "masa",
    "answer": "tak albo nie",
}
AREAS = {
    "social_assistance": "Pomoc społeczna: zasady wspólne",
    "care_home": "Domy pomocy społecznej",
    "care_services": "Usługi opiekuńcze",
    "specialised_care": "Specjalistyczne usługi opiekuńcze",
    "shelter": "Schroniska",
    "contribution": "Składki na ubezpieczenia",
    "interest": "Odsetki",
    "family": "Świadczenia rodzinne",
    "family_benefits": "Świadczenia rodzinne",
    "alimony": "Fundusz alimentacyjny",
    "alimony_fund": "Fundusz alimentacyjny",
    "housing": "Dodatki mieszkaniowe",
}
OTHER_AREA = "Pozostałe"
ENDED = "nie obowiązuje"
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Value:
    """One dated value: from when to when, how much, by which act, and where it comes from."""

    valid_from: date
    valid_to: date | None
    text: str
    act: str
    own: bool
    recalled: bool
    now: bool
    future: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter with its values, as lists and its own page show it."""

    code: str
    label: str
    unit: str
    area: str
    local: bool
    basis: str
    values: tuple[Value, ...]
    checked_on: date | None
    next_review: date | None
    late: bool
    waiting: int
    raw_unit: str

    @property
    def current(self) -> Value | None:
        """The value in force today."""
        return next((value for value in self.values if value.now), None)

    @property
    def next(self) -> Value | None:
        """The next value already known."""
        return next((value for value in self.values if value.future), None)

    @property
    def newest_first(self) -> tuple[Value, ...]:
        """The history, the newest value first."""
        return self.values[::-1]


def rows(law: Law, waiting: Iterable[LawValue], today: date) -> list[Row]:
    """Every parameter, by area and Polish name."""
    counts: dict[str, int] = {}
    for value in waiting:
        counts[value.code] = counts.get(value.code, 0) + 1
    made = [row(one, today, counts.get(code, 0)) for code, one in law.parameters.items()]
    return sorted(made, key=lambda one: (pl_key(one.area), pl_key(one.label)))


def row(parameter: Parameter, today: date, waiting: int = 0) -> Row:
    """One parameter as shown."""
    review = parameter.next_review
    return Row(
        code=parameter.code, label=parameter.label, unit=UNITS.get(parameter.unit, parameter.unit),
        area=area_of(parameter.code), local=parameter.local, basis=parameter.basis,
        values=tuple(_values(parameter, today)), checked_on=parameter.checked_on,
        next_review=review, late=review is not None and review < today, waiting=waiting,
        raw_unit=parameter.unit,
    )  # fmt: skip


def area_of(code: str) -> str:
    """The part of the law a parameter belongs to, by the beginning of its code."""
    prefix = code.partition(".")[0]
    known = BENEFITS.get(prefix)
    return AREAS.get(prefix) or (known.label if known else OTHER_AREA)


def _values(parameter: Parameter, today: date) -> list[Value]:
    now = parameter.at(today)
    ends = [*(start - timedelta(days=1) for start in parameter.starts[1:]), parameter.answers_until]
    shown = []
    for n, (start, number, law_row) in enumerate(
        zip(parameter.starts, parameter.values, parameter.rows, strict=True)
    ):
        own = bool(parameter.overlaid) and parameter.overlaid[n]
        end = None if own and n == len(parameter.starts) - 1 else ends[n]
        text = ENDED if number is None else in_words(parameter.unit, number)
        shown.append(
            Value(start, end, text, law_row.act, own, law_row.confidence == "recalled",
                  n == now, start > today)
        )  # fmt: skip
    return shown


def in_words(unit: str, number: Decimal) -> str:
    """The value as people read it: '823,00 zł', '50 %', 'tak', '14 dni'."""
    if unit == "answer":
        return "tak" if number else "nie"
    return formatted(Step("", "", number, unit=unit))


def matching(found: list[Row], text: str, scope: str, mark: str) -> list[Row]:
    """The rows that all chosen filters let through; every word of the text must be there."""
    words = fold(text).split()
    return [
        one
        for one in found
        if all(word in _searched(one) for word in words)
        and (scope not in SCOPES or one.local == (scope == "lokalne"))
        and (mark not in MARKS or MARKS[mark][1](one))
    ]


def _searched(one: Row) -> str:
    acts = " ".join(value.act for value in one.values)
    return fold(f"{one.label} {one.basis} {one.area} {acts} {one.code}")


SCOPES = {"krajowe": "krajowe", "lokalne": "lokalne"}
MARKS: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "przeglad": ("przegląd minął", lambda one: one.late),
    "bez-wartosci": ("bez wartości dziś", lambda one: one.current is None),
    "pamiec": ("do sprawdzenia w akcie", lambda one: any(v.recalled for v in one.values)),
    "czeka": ("czeka na potwierdzenie", lambda one: one.waiting > 0),
}
