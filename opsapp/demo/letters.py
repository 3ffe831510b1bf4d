"""Letters and notes of cases, as rows: what a summons, a suspension or an appeal leaves on file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from cases.documents.letters import EDITION
from cases.models import Letter
from cases.services import letter_texts
from opsapp.demo import tables as t
from opsapp.demo.cells import as_json
from opsapp.demo.chance import Chance
from opsapp.demo.moments import TURNS, Turn, after, morning
from opsapp.demo.proceedings import Proceeding
from opsapp.demo.walking import Step
from opsapp.demo.writing import Rows

MISSING = ("zaświadczenie o dochodach za miesiąc poprzedzający złożenie wniosku",)
_NOTES = (
    "Strona poinformowana telefonicznie o terminie wizyty.",
    "Urząd pracy potwierdził status osoby bezrobotnej.",
    "Strona doniosła odcinek renty.",
    "Ustalono z sąsiadem, że strona wraca do domu po 15.",
)
Body = Callable[[Any, Any, Step], str]
_OUT: dict[str, tuple[str, str, Body]] = {
    "summon": (
        "summons", "Wezwanie do usunięcia braków wniosku",
        lambda case, asked, _: letter_texts.summons(case, asked, MISSING, 7),
    ),
    "notify_party": (
        "hearing", "Zebranie materiału dowodowego",
        lambda case, asked, _: letter_texts.hearing(case, asked, 7),
    ),
    "suspend": (
        "suspension", "Zawieszenie postępowania",
        lambda case, asked, step: letter_texts.suspension(case, asked, step.reason_code),
    ),
    "resume": (
        "resumption", "Podjęcie zawieszonego postępowania",
        lambda case, asked, step: letter_texts.resumption(case, asked, step.remark),
    ),
    "leave_unexamined": (
        "unexamined", "Pozostawienie wniosku bez rozpoznania",
        lambda case, asked, step: letter_texts.unexamined(case, asked, None),
    ),
    "transfer": (
        "transfer", "Przekazanie wniosku",
        lambda case, asked, step: letter_texts.transfer(case, asked, step.remark),
    ),
    "refuse_initiation": (
        "initiation_refusal", "Odmowa wszczęcia postępowania",
        lambda case, asked, step: letter_texts.initiation_refusal(case, asked, step.remark),
    ),
}  # fmt: skip
_IN = {
    "supplement": ("answer", "Uzupełnienie wniosku"),
    "appeal": ("other", "Odwołanie od decyzji"),
    "remand": ("other", "Decyzja Samorządowego Kolegium Odwoławczego"),
}


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What every letter says of the centre, and of who signs it by the worker's key."""

    town: str
    centre: dict[str, str]
    signatures: dict[int, dict[str, str]]

    def of(self, made: Proceeding, step: Step) -> str:
        """The head a letter of a step went out under, as JSON."""
        nobody = {"name": "", "title": ""}
        return as_json(
            {
                "edition": EDITION,
                "sign": made.sign,
                "on": step.on.isoformat(),
                "town": self.town,
                "centre": self.centre,
                "addressee": {
                    "name": " ".join(made.family.head.names_on(step.on)),
                    "lines": made.family.home_on(step.on).lines,
                },
                "signature": self.signatures.get(step.actor, nobody),
            }
        )


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes letters and notes."""

    rows: Rows
    chance: Chance
    until: date
    head: LetterHead

    def write(self, made: Proceeding, subject: str) -> None:
        """What the steps of a proceeding left on file."""
        head = made.family.head
        case: Any = SimpleNamespace(client=head, subject=subject)
        asked: Any = SimpleNamespace(received_on=made.received, reference=made.reference)
        for step in made.steps:
            if step.on > self.until:
                break
            if step.move in _OUT:
                kind, title, body = _OUT[step.move]
                self._out(made, step, kind, title, body(case, asked, step))
            elif step.move in _IN:
                kind, title = _IN[step.move]
                self._put(made, "in", kind, title, step)
        if self.chance.happens(0.06):
            self.rows.add(
                t.CASE_NOTE, made.case, self.chance.choice(_NOTES), made.worker,
                morning(made.received, made.case, Turn.BEGUN),
            )  # fmt: skip

    def _out(self, made: Proceeding, step: Step, kind: str, title: str, body: str) -> None:
        delivered = after(step.on, 1 if kind == "hearing" else 2)
        came = delivered <= self.until
        answer = 7 if kind in (Letter.Kind.SUMMONS, Letter.Kind.HEARING) else None
        self._put(
            made, "out", kind, title, step, head=self.head.of(made, step),
            delivered=delivered if came else None, answer=answer, body=body,
        )  # fmt: skip

    def _put(
        self, made: Proceeding, direction: str, kind: str, title: str, step: Step,
        *, head: str | None = None, delivered: date | None = None, answer: int | None = None,
        body: str = "",
    ) -> None:  # fmt: skip
        on, turn = step.on, TURNS.get(step.move, Turn.BEGUN)
        self.rows.add(
            t.LETTER, made.case, direction, kind, title, made.family.head.person, on,
            on if head else None, head, delivered, "actual" if delivered else "", answer, body,
            morning(on, made.case, turn),
        )  # fmt: skip
