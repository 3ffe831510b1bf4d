"""Fields understand what people type, and refuse with what, why and what to do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from opsapp.kernel.periods import Month
from opsapp.kernel.web.fields import (
    AmountField,
    MonthField,
    NrbField,
    PeselField,
    PolishDateField,
)
from opsapp.kernel.web.forms import Form, differences, errors_of
from opsapp.kernel.web.parts import Difference

ACCOUNT = "61109010140000071219812874"


@pytest.mark.parametrize("typed", ["1 229,00", "1229", "1229.00", "1\u00a0229,00 zł"])
def test_an_amount_is_understood_as_people_type_it(typed: str) -> None:
    assert AmountField().clean(typed) == Decimal("1229.00")


@pytest.mark.parametrize(
    "typed", ["22.11.2026", "22-11-2026", "22112026", "2026-11-22", "22 11 2026"]
)
def test_a_day_is_understood_as_people_type_it(typed: str) -> None:
    assert PolishDateField().clean(typed) == date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["11.2026", "2026-11", "listopad 2026", "11/2026"])
def test_a_month_is_understood_as_people_type_it(typed: str) -> None:
    assert MonthField().clean(typed) == Month(2026, 11)


def test_an_account_is_bare_digits_however_it_was_typed() -> None:
    typed = "PL 61 1090 1014 0000 0712 1981 2874"
    assert NrbField().clean(typed) == ACCOUNT


def test_a_pesel_gives_the_birth_date() -> None:
    assert PeselField().clean("44051401359").birth_date == date(1944, 5, 14)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (AmountField(), "-5", "co najmniej"),
        (AmountField(most=Decimal(10)), "11", "najwyżej"),
        (AmountField(), "sto", "nie jest kwotą"),
        (PolishDateField(), "31.02.2026", "Nie ma takiego dnia"),
        (PolishDateField(), "01.01.0226", "poza zakresem"),
        (PolishDateField(), "wczoraj", "np. 22.11.2026"),
        (PolishDateField(latest=date(2026, 1, 1)), "02.01.2026", "do 01.01.2026"),
        (PolishDateField(earliest=date(2026, 1, 1)), "31.12.2025", "od 01.01.2026"),
        (MonthField(), "13.2026", "Nie ma takiego miesiąca"),
        (MonthField(), "kiedyś", "nie jest miesiącem"),
        (PeselField(), "44051401358", "Ostatnia cyfra"),
        (NrbField(), "123", ""),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_do(
    field: forms.Field, typed: str, said: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert said in refused.value.messages[0]
    assert refused.value.messages[0].endswith(".")


def test_a_historic_pesel_passes_where_the_form_asks_why() -> None:
    assert PeselField(lenient=True).clean("44051401358").checksum_ok is False


def test_values_are_shown_as_they_are_typed() -> None:
    shown = [
        AmountField().prepare_value(Decimal("1229.00")),
        PolishDateField().prepare_value(date(2026, 11, 2)),
        MonthField().prepare_value(Month(2026, 11)),
        NrbField().prepare_value(ACCOUNT),
    ]
    assert shown == ["1\u00a0229,00", "02.11.2026", "11.2026", "61 1090 1014 0000 0712 1981 2874"]


class Sample(Form):
    amount = AmountField(label="Kwota")
    kind = forms.ChoiceField(label="Rodzaj", choices=[("a", "A")])


def test_what_is_missing_is_named() -> None:
    sentences = [sentence for _, _, sentence in errors_of(Sample({}))]
    assert sentences == ["Uzupełnij: Kwota.", "Nic nie wybrano. Wybierz: Rodzaj."]


def test_what_someone_else_saved_stands_beside_what_was_typed() -> None:
    form = Sample({"amount": "82,30", "kind": "a"})
    told = differences(form, {"amount": Decimal("1229.00"), "kind": "a"})
    assert told == [Difference("Kwota", "1\u00a0229,00", "82,30")]
    empty = differences(Sample({"amount": "", "kind": "a"}), {"amount": Decimal("5.00")})
    assert empty == [Difference("Kwota", "5,00", "(puste)")]


def test_an_unchanged_amount_is_unchanged() -> None:
    data: dict[str, Any] = {"amount": "1\u00a0229,00", "kind": "a"}
    form = Sample(data, initial={"amount": Decimal("1229.00"), "kind": "a"})
    assert form.changed_data == []
