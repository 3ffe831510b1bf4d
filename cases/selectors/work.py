"""What intake puts on *Mój dzień*: terms of one's cases, papers that did not come, cases nobody
runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from cases.models import Case, CaseAssignment, Letter, Term
from cases.selectors.cases import RUNNING
from cases.selectors.people import names_of
from cases.states import ENDED, INCOMPLETE
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import WORK_LIMIT, WorkItem
from opsapp.office.models import User

AHEAD = timedelta(days=14)
OURS = (Term.Kind.SETTLE, Term.Kind.SUPPLEMENT, Term.Kind.SPEAK, Term.Kind.FORWARD_APPEAL)
"""Terms that are the clerk's to watch; the others have their own providers."""
WAITED = (Term.Kind.SUPPLEMENT, Term.Kind.SPEAK)
"""Terms of the person: until they end somebody else has the move."""
GROUPS = {
    Term.Kind.SETTLE: ("Terminy spraw", "Załatw sprawę", "Otwórz"),
    Term.Kind.SUPPLEMENT: ("Uzupełnienia braków", "Braki nie zostały uzupełnione", "Zobacz"),
    Term.Kind.FORWARD_APPEAL: ("Odwołania", "Przekaż odwołanie do SKO", "Otwórz"),
    Term.Kind.SPEAK: ("Terminy spraw", "Minął czas na wypowiedź strony", "Otwórz"),
}


def terms_of_mine(user: User, today: date) -> Iterator[WorkItem]:
    """Terms that end soon or ended in the cases this person runs."""
    if not user.can(Cap.RUN_CASES):
        return
    mine = CaseAssignment.objects.filter(case=OuterRef("case"), period__upper_inf=True, worker=user)
    rows = Term.objects.filter(RUNNING, Exists(mine), kind__in=OURS, due_on__lte=today + AHEAD)
    found = list(
        rows.exclude(case__status__in=ENDED)
        .select_related("case")
        .order_by("due_on", "pk")[: WORK_LIMIT + 1]
    )
    names = names_of(term.case.client_id for term in found)
    for term in found:
        yield _item(term, names.get(term.case.client_id, ""), today)


def _item(term: Term, name: str, today: date) -> WorkItem:
    group, label, action = GROUPS[Term.Kind(term.kind)]
    waits = term.kind in WAITED and term.due_on >= today
    if waits:
        label = "Czeka na uzupełnienie" if term.kind == Term.Kind.SUPPLEMENT else "Czeka na stronę"
    return WorkItem(
        group,
        f"{label} · {name}",
        reverse("cases:case", args=[term.case_id]),
        due=term.due_on,
        detail=f"{term.case.sign} · {term.case.subject}",
        action=action,
        state="waiting" if waits else "mine",
        about=("cases.case", term.case_id),
    )


def undelivered(user: User, today: date) -> Iterator[WorkItem]:
    """Cases this person runs whose summons has no delivery on record: the term does not run."""
    if not user.can(Cap.RUN_CASES):
        return
    mine = CaseAssignment.objects.filter(case=OuterRef("pk"), period__upper_inf=True, worker=user)
    running = Term.objects.filter(RUNNING, case=OuterRef("pk"), kind=Term.Kind.SUPPLEMENT)
    sent = Letter.objects.filter(
        case=OuterRef("pk"), kind=Letter.Kind.SUMMONS, sent_on__isnull=False
    )
    rows = Case.objects.filter(Exists(mine), Exists(sent), ~Q(Exists(running)), status=INCOMPLETE)
    yield from _cases(rows, "Uzupełnienia braków", "Odnotuj doręczenie wezwania", "Otwórz")


def unsent(user: User, today: date) -> Iterator[WorkItem]:
    """Letters written and not sent in the cases this person runs: until then nothing runs."""
    if not user.can(Cap.RUN_CASES):
        return
    mine = CaseAssignment.objects.filter(case=OuterRef("case"), period__upper_inf=True, worker=user)
    rows = Letter.objects.filter(Exists(mine), direction=Letter.Direction.OUT, sent_on=None)
    found = list(rows.select_related("case").order_by("on", "pk")[: WORK_LIMIT + 1])
    names = names_of(letter.case.client_id for letter in found)
    for letter in found:
        yield WorkItem(
            "Pisma do wysłania",
            f"{letter.subject} · {names.get(letter.case.client_id, '')}",
            reverse("cases:letter", args=[letter.case_id, letter.pk]),
            detail=f"{letter.case.sign} · z dnia {letter.on:%d.%m.%Y}",
            action="Wyślij",
            about=("cases.case", letter.case_id),
        )


def nobody_runs(user: User, today: date) -> Iterator[WorkItem]:
    """Open cases without a worker in the units where this person runs cases."""
    units = user.units_with(Cap.RUN_CASES)
    if units is not None and not units:
        return
    free = CaseAssignment.objects.filter(case=OuterRef("pk"), period__upper_inf=True, worker=None)
    if units is not None:
        free = free.filter(unit__in=units)
    rows = Case.objects.filter(Exists(free)).exclude(status__in=ENDED)
    yield from _cases(rows, "Sprawy bez prowadzącego", "Przydziel prowadzącego", "Przydziel",
                      what="prowadzacy")  # fmt: skip


def _cases(
    rows: QuerySet[Case], group: str, label: str, action: str, *, what: str = ""
) -> Iterator[WorkItem]:
    found = list(rows.order_by("opened_on", "pk")[: WORK_LIMIT + 1])
    names = names_of(case.client_id for case in found)
    for case in found:
        url = (
            reverse("cases:case_act", args=[case.pk, what])
            if what
            else reverse("cases:case", args=[case.pk])
        )
        yield WorkItem(
            group,
            f"{label} · {names.get(case.client_id, '')}",
            url,
            detail=f"{case.sign} · {case.subject}, wszczęta {case.opened_on:%d.%m.%Y}",
            action=action,
            about=("cases.case", case.pk),
        )
