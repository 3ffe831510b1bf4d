"""The trace as a receipt in Polish, and as the statement of reasons of a decision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from benefits.rules.assessment import Assessment
from benefits.rules.engine import NOT_DUE
from benefits.rules.facts import DISABILITIES, EDUCATIONS, INCAPACITIES
from benefits.rules.trace import LawRow, Step, find, plain, walk
from opsapp.kernel.money import NBSP, format_pln, plural

_ISO = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)
FOUR_PLACES = Decimal("0.0001")
UNITS = {
    "months": ("miesiąc", "miesiące", "miesięcy"),
    "weeks": ("tydzień", "tygodnie", "tygodni"),
    "days": ("dzień", "dni", "dni"),
    "years": ("rok", "lata", "lat"),
    "hours": ("godzina", "godziny", "godzin"),
}
CODES = {**EDUCATIONS, **INCAPACITIES, **DISABILITIES}
SUFFIXES = {"ha": "ha", "m2": "m²", "kWh": "kWh", "kWh/m2": "kWh/m²", "g": "g", "PLN/kWh": "zł/kWh"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the receipt: how deep it stands, what, how much and by which provision.

    `kind` is fact, law or result; `counted` is false for what the act leaves out (`note` says why);
    `repeated` marks a result already shown above with its inputs.
    """

    depth: int
    code: str
    label: str
    value: str
    basis: str
    kind: str
    counted: bool
    note: str
    member: str
    repeated: bool


def receipt(assessment: Assessment, names: Mapping[str, str] | None = None) -> list[Row]:
    """The whole calculation, from the result down; `names` puts names for member ids."""
    return list(_rows(assessment.trace, 0, True, set(), names or {}))


def _rows(
    step: Step, depth: int, counted: bool, seen: set[int], names: Mapping[str, str]
) -> Iterator[Row]:  # fmt: skip
    repeated = bool(step.inputs) and id(step) in seen
    seen.add(id(step))
    member = names.get(step.member, step.member)
    value = names.get(step.member, str(step.value)) if step.unit == "person" else formatted(step)
    yield Row(depth, step.code, step.label, value, step.basis, kind(step),
              counted and not step.note, step.note, member, repeated)  # fmt: skip
    if repeated:
        return
    for below in step.inputs:
        yield from _rows(
            below, depth + 1, counted and not step.code.endswith(".not_counted"), seen, names
        )


def kind(step: Step) -> str:
    """Whether the node is a fact, a value of law or a result."""
    if isinstance(step.source, LawRow):
        return "law"
    return "fact" if step.source else "result"


def formatted(step: Step) -> str:
    """The value as people read it: 1 229,00 zł, 50 %, 2,35 ha, 12 miesięcy."""
    if isinstance(step.value, str):
        return _text(step)
    if step.unit in UNITS:
        return f"{_comma(step.value)}{NBSP}{plural(int(step.value), UNITS[step.unit])}"
    if step.unit in SUFFIXES:
        return f"{_comma(step.value)}{NBSP}{SUFFIXES[step.unit]}"
    plain_units = {"share": _percent, "count": _comma, "answer": _yes_or_no}
    return plain_units.get(step.unit, money)(step.value)


def money(amount: Decimal) -> str:
    """An amount in złoty; parts of a grosz are shown, not hidden."""
    if amount == amount.quantize(Decimal("0.01")):
        return format_pln(amount.quantize(Decimal("0.01")))
    return f"{plain(amount).replace('.', ',')}{NBSP}zł"


def _percent(share: Decimal) -> str:
    """Per cent with at most four decimals: 34,4262 %, 0,5 %."""
    return f"{_comma((share * 100).quantize(FOUR_PLACES))}{NBSP}%"


def _yes_or_no(setting: Decimal) -> str:
    return "tak" if setting else "nie"


def _comma(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


def _text(step: Step) -> str:
    value = str(step.value)
    if step.unit == "code":
        return CODES.get(value, value)
    return polish_day(value) if step.unit in ("date", "month") else value


def polish_day(text: str) -> str:
    """A day or a month of the contract as people read it: 22.11.2026, 11.2026; other text as is."""
    return ".".join(reversed(text.split("-"))) if _ISO.fullmatch(text) else text


def reasons(assessment: Assessment, names: Mapping[str, str] | None = None) -> list[str]:
    """Paragraphs for the statement of reasons, composed from the trace alone."""
    known = names or {}
    paragraphs = [
        _household(assessment.trace), _income(assessment.trace, known),
        _calculation(assessment), *(one.message + f" ({one.basis})." for one in
        _without_stop(assessment)), _result(assessment),
    ]  # fmt: skip
    return [paragraph for paragraph in paragraphs if paragraph]


@dataclass(frozen=True, slots=True)
class _Said:
    message: str
    basis: str


def _without_stop(assessment: Assessment) -> list[_Said]:
    return [_Said(one.message.rstrip("."), one.basis) for one in assessment.refusals]


def _household(trace: Step) -> str:
    """How many people, and the criterion by which act."""
    size, parts = find(trace, "household.size"), []
    if size is not None:
        people = plural(int(size.number), ("osobę", "osoby", "osób"))
        who = "Rodzina" if "rodzin" in size.label else "Gospodarstwo domowe"
        parts.append(f"{who} liczy {formatted(size)} {people}.")
    seen: set[str] = set()
    for criterion in walk(trace):
        if isinstance(criterion.source, LawRow) and criterion.code.rpartition(".")[2] in CRITERIA:
            said = f"{criterion.label} wynosi {formatted(criterion)} ({criterion.basis})."
            if said not in seen:
                parts.append(said)
            seen.add(said)
    whole = find(trace, "criterion")
    if whole is not None:
        parts.append(f"{whole.label} wynosi {formatted(whole)} ({whole.basis}).")
    return " ".join(parts)


def _income(trace: Step, names: Mapping[str, str]) -> str:
    """What was received, what counted, what did not and why; of each stretch that differs."""
    said: list[str] = []
    for income in walk(trace):
        if income.code == "income":
            sentence = _one_income(income, names)
            if sentence not in said:
                said.append(sentence)
    return " ".join(said)


def _one_income(income: Step, names: Mapping[str, str]) -> str:
    counted = [_receipt_of(step, names) for step in _receipts(income, counted=True)]
    left_out = [_receipt_of(step, names, why=True) for step in _receipts(income, counted=False)]
    parts = [f"{income.label} wyniósł {formatted(income)} ({income.basis})."]
    if counted:
        parts.append(f"Wzięto pod uwagę: {'; '.join(counted)}.")
    if left_out:
        parts.append(f"Nie wliczono: {'; '.join(left_out)}.")
    return " ".join(parts)


def _receipts(step: Step, *, counted: bool, inside: bool = True) -> Iterator[Step]:
    for below in step.inputs:
        here = inside and not below.code.endswith(".not_counted")
        if below.code.startswith("fact.incomes[") and below.unit in ("PLN", "ha"):
            if here == counted:
                yield below
        else:
            yield from _receipts(below, counted=counted, inside=here)


def _receipt_of(step: Step, names: Mapping[str, str], *, why: bool = False) -> str:
    name = names.get(step.member, "")
    said = f"{step.label}{f' ({name})' if name else ''} – {formatted(step)}"
    return f"{said} ({step.note}, {step.basis})" if why and step.note else said


CRITERIA = ("criterion", "criterion_disabled", "criterion_single", "criterion_family")
INNER = ("income", "household.size", "criterion", "fact.", "social_assistance.")


def _calculation(assessment: Assessment) -> str:
    """The results on the way to the amount, in the order in which they arise."""
    seen: set[int] = set()
    said: list[str] = []
    for top in assessment.trace.inputs:
        for step in _arising(top, seen):
            said.append(f"{_small(step.label)} – {formatted(step)}"
                        + (f" ({step.basis})" if step.basis else ""))  # fmt: skip
    return f"Wyliczenie: {'; '.join(said)}." if said else ""


def _arising(step: Step, seen: set[int]) -> Iterator[Step]:
    if id(step) in seen or step.code.startswith(INNER) or kind(step) != "result":
        return
    seen.add(id(step))
    for below in step.inputs:
        yield from _arising(below, seen)
    yield step


def _small(label: str) -> str:
    return label[:1].lower() + label[1:] if not label[:2].isupper() else label


PERIODS = {"month": " miesięcznie", "once": " jednorazowo"}


def _result(assessment: Assessment) -> str:
    name, amount = assessment.trace.label, assessment.amount
    if amount is None:
        return f"{name}: {NOT_DUE}."
    per = PERIODS.get(assessment.period, "")
    if assessment.amount_max is not None and assessment.amount_max != amount:
        return f"{name}: od {money(amount)} do {money(assessment.amount_max)}{per}."
    return f"{name}: {money(amount)}{per}."
