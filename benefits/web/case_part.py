"""What benefits show on the page of a case: the calculation as a receipt, the decision, the next
step, the stages, what happened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from benefits.access import decisions_of
from benefits.models import Calculation, Decision
from benefits.rules.registry import BENEFITS
from benefits.selectors_changes import Change, changed, incomes_beside
from benefits.services import calculations
from benefits.services.decisions import rulings
from benefits.stored import assessment_of
from benefits.web.decisions.showing import calculation_lines
from benefits.web.receipt_lines import result_words
from cases import states
from cases.models import ApplicationItem, Case
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Panel, StageMark, Step
from opsapp.kernel.web.parts import Event, Line
from opsapp.office.models import User

READY = (states.INTERVIEW_DONE, states.PARTY_NOTIFIED, states.IN_PROGRESS)
"""States in which a case may be calculated and its decision drafted."""


@dataclass
class ItemPart:
    """One benefit asked for in the case: its last calculation and its decision."""

    item: ApplicationItem
    user: User

    @cached_property
    def calculation(self) -> Calculation | None:
        """The newest."""
        rows = self.item.calculations.select_related("snapshot", "made_by", "item__person")
        found: Calculation | None = rows.order_by("-pk").first()
        return found

    @cached_property
    def lines(self) -> list[Line]:
        """The receipt."""
        return calculation_lines(self.calculation) if self.calculation else []

    @cached_property
    def current(self) -> bool:
        """Whether facts on record are still those of the calculation; settled items stay as is."""
        if self.calculation is None or self.item.outcome != ApplicationItem.Outcome.OPEN:
            return True
        return calculations.is_current(self.calculation)

    @cached_property
    def decision(self) -> Decision | None:
        """The newest decision about it that was not dropped."""
        rows = Decision.objects.filter(items__item=self.item).exclude(status="dropped")
        found: Decision | None = rows.order_by("-pk").first()
        return found

    @cached_property
    def change(self) -> Change | None:
        """What is other than in the last decision."""
        if self.calculation is None:
            return None
        besides = self.decision.pk if self.decision else None
        return changed(self.calculation, rulings.proposed(self.calculation), besides=besides)

    @property
    def incomes(self) -> list[tuple[str, Decimal | None, Decimal | None]]:
        """Incomes then and now."""
        if self.change is None or self.change.before is None or self.calculation is None:
            return []
        return incomes_beside(self.change.before.calculation, self.calculation)

    @property
    def known(self) -> bool:
        """Whether the engine knows the benefit."""
        return self.item.benefit.code in BENEFITS

    @property
    def open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.item.outcome == ApplicationItem.Outcome.OPEN

    @property
    def may_calculate(self) -> bool:
        """Whether a calculation may be made now."""
        return self.known and self.open and self.user.can(Cap.CALCULATE)

    @property
    def wants_calculation(self) -> bool:
        """Whether a calculation is the next thing to do: the first one once the interview is
        there, another one when facts have changed.
        """
        if not self.may_calculate:
            return False
        if self.calculation is None:
            return bool(self.item.case.status != states.IN_PROGRESS)
        return not self.current

    @property
    def may_draft(self) -> bool:
        """Whether the decision may be drafted now."""
        return bool(
            self.calculation and self.current and self.open and self.decision is None
            and self.item.case.status in READY and self.user.can(Cap.DRAFT_DECISIONS)
        )  # fmt: skip


def parts_of(case: Case, user: User) -> list[ItemPart]:
    """The items of a case, open ones first."""
    rows = case.items.select_related("benefit", "person", "case", "application__household",
                                     "application__applicant")  # fmt: skip
    ordered = sorted(rows, key=lambda row: (row.outcome != "open", -row.pk))
    return [ItemPart(row, user) for row in ordered[:6]]


def _parts(request: HttpRequest, case: Case) -> list[ItemPart]:
    """The same, read once for all that the page of a case asks."""
    read: dict[int, list[ItemPart]] = request.__dict__.setdefault("benefit_parts", {})
    if case.pk not in read:
        user: User = request.user  # type: ignore[assignment]
        read[case.pk] = parts_of(case, user)
    return read[case.pk]


def case_panel(request: HttpRequest, subject: Model) -> Panel | None:
    """The calculation of everything asked for in the case."""
    user: User = request.user  # type: ignore[assignment]
    if not isinstance(subject, Case) or not user.can(Cap.SEE_DECISIONS):
        return None
    return Panel("benefits/_case_part.html", {"parts": _parts(request, subject)}, "Wyliczenie")


def next_step(request: HttpRequest, case: Case) -> Iterator[Step]:
    """'Oblicz', 'Sporządź decyzję', or what the decision waits for."""
    user: User = request.user  # type: ignore[assignment]
    if case.status in READY and (user.can(Cap.CALCULATE) or user.can(Cap.DRAFT_DECISIONS)):
        yield from _towards_a_draft(_parts(request, case))
    elif case.status in (states.DRAFT_DECISION, states.APPROVAL_PENDING, states.DECIDED):
        yield from _with_the_decision(case, user)


def _towards_a_draft(parts: list[ItemPart]) -> Iterator[Step]:
    for part in parts:
        if part.may_draft and part.calculation is not None:
            url = reverse("benefits:decision_new", args=[part.calculation.pk])
            yield Step("Sporządź decyzję", url, icon="gavel")
        elif part.wants_calculation:
            url = reverse("benefits:calculate", args=[part.item.pk])
            label = "Oblicz ponownie" if part.calculation else "Oblicz"
            yield Step(label, url, icon="calculator")


def _with_the_decision(case: Case, user: User) -> Iterator[Step]:
    if not user.can(Cap.SEE_DECISIONS):
        return
    decision = decisions_of(user).filter(case=case).exclude(status="dropped").last()
    if decision is None:
        return
    url = reverse("benefits:decision", args=[decision.pk])
    if case.status == states.APPROVAL_PENDING:
        if user.can(Cap.APPROVE_DECISIONS) and decision.author_id != user.pk:
            yield Step("Podpisz", f"{reverse('benefits:queue')}?d={decision.pk}", icon="signature")
        else:
            yield Step("Otwórz projekt", url, icon="file-text")
    elif case.status == states.DRAFT_DECISION:
        yield Step("Otwórz projekt decyzji", url, icon="pencil")
    elif user.can(Cap.ISSUE_DECISIONS):
        yield Step("Odnotuj doręczenie", url, icon="mail-opened")


def stage(request: HttpRequest, case: Case) -> Iterator[StageMark]:
    """The amount at the calculation, the state at the decision, the day at the delivery."""
    user: User = request.user  # type: ignore[assignment]
    if not user.can(Cap.SEE_DECISIONS):
        return
    made = Calculation.objects.filter(item__case=case).order_by("-pk").first()
    if made is not None:
        done = "" if case.status in READY else "done"
        yield StageMark("calculation", state=done, url="#wyliczenie")  # type: ignore[arg-type]
    decision = decisions_of(user).filter(case=case).exclude(status="dropped").last()
    if decision is None:
        return
    url = reverse("benefits:decision", args=[decision.pk])
    yield StageMark("decision", note=decision.sign if decision.number else "", url=url)
    if decision.delivered_on:
        yield StageMark("delivery", state="done", note=f"{decision.delivered_on:%d.%m}", url=url)


def events(user: User, cases: Collection[int], persons: Collection[int]) -> Iterator[Event]:
    """Calculations made and decisions issued."""
    if not user.can(Cap.SEE_DECISIONS):
        return
    made = Calculation.objects.filter(item__case__in=cases).select_related(
        "item__benefit", "made_by"
    )
    for row in made.defer("law", "facts").order_by("-pk")[:50]:
        words = result_words(assessment_of(row))
        text = f"Wyliczono {row.item.benefit.label}: {words}"
        yield Event(row.recorded_at, text, str(row.made_by), "calculator", kind="decision")
    issued = Decision.objects.filter(case__in=cases, number__isnull=False).defer("text")
    moves = {"issue": "Wydano decyzję", "deliver": "Doręczono decyzję"}
    for decision in issued.prefetch_related("transitions__actor").order_by("-pk")[:50]:
        url = reverse("benefits:decision", args=[decision.pk])
        for move in decision.transitions.all():
            if move.move in moves:
                yield Event(
                    move.recorded_at, f"{moves[move.move]} {decision}", str(move.actor),
                    "gavel" if move.move == "issue" else "mail-opened", url, kind="decision",
                )  # fmt: skip
