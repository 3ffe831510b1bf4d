"""Definitions of input: each reads a JSON value, says what is wrong, and describes itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from opsapp.kernel.money import MAX_AMOUNT
from opsapp.kernel.periods import Month

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ID = re.compile(r"[\w.:-]{1,64}")
LONGEST_LIST = 1000


@dataclass(frozen=True, slots=True)
class InputError:
    """One thing wrong with the input."""

    path: str
    code: str
    message: str

    def to_json(self) -> dict[str, str]:
        return {"path": self.path, "code": self.code, "message": self.message}


class Errors(list[InputError]):
    """What was found wrong while reading."""

    def note(self, path: str, code: str, message: str) -> None:
        self.append(InputError(path, code, message))


class Shape(Protocol):
    """A definition of one JSON value."""

    def read(self, raw: object, path: str, errors: Errors) -> Any: ...
    def schema(self) -> dict[str, object]: ...


@dataclass(frozen=True, slots=True)
class Number:
    """A non-negative decimal: text with a dot, or a whole number; at most `places` decimals."""

    places: int = 2
    above_zero: bool = False
    most: Decimal = MAX_AMOUNT

    def read(self, raw: object, path: str, errors: Errors) -> Decimal | None:
        if isinstance(raw, int) and not isinstance(raw, bool):
            raw = str(raw)
        if not isinstance(raw, str) or not _NUMBER.fullmatch(raw):
            errors.note(path, "not_a_number", 'Podaj liczbę jako tekst z kropką, np. "1229.00".')
            return None
        number, decimals = Decimal(raw), len(raw.partition(".")[2])
        if number < 0:
            errors.note(path, "negative", "Wartość nie może być ujemna.")
        elif decimals > self.places:
            errors.note(path, "too_precise", f"Najwyżej {self.places} miejsca po przecinku.")
        elif self.above_zero and not number:
            errors.note(path, "not_positive", "Wartość musi być większa od zera.")
        elif number > self.most:
            errors.note(path, "too_large", f"Wartość nie może przekraczać {self.most}.")
        return number

    def schema(self) -> dict[str, object]:
        text = {"type": "string", "pattern": rf"^\d+(\.\d{{1,{self.places}}})?$"}
        return {"oneOf": [text, {"type": "integer", "minimum": 0}]}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within limits."""

    least: int = 0
    most: int = 100_000

    def read(self, raw: object, path: str, errors: Errors) -> int | None:
        if isinstance(raw, bool) or not isinstance(raw, int):
            errors.note(path, "not_an_integer", "Podaj liczbę całkowitą.")
            return None
        if not self.least <= raw <= self.most:
            errors.note(path, "out_of_range", f"Podaj liczbę od {self.least} do {self.most}.")
        return raw

    def schema(self) -> dict[str, object]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Code:
    """One of the codes; anything else is refused."""

    codes: Mapping[str, str] | Sequence[str]
    error: str = "unknown_code"

    def read(self, raw: object, path: str, errors: Errors) -> str | None:
        if isinstance(raw, str) and raw in self.codes:
            return raw
        shown = ", ".join(self.codes) if len(self.codes) <= 12 else "zob. opis wejścia"
        errors.note(path, self.error, f"Nieznany kod „{raw}”. Dozwolone: {shown}.")
        return None

    def schema(self) -> dict[str, object]:
        return {"type": "string", "enum": list(self.codes)}


@dataclass(frozen=True, slots=True)
class Day:
    """A date as YYYY-MM-DD."""

    def read(self, raw: object, path: str, errors: Errors) -> date | None:
        if isinstance(raw, str) and _DAY.fullmatch(raw):
            try:
                return date.fromisoformat(raw)
            except ValueError:
                pass
        errors.note(path, "not_a_date", f"„{raw}” nie jest datą. Podaj ją tak: 2026-11-22.")
        return None

    def schema(self) -> dict[str, object]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class MonthText:
    """A month as YYYY-MM."""

    def read(self, raw: object, path: str, errors: Errors) -> Month | None:
        try:
            if isinstance(raw, str):
                return Month.parse(raw)
        except ValueError:
            pass
        errors.note(path, "not_a_month", f"„{raw}” nie jest miesiącem. Podaj go tak: 2026-11.")
        return None

    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}


@dataclass(frozen=True, slots=True)
class Identifier:
    """An id given by the caller."""

    def read(self, raw: object, path: str, errors: Errors) -> str | None:
        if isinstance(raw, str) and _ID.fullmatch(raw):
            return raw
        errors.note(path, "not_an_id", "Identyfikator to od 1 do 64 liter, cyfr lub znaków . : _ -")
        return None

    def schema(self) -> dict[str, object]:
        return {"type": "string", "maxLength": 64}


@dataclass(frozen=True, slots=True)
class Text:
    """A short text."""

    most: int = 500

    def read(self, raw: object, path: str, errors: Errors) -> str | None:
        if isinstance(raw, str) and len(raw) <= self.most:
            return raw
        errors.note(path, "not_a_text", f"Podaj tekst, najwyżej {self.most} znaków.")
        return None

    def schema(self) -> dict[str, object]:
        return {"type": "string", "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    def read(self, raw: object, path: str, errors: Errors) -> bool | None:
        if isinstance(raw, bool):
            return raw
        errors.note(path, "not_a_boolean", "Podaj true albo false.")
        return None

    def schema(self) -> dict[str, object]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one kind of value."""

    item: Shape
    least: int = 0
    most: int = LONGEST_LIST

    def read(self, raw: object, path: str, errors: Errors) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            errors.note(path, "not_a_list", "Podaj listę.")
            return ()
        if not self.least <= len(raw) <= self.most:
            errors.note(path, "wrong_length", f"Pozycji ma być od {self.least} do {self.most}.")
        return tuple(self.item.read(one, f"{path}[{n}]", errors) for n, one in enumerate(raw))

    def schema(self) -> dict[str, object]:
        return {"type": "array", "items": self.item.schema(), "minItems": self.least}


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an object: its definition, whether it must be there, and what stands without it."""

    shape: Shape
    required: bool = True
    default: object = None


@dataclass(frozen=True, slots=True)
class Keys:
    """An object with named keys; unknown ones are refused. `then` checks what belongs together."""

    keys: Mapping[str, Key]
    then: Callable[[dict[str, Any], str, Errors], None] | None = None
    open_keys: frozenset[str] = field(default_factory=frozenset)

    def read(self, raw: object, path: str, errors: Errors) -> dict[str, Any]:
        if not isinstance(raw, dict):
            errors.note(path, "not_an_object", "Podaj obiekt z kluczami.")
            return {}
        before = len(errors)
        for name in raw:
            if name not in self.keys and name not in self.open_keys:
                errors.note(joined(path, name), "unknown_key", f"Nieznany klucz „{name}”.")
        read = {name: self._one(name, key, raw, path, errors) for name, key in self.keys.items()}
        if self.then and len(errors) == before:
            self.then(read, path, errors)
        return read

    def _one(
        self, name: str, key: Key, raw: Mapping[str, object], path: str, errors: Errors
    ) -> Any:
        if raw.get(name) is not None:
            return key.shape.read(raw[name], joined(path, name), errors)
        if key.required:
            errors.note(joined(path, name), "required", f"Brakuje „{name}”.")
        return key.default

    def schema(self) -> dict[str, object]:
        return {
            "type": "object",
            "properties": {name: key.shape.schema() for name, key in self.keys.items()},
            "required": [name for name, key in self.keys.items() if key.required],
            "additionalProperties": False,
        }


def joined(path: str, name: str) -> str:
    """The path of a key."""
    return f"{path}.{name}" if path else name


def optional(shape: Shape, default: object = None) -> Key:
    """A key that may be absent."""
    return Key(shape, False, default)
