"""Form fields that understand what people type, or say what is wrong, why, and what to do."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from opsapp.kernel.identifiers import Pesel, format_nrb, parse_nrb, parse_pesel
from opsapp.kernel.money import format_pln, parse_amount
from opsapp.kernel.periods import Month
from opsapp.kernel.web.wording import MONTHS

YEARS = (1900, 2100)
_DAY = re.compile(
    r"(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})|(\d{2})(\d{2})(\d{4})"
)
_MONTH = re.compile(r"(\d{1,2})[.\-/ ](\d{4})|(\d{4})-(\d{1,2})")


class Explained(forms.CharField):
    """A text field read by `parse`; `basis` is the article shown beside its help, `mode` the
    keyboard of a tablet.
    """

    mode = "text"
    kind = ""

    def __init__(self, *, basis: str = "", **options: Any) -> None:
        options.setdefault("max_length", 100)
        super().__init__(**options)
        self.basis = basis

    def parse(self, text: str) -> Any:
        """The value of what was typed. Raises ValueError with a Polish sentence."""
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.parse(text)
        except ValueError as wrong:
            raise ValidationError(str(wrong), code="invalid") from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": self.mode, "autocomplete": "off"}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class AmountField(Explained):
    """An amount in złoty, as Decimal: '1 229,00', '1229.00', '1229 zł' are understood."""

    mode, kind = "decimal", "amount"

    def __init__(
        self, *, least: Decimal | None = Decimal(0), most: Decimal | None = None, **options: Any
    ) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    def parse(self, text: str) -> Decimal:
        amount = parse_amount(text)
        if self.least is not None and amount < self.least:
            raise ValueError(f"Kwota jest za mała. Podaj co najmniej {format_pln(self.least)}.")
        if self.most is not None and amount > self.most:
            raise ValueError(f"Kwota jest za duża. Podaj najwyżej {format_pln(self.most)}.")
        return amount

    def prepare_value(self, value: Any) -> Any:
        return format_pln(value).removesuffix("zł").strip() if isinstance(value, Decimal) else value


class PolishDateField(Explained):
    """A day: '22.11.2026', '22-11-2026', '22112026' and '2026-11-22' are understood; absurd years
    are refused.
    """

    mode, kind = "numeric", "date"

    def __init__(
        self, *, earliest: date | None = None, latest: date | None = None, **options: Any
    ) -> None:
        super().__init__(**options)
        self.earliest, self.latest = earliest, latest

    def parse(self, text: str) -> date:
        day = _read_day(text)
        if self.earliest and day < self.earliest:
            raise ValueError(f"Data jest za wczesna. Podaj dzień od {self.earliest:%d.%m.%Y}.")
        if self.latest and day > self.latest:
            raise ValueError(f"Data jest za późna. Podaj dzień do {self.latest:%d.%m.%Y}.")
        return day

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else value


class MonthField(Explained):
    """A month: '11.2026', '2026-11' and 'listopad 2026' are understood."""

    mode, kind = "text", "month"

    def parse(self, text: str) -> Month:
        typed = text.strip().lower()
        name, _, year = typed.partition(" ")
        if name in MONTHS and year.isdecimal():
            return _month(text, int(year), MONTHS.index(name) + 1)
        found = _MONTH.fullmatch(typed)
        if found is None:
            raise ValueError(f"„{text}” nie jest miesiącem. Podaj miesiąc i rok, np. 11.2026.")
        month, year_of, year_first, month_last = found.groups()
        return _month(text, int(year_of or year_first), int(month or month_last))

    def prepare_value(self, value: Any) -> Any:
        return f"{value.month:02}.{value.year}" if isinstance(value, Month) else value


class PeselField(Explained):
    """A PESEL number with a right checksum; a historic wrong one needs a form that asks for the
    reason (`lenient`).
    """

    mode, kind = "numeric", "pesel"

    def __init__(self, *, lenient: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.lenient = lenient

    def parse(self, text: str) -> Pesel:
        pesel = parse_pesel(text)
        if not pesel.checksum_ok and not self.lenient:
            raise ValueError(
                "Ostatnia cyfra numeru PESEL nie zgadza się z pozostałymi. "
                "Sprawdź numer z dokumentem."
            )
        return pesel

    def prepare_value(self, value: Any) -> Any:
        return value.value if isinstance(value, Pesel) else value


class NrbField(Explained):
    """A Polish account number: 26 digits, with or without spaces or PL in front; the bare digits
    are returned.
    """

    mode, kind = "numeric", "nrb"

    def parse(self, text: str) -> str:
        return parse_nrb(text)

    def prepare_value(self, value: Any) -> Any:
        return (
            format_nrb(value)
            if isinstance(value, str) and value.isdecimal() and len(value) == 26
            else value
        )


def _read_day(text: str) -> date:
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"„{text}” nie jest datą. Podaj dzień, miesiąc i rok, np. 22.11.2026.")
    parts = [int(part) for part in found.groups() if part is not None]
    year, month, day = parts if found[4] else parts[::-1]
    if not YEARS[0] <= year <= YEARS[1]:
        raise ValueError(
            f"Rok {year} jest poza zakresem {YEARS[0]}–{YEARS[1]}. "
            "Sprawdź, czy nie ma pomyłki w roku."
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"Nie ma takiego dnia: {text.strip()}. Sprawdź dzień i miesiąc.") from None


def _month(text: str, year: int, month: int) -> Month:
    if not YEARS[0] <= year <= YEARS[1] or not 1 <= month <= 12:
        raise ValueError(f"Nie ma takiego miesiąca: {text.strip()}. Podaj go np. tak: 11.2026.")
    return Month(year, month)
