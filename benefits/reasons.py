"""The statement of reasons from the trace: the family, the income, how the amount came about.

Plain text that a clerk may edit: paragraphs apart by an empty line, lines that begin with '– ' are
a list, lines of cells apart by ' | ' are a table with its heading first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from benefits.rules import Assessment
from benefits.rules.receipt import formatted, kind
from benefits.rules.trace import Step, find
from opsapp.kernel.documents.blocks import CELL, DASH
from opsapp.kernel.money import plural

HEADING = CELL.join(("Osoba", "Dochód", "Kwota", "Wliczono"))
_OF_ONE = "social_assistance.criterion_single"
_OF_A_FAMILY = ("social_assistance.criterion_family", "criterion")
INNER = ("income", "household.size", "criterion", "fact.", "social_assistance.")
"""Steps that other paragraphs tell."""


def explained(assessment: Assessment, names: Mapping[str, str]) -> list[str]:
    """Paragraphs, in the order in which the law asks."""
    paragraphs = [
        _criterion(assessment.trace),
        _income(assessment.trace, names),
        _calculation(assessment.trace),
        *(f"{one.message.rstrip('.')} ({one.basis})." for one in assessment.refusals),
    ]
    return [paragraph for paragraph in paragraphs if paragraph]


def _criterion(trace: Step) -> str:
    size, said = find(trace, "household.size"), []
    if size is not None:
        people = plural(int(size.number), ("osobę", "osoby", "osób"))
        said.append(f"Gospodarstwo domowe liczy {formatted(size)} {people}.")
    alone = size is None or size.number == 1
    single = alone and find(trace, _OF_ONE) is not None
    for code in (_OF_ONE,) if single else _OF_A_FAMILY:
        step = find(trace, code)
        if step is not None:
            said.append(f"{step.label} wynosi {formatted(step)} ({step.basis}).")
    return " ".join(said)


def _income(trace: Step, names: Mapping[str, str]) -> str:
    """The income with a table of everything that was received, counted or not."""
    income = find(trace, "income")
    if income is None:
        return ""
    head = f"{income.label} wyniósł {formatted(income)} ({income.basis})"
    rows = [_row(step, names, counted=counted) for step, counted in _receipts(income)]
    if not rows:
        return f"{head}: nie stwierdzono żadnych przychodów."
    return "\n".join([f"{head}:", HEADING, *rows])


def _receipts(step: Step, *, inside: bool = True) -> Iterator[tuple[Step, bool]]:
    """Every receipt once, with whether it counts."""
    for below in step.inputs:
        here = inside and not below.code.endswith(".not_counted")
        if below.code.startswith("fact.incomes[") and below.unit in ("PLN", "ha"):
            yield below, here
        else:
            yield from _receipts(below, inside=here)


def _row(step: Step, names: Mapping[str, str], *, counted: bool) -> str:
    why = ", ".join(part for part in (step.note, step.basis) if part)
    return CELL.join(
        (names.get(step.member, "–"), step.label, formatted(step), "tak" if counted else
         f"nie ({why})" if why else "nie")
    )  # fmt: skip


def _calculation(trace: Step) -> str:
    """The steps to the amount as they arise; those that change nothing are left out."""
    told: dict[int, Step] = {}
    for top in trace.inputs:
        for step in _arising(top, told, is_top=True):
            told[id(step)] = step
    tests = [step for step in told.values() if step.unit == "answer"]
    steps = [step for step in told.values() if step.unit != "answer"]
    lines = [*map(_tested, tests), *map(_computed, steps)]
    return "\n".join(["Wyliczenie:", *lines]) if lines else ""


def _tested(step: Step) -> str:
    return f"{DASH}{_small(step.label)}: {step.value}{_by(step)}"


def _computed(step: Step) -> str:
    return f"{DASH}{_small(step.label)}: {formatted(step)}{_by(step)}"


def _by(step: Step) -> str:
    return f" ({step.basis})" if step.basis else ""


def _arising(step: Step, told: Mapping[int, Step], *, is_top: bool = False) -> Iterator[Step]:
    """Results below first, each once; a result equal to one of its own inputs that was told adds
    nothing, unless it is the answer itself.
    """
    if id(step) in told or step.code.startswith(INNER) or kind(step) != "result":
        return
    said = dict(told)
    for below in step.inputs:
        for one in _arising(below, said):
            said[id(one)] = one
            yield one
    if is_top or not any(_tells(below, step, said) for below in step.inputs):
        yield step


def _tells(below: Step, step: Step, said: Mapping[int, Step]) -> bool:
    """Whether the value was told already, by the input or by what it passed on unchanged."""
    if below.value != step.value:
        return False
    return id(below) in said or any(_tells(deeper, step, said) for deeper in below.inputs)


def _small(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
