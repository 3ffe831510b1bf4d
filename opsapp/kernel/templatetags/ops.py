"""How values are printed: money, days, months, periods, numbers of persons and accounts, chips of
terms and states, icons.

Templates print these values in no other way.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from opsapp.kernel import clock, money
from opsapp.kernel.documents.blocks import Block
from opsapp.kernel.documents.blocks import blocks as blocks_of
from opsapp.kernel.identifiers import format_nrb
from opsapp.kernel.periods import Month, Period
from opsapp.kernel.web import wording
from opsapp.kernel.web.tones import SIGNS, tone_of

register = template.Library()
NOTHING = "–"
MINUS = "\N{MINUS SIGN}"


@register.filter
def pln(value: Decimal | int | None) -> str:
    """'1 229,00 zł'; a negative amount with a true minus and in red; nothing as a dash."""
    return _amount(value, "")


@register.filter
def amount(value: Decimal | int | None) -> str:
    """'1 229,00', for columns whose head says 'zł'."""
    return _amount(value, f"{money.NBSP}zł")


@register.filter
def pln_change(value: Decimal | int | None) -> str:
    """'+82,30 zł' or '−82,30 zł': a difference."""
    return f"+{pln(value)}" if value is not None and value > 0 else pln(value)


@register.filter
def blocks(text: str) -> list[Block]:
    """The text of a document as paragraphs, lists and tables, for `documents/_blocks.html`."""
    return list(blocks_of(text))


@register.filter
def in_words(value: Decimal | None) -> str:
    """'jeden tysiąc dwieście dwadzieścia dziewięć złotych 00/100'."""
    return NOTHING if value is None else money.in_words(value)


def _amount(value: Decimal | int | None, without: str) -> str:
    if value is None:
        return NOTHING
    text = (
        money.format_pln(Decimal(value)).removesuffix(without)
        if without
        else money.format_pln(Decimal(value))
    )
    return (
        format_html('<span class="o-minus">{}{}</span>', MINUS, text[1:])
        if text.startswith("-")
        else text
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """'22.11.2026'."""
    return f"{_local(value):%d.%m.%Y}" if value else NOTHING


@register.filter
def long_day(value: date) -> str:
    """'czwartek, 26 listopada 2026'."""
    return wording.long_day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """'22.11.2026, 12:04'."""
    return f"{_local(value):%d.%m.%Y, %H:%M}" if value else NOTHING


@register.filter
def day_or_moment(value: date | datetime | None) -> str:
    """The day, and the hour too when it is known."""
    return moment(value) if isinstance(value, datetime) else day(value)


@register.filter
def figure(value: Decimal | int | str | None) -> str:
    """A number of a table: '12 480', '1 229,00'; a text stays as it is."""
    if value is None or isinstance(value, str):
        return NOTHING if value is None else value
    return amount(value) if isinstance(value, Decimal) else f"{value:,}".replace(",", money.NBSP)


@register.filter
def hour(value: datetime | None) -> str:
    """'12:04'."""
    return f"{_local(value):%H:%M}" if value else NOTHING


def _local(value: date) -> date:
    return (
        timezone.localtime(value)
        if isinstance(value, datetime) and timezone.is_aware(value)
        else value
    )


@register.filter
def month(value: Month | date | str | None) -> str:
    """'listopad 2026', of a month, of any day in it or of '2026-11'."""
    if not value:
        return NOTHING
    if isinstance(value, str):
        value = Month.parse(value)
    return wording.month_name(value if isinstance(value, Month) else Month.of(value))


@register.filter
def short_month(value: date | None) -> str:
    """The month of a day in digits, for after 'od' and 'do', where a name would need its case:
    11.2026.
    """
    return "–" if value is None else f"{value:%m.%Y}"


@register.filter
def period(value: Any) -> str:
    """'01.03.2024 – 31.05.2024', 'od 01.03.2024', of a Period or a date range of the database."""
    if value is None:
        return NOTHING
    days = value if isinstance(value, Period) else Period.from_range(value)
    if days.end is None:
        return f"od {day(days.start)}"
    return day(days.start) if days.start == days.end else f"{day(days.start)} – {day(days.end)}"


@register.filter
def pesel_masked(value: object) -> str:
    """'•••••••1234': the last four digits, as lists show it."""
    return "•" * 7 + str(value)[-4:] if value else NOTHING


@register.filter
def nrb(value: str | None) -> str:
    """An account number in groups of four, kept on one line."""
    return format_nrb(value).replace(" ", money.NBSP) if value else NOTHING


@register.filter
def nrb_masked(value: str | None) -> str:
    """'…\u00a01234': the last four digits of an account."""
    return f"…{money.NBSP}{value[-4:]}" if value else NOTHING


@register.filter
def age(born: date | None, on: date | None = None) -> str:
    """'41 lat', today or on a day."""
    return (
        wording.counted(wording.age(born, on or clock.today()), wording.YEARS) if born else NOTHING
    )


@register.filter
def counted(number: int, forms: str) -> str:
    """'7 spraw' from `{{ 7|counted:"sprawa,sprawy,spraw" }}`."""
    one, few, many = forms.split(",")
    return wording.counted(number, (one, few, many))


@register.simple_tag
def term_chip(
    due: date | None, *, met: bool = False, today: date | None = None
) -> SafeString | str:
    """The term of anything: 'do 02.12 (za 6 dni)', grey, amber from 5 days, red from 2 days and
    after; `met` is done in time.
    """
    if due is None:
        return NOTHING
    if met:
        return chip(f"do {day(due)}", "good", icon_name="check")
    text, tone = wording.term(due, today or clock.today())
    return chip(text, tone, icon_name="alert-triangle" if tone == "bad" else "clock")


@register.simple_tag
def state_chip(code: str, label: str, *, tone: str = "") -> SafeString:
    """The state of a record: its Polish label, with the tone its code has everywhere."""
    return chip(label, tone or tone_of(code))


@register.simple_tag
def chip(label: str, tone: str = "quiet", *, icon_name: str | None = None) -> SafeString:
    """A short word with a tone: quiet, accent, good, warn, bad; the sign follows the tone unless
    `icon_name` is given.
    """
    sign = SIGNS[tone] if icon_name is None else icon_name
    return format_html(
        '<span class="o-chip o-{}">{}{}</span>', tone, icon(sign) if sign else "", label
    )


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; with `label` it speaks, without it is an ornament."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label,
            _sprite(),
            name,
        )
    return _ornament(name)


@cache
def _sprite() -> str:
    """Where the sprite is: the same as long as the process lives."""
    return static("app/icons.svg")


@cache
def _ornament(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(), name
    )
