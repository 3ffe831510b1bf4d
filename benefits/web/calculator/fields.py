"""From definitions of the contract to fields of a form, and from what was typed back to JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from benefits.rules.schema import (
    Code,
    Day,
    Flag,
    Identifier,
    Key,
    Keys,
    ListOf,
    MonthText,
    Number,
    Shape,
    Text,
    Whole,
)
from benefits.web.calculator.words import CODES, MEMBER_KEYS, field_words
from opsapp.kernel.periods import Month
from opsapp.kernel.web.fields import Explained, MonthField, PolishDateField
from opsapp.kernel.web.forms import Form

Choices = list[tuple[str, str]]
_NUMBER = re.compile(r"\d{1,10}([.,]\d{1,6})?", re.ASCII)
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
CHOOSE = ("", "wybierz…")
NONE = ("", "–")
YES_NO = [CHOOSE, ("1", "tak"), ("0", "nie")]


class Figure(Explained):
    """A number as people type it: comma or dot, spaces between thousands, 'zł' or '%' behind."""

    mode = "decimal"

    def __init__(self, *, places: int = 2, **options: Any) -> None:
        options.setdefault("max_length", 20)
        super().__init__(**options)
        self.places = places

    def parse(self, text: str) -> Decimal:
        """Raises ValueError with a Polish sentence."""
        plain = re.sub(r"(zł|%|ha)$", "", _SPACES.sub("", text.lower()))
        if not _NUMBER.fullmatch(plain):
            raise ValueError(f"„{text}” nie jest liczbą. Podaj ją np. tak: 1229,00.")
        number = Decimal(plain.replace(",", "."))
        if number != round(number, self.places):
            raise ValueError(f"Podaj najwyżej {self.places} miejsca po przecinku.")
        return number


class WholeField(Explained):
    """A whole number within limits."""

    mode = "numeric"

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        options.setdefault("max_length", 6)
        super().__init__(**options)
        self.least, self.most = least, most

    def parse(self, text: str) -> int:
        """Raises ValueError with a Polish sentence."""
        if not text.strip().isdecimal():
            raise ValueError(f"„{text}” nie jest liczbą całkowitą.")
        if not self.least <= int(text) <= self.most:
            raise ValueError(f"Podaj liczbę od {self.least} do {self.most}.")
        return int(text)


class WholesField(Explained):
    """Several whole numbers: '7, 8'."""

    mode = "numeric"

    def parse(self, text: str) -> list[int]:
        """Raises ValueError with a Polish sentence."""
        parts = [part for part in re.split(r"[\s,;]+", text.strip()) if part]
        if not all(part.isdecimal() and len(part) <= 3 for part in parts):
            raise ValueError(f"„{text}” to nie są liczby. Podaj je po przecinku, np. 7, 8.")
        return [int(part) for part in parts]


def form_of(keys: Keys, benefit: str, members: Choices) -> type[Form]:
    """A form with a field for each key but those that are rows of their own."""
    made = {
        name: _field(name, key, benefit, members)
        for name, key in keys.keys.items()
        if rows_of(key) is None
    }
    return type("Asked", (Form,), made)


def rows_of(key: Key) -> Keys | None:
    """The keys of one row, when the key is a list of rows or an object of its own (one row)."""
    shape = key.shape
    if isinstance(shape, Keys):
        return shape
    return shape.item if isinstance(shape, ListOf) and isinstance(shape.item, Keys) else None


def _field(name: str, key: Key, benefit: str, members: Choices) -> forms.Field:
    said: dict[str, Any] = {"label": field_words(benefit, name), "required": key.required}
    return _of_shape(name, key.shape, said, members)


def _of_shape(name: str, shape: Shape, said: dict[str, Any], members: Choices) -> forms.Field:
    if isinstance(shape, ListOf):
        return _of_list(shape, said, members)
    if isinstance(shape, Code):
        return forms.ChoiceField(choices=[_first(said), *_codes(shape.codes)], **said)
    if isinstance(shape, Identifier) and name in MEMBER_KEYS:
        return forms.ChoiceField(choices=[_first(said), *members], **said)
    if isinstance(shape, Flag) and said["required"]:
        return forms.ChoiceField(choices=YES_NO, **said)
    made = next((make for kind, make in _PLAIN.items() if isinstance(shape, kind)), _text)
    return made(shape, said)


def _first(said: dict[str, Any]) -> tuple[str, str]:
    """The choice that chooses nothing."""
    return CHOOSE if said["required"] else NONE


def _text(shape: Any, said: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=shape.most if isinstance(shape, Text) else 60, **said)


_PLAIN: dict[type, Callable[[Any, dict[str, Any]], forms.Field]] = {
    Flag: lambda _, said: forms.BooleanField(**said),
    Number: lambda shape, said: Figure(places=shape.places, **said),
    Whole: lambda shape, said: WholeField(least=shape.least, most=shape.most, **said),
    Day: lambda _, said: PolishDateField(**said),
    MonthText: lambda _, said: MonthField(**said),
}


def _of_list(shape: ListOf, said: dict[str, Any], members: Choices) -> forms.Field:
    if isinstance(shape.item, Whole):
        return WholesField(**said)
    choices = _codes(shape.item.codes) if isinstance(shape.item, Code) else members
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)


def _codes(codes: Mapping[str, str] | Sequence[str]) -> Choices:
    if isinstance(codes, Mapping):
        return list(codes.items())
    return [(code, CODES.get(code, code)) for code in codes]


def raw_of(shape: Shape, value: Any) -> Any:
    """What was typed as the contract writes it; None for nothing."""
    if isinstance(shape, Flag):
        return None if value == "" else bool(value) if not isinstance(value, str) else value == "1"
    if value in (None, "", []):
        return None
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Month) else value
