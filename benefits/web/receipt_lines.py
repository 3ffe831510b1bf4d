"""An answer of the rules as the lines of a receipt: what counts, what does not and why, the result.

The lines stand in the order in which a person would work the sum out: criterion, income, tests,
what several later steps use, the amount. Everything else is inside the line it belongs to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.urls import reverse

from benefits.rules import Assessment
from benefits.rules.receipt import formatted, polish_day
from benefits.rules.trace import LawRow, Step, find, walk
from opsapp.kernel.money import NBSP
from opsapp.kernel.web.parts import Line

PERIODS = {"month": "miesięcznie", "once": "jednorazowo"}
GROUPS = ("criterion", "social_assistance.criterion_single", "income", "own_income")
"""Steps that every receipt shows on a line of their own."""
DISCRETIONARY = (
    "targeted_allowance", "special_targeted_allowance", "random_event_allowance",
    "repayable_assistance", "meal_support",
)  # fmt: skip
"""Benefits without a least amount: nothing is owed, an amount may be granted."""
SAME = "zob. wyżej"
RECALLED = "recalled"
UNCHECKED = "wartość do sprawdzenia w akcie, zanim zapadnie decyzja"
_GROSZ = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a fact is on record: its address and the paper that proves it."""

    url: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the trace leaves out on purpose: names of members, records behind incomes."""

    names: Mapping[str, str] = field(default_factory=dict)
    incomes: Mapping[int, Proof] = field(default_factory=dict)
    law_links: bool = True


def receipt_lines(assessment: Assessment, known: Known | None = None) -> list[Line]:
    """The whole receipt; the last line is the result."""
    told = known or Known()
    tops = list(_tops(assessment.trace))
    shown = {id(step) for step in tops}
    lines = [_line(step, told, shown, top=True) for step in tops]
    return [*lines, *_parts(assessment, told), *_unchecked(assessment), _result(assessment)]


def result_words(assessment: Assessment) -> str:
    """'od 405,73 zł do 811,45 zł miesięcznie', or that it is not due."""
    least, most = assessment.amount, assessment.amount_max
    if least is None:
        return "nie przysługuje"
    per = PERIODS.get(assessment.period, "")
    if not least and assessment.period in PERIODS and assessment.benefit in DISCRETIONARY:
        return f"do {_zloty(most)} {per}".strip() if most else "w kwocie uznaniowej"
    if most is not None and most != least:
        return f"od {_zloty(least)} do {_zloty(most)} {per}".strip()
    return f"{_zloty(least)} {per}".strip()


def _tops(root: Step) -> Iterator[Step]:
    """Steps on a line of their own, each after what it is made of; tests come before amounts."""
    parents = _parents(root)
    seen: set[int] = set()
    tests = [step for step in root.inputs if step.unit == "answer"]
    for top in [*tests, *(step for step in root.inputs if step.unit != "answer")]:
        yield from _arising(top, parents, seen, direct=True)


def _arising(
    step: Step, parents: Mapping[int, int], seen: set[int], *, direct: bool = False
) -> Iterator[Step]:
    if id(step) in seen:
        return
    seen.add(id(step))
    grouped = step.code in GROUPS
    if not grouped:
        for below in sorted(step.inputs, key=_place):
            yield from _arising(below, parents, seen)
    if direct or grouped or (step.inputs and parents[id(step)] > 1):
        yield step


def _place(step: Step) -> int:
    return GROUPS.index(step.code) if step.code in GROUPS else len(GROUPS)


def _parents(root: Step) -> Counter[int]:
    """How many steps use each step."""
    counts: Counter[int] = Counter()
    seen: set[int] = set()
    for step in walk(root):
        if id(step) not in seen:
            seen.add(id(step))
            counts.update({id(below) for below in step.inputs})
    return counts


def _line(step: Step, known: Known, shown: set[int], *, top: bool = False) -> Line:
    said = Line(
        label=_label(step, known), value=_value(step, known), basis=step.basis,
        counted=not step.note, why=step.note, open=top and step.code in ("income", "own_income"),
    )  # fmt: skip
    if isinstance(step.source, LawRow):
        return _law_line(said, step.source, known)
    proof = known.incomes.get(_income(step)) if step.source else None
    if proof:
        said = replace(said, url=proof.url, source=proof.source or "z karty osoby")
    if id(step) in shown and not top:
        return replace(said, why=SAME if step.inputs else said.why)
    return replace(said, inner=tuple(_inner(step, known, shown)))


def _inner(step: Step, known: Known, shown: set[int]) -> Iterator[Line]:
    for below in step.inputs:
        if below.code.endswith(".not_counted"):
            yield from (_left_out(one, known) for one in below.inputs)
        else:
            yield _line(below, known, shown)


def _left_out(step: Step, known: Known) -> Line:
    """What does not count: shown with its amount and why."""
    line = _line(step, known, set())
    amount = formatted(step)
    why = step.note or "nie wlicza się do dochodu"
    return replace(line, value=None, counted=False, why=f"{amount} – {why}")


def _law_line(said: Line, row: LawRow, known: Known) -> Line:
    if row.confidence == RECALLED:
        said = replace(said, why=UNCHECKED)
    if not known.law_links:
        return said
    url = reverse("benefits:law_parameter", args=[row.code])
    return replace(said, source=f"od {row.valid_from:%d.%m.%Y}", url=url)


def _unchecked(assessment: Assessment) -> Iterator[Line]:
    """Values that nobody checked in their act: named before the result that stands on them."""
    labels = {
        step.source: step.label
        for step in walk(assessment.trace)
        if isinstance(step.source, LawRow) and step.source.confidence == RECALLED
    }
    for row, label in labels.items():
        yield Line(f"Uwaga: {label} od {row.valid_from:%d.%m.%Y}", basis=row.act, why=UNCHECKED)


def _label(step: Step, known: Known) -> str:
    name = known.names.get(step.member, step.member) if step.member else ""
    return f"{step.label} – {name}" if name and step.unit != "person" else step.label


def _value(step: Step, known: Known) -> Decimal | str:
    """An exact amount as a number, so that it is printed in its column; anything else in words."""
    if step.unit == "person":
        return known.names.get(step.member, str(step.value))
    if isinstance(step.value, Decimal) and step.unit == "PLN":
        exact = step.value == step.value.quantize(_GROSZ)
        return step.value.quantize(_GROSZ) if exact else formatted(step).removesuffix(f"{NBSP}zł")
    if step.unit.startswith("PLN"):
        return formatted(step).removesuffix(f"{NBSP}zł")
    return formatted(step)


def _income(step: Step) -> int:
    """The place of the income a fact speaks of; -1 for other facts."""
    text = str(step.source)
    number = text.removeprefix("incomes[").partition("]")[0]
    return int(number) if text.startswith("incomes[") and number.isdecimal() else -1


def _parts(assessment: Assessment, known: Known) -> Iterator[Line]:
    """Payers and parts, when there is more than the one sum."""
    if len(assessment.components) < 2:
        return
    for part in assessment.components:
        step = find(assessment.trace, f"{assessment.benefit}.{part.code}")
        label = step.label if step else part.code
        name = known.names.get(part.member, part.member) if part.member else ""
        span = "".join(
            f" {word} {polish_day(day)}"
            for word, day in (("od", part.start), ("do", part.end))
            if day
        )
        yield Line(f"z tego: {label}{f' – {name}' if name else ''}{span}",
                   part.amount.quantize(_GROSZ))  # fmt: skip


def _result(assessment: Assessment) -> Line:
    trace = assessment.trace
    return Line(trace.label, result_words(assessment), trace.basis, weight="result")


def _zloty(amount: Decimal) -> str:
    return formatted(Step("", "", amount))
