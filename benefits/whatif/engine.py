"""One case under two laws: stored facts in, the amounts before and after out. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from benefits.rules.assessment import Assessment
from benefits.rules.engine import assess_facts
from benefits.rules.facts import CaseFacts
from benefits.rules.law import Law, NotAnnounced
from benefits.rules.reading import read_case
from benefits.rules.schema import Errors
from benefits.whatif.scratch import Laws, Watched

Kind = Literal["gain", "loss", "start", "cease", "same", "unanswered"]
KINDS: dict[Kind, str] = {
    "gain": "zyskuje",
    "loss": "traci część",
    "cease": "traci prawo",
    "start": "nabywa prawo",
    "same": "bez zmiany",
    "unanswered": "nie policzono",
}
WRONG_FACTS = "Program nie umie już odczytać danych tego wyliczenia."
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Case:
    """One calculation as it is stored: facts as JSON, its range, and what was granted of it.

    `granted` is None where the calculation refused.
    """

    facts: str
    granted: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Amounts in złoty for the benefit's period, None where it is not due; `why` when the case
    could not be answered.
    """

    before: Decimal | None
    after: Decimal | None
    why: str = ""

    @property
    def kind(self) -> Kind:
        """What the change does to the case."""
        if self.why:
            return "unanswered"
        if self.before == self.after:
            return "same"
        if self.before is None:
            return "start"
        if self.after is None:
            return "cease"
        return "gain" if self.after > self.before else "loss"

    @property
    def difference(self) -> Decimal:
        """How much more it is after; negative when less."""
        return (self.after or ZERO) - (self.before or ZERO)


@dataclass(slots=True)
class Comparer:
    """Answers cases under both laws; made once in each process."""

    laws: Laws
    _watched: Watched = field(init=False)
    _before: Law = field(init=False)

    def __post_init__(self) -> None:
        self._watched = Watched(self.laws.before.parameters, self.laws.codes)
        self._before = replace(self.laws.before, parameters=self._watched)

    def compare(self, case: Case) -> Outcome:
        """The amounts under both laws. The second is computed only when the first asked for a
        changed number: otherwise every step is the same.
        """
        facts = read(case.facts, self.laws.before)
        if facts is None:
            return Outcome(None, None, WRONG_FACTS)
        self._watched.asked = False
        try:
            now = assess_facts(facts, self._before)
            then = assessed_after(facts, self.laws) if self._watched.asked else now
        except NotAnnounced as missing:
            return Outcome(None, None, missing.message)
        return Outcome(amount_of(case, now), None if then is None else amount_of(case, then))

    def compare_all(self, cases: Iterable[Case]) -> list[Outcome]:
        """The outcomes in the order of the cases."""
        return [self.compare(case) for case in cases]


def read(facts: str, law: Law) -> CaseFacts | None:
    """The stored facts, or None when today's program cannot read them."""
    errors = Errors()
    return read_case(json.loads(facts), "", errors, law)


def assessed_after(facts: CaseFacts, laws: Laws) -> Assessment | None:
    """The answer under the changed law; None where a number that ended leaves no right or nothing
    to pay. Raises `NotAnnounced` for any other number without a value.
    """
    try:
        answer = assess_facts(facts, laws.after)
    except NotAnnounced as missing:
        if missing.code in laws.ended:
            return None
        raise
    nothing_left = answer.amount == 0 and answer.amount_max is None
    return None if laws.ended and nothing_left else answer


def amount_of(case: Case, answer: Assessment) -> Decimal | None:
    """What the family would be granted: the least amount where it has the least or has nothing
    yet; what it has by the centre's own judgement stays, inside the new bounds.
    """
    least, most = answer.amount, answer.amount_max
    if least is None:
        return None
    if case.granted is None or case.granted == case.least:
        return least
    return min(max(case.granted, least), least if most is None else max(least, most))
