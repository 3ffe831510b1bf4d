"""What decisions put on *Mój dzień*: to mend, to finish, to sign, to issue, what ends soon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse

from benefits.access import decisions_of
from benefits.dictionaries import RETURN_REASONS
from benefits.models import Decision, DecisionItem, Entitlement
from benefits.models.decisions import DecisionTransition
from benefits.selectors_queue import pending_count
from cases.models import CaseAssignment, Term
from cases.selectors.people import names_of
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import WORK_LIMIT, WorkItem
from opsapp.office.models import RoleAssignment, User

ENDING = timedelta(days=30)
GROUP = "Decyzje"


def drafts_of_mine(user: User, today: date) -> Iterator[WorkItem]:
    """Drafts to mend with the remark they came back with, drafts to finish, drafts that wait."""
    if not user.can(Cap.DRAFT_DECISIONS):
        return
    last = DecisionTransition.objects.filter(record=OuterRef("pk")).order_by("-pk")
    due = Term.objects.filter(
        case=OuterRef("case"), kind=Term.Kind.SETTLE, met_on=None, cancelled_on=None
    )
    items = DecisionItem.objects.filter(decision=OuterRef("pk")).order_by("pk")
    mine = Decision.objects.filter(author=user, status__in=("draft", "approval_pending"))
    rows: Any = mine.select_related("case").annotate(
        benefit_label=Subquery(items.values("benefit__label")[:1]),
        last_move=Subquery(last.values("move")[:1]),
        last_remark=Subquery(last.values("remark")[:1]),
        last_reason=Subquery(last.values("reason_code")[:1]),
        due_on=Subquery(due.values("due_on")[:1]),
    )
    found = list(rows.order_by("due_on", "pk")[: WORK_LIMIT + 1])
    names = names_of(row.addressee_id for row in found)
    for row in found:
        yield _draft(row, names.get(row.addressee_id, ""))


def _draft(row: Decision, name: str) -> WorkItem:
    told = row.__dict__
    label = f"{str(told['benefit_label']).capitalize()} · {name}"
    url = reverse("benefits:decision", args=[row.pk])
    about = ("benefits.decision", row.pk)
    detail = f"{row.case.sign}"
    if row.status != "draft":
        return WorkItem("Czeka na podpis", label, url, told["due_on"], detail, "Zobacz",
                        "waiting", about=about)  # fmt: skip
    if told["last_move"] in ("return", "take_back"):
        reason = RETURN_REASONS.get(told["last_reason"], "")
        said = ": ".join(filter(None, [reason, told["last_remark"]]))
        return WorkItem("Decyzje do poprawy", label, url, told["due_on"], said, "Popraw",
                        "returned", about=about)  # fmt: skip
    return WorkItem("Projekty decyzji", label, url, told["due_on"], detail, "Dokończ", about=about)


def to_sign(user: User, today: date) -> Iterator[WorkItem]:
    """The director's queue as one line."""
    count = pending_count(user)
    if count:
        yield WorkItem(
            GROUP, "Decyzje do podpisu", reverse("benefits:queue"), today, action="Podpisz",
            count=count,
        )  # fmt: skip


def to_issue(user: User, today: date) -> Iterator[WorkItem]:
    """Signed decisions to be issued, and for whoever posts letters the issued ones whose delivery
    is not on record.
    """
    if not (user.can(Cap.ISSUE_DECISIONS) and user.can(Cap.SEE_DECISIONS)):
        return
    mine = decisions_of(user, Cap.ISSUE_DECISIONS).filter(status__in=("approved", "issued"))
    counts = dict(mine.order_by().values_list("status").annotate(Count("pk")))
    address = reverse("benefits:decisions")
    if count := counts.get("approved"):
        yield WorkItem(
            GROUP, "Decyzje do wydania", f"{address}?stan=approved", action="Wydaj", count=count
        )
    if (count := counts.get("issued")) and _posts_letters(user, today):
        yield WorkItem(
            GROUP, "Doręczenia do odnotowania", f"{address}?stan=issued", action="Odnotuj",
            count=count,
        )  # fmt: skip


def _posts_letters(user: User, today: date) -> bool:
    """Whoever issues without signing does; who signs only where nobody else would."""
    if not user.can(Cap.APPROVE_DECISIONS):
        return True
    held = RoleAssignment.objects.on(today).filter(user__is_active=True)
    issues = held.filter(role__capabilities__contains=[Cap.ISSUE_DECISIONS])
    return not issues.exclude(role__capabilities__contains=[Cap.APPROVE_DECISIONS]).exists()


def ending_soon(user: User, today: date) -> Iterator[WorkItem]:
    """Rights that end within thirty days in the cases this person runs."""
    if not (user.can(Cap.RUN_CASES) and user.can(Cap.SEE_DECISIONS)):
        return
    mine = CaseAssignment.objects.filter(
        case=OuterRef("decision_item__item__case"), period__upper_inf=True, worker=user
    )
    rows = Entitlement.objects.filter(
        Exists(mine), status="active", period__endswith__gt=today,
        period__endswith__lte=today + ENDING + timedelta(days=1),
    )  # fmt: skip
    ordered = rows.select_related("benefit", "decision_item").order_by("period", "pk")
    found = list(ordered[: WORK_LIMIT + 1])
    names = names_of(row.beneficiary_id for row in found)
    for row in found:
        last = row.period.upper - timedelta(days=1)
        yield WorkItem(
            "Kończące się świadczenia",
            f"{row.benefit.label.capitalize()} · {names.get(row.beneficiary_id, '')}",
            reverse("cases:person", args=[row.beneficiary_id]),
            due=last,
            detail="umów aktualizację wywiadu i nowy wniosek",
            action="Otwórz kartę",
            state="waiting",
            about=("cases.person", row.beneficiary_id),
        )


def to_expire(user: User, today: date) -> Iterator[WorkItem]:
    """Rights of people who died, in the cases this person runs: the decision is to be declared
    expired (k.p.a. art. 162 § 1 pkt 1). Their months to come are held meanwhile.
    """
    if not (user.can(Cap.DRAFT_DECISIONS) and user.can(Cap.SEE_DECISIONS)):
        return
    mine = CaseAssignment.objects.filter(
        case=OuterRef("decision_item__item__case"), period__upper_inf=True, worker=user
    )
    waiting = Decision.objects.filter(
        changes=OuterRef("decision_item__decision"),
        status__in=("draft", "approval_pending", "approved"),
    )
    died = Q(beneficiary__died_on__isnull=False) | Q(
        beneficiary__merged_into__died_on__isnull=False
    )
    rows = Entitlement.objects.filter(
        died, Exists(mine), ~Exists(waiting), status__in=("active", "withheld")
    ).select_related("benefit", "decision_item__decision", "beneficiary__merged_into")
    for row in rows.order_by("pk")[: WORK_LIMIT + 1]:
        person, decision = (
            row.beneficiary.merged_into or row.beneficiary,
            row.decision_item.decision,
        )
        yield WorkItem(
            "Decyzje po śmierci osoby",
            f"{row.benefit.label.capitalize()} · {person}",
            reverse("benefits:decision_change", args=[decision.pk, "wygasniecie"]),
            today,
            f"{decision} · zmarła {person.died_on:%d.%m.%Y}; dalsze raty są wstrzymane",
            "Stwierdź wygaśnięcie",
            about=("benefits.decision", decision.pk),
        )


PROVIDERS: tuple[Callable[[User, date], Iterator[WorkItem]], ...] = (
    drafts_of_mine, to_sign, to_issue, to_expire, ending_soon,
)  # fmt: skip
