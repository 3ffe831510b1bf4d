"""What a question is, how its answer is read, and how two sets of answers differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from opsapp.kernel.money import format_pln, parse_amount
from opsapp.kernel.refusals import Refusal

TEXT_LIMIT = 8000


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    MANY = "many"
    AMOUNT = "amount"
    NUMBER = "number"
    YES_NO = "yes_no"


YES_NO = {"yes": "tak", "no": "nie"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `needed` means the interview cannot be signed without an answer; `fresh`, that
    the last interview's answer is not carried over: it must be asked again.
    """

    code: str
    label: str
    kind: Kind = Kind.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    needed: bool = False
    fresh: bool = False
    help: str = ""

    @property
    def options(self) -> Mapping[str, str]:
        """Codes and labels to choose from; empty for what is typed."""
        return YES_NO if self.kind is Kind.YES_NO else self.choices

    def read(self, raw: Any) -> Any:
        """The answer as stored in JSON; None when there is none.

        Raises ValueError with a Polish sentence for an answer of the wrong kind.
        """
        if self.kind is Kind.MANY:
            chosen = [raw] if isinstance(raw, str) else list(raw or [])
            return [self._choice(code) for code in chosen if code] or None
        text = str(raw or "").replace("\x00", "").strip()
        if not text:
            return None
        if self.kind in (Kind.CHOICE, Kind.YES_NO):
            return self._choice(text)
        if self.kind is Kind.AMOUNT:
            return _amount(text)
        if self.kind is Kind.NUMBER:
            return _whole_number(text)
        if len(text) > TEXT_LIMIT:
            raise ValueError(f"Odpowiedź jest za długa. Skróć ją do {TEXT_LIMIT} znaków.")
        return text

    def _choice(self, code: str) -> str:
        if code not in self.options:
            raise ValueError("Wybierz jedną z podanych odpowiedzi.")
        return code

    def show(self, answer: Any) -> str:
        """The answer in words."""
        if answer in (None, "", []):
            return "–"
        if self.kind is Kind.MANY:
            return ", ".join(self.options.get(code, code) for code in answer)
        if self.options:
            return self.options.get(answer, str(answer))
        if self.kind is Kind.AMOUNT:
            return format_pln(Decimal(answer))
        return str(answer)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the questionnaire, saved as one."""

    code: str
    title: str
    questions: tuple[Question, ...]
    note: str = ""

    def question(self, code: str) -> Question:
        """A question by its code. Raises `Refusal` for an unknown one."""
        for question in self.questions:
            if question.code == code:
                return question
        raise Refusal("Ta część wywiadu nie ma takiego pytania.", "unknown_question")

    def carried(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers of the last interview that the next one starts from."""
        kept = {q.code for q in self.questions if not q.fresh}
        return {code: answer for code, answer in answers.items() if code in kept}

    def missing(self, answers: Mapping[str, Any]) -> list[Question]:
        """Questions that must be answered before signing and are not."""
        return [q for q in self.questions if q.needed and answers.get(q.code) in (None, "", [])]


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that differs between two interviews, in words."""

    label: str
    before: str
    after: str


def _amount(text: str) -> str:
    amount = parse_amount(text)
    if amount < 0:
        raise ValueError("Kwota nie może być ujemna. Wpisz ją bez znaku minus.")
    return str(amount)


def _whole_number(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise ValueError(f"„{text}” nie jest liczbą. Podaj liczbę całkowitą, np. 3.")
    return int(text)


def clean_answers(
    section: Section, raw: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read typed answers: the good ones to be stored, and a Polish sentence for each wrong one."""
    answers: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for code, value in raw.items():
        question = section.question(code)
        try:
            answers[code] = question.read(value)
        except ValueError as wrong:
            errors[code] = str(wrong)
    return answers, errors


def whole(section: Section, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The typed answers without those that cannot be read, which stay on the page."""
    _, errors = clean_answers(section, raw)
    return {code: value for code, value in raw.items() if code not in errors}


def differences(
    section: Section, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference]:
    """What changed from one interview to the next, question by question."""
    return [
        Difference(q.label, q.show(before.get(q.code)), q.show(after.get(q.code)))
        for q in section.questions
        if q.show(before.get(q.code)) != q.show(after.get(q.code))
    ]
