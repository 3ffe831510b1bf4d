"""The next step of a case, as far as intake knows it; higher apps offer theirs before these."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from cases import states
from cases.models import Case, Letter
from cases.selectors.cases import assignment_of
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Step

STEPS = {
    states.REGISTERED: ("dokumenty", "Dokumenty kompletne", "checks"),
    states.INCOMPLETE: ("dokumenty", "Uzupełniono braki", "checks"),
    states.IN_PROGRESS: ("wywiad", "Zleć wywiad", "clipboard-plus"),
    states.REMANDED: ("ponownie", "Rozpocznij ponowne rozpatrzenie", "refresh"),
    states.SUSPENDED: ("podjecie", "Podejmij postępowanie", "player-play"),
}
"""What comes next from each state: the form, the words, the sign."""


def next_steps(request: HttpRequest, case: Case) -> Iterator[Step]:
    """What the clerk who runs the case does next."""
    if case.status not in STEPS:
        return
    assignment = assignment_of(case)
    user: object = request.user
    may = getattr(user, "can", None)
    if may is None or not may(Cap.RUN_CASES, assignment.unit if assignment else None):
        return
    what, label, icon = STEPS[case.status]
    if case.status == states.INCOMPLETE:
        last = case.letters.filter(kind=Letter.Kind.SUMMONS).order_by("-pk").first()
        if last is not None and last.delivered_on is None:
            url = reverse("cases:letter", args=[case.pk, last.pk])
            sent = last.sent_on is not None
            label = "Odnotuj doręczenie wezwania" if sent else "Wyślij wezwanie"
            yield Step(label, url, "mailbox" if sent else "send")
            return
        if _missed(case):
            what, label, icon = "bez-rozpoznania", "Pozostaw bez rozpoznania", "file-off"
    yield Step(label, reverse("cases:case_act", args=[case.pk, what]), icon)


def _missed(case: Case) -> bool:
    """Whether the term to supplement passed in vain."""
    running = case.terms.filter(kind="supplement", met_on=None, cancelled_on=None)
    return running.filter(due_on__lt=clock.today()).exists()
