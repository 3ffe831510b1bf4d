"""Scratch law: the law with some values changed, made for one question and never kept as law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from benefits.rules.law import Law, Parameter, UnknownParameter
from benefits.rules.trace import LawRow, Step
from benefits.whatif.endings import in_place

ACT = "zmiana próbna"
SINCE = date(1990, 1, 1)
"""A pinned value holds from before any day the rules know."""


@dataclass(frozen=True, slots=True)
class Change:
    """A legal number with the value to be tried, as the files would write it ('1100.00').

    None: the number ends.
    """

    code: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Laws:
    """Two laws that differ in the changed numbers alone; `ended` are those that come to an end."""

    before: Law
    after: Law
    codes: frozenset[str]
    ended: frozenset[str] = frozenset()


def laws_of(law: Law, changes: Iterable[Change], on: date) -> Laws:
    """The law of a day beside the same law with the changes, both as if they held in every month
    the facts speak of.

    A changed number is pinned in both: at its value of the day, and at the tried one. All other
    numbers stay dated, so that nothing but the changes can make a difference. Raises
    `UnknownParameter`, and `NotAnnounced` for a number that has no value on the day.
    """
    before, after = dict(law.parameters), dict(law.parameters)
    codes: set[str] = set()
    ended: set[str] = set()
    for change in changes:
        parameter = law.parameters.get(change.code)
        if parameter is None:
            raise UnknownParameter(change.code)
        now = law.step(change.code, on).source
        assert isinstance(now, LawRow)
        value = in_place(parameter, on) if change.value is None else change.value
        before[change.code] = _pinned(parameter, now)
        after[change.code] = (
            _ended(parameter) if value is None
            else _pinned(parameter, LawRow(change.code, value, on, ACT, "tried"))
        )  # fmt: skip
        codes.add(change.code)
        ended |= {change.code} if change.value is None else set()
    return Laws(
        replace(law, parameters=before), replace(law, parameters=after), frozenset(codes),
        frozenset(ended),
    )  # fmt: skip


def _ended(parameter: Parameter) -> Parameter:
    """The number without a value on any day; none is to be announced."""
    return replace(
        parameter, starts=(), values=(), rows=(), steps=(), overlaid=(), answers_until=None
    )


def _pinned(parameter: Parameter, row: LawRow) -> Parameter:
    """The number with one value for all days."""
    number = Decimal(row.text)
    step = Step(parameter.code, parameter.label, number, row.act, (), row, parameter.unit)
    return replace(
        parameter, starts=(SINCE,), values=(number,), rows=(row,), steps=(step,),
        overlaid=(True,),
    )  # fmt: skip


class Watched(dict[str, Parameter]):
    """The numbers of a law that remember whether one of `codes` was asked for.

    Rules reach the law through this mapping alone. Where none of the changed numbers was asked
    for, the same facts take the same way through the rules under both laws.
    """

    def __init__(self, parameters: Mapping[str, Parameter], codes: frozenset[str]) -> None:
        super().__init__(parameters)
        self.codes, self.asked = codes, False

    def get(self, code: str, default: Any = None) -> Any:
        """As of a dictionary."""
        if code in self.codes:
            self.asked = True
        return super().get(code, default)

    def __getitem__(self, code: str) -> Parameter:
        if code in self.codes:
            self.asked = True
        return super().__getitem__(code)

    def __contains__(self, code: object) -> bool:
        self.asked = self.asked or code in self.codes
        return super().__contains__(code)

    def __iter__(self) -> Iterator[str]:
        self.asked = True
        return super().__iter__()

    def items(self) -> Any:
        """As of a dictionary; whoever walks it has asked for everything."""
        self.asked = True
        return super().items()

    def values(self) -> Any:
        """The same."""
        self.asked = True
        return super().values()

    def keys(self) -> Any:
        """The same."""
        self.asked = True
        return super().keys()
