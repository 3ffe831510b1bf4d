"""What a person's card shows of cases: running ones, all of them, papers."""

from __future__ import annotations

from datetime import date

from cases import access
from cases.models import Attachment, Case, Evidence, Letter, Person
from cases.selectors.cases import CaseRows, Wanted, case_list
from cases.selectors.people import group_of
from cases.states import ENDED
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import User


def cases_of_person(person: Person, user: User, on: date) -> CaseRows:
    """Cases of this human being that the user may see, the newest first; nothing without the
    capability.
    """
    if not user.can(Cap.SEE_CASES):
        return Case.objects.none()
    mine = access.cases_of(user).filter(client__in=group_of(person))
    return case_list(mine, Wanted(), user=user, on=on).order_by("-pk")


def running(rows: CaseRows) -> CaseRows:
    """Of some cases the open ones."""
    return rows.exclude(status__in=ENDED)


def papers_of(person: Person, cases: list[int]) -> dict[str, list[object]]:
    """Files, letters and proofs of a person; files and letters of cases only of those named."""
    group = group_of(person)
    files = Attachment.objects.filter(case__in=cases) | Attachment.objects.filter(
        case=None, person__in=group
    )
    letters = Letter.objects.filter(case__in=cases).select_related("case")
    evidence = Evidence.objects.filter(person__in=group)
    return {
        "files": list(files.select_related("file", "case").order_by("-pk")[:100]),
        "letters": list(letters.order_by("-on", "-pk")[:100]),
        "evidence": list(evidence.order_by("-pk")[:100]),
    }
