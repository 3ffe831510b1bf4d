"""Each definition of input: what it reads, what it refuses and how, how it describes itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benefits.rules.schema import (
    Code,
    Day,
    Errors,
    Flag,
    Identifier,
    InputError,
    Key,
    Keys,
    ListOf,
    MonthText,
    Number,
    Text,
    Whole,
    joined,
    optional,
)
from opsapp.kernel.money import MAX_AMOUNT
from opsapp.kernel.periods import Month

PAIR = Keys({"a": Key(Flag()), "b": optional(Whole(), 7)})
NOT_A_NUMBER = 'Podaj liczbę jako tekst z kropką, np. "1229.00".'


def read(shape: Any, raw: object) -> tuple[Any, list[InputError]]:
    errors = Errors()
    return shape.read(raw, "p", errors), list(errors)


@pytest.mark.parametrize(("shape", "raw", "value"), [
    (Number(), "1229.00", Decimal("1229.00")), (Number(), "0", Decimal(0)),
    (Number(), 5, Decimal(5)),
    (Number(3), "0.125", Decimal("0.125")), (Number(), str(MAX_AMOUNT), MAX_AMOUNT),
    (Number(above_zero=True), "0.01", Decimal("0.01")),
    (Whole(), 0, 0), (Whole(2, 30), 2, 2), (Whole(2, 30), 30, 30), (Whole(), 100_000, 100_000),
    (Code(("x", "y")), "y", "y"), (Code({"x": "iks"}), "x", "x"),
    (Day(), "2024-02-29", date(2024, 2, 29)), (MonthText(), "2026-11", Month(2026, 11)),
    (Identifier(), "a", "a"), (Identifier(), "ż.9:_-" + "x" * 58, "ż.9:_-" + "x" * 58),
    (Text(), "", ""), (Text(3), "abc", "abc"), (Flag(), True, True), (Flag(), False, False),
    (ListOf(Flag()), [], ()), (ListOf(Flag(), 1, 2), [True, False], (True, False)),
    (PAIR, {"a": True}, {"a": True, "b": 7}), (PAIR, {"a": True, "b": 3}, {"a": True, "b": 3}),
    (PAIR, {"a": True, "b": None}, {"a": True, "b": 7}),
])  # fmt: skip
def test_what_fits_is_read(shape: Any, raw: object, value: object) -> None:
    assert read(shape, raw) == (value, [])


@pytest.mark.parametrize(("shape", "raw", "code", "message"), [
    (Number(), "x", "not_a_number", NOT_A_NUMBER), (Number(), 1.5, "not_a_number", NOT_A_NUMBER),
    (Number(), True, "not_a_number", NOT_A_NUMBER), (Number(), "1,5", "not_a_number", NOT_A_NUMBER),
    (Number(), "-0.01", "negative", "Wartość nie może być ujemna."),
    (Number(), "1.001", "too_precise", "Najwyżej 2 miejsca po przecinku."),
    (Number(above_zero=True), "0.00", "not_positive", "Wartość musi być większa od zera."),
    (Number(most=Decimal(5)), "5.01", "too_large", "Wartość nie może przekraczać 5."),
    (Whole(), True, "not_an_integer", "Podaj liczbę całkowitą."),
    (Whole(), "1", "not_an_integer", "Podaj liczbę całkowitą."),
    (Whole(2, 30), 1, "out_of_range", "Podaj liczbę od 2 do 30."),
    (Whole(2, 30), 31, "out_of_range", "Podaj liczbę od 2 do 30."),
    (Whole(), -1, "out_of_range", "Podaj liczbę od 0 do 100000."),
    (Whole(), 100_001, "out_of_range", "Podaj liczbę od 0 do 100000."),
    (Code(("x", "y")), "z", "unknown_code", "Nieznany kod „z”. Dozwolone: x, y."),
    (Code(("x",), "not_obliged"), 1, "not_obliged", "Nieznany kod „1”. Dozwolone: x."),
    (Code([f"k{n}" for n in range(13)]), "z", "unknown_code",
     "Nieznany kod „z”. Dozwolone: zob. opis wejścia."),
    (Code([f"{n:x}" for n in range(12)]), "z", "unknown_code",
     "Nieznany kod „z”. Dozwolone: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, a, b."),
    (Day(), "2026-02-30", "not_a_date", "„2026-02-30” nie jest datą. Podaj ją tak: 2026-11-22."),
    (Day(), "20260222", "not_a_date", "„20260222” nie jest datą. Podaj ją tak: 2026-11-22."),
    (Day(), 5, "not_a_date", "„5” nie jest datą. Podaj ją tak: 2026-11-22."),
    (MonthText(), "2026-13", "not_a_month", "„2026-13” nie jest miesiącem. Podaj go tak: 2026-11."),
    (MonthText(), 202611, "not_a_month", "„202611” nie jest miesiącem. Podaj go tak: 2026-11."),
    (Identifier(), "", "not_an_id", "Identyfikator to od 1 do 64 liter, cyfr lub znaków . : _ -"),
    (Identifier(), "x" * 65, "not_an_id",
     "Identyfikator to od 1 do 64 liter, cyfr lub znaków . : _ -"),
    (Text(3), "abcd", "not_a_text", "Podaj tekst, najwyżej 3 znaków."),
    (Text(), 5, "not_a_text", "Podaj tekst, najwyżej 500 znaków."),
    (Flag(), "true", "not_a_boolean", "Podaj true albo false."),
    (ListOf(Flag()), {}, "not_a_list", "Podaj listę."),
    (ListOf(Flag(), 1, 2), [], "wrong_length", "Pozycji ma być od 1 do 2."),
    (ListOf(Flag(), 1, 2), [True] * 3, "wrong_length", "Pozycji ma być od 1 do 2."),
    (PAIR, [], "not_an_object", "Podaj obiekt z kluczami."),
])  # fmt: skip
def test_what_does_not_fit_is_refused_in_polish(
    shape: Any, raw: object, code: str, message: str
) -> None:
    assert InputError("p", code, message) in read(shape, raw)[1]


def test_a_refused_value_is_nothing() -> None:
    for shape, raw in ((Number(), "x"), (Whole(), "x"), (Code(("x",)), "z"), (Day(), 1),
                       (MonthText(), 1), (Identifier(), ""), (Text(), 1), (Flag(), 1)):  # fmt: skip
        assert read(shape, raw)[0] is None
    assert read(ListOf(Flag()), "x")[0] == ()
    assert read(PAIR, "x")[0] == {}


def test_an_error_stands_at_its_path() -> None:
    assert read(ListOf(Flag()), [True, 1])[1] == [
        InputError("p[1]", "not_a_boolean", "Podaj true albo false.")
    ]
    assert read(PAIR, {"b": "x", "c": 1})[1] == [
        InputError("p.c", "unknown_key", "Nieznany klucz „c”."),
        InputError("p.a", "required", "Brakuje „a”."),
        InputError("p.b", "not_an_integer", "Podaj liczbę całkowitą."),
    ]
    assert (joined("", "a"), joined("p", "a")) == ("a", "p.a")
    assert InputError("p", "c", "m").to_json() == {"path": "p", "code": "c", "message": "m"}


def test_open_keys_are_let_through_and_what_belongs_together_is_checked_only_when_read() -> None:
    seen: list[tuple[dict[str, Any], str]] = []
    open_keys = frozenset({"c"})
    keys = Keys(PAIR.keys, lambda got, path, errors: seen.append((got, path)), open_keys)
    assert read(keys, {"a": True, "c": 1}) == ({"a": True, "b": 7}, [])
    assert seen == [({"a": True, "b": 7}, "p")]
    read(keys, {"a": 1})
    assert len(seen) == 1
    errors = Errors([InputError("before", "x", "x")])
    keys.read({"a": True}, "p", errors)
    assert len(seen) == 2


def test_a_definition_describes_itself() -> None:
    assert Number(2).schema() == {
        "oneOf": [{"type": "string", "pattern": r"^\d+(\.\d{1,2})?$"},
                  {"type": "integer", "minimum": 0}],
    }  # fmt: skip
    assert Whole(2, 30).schema() == {"type": "integer", "minimum": 2, "maximum": 30}
    assert Code(("x", "y")).schema() == {"type": "string", "enum": ["x", "y"]}
    assert Day().schema() == {"type": "string", "format": "date"}
    assert MonthText().schema() == {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
    assert Identifier().schema() == {"type": "string", "maxLength": 64}
    assert Text(9).schema() == {"type": "string", "maxLength": 9}
    assert Flag().schema() == {"type": "boolean"}
    assert ListOf(Flag(), 1).schema() == {
        "type": "array", "items": {"type": "boolean"}, "minItems": 1,
    }  # fmt: skip
    assert PAIR.schema() == {
        "type": "object", "required": ["a"], "additionalProperties": False,
        "properties": {"a": {"type": "boolean"},
                       "b": {"type": "integer", "minimum": 0, "maximum": 100_000}},
    }  # fmt: skip
    assert (optional(Flag()).required, Key(Flag()).required) == (False, True)
