"""What the rules answer to a sheet: about one benefit with its receipt, or about all at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from benefits.rules import Assessment, Law, NotAnnounced, assess_facts
from benefits.rules.reading import read_case
from benefits.rules.registry import BENEFITS
from benefits.rules.rights import Right, what_else
from benefits.rules.schema import Errors, InputError
from benefits.web.calculator.sheet import Sheet
from benefits.web.receipt_lines import Known, receipt_lines, result_words
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.parts import Line

State = Literal["due", "held", "refused", "facts", "law"]
PLACE = re.compile(
    r"(household|incomes|circumstances)(?:\[(\d+)\])?(?:\.(\w+))?(?:\[(\d+)\]\.(\w+))?"
)
STATES: dict[str, State] = {
    "due": "due", "held": "held", "not_due": "refused", "missing": "facts", "unanswered": "law",
}  # fmt: skip
TONES: dict[State, str] = {
    "held": "quiet",
    "due": "good",
    "refused": "quiet",
    "facts": "accent",
    "law": "warn",
}
WORDS: dict[State, str] = {
    "due": "przysługuje", "held": "już pobiera", "refused": "nie przysługuje",
    "facts": "brakuje danych", "law": "brakuje wartości prawa",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer about one benefit. `why` says what stands in the way."""

    code: str
    label: str
    state: State
    result: str = ""
    why: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    assessment: Assessment | None = None

    @property
    def tone(self) -> str:
        """The colour of its chip."""
        return TONES[self.state]

    @property
    def words(self) -> str:
        """The answer in two words."""
        return WORDS[self.state]


def one(sheet: Sheet, law: Law) -> Answer:
    """The chosen benefit with its receipt; errors the rules find are put beside their fields."""
    code = sheet.benefit
    errors = Errors()
    facts = read_case(sheet.question(code), "", errors, law)
    if facts is None:
        return Answer(code, BENEFITS[code].label, "facts", why=[_beside(sheet, e) for e in errors])
    try:
        assessment = assess_facts(facts, law)
    except NotAnnounced as missing:
        return Answer(code, BENEFITS[code].label, "law", why=[missing.message])
    known = Known(names=sheet.all_names)
    return _answered(assessment, receipt_lines(assessment, known))


def every(sheet: Sheet, law: Law) -> list[Answer]:
    """Every benefit the family may claim: due, then what lacks facts, then what is not due."""
    errors = Errors()
    facts = read_case(sheet.question("periodic_allowance"), "", errors, law)
    if facts is None:
        sentences = [_beside(sheet, error) for error in errors]
        return [Answer("periodic_allowance", "Wszystkie świadczenia", "facts", why=sentences)]
    rights = what_else(facts.household, facts.incomes, facts.on, law, incomes_complete=True)
    order: list[State] = ["due", "facts", "law", "held", "refused"]
    return sorted(
        (of_right(right, sheet.names) for right in rights),
        key=lambda answer: order.index(answer.state),
    )


def of_right(right: Right, names: Mapping[str, str]) -> Answer:
    """A right in the words of a list; `names` puts names for member ids."""
    name = names.get(right.member, "") if right.member else ""
    label = f"{right.label} – {name}" if name else right.label
    result = ""
    if right.state == "due" and right.assessment is not None:
        result = result_words(right.assessment)
    why = [one.message for one in right.missing]
    why += [f"{one.message} ({one.basis})" for one in right.reasons]
    return Answer(right.benefit, label, STATES[right.state], result, why, [], right.assessment)


def _answered(assessment: Assessment, lines: list[Line]) -> Answer:
    why = [f"{one.message} ({one.basis})" for one in assessment.refusals]
    return Answer(
        assessment.benefit, BENEFITS[assessment.benefit].label,
        "due" if assessment.eligible else "refused", result_words(assessment), why, lines,
        assessment,
    )  # fmt: skip


def _beside(sheet: Sheet, error: InputError) -> str:
    """Put the error beside its field; the sentence for the list of what to do."""
    place = PLACE.match(error.path)
    form, name = _field(sheet, place) if place else (None, "")
    message = error.message
    if form is None or name not in form.fields:
        return message
    label = str(form.fields[name].label)
    if error.code == "required":
        message = f"Uzupełnij: {label}."
    form.add_error(name, message)
    return f"{_where(sheet, place)}{label}: {message}"


def _field(sheet: Sheet, place: re.Match[str]) -> tuple[Form | None, str]:
    what, number, key = place[1], place[2], place[3] or ""
    if what == "household" and number:
        return sheet.members[int(number)], key
    if what == "incomes" and number:
        names = {"amount": "value", "hectares": "value", "month": "when", "year": "when",
                 "for_months": "first"}  # fmt: skip
        return sheet.incomes[int(number)], names.get(key, key)
    if what == "circumstances" and place[4]:
        rows = {name: made for name, _, made in sheet.own_rows}.get(f"w_{key}", [])
        return (rows[int(place[4])] if int(place[4]) < len(rows) else None), place[5]
    return (sheet.own, key) if what == "circumstances" else (None, "")


def _where(sheet: Sheet, place: re.Match[str] | None) -> str:
    """'Anna – ' for a field of a person."""
    if place and place[1] == "household" and place[2]:
        return f"{list(sheet.names.values())[int(place[2])]} – "
    return ""
