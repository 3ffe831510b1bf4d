"""What may be tried: known numbers, values that fit, days the law knows, and a real change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from benefits.rules.law import Law, Parameter
from benefits.services.law import fitting
from benefits.whatif.endings import has_resolution, in_place, may_end
from benefits.whatif.scratch import Change
from opsapp.kernel import clock
from opsapp.kernel.refusals import Refusal

MOST_CHANGES = 10
YEARS_AHEAD = 5
MOST_BY_UNIT = {"share": Decimal(10), "answer": Decimal(1), "months": Decimal(1200)}
MOST_PLN = Decimal(1_000_000)
MOST = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Tried:
    """A change that may be tried, with what the screens say of it; `after` None: it ends."""

    code: str
    label: str
    unit: str
    local: bool
    before: str
    after: str | None
    act: str
    instead: str = ""
    """What holds in place of a number that ends; empty where nothing does."""

    @property
    def change(self) -> Change:
        """As the engine takes it."""
        return Change(self.code, self.after)

    @property
    def new_value(self) -> Decimal | None:
        """The tried value as a number; None where the number ends."""
        return None if self.after is None else Decimal(self.after)

    def to_json(self) -> dict[str, Any]:
        """As it is kept with the run."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Tried:
        """Read back."""
        return cls(**{name: kept[name] for name in cls.__slots__ if name in kept})


def known(law: Law, code: str) -> Parameter:
    """The number of this code. Raises `Refusal` that names codes spelt alike."""
    parameter = law.parameters.get(code)
    if parameter is not None:
        return parameter
    alike = get_close_matches(code, law.parameters, n=3, cutoff=0.5)
    hint = f" Czy chodziło o: {', '.join(alike)}?" if alike else " Wybierz parametr z listy."
    raise Refusal(f"Nie ma parametru prawa o kodzie „{code}”.{hint}", "unknown_parameter", "code")


def check_day(parameter: Parameter, on: date) -> int:
    """The place of the value in force on the day. Raises `Refusal` where the law knows none."""
    latest = _years_ahead(clock.today())
    if on > latest:
        raise Refusal(
            f"To zbyt odległy dzień. Podaj dzień nie późniejszy niż {latest:%d.%m.%Y}.",
            "too_far", "valid_from",
        )  # fmt: skip
    index = parameter.at(on)
    if index is not None:
        return index
    if parameter.starts and on < parameter.starts[0]:
        raise Refusal(
            f"Prawo w programie zna wartości parametru „{parameter.label}” dopiero od "
            f"{parameter.starts[0]:%d.%m.%Y}. Podaj dzień nie wcześniejszy.",
            "before_law", "valid_from",
        )  # fmt: skip
    raise Refusal(
        f"Na {on:%d.%m.%Y} parametr „{parameter.label}” nie ma znanej wartości, więc nie ma z czym "
        f"porównać zmiany{_until(parameter)}.",
        "no_value", "valid_from",
    )  # fmt: skip


def tried(law: Law, code: str, value: Decimal, on: date) -> Tried:
    """The change, checked. Raises `Refusal` whose field is `code`, `value` or `valid_from`."""
    parameter = known(law, code)
    row = parameter.rows[check_day(parameter, on)]
    text = fitting(parameter, value)
    most = most_of(parameter.unit)
    if value > most:
        raise Refusal(
            f"Wartość jest za duża. Podaj najwyżej {_shown(parameter.unit, most)}.",
            "too_much", "value",
        )  # fmt: skip
    if Decimal(text) == Decimal(row.text):
        raise Refusal(
            "Ta wartość już obowiązuje w tym dniu, więc nic by się nie zmieniło. Podaj inną.",
            "no_change", "value",
        )  # fmt: skip
    return Tried(code, parameter.label, parameter.unit, parameter.local, row.text, text, row.act)


def ended(law: Law, code: str, on: date) -> Tried:
    """The number as if it came to an end on the day, checked. Raises `Refusal` for one that ended
    already, that no resolution set, or without which the rules know nothing to say.
    """
    parameter = known(law, code)
    row = parameter.rows[check_day(parameter, on)]
    if not may_end(parameter):
        raise Refusal(
            "Bez tego parametru program nie umie policzyć świadczeń, więc w symulacji nie można go "
            "zakończyć. Podaj jego nową wartość.",
            "may_not_end", "ends",
        )  # fmt: skip
    if parameter.local and not has_resolution(parameter, on):
        raise Refusal(
            f"Na {on:%d.%m.%Y} ośrodek nie ma wpisanej uchwały o tym parametrze, więc nie ma czego "
            "zakończyć. Podaj nową wartość.",
            "no_resolution", "ends",
        )  # fmt: skip
    instead = in_place(parameter, on) or ""
    return Tried(
        code, parameter.label, parameter.unit, parameter.local, row.text, None, row.act, instead
    )


def checked_one(law: Law, code: str, value: Decimal | None, on: date) -> Tried:
    """A change of value, or with None an end. Raises `Refusal`."""
    return ended(law, code, on) if value is None else tried(law, code, value, on)


def check_together(changes: list[Tried]) -> None:
    """Raises `Refusal` for nothing to try, for too much, and for a number tried twice."""
    if not changes:
        raise Refusal(
            "Nie wybrano żadnej zmiany. Wybierz parametr i podaj jego nową wartość.", "empty"
        )
    if len(changes) > MOST_CHANGES:
        raise Refusal(f"Naraz można zmienić najwyżej {MOST_CHANGES} parametrów.", "too_many")
    codes = [change.code for change in changes]
    twice = next((change for change in changes if codes.count(change.code) > 1), None)
    if twice:
        raise Refusal(f"Parametr „{twice.label}” wybrano dwa razy. Zostaw jedną wartość.", "twice")


def most_of(unit: str) -> Decimal:
    """The largest value of a unit that makes sense."""
    return MOST_BY_UNIT.get(unit) or (MOST_PLN if unit.startswith("PLN") else MOST)


def _shown(unit: str, most: Decimal) -> str:
    return f"{most * 100:.0f} %" if unit == "share" else f"{most:,.0f}".replace(",", " ")


def _until(parameter: Parameter) -> str:
    until = parameter.answers_until
    return f". Wybierz dzień do {until:%d.%m.%Y}" if until else ""


def _years_ahead(today: date) -> date:
    return date(today.year + YEARS_AHEAD, 12, 31)
