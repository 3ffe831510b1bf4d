"""The exclusion of a worker from somebody's matters (k.p.a. art. 24): declared, heeded, ended."""

from __future__ import annotations

from datetime import date

from cases.models import Case, CaseAssignment, Exclusion, Person
from cases.services import cases, dated
from cases.services.excluded import parties_of
from cases.services.people import declare_exclusion
from cases.states import ENDED
from opsapp.kernel import clock, states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import User

GROUNDS: dict[str, str] = {
    "party": "jest stroną albo wynik sprawy może wpłynąć na jego prawa (§ 1 pkt 1)",
    "family": "małżonek, krewny lub powinowaty do drugiego stopnia (§ 1 pkt 2)",
    "ward": "przysposobienie, opieka lub kuratela (§ 1 pkt 3)",
    "witness": "świadek, biegły lub przedstawiciel strony (§ 1 pkt 4)",
    "appealed": "brał udział w wydaniu zaskarżonej decyzji (§ 1 pkt 5)",
    "accused": "wszczęto przeciw niemu postępowanie z powodu tej sprawy (§ 1 pkt 6)",
    "superior": "strona jest jego przełożonym (§ 1 pkt 7)",
    "doubt": "wątpliwość co do bezstronności (§ 3)",
}
"""Grounds of art. 24 k.p.a. by code."""
_ROOM = Exclusion._meta.get_field("reason").max_length or 200
REASSIGNED = "wyłączenie dotychczasowego pracownika (art. 24 k.p.a.)"


@act
def exclude(
    case: Case,
    *,
    user: User,
    ground: str,
    told: str,
    on: date,
    successor: User | None = None,
    actor: User,
) -> list[Exclusion]:
    """Exclude a worker from the matters of every party of a case, and give the open cases of these
    people that the worker runs to a successor.

    Raises `Refusal` for an unknown ground, without the facts, for a day to come, and when the
    worker runs such a case and nobody, or somebody excluded too, is named to take it over.
    """
    if ground not in GROUNDS:
        raise Refusal("Wybierz podstawę wyłączenia.", "no_ground", "ground")
    if not told.strip():
        raise Refusal("Napisz, co łączy pracownika ze sprawą.", "no_reason", "told")
    dated.not_future(on, field="on", what="Dzień wyłączenia")
    case = states.lock(case)
    people = parties_of(case)
    reason = f"{GROUNDS[ground]}: {told.strip()}"
    if len(reason) > _ROOM:
        raise Refusal(
            f"Opisz to krócej: zostaje {_ROOM - len(GROUNDS[ground]) - 2} znaków.", "too_long",
            "told",
        )  # fmt: skip
    made = [
        declare_exclusion(person, user=user, reason=reason, on=on, actor=actor) for person in people
    ]
    _hand_over(people, user, successor, actor)
    return made


def _hand_over(people: list[Person], user: User, successor: User | None, actor: User) -> None:
    """The open cases of these people run by the excluded one go to the successor, from today."""
    mine = CaseAssignment.objects.filter(
        case__client__in=people, worker=user, period__upper_inf=True
    ).exclude(case__status__in=ENDED)
    rows = list(mine.select_related("case", "unit").order_by("case_id"))
    if not rows:
        return
    if successor is None or successor.pk == user.pk:
        signs = ", ".join(row.case.sign for row in rows[:3])
        raise Refusal(
            f"{user} prowadzi sprawy tej osoby ({signs}). Wskaż, kto je przejmie.", "no_successor",
            "successor",
        )  # fmt: skip
    for row in rows:
        cases.assign(
            row.case, unit=row.unit, worker=successor, reason=REASSIGNED,
            on=max(clock.today(), row.period.lower), actor=actor,
        )  # fmt: skip


@act
def end_exclusion(exclusion: Exclusion, *, on: date, actor: User) -> Exclusion:
    """The exclusion was entered by mistake or its ground is gone: `on` is the first day without it.
    Nobody lifts their own.
    """
    exclusion = states.lock(exclusion)
    if exclusion.user_id == actor.pk:
        raise NotAllowed("Własnego wyłączenia nie można zakończyć. Zrobi to przełożony.", "own")
    dated.end(exclusion, on=on)
    return exclusion
