"""Cases: the list with what it shows, and the answers a page of one case needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat

from cases.models import Alert, Case, CaseAssignment, PersonName, Term, in_force
from cases.states import ENDED
from opsapp.kernel.text import PlKey
from opsapp.office.models import User

CaseRows: TypeAlias = Any
"""A query of Case with values that it adds to the rows, unknown to the type checker."""
OPEN = "otwarte"
SOON_DAYS = 5
TERM_STATES = {
    "po-terminie": "po terminie",
    "na-dzis": "mija dziś",
    "wkrotce": f"mija w {SOON_DAYS} dni",
    "bez-terminu": "bez biegnącego terminu",
}
NEVER = date(9999, 12, 31)
SORTS: dict[str, tuple[str, ...]] = {
    "": ("-pk",),
    "znak": ("cell", "jrwa", "year", "number"),
    "osoba": ("client_key",),
    "termin": ("due_sort",),
    "wszczeto": ("opened_on",),
}
RUNNING = Q(met_on=None, cancelled_on=None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of cases is narrowed to; empty fields do not narrow."""

    status: str = ""
    benefit: str = ""
    worker: str = ""
    term: str = ""


def case_list(cases: QuerySet[Case], wanted: Wanted, *, user: User, on: date) -> CaseRows:
    """Cases with `client_first`, `client_last`, `alert`, `due`, `worker_name` and sorting keys; one
    query. `worker` of `wanted`: 'ja', 'nikt' or a key.
    """
    rows = _narrowed(cases, wanted, user, on)
    names = PersonName.objects.filter(in_force(), person=OuterRef("client"))
    due = Term.objects.filter(RUNNING, case=OuterRef("pk")).order_by("due_on")
    alerts = Alert.objects.filter(person=OuterRef("client"), period__contains=on)
    now = CaseAssignment.objects.filter(case=OuterRef("pk"), period__upper_inf=True)
    worker = now.annotate(
        full=Concat("worker__first_name", Value(" "), "worker__last_name", output_field=CharField())
    )
    key = names.annotate(key=PlKey("last_name")).values("key")[:1]
    return rows.select_related("client", "benefit").annotate(
        client_first=Subquery(names.values("first_name")[:1]),
        client_last=Subquery(names.values("last_name")[:1]),
        client_key=Coalesce(Subquery(key), Value("", TextField())),
        alert=Coalesce(Subquery(alerts.values("text")[:1]), Value("")),
        due=Subquery(due.values("due_on")[:1]),
        due_sort=Coalesce(Subquery(due.values("due_on")[:1]), Value(NEVER)),
        worker_name=Subquery(worker.filter(worker__isnull=False).values("full")[:1]),
    )


def _narrowed(cases: QuerySet[Case], wanted: Wanted, user: User, on: date) -> QuerySet[Case]:
    if wanted.status == OPEN:
        cases = cases.exclude(status__in=ENDED)
    elif wanted.status:
        cases = cases.filter(status=wanted.status)
    if wanted.benefit:
        cases = cases.filter(benefit__code=wanted.benefit)
    if wanted.worker:
        cases = cases.filter(Exists(_run_by(wanted.worker, user)))
    return cases.filter(_term(wanted.term, on)) if wanted.term in TERM_STATES else cases


def _run_by(worker: str, user: User) -> QuerySet[CaseAssignment]:
    rows = CaseAssignment.objects.filter(case=OuterRef("pk"), period__upper_inf=True)
    if worker == "nikt":
        return rows.filter(worker=None)
    key = user.pk if worker == "ja" else int(worker) if worker.isdecimal() else 0
    return rows.filter(worker_id=key)


def _term(state: str, on: date) -> Q:
    running = Term.objects.filter(RUNNING, case=OuterRef("pk"))
    due = {
        "po-terminie": Q(due_on__lt=on),
        "na-dzis": Q(due_on=on),
        "wkrotce": Q(due_on__range=(on, on + timedelta(days=SOON_DAYS))),
    }.get(state)
    return ~Q(Exists(running)) if due is None else Q(Exists(running.filter(due)))


def assignment_of(case: Case) -> CaseAssignment | None:
    """The unit and worker in charge now; asked once for one reading of the case."""
    kept: dict[str, Any] = case.__dict__
    if "_assignment" not in kept:
        rows: QuerySet[CaseAssignment] = case.assignments.filter(period__upper_inf=True)
        kept["_assignment"] = rows.select_related("unit", "worker").first()
    found: CaseAssignment | None = kept["_assignment"]
    return found


def running_terms(case: Case) -> list[Term]:
    """Open terms of a case, the nearest first."""
    return list(case.terms.filter(RUNNING).order_by("due_on", "pk"))
