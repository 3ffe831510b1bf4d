"""Data of the parts in `templates/ui/`, typed: a view builds them, a template includes the part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Tone = Literal["quiet", "accent", "good", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Counter:
    """A number with its saved list (`ui/counters.html`)."""

    label: str
    value: int | str
    url: str = ""
    tone: Tone = "quiet"
    current: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab, which is an address (`ui/tabs.html`)."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in force, with the address of the list without it (`ui/filters.html`)."""

    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a case (`ui/stages.html`)."""

    label: str
    state: Literal["done", "now", "todo", "stopped"]
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened (`ui/timeline.html`); `kind` is what a filter of the timeline goes
    by: case, letter, note, document, interview, decision, payment.

    `fact` names what happened where another app may tell the same in more words: the event that
    carries it as `instead_of` is shown in its place.
    """

    at: datetime | date
    text: str
    who: str = ""
    icon: str = "circle"
    url: str = ""
    detail: str = ""
    kind: str = ""
    fact: str = ""
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a receipt (`ui/receipt.html`). Unfolds to `inner`; a line that does not count is
    shown with `why`.

    `value` is an amount in złoty or a text; `weight` total and result stand out.
    """

    label: str
    value: Decimal | str | None = None
    basis: str = ""
    inner: Sequence[Line] = field(default_factory=tuple)
    counted: bool = True
    why: str = ""
    source: str = ""
    url: str = ""
    sign: str = ""
    weight: Literal["", "total", "result"] = ""
    open: bool = False

    @property
    def is_amount(self) -> bool:
        """Whether the value is money."""
        return isinstance(self.value, Decimal)

    @property
    def unfolds(self) -> bool:
        """Whether there is something under the line."""
        return bool(self.inner)


@dataclass(frozen=True, slots=True)
class Signature:
    """A place for a signature (`ui/signatures.html`)."""

    label: str
    who: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that someone else changed meanwhile (`ui/conflict.html`)."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Long work (`ui/progress.html`); `url` is asked each second until `done` or `failed`."""

    label: str
    url: str
    done: int = 0
    total: int = 0
    finished: bool = False
    failed: str = ""
    result: str = ""
    result_label: str = "Otwórz"
    since: datetime | None = None
