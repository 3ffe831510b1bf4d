"""Steps of a calculation: every number is a fact, a value of law, or the result of its inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from opsapp.kernel.money import round_half_up

ZERO = Decimal("0.00")
SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class LawRow:
    """One value of a legal parameter with the day from which it holds and its act."""

    code: str
    text: str
    valid_from: date
    act: str
    confidence: str = "verified"


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A node of the trace.

    `value` is a Decimal (złoty unless `unit` says otherwise) or a text (dates, yes and no).
    A leaf has a `source`: the JSON path of a fact or the row of law. `note` says why something
    does not count; `member` is the id of the household member it is about.
    """

    code: str
    label: str
    value: Decimal | str
    basis: str = ""
    inputs: tuple[Step, ...] = ()
    source: LawRow | str | None = None
    unit: str = "PLN"
    note: str = ""
    member: str = ""

    @property
    def number(self) -> Decimal:
        """The value as a number; a text raises TypeError."""
        if isinstance(self.value, str):
            raise TypeError(f"Step {self.code} holds no number.")
        return self.value

    def to_json(self) -> dict[str, object]:
        """The node as the assessment contract prints it."""
        return {
            "code": self.code,
            "label": f"{self.label}: {self.note}" if self.note else self.label,
            "value": text_of(self),
            "basis": self.basis,
            "inputs": [step.to_json() for step in self.inputs],
        }


def text_of(step: Step) -> str:
    """The value as plain text: amounts with two decimals, exact shares with up to six."""
    if isinstance(step.value, str):
        return step.value
    if isinstance(step.source, LawRow):
        return step.source.text
    if step.unit == "count":
        return str(int(step.value))
    return plain(step.value)


def plain(number: Decimal) -> str:
    """A number with at least two decimals and at most six."""
    shown = number.quantize(SIX_PLACES)
    if shown == shown.quantize(ZERO):
        return f"{shown:.2f}"
    return f"{shown.normalize():f}"


def walk(step: Step) -> Iterator[Step]:
    """The node and everything below it, in order."""
    yield step
    for below in step.inputs:
        yield from walk(below)


def law_used(step: Step) -> Iterator[LawRow]:
    """The rows of law below a node; a step that stands in several places is looked into once."""
    pending, seen = [step], set[int]()
    while pending:
        node = pending.pop()
        if isinstance(node.source, LawRow):
            yield node.source
        elif node.inputs and id(node) not in seen:
            seen.add(id(node))
            pending += node.inputs


def find(step: Step, code: str) -> Step | None:
    """The first node with this code, or None."""
    return next((node for node in walk(step) if node.code == code), None)


def fact(
    source: str, label: str, value: Decimal | str, *, unit: str = "PLN", member: str = "",
    basis: str = "", note: str = "",
) -> Step:  # fmt: skip
    """A leaf that stands in the input at the JSON path `source`."""
    return Step(f"fact.{source}", label, value, basis, (), source, unit, note, member)


def count(code: str, label: str, inputs: Sequence[Step], basis: str = "") -> Step:
    """How many inputs there are."""
    return Step(code, label, Decimal(len(inputs)), basis, tuple(inputs), unit="count")


def total(
    code: str, label: str, inputs: Sequence[Step], basis: str = "", member: str = ""
) -> Step:  # fmt: skip
    """The sum of the inputs; without any, zero."""
    added = sum((step.number for step in inputs), ZERO)
    return Step(code, label, added, basis, tuple(inputs), member=member)


def difference(code: str, label: str, whole: Step, less: Step, basis: str = "") -> Step:
    """The first less the second; may be negative."""
    return Step(code, label, whole.number - less.number, basis, (whole, less))


def gap(code: str, label: str, whole: Step, less: Step, basis: str = "") -> Step:
    """The first less the second, never below zero."""
    return Step(code, label, max(ZERO, whole.number - less.number), basis, (whole, less))


def product(
    code: str, label: str, one: Step, other: Step, basis: str = "", *, unit: str = "PLN"
) -> Step:  # fmt: skip
    """One times the other, exact."""
    return Step(code, label, one.number * other.number, basis, (one, other), unit=unit)


def quotient(
    code: str, label: str, one: Step, other: Step, basis: str = "", *, unit: str = "PLN"
) -> Step:  # fmt: skip
    """One divided by the other, to 28 digits: exact wherever a grosz could turn on it."""
    return Step(code, label, one.number / other.number, basis, (one, other), unit=unit)


def least(code: str, label: str, inputs: Sequence[Step], basis: str = "") -> Step:
    """The smallest of the inputs."""
    value = min(step.number for step in inputs)
    return Step(code, label, value, basis, tuple(inputs), unit=inputs[0].unit)


def greatest(code: str, label: str, inputs: Sequence[Step], basis: str = "") -> Step:
    """The largest of the inputs."""
    value = max(step.number for step in inputs)
    return Step(code, label, value, basis, tuple(inputs), unit=inputs[0].unit)


def rounded(code: str, label: str, exact: Step, basis: str = "", member: str = "") -> Step:
    """The amount to the grosz, half up."""
    return Step(code, label, round_half_up(exact.number), basis, (exact,), member=member)


def passed(code: str, label: str, holds: bool, inputs: Sequence[Step], basis: str = "") -> Step:
    """A condition: "tak" or "nie"."""
    return Step(code, label, "tak" if holds else "nie", basis, tuple(inputs), unit="answer")


def same(code: str, label: str, step: Step, basis: str = "", note: str = "") -> Step:
    """The same value under the name that it has here."""
    return Step(code, label, step.value, basis, (step,), unit=step.unit, note=note)
