"""Who may write in an interview, and what is said to whoever may not."""

from __future__ import annotations

from collections.abc import Mapping

from cases.services.excluded import not_excluded
from opsapp.kernel import clock, states
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User
from socialwork.models import Interview, InterviewSection
from socialwork.states import DRAFT


class StaleSection(Conflict):
    """The section was saved elsewhere first; `theirs` is what stands in the database now."""

    def __init__(self, theirs: InterviewSection) -> None:
        super().__init__(
            "Tę część zapisano przed chwilą w innym oknie lub na innym urządzeniu. "
            "Porównaj obie wersje i zapisz ponownie.",
            "stale",
        )
        self.theirs = theirs


class WrongAnswers(Refusal):
    """Answers that cannot be stored, by question code; nothing of the section was saved."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Popraw zaznaczone odpowiedzi.", "wrong_answers")
        self.errors = dict(errors)


class NotReady(Refusal):
    """The interview lacks what signing needs; `missing` names it, section by section."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            "Wywiadu nie można jeszcze podpisać. Uzupełnij: " + "; ".join(missing) + ".",
            "not_ready",
        )
        self.missing = missing


def own_draft(interview: Interview, actor: User) -> Interview:
    """The interview read again and held: open, and conducted by this person.

    Raises `Refusal` for a closed one and for somebody else's, `NotAllowed` for whoever is
    excluded from the family's matters (k.p.a. art. 24).
    """
    interview = states.lock(interview)
    if interview.status != DRAFT:
        raise Refusal(
            "Wywiad jest już zamknięty. Zmianę wpisz w nowym wywiadzie, aktualizacji "
            "albo korekcie.",
            "closed",
        )
    if interview.worker_id != actor.pk:
        raise Refusal("Ten wywiad prowadzi inny pracownik. Zmieniać go może tylko on.", "not_yours")
    stays = interview.household.memberships.filter(period__contains=clock.today())
    not_excluded(actor, stays.values_list("person_id", flat=True), on=clock.today())
    return interview
