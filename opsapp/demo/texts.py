"""The words of decisions by the real composer; what many decisions share is composed once.

The composer is shown a decision of stand-ins: its blanks are signs of the private area of Unicode,
over which the real names, days and numbers are then written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from benefits import centre, texts, wordings
from benefits.texts import DAY, Words
from cases.models import Person, PersonName, SnapshotMember
from opsapp.demo.blanks import Form
from opsapp.demo.calculations import STAND_IN, Answer, before
from opsapp.kernel.periods import Month
from opsapp.office import selectors
from opsapp.office.models import Benefit, Reason

_NAME = 0xE100
_RECEIVED, _VISITED, _APPLICATION, _CASE = "\ue001", "\ue002", "\ue003", "\ue004"
_CAUSES, _POINTS = "\ue005", "\ue006"
_FIRST_DAY, _LAST_DAY, _BEFORE = "\ue007", "\ue008", "\ue009"
_NAMES = [chr(_NAME + place) for place in range(40)]
_SIGNS = [
    _RECEIVED, _VISITED, _APPLICATION, _CASE, _CAUSES, _POINTS, _FIRST_DAY, _LAST_DAY, _BEFORE,
    *_NAMES,
]  # fmt: skip

_ASKED: tuple[tuple[Any, str], ...] = (
    (wordings, "wording"), (selectors, "centre"), (centre, "answer"),
)  # fmt: skip


def _after(before: Callable[[], None], asks: Callable[..., Any]) -> Callable[..., Any]:
    def asked(*args: Any, **named: Any) -> Any:
        before()
        return asks(*args, **named)

    return asked


class AskingOnce:
    """Lets the composer ask the database for each wording and setting once for all decisions."""

    def __init__(self, before: Callable[[], None]) -> None:
        self._once = [
            (where, name, lru_cache(_after(before, getattr(where, name)))) for where, name in _ASKED
        ]

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """While inside, answers given before are given again."""
        real = [(where, name, getattr(where, name)) for where, name in _ASKED]
        for where, name, function in self._once:
            setattr(where, name, function)
        try:
            yield
        finally:
            for where, name, function in real:
                setattr(where, name, function)


BARE_DAY = "%d.%m.%Y"


class Blank:
    """Something that prints as one sign, whatever it is asked to be."""

    def __init__(self, sign: str) -> None:
        self.sign = sign

    def __str__(self) -> str:
        return self.sign

    def __format__(self, form: str) -> str:
        return self.sign + form.removeprefix(BARE_DAY) if form else self.sign


class StandIns(list[Any]):
    """Rows in memory that answer as a queryset of them would."""

    def _same(self, *_: Any) -> StandIns:
        return self

    all = select_related = prefetch_related = order_by = _same


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a decision says of its one item: amount, further reason, months; or why it refuses."""

    amount: Decimal | None
    why: str
    months: int
    refusal: str

    @property
    def granted(self) -> bool:
        return self.amount is not None


@dataclass(frozen=True, slots=True)
class Filling:
    """What is written over the blanks."""

    names: Sequence[tuple[str, str]]
    received: date
    visited: date
    application: str
    case: str
    reasons: Sequence[str]


class Composer:
    """Composes words of decisions."""

    def __init__(self, benefit: Benefit, on: date, before: Callable[[], None]) -> None:
        """`before` is called before the database is asked: it may be busy with rows."""
        self._benefit, self._on = benefit, on
        self._asking_once = AskingOnce(before)
        self._known: dict[tuple[int, Decimal | None, str, str], list[Form]] = {}
        self._reasons = {row.code: row for row in Reason.objects.all()}

    def words(self, answer: Answer, ruled: Ruled, filling: Filling) -> Words:
        """The four parts for one real decision."""
        key = (id(answer), ruled.amount, ruled.why, ruled.refusal)
        if key not in self._known:
            with self._asking_once():
                composed = texts.compose(self._stand_in(answer, ruled), on=self._on)
            self._known[key] = [Form(part, _SIGNS) for part in _blanked(composed, answer, ruled)]
        written = self._written(ruled, filling)
        return Words(*(form.over(written) for form in self._known[key]))

    def _written(self, ruled: Ruled, filling: Filling) -> dict[str, str]:
        names = (part for name in filling.names for part in name)
        first, last = _days(filling.received, ruled)
        causes, points = self._told(tuple(filling.reasons))
        return {
            **dict(zip(_NAMES, names)),  # noqa: B905 - a family has fewer names than there are signs
            _FIRST_DAY: first,
            _LAST_DAY: last,
            _BEFORE: before(filling.received),
            _RECEIVED: dotted(filling.received),
            _VISITED: dotted(filling.visited),
            _APPLICATION: filling.application,
            _CASE: filling.case,
            _CAUSES: causes,
            _POINTS: points,
        }

    @lru_cache(maxsize=4096)  # noqa: B019 - one of these in a process
    def _told(self, reasons: tuple[str, ...]) -> tuple[str, str]:
        """The reasons of the help in words, and their points of the act."""
        told = [self._reasons[code] for code in reasons]
        return ", ".join(reason.label for reason in told), _points(told)

    def _stand_in(self, answer: Answer, ruled: Ruled) -> Any:
        family = [_member(place, role) for place, role in enumerate(answer.shape)]
        person = family[0].person
        asked = SimpleNamespace(
            application=_Application(Blank(_RECEIVED)),
            case=Blank(_CASE),
            person=person,
            person_id=person.pk,
            purpose="",
            benefit=self._benefit,
        )
        calculation = SimpleNamespace(
            item=asked,
            snapshot=SimpleNamespace(members=StandIns(family)),
            interview=SimpleNamespace(visited_on=Blank(_VISITED)),
            on=answer.on,
            trace=json.loads(answer.trace),
            law=json.loads(answer.law),
            result=json.loads(answer.result),
            amount_min=answer.least,
            amount_max=answer.most,
        )
        cause = SimpleNamespace(label=_CAUSES, article=f"art. 7 pkt {_POINTS}")
        return SimpleNamespace(
            item=asked,
            calculation=calculation,
            benefit=self._benefit,
            kind="grant" if ruled.granted else "refusal",
            amount=ruled.amount,
            amount_reason=ruled.why,
            period=_period(answer.on, ruled.months) if ruled.granted else None,
            refusal_code=ruled.refusal,
            reason_links=StandIns([SimpleNamespace(reason=cause)]),
            payee_institution=None,
            payee_person=None,
        )


class _Application(Blank):
    """An application of the stand-ins: it prints as its number."""

    def __init__(self, received: Blank) -> None:
        super().__init__(_APPLICATION)
        self.received_on = received


def _member(place: int, role: str) -> SnapshotMember:
    person = Person(pk=STAND_IN + place)
    first, last = chr(_NAME + 2 * place), chr(_NAME + 2 * place + 1)
    name = PersonName(first_name=first, last_name=last, period=DateRange(None, None))
    person._prefetched_objects_cache = {"names": [name]}  # type: ignore[attr-defined]
    return SnapshotMember(person=person, role=role)


def _period(on: date, months: int) -> DateRange:
    first = Month.of(on)
    return DateRange(first.first_day, (first + months).first_day, "[)")


@lru_cache(maxsize=16384)
def _span(first: Month, months: int) -> tuple[str, str]:
    return f"{first.first_day:{DAY}}", f"{(first + (months - 1)).last_day:{DAY}}"


def _days(on: date, ruled: Ruled) -> tuple[str, str]:
    return _span(Month.of(on), ruled.months)


def _points(reasons: Sequence[Reason]) -> str:
    """'4, 6 i 13': the points of art. 7, as the composer joins them."""
    points = sorted(
        {
            reason.article.removeprefix("art. 7 pkt ")
            for reason in reasons
            if reason.article.startswith("art. 7 ")
        },
        key=lambda point: (len(point), point),
    )
    return points[0] if len(points) == 1 else f"{', '.join(points[:-1])} i {points[-1]}"


def _blanked(words: Words, answer: Answer, ruled: Ruled) -> tuple[str, ...]:
    """The words with signs for the days of the stand-ins; whole days before months."""
    first, last = _days(answer.on, ruled)
    pairs = [(first, _FIRST_DAY), (last, _LAST_DAY), (before(answer.on), _BEFORE)]
    parts = words.legal_basis, words.operative_part, words.reasons, words.instruction
    return tuple(_over(part, pairs) for part in parts)


def _over(text: str, written: Sequence[tuple[str, str]]) -> str:
    for day, blank in written:
        text = text.replace(day, blank)
    return text


@lru_cache(maxsize=16384)
def dotted(day: date) -> str:
    """The day as letters print it, without 'r.'."""
    return f"{day:{BARE_DAY}}"
