"""Legal numbers by date: what the files say, and what the centre entered laid over them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from benefits.rules.trace import LawRow, Step

LAW_FOLDER = Path(__file__).resolve().parent.parent / "law"
GIVEN = "podano w zapytaniu"


class NotAnnounced(Exception):
    """No value of law is known for this day; the case cannot be answered.

    `since` is the first day with a value, when the day lies before it: then nothing is awaited.
    """

    def __init__(
        self, code: str, on: date, label: str = "", announcement: str = "",
        since: date | None = None,
    ) -> None:  # fmt: skip
        name = f"„{label}” ({code})" if label else f"„{code}”"
        said = f"Brak wartości parametru {name} na dzień {on:%d.%m.%Y}"
        if since is not None:
            rest = (f": program zna ją od {since:%d.%m.%Y}. Jeżeli masz akt z tamtego czasu, wpisz "
                    "jego wartość w dziale Prawo.")  # fmt: skip
        else:
            awaited = f"Źródło: {announcement}. " if announcement else ""
            rest = f". {awaited}Wpisz ogłoszoną wartość w dziale Prawo."
        self.code, self.on, self.message = code, on, said + rest
        super().__init__(self.message)


class NoRuleYet(NotAnnounced):
    """The day lies before the first rule of the benefit; no value that is entered would help."""

    def __init__(self, code: str, on: date, label: str, since: date) -> None:
        super().__init__(code, on, label)
        self.message = (
            f"Program nie zna zasad świadczenia „{label}” z dnia {on:%d.%m.%Y}: liczy je od "
            f"{since:%d.%m.%Y}. Sprawę za wcześniejszy okres rozstrzygnij bez niego."
        )
        self.args = (self.message,)


class UnknownParameter(KeyError):
    """A code that no law file has: an error of the rules, never of the facts."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A value entered by the centre: a resolution, or an announcement no file answers yet."""

    code: str
    valid_from: date
    value: str | None
    act: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One legal number: its values by date; `None` as a value is an end.

    `answers_until` is the last day the file answers when the next value is to be announced;
    `announcement` says where that value will stand.
    """

    code: str
    label: str
    unit: str
    local: bool
    starts: tuple[date, ...]
    values: tuple[Decimal | None, ...]
    rows: tuple[LawRow, ...]
    answers_until: date | None = None
    checked_on: date | None = None
    next_review: date | None = None
    basis: str = ""
    announcement: str = ""
    steps: tuple[Step, ...] = ()
    overlaid: tuple[bool, ...] = ()

    def at(self, on: date) -> int | None:
        """Index of the value in force on this day, or None."""
        index = bisect_right(self.starts, on) - 1
        if index < 0 or self.values[index] is None:
            return None
        if self.answers_until and on > self.answers_until and not self._newer(index):
            return None
        return index

    def _newer(self, index: int) -> bool:
        return bool(self.overlaid) and self.overlaid[index]


@dataclass(frozen=True, slots=True)
class Law:
    """All legal numbers; asks by code and day, and never guesses."""

    parameters: Mapping[str, Parameter]
    given: Mapping[str, Step] | None = None

    @classmethod
    def from_files(cls, folder: Path = LAW_FOLDER) -> Law:
        """The law as the files of this version have it (read once per process)."""
        return _from_folder(folder)

    def step(self, code: str, on: date) -> Step:
        """The value in force as a leaf of the trace; raises NotAnnounced when there is none."""
        parameter = self.parameters.get(code)
        if parameter is None:
            raise UnknownParameter(code)
        given = self.given.get(code) if self.given else None
        if given is not None and parameter.local:
            return given
        index = parameter.at(on)
        if index is not None:
            return parameter.steps[index]
        if given is not None:
            return given
        early = parameter.starts and on < parameter.starts[0]
        raise NotAnnounced(
            code, on, parameter.label, parameter.announcement,
            since=parameter.starts[0] if early else None,
        )  # fmt: skip

    def value(self, code: str, on: date) -> Decimal:
        """The number in force; raises NotAnnounced when there is none."""
        return self.step(code, on).number

    amount = value
    rate = value

    def has(self, code: str, on: date) -> bool:
        """Whether a value is known for this day."""
        given = bool(self.given and code in self.given)
        return given or self.parameters[code].at(on) is not None

    def overlaid(self, values: Iterable[Overlay]) -> Law:
        """The law with the centre's values: local ones always, national where no file answers.

        Raises UnknownParameter for a code that no file has.
        """
        grouped: dict[str, list[Overlay]] = {}
        for value in values:
            grouped.setdefault(value.code, []).append(value)
        changed = dict(self.parameters)
        for code, rows in grouped.items():
            if code not in changed:
                raise UnknownParameter(code)
            changed[code] = _lay_over(changed[code], rows)
        return replace(self, parameters=changed)

    def with_given(self, values: Mapping[str, Decimal], on: date) -> Law:
        """The law with values supplied by a request, where the request may supply them."""
        steps = {code: _given(self.parameters[code], value, on) for code, value in values.items()}
        return replace(self, given=steps) if steps else self


def parameter(
    code: str, raw: Mapping[str, object], *, local: bool
) -> Parameter:  # fmt: skip
    """Read one law file; its form is checked by `lint`, not here."""
    values = raw["values"]
    assert isinstance(values, dict)
    confidence = str(raw.get("confidence", "verified"))
    rows = tuple(_row(code, start, row, confidence) for start, row in sorted(values.items()))
    made = Parameter(
        code=code, label=str(raw["label"]), unit=str(raw["unit"]), local=local,
        starts=tuple(row.valid_from for row in rows),
        values=tuple(Decimal(row.text) if row.text else None for row in rows), rows=rows,
        answers_until=_day(raw, "answers_until"), checked_on=_day(raw, "checked_on"),
        next_review=_day(raw, "next_review"), basis=str(raw.get("basis", "")),
        announcement=str(raw.get("announcement", "")),
    )  # fmt: skip
    return _with_steps(made)


def _row(code: str, start: date, row: Mapping[str, str | None], confidence: str) -> LawRow:
    return LawRow(
        code, row["value"] or "", start, row["act"] or "", row.get("confidence") or confidence
    )


def _day(raw: Mapping[str, object], key: str) -> date | None:
    day = raw.get(key)
    return day if isinstance(day, date) else None


def _with_steps(made: Parameter) -> Parameter:
    steps = tuple(
        Step(made.code, made.label, Decimal(row.text or 0), row.act, (), row, made.unit)
        for row in made.rows
    )
    return replace(made, steps=steps)


def _lay_over(parameter: Parameter, values: Iterable[Overlay]) -> Parameter:
    rows = {row.valid_from: (row, False) for row in parameter.rows}
    for value in sorted(values, key=lambda value: value.valid_from):
        if not parameter.local and parameter.at(value.valid_from) is not None:
            continue
        row = LawRow(parameter.code, value.value or "", value.valid_from, value.act)
        rows[value.valid_from] = (row, True)
    ordered = [rows[day] for day in sorted(rows)]
    made = replace(
        parameter,
        starts=tuple(row.valid_from for row, _ in ordered),
        values=tuple(Decimal(row.text) if row.text else None for row, _ in ordered),
        rows=tuple(row for row, _ in ordered),
        overlaid=tuple(mine for _, mine in ordered),
    )
    return _with_steps(made)


def _given(parameter: Parameter, value: Decimal, on: date) -> Step:
    row = LawRow(parameter.code, f"{value:f}", on, GIVEN, "given")
    return Step(parameter.code, parameter.label, value, GIVEN, (), row, parameter.unit)


@cache
def _from_folder(folder: Path) -> Law:
    read: dict[str, Parameter] = {}
    for scope in ("national", "local"):
        for path in sorted((folder / scope).glob("*.yaml")):
            read[path.stem] = parameter(path.stem, load_file(path), local=scope == "local")
    return Law(read)


def load_file(path: Path) -> dict[str, object]:
    """One YAML file as a mapping."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    assert isinstance(loaded, dict)
    return loaded
