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

from benefits.enforcement import Acts, acts_of
from benefits.models import Calculation, Decision
from benefits.rules.registry import BENEFITS
from benefits.selectors_changes import Change, changed, incomes_beside
from benefits.services import calculations
from benefits.services.decisions import rulings
from benefits.stored import assessment_of
from benefits.web.decisions.showing import calculation_lines
from benefits.web.receipt_lines import result_words
from cases import states
from cases.access import cases_of
from cases.models import ApplicationItem, Case
from cases.selectors.cases import assignment_of
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Panel, StageMark, Step
from opsapp.kernel.web.parts import Event, Line
from opsapp.office.models import Unit, User

READY = (states.INTERVIEW_DONE, states.PARTY_NOTIFIED, states.IN_PROGRESS)
"""States in which a case may be calculated and its decision drafted."""


@dataclass
class ItemPart:
    """One benefit asked for in the case: its last calculation and its decision, as the person at
    the screen may see and do in the unit that runs the case.
    """

    item: ApplicationItem
    user: User
    unit: Unit | None
    decisions: list[Decision]

    @cached_property
    def calculation(self) -> Calculation | None:
        """The newest."""
        rows = self.item.calculations.select_related("snapshot", "made_by").order_by("-pk")
        found: Calculation | None = rows.first()
        if found is not None:
            found.item = self.item
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
        return calculations.facts_stand(self.calculation)

    @property
    def decision(self) -> Decision | None:
        """The newest decision about it that was not dropped."""
        about = (
            decision
            for decision in reversed(self.decisions)
            if any(row.item_id == self.item.pk for row in decision.items.all())
        )
        return next(about, None)

    @property
    def acts(self) -> Acts | None:
        """From when the decision acts, where it is about an earlier one."""
        found = self.decision
        if found is None:
            return None
        row = next(row for row in found.items.all() if row.item_id == self.item.pk)
        return acts_of(found, row)

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
    def may_try_law(self) -> bool:
        """Whether the calculation may be tried under another law."""
        may_see = self.user.can(Cap.SEE_DECISIONS, self.unit)
        return may_see and self.user.can(Cap.TRY_LAW)

    @property
    def may_calculate(self) -> bool:
        """Whether a calculation may be made now."""
        return self.known and self.open and self.user.can(Cap.CALCULATE, self.unit)

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
            and self.item.case.status in READY and self.user.can(Cap.DRAFT_DECISIONS, self.unit)
        )  # fmt: skip


@dataclass
class CaseRead:
    """What the page of a case asks of benefits, read once for a request."""

    case: Case
    user: User

    @cached_property
    def unit(self) -> Unit | None:
        """The unit that runs the case: rights are asked there."""
        now = assignment_of(self.case)
        return now.unit if now else None

    def can(self, cap: Cap) -> bool:
        """Whether the person may in this case."""
        return self.user.can(cap, self.unit)

    @cached_property
    def decisions(self) -> list[Decision]:
        """Decisions of the case that were not dropped, the newest last; none without the right."""
        if not self.can(Cap.SEE_DECISIONS):
            return []
        rows = Decision.objects.filter(case=self.case).exclude(status="dropped")
        return list(
            rows.defer("text")
            .select_related("appeal")
            .prefetch_related("items__changed_item")
            .order_by("pk")
        )

    @property
    def decision(self) -> Decision | None:
        """The newest."""
        return self.decisions[-1] if self.decisions else None

    @cached_property
    def parts(self) -> list[ItemPart]:
        """The items of the case, open ones first."""
        rows = self.case.items.select_related(
            "benefit", "person", "case", "application__household", "application__applicant"
        ).prefetch_related("person__names")
        ordered = sorted(rows, key=lambda row: (row.outcome != "open", -row.pk))
        return [ItemPart(row, self.user, self.unit, self.decisions) for row in ordered[:6]]

    @property
    def calculated(self) -> bool:
        """Whether anything asked for was calculated."""
        return any(part.calculation is not None for part in self.parts)


def _read(request: HttpRequest, case: Case) -> CaseRead:
    kept: dict[int, CaseRead] = request.__dict__.setdefault("benefit_case", {})
    if case.pk not in kept:
        user: User = request.user  # type: ignore[assignment]
        kept[case.pk] = CaseRead(case, user)
    return kept[case.pk]


def case_panel(request: HttpRequest, subject: Model) -> Panel | None:
    """The calculation of everything asked for in the case."""
    if not isinstance(subject, Case):
        return None
    read = _read(request, subject)
    if not read.can(Cap.SEE_DECISIONS):
        return None
    return Panel("benefits/_case_part.html", {"parts": read.parts}, "Wyliczenie")


def next_step(request: HttpRequest, case: Case) -> Iterator[Step]:
    """'Oblicz', 'Sporządź decyzję', or what the decision waits for."""
    read = _read(request, case)
    if case.status in READY and (read.can(Cap.CALCULATE) or read.can(Cap.DRAFT_DECISIONS)):
        yield from _towards_a_draft(read.parts)
    elif case.status in (states.DRAFT_DECISION, states.APPROVAL_PENDING, states.DECIDED):
        yield from _with_the_decision(read)
    elif case.status in (states.APPEALED, states.SENT_TO_SKO):
        yield from _with_the_appeal(read)


def _towards_a_draft(parts: list[ItemPart]) -> Iterator[Step]:
    for part in parts:
        if part.may_draft and part.calculation is not None:
            url = reverse("benefits:decision_new", args=[part.calculation.pk])
            yield Step("Sporządź decyzję", url, icon="gavel")
        elif part.wants_calculation:
            url = reverse("benefits:calculate", args=[part.item.pk])
            label = "Oblicz ponownie" if part.calculation else "Oblicz"
            yield Step(label, url, icon="calculator")


def _with_the_decision(read: CaseRead) -> Iterator[Step]:
    decision = read.decision
    if decision is None:
        return
    url = reverse("benefits:decision", args=[decision.pk])
    if read.case.status == states.APPROVAL_PENDING:
        if read.can(Cap.APPROVE_DECISIONS) and decision.author_id != read.user.pk:
            yield Step("Podpisz", f"{reverse('benefits:queue')}?d={decision.pk}", icon="signature")
        else:
            yield Step("Otwórz projekt", url, icon="file-text")
    elif read.case.status == states.DRAFT_DECISION:
        yield Step("Otwórz projekt decyzji", url, icon="pencil")
    elif read.can(Cap.ISSUE_DECISIONS):
        yield Step("Odnotuj doręczenie", url, icon="mail-opened")


def _with_the_appeal(read: CaseRead) -> Iterator[Step]:
    """What the appeal waits for."""
    found = (one for one in reversed(read.decisions) if one.moves_case and hasattr(one, "appeal"))
    decision = next(found, None)
    if decision is None or not decision.appeal.is_open:
        return
    drafted = next((one for one in read.decisions if one.changes_id == decision.pk), None)
    if drafted is not None and not drafted.is_issued:
        yield Step(
            "Otwórz projekt decyzji", reverse("benefits:decision", args=[drafted.pk]), "pencil"
        )
        return
    slug, label, cap = (
        ("rozstrzygniecie", "Wpisz rozstrzygnięcie", Cap.ISSUE_DECISIONS)
        if decision.appeal.passed_on
        else ("przekaz", "Przekaż odwołanie do SKO", Cap.RUN_CASES)
    )
    if read.can(cap):
        yield Step(label, reverse("benefits:decision_appeal", args=[decision.pk, slug]), "send")


def stage(request: HttpRequest, case: Case) -> Iterator[StageMark]:
    """The amount at the calculation, the state at the decision, the day at the delivery."""
    read = _read(request, case)
    if not read.can(Cap.SEE_DECISIONS):
        return
    if read.calculated:
        done = "" if case.status in READY else "done"
        yield StageMark("calculation", state=done, url="#wyliczenie")  # type: ignore[arg-type]
    decision = read.decision
    if decision is None:
        return
    url = reverse("benefits:decision", args=[decision.pk])
    yield StageMark("decision", note=decision.sign if decision.number else "", url=url)
    if decision.delivered_on:
        yield StageMark("delivery", state="done", note=f"{decision.delivered_on:%d.%m}", url=url)


def events(user: User, cases: Collection[int], persons: Collection[int]) -> Iterator[Event]:
    """Calculations made and decisions issued."""
    cases = _seen(user, cases)
    if not cases:
        return
    made = Calculation.objects.filter(item__case__in=cases).select_related(
        "item__benefit", "made_by"
    )
    for row in made.defer("law", "facts").order_by("-pk")[:50]:
        words = result_words(assessment_of(row))
        text = f"Wyliczono {row.item.benefit.label}: {words}"
        yield Event(row.recorded_at, text, str(row.made_by), "calculator", kind="decision")
    issued = Decision.objects.filter(case__in=cases, number__isnull=False).defer("text")
    moves = {
        "issue": ("Wydano decyzję", "gavel", "decide"),
        "deliver": ("Doręczono decyzję", "mail-opened", "deliver"),
    }
    for decision in issued.prefetch_related("transitions__actor").order_by("-pk")[:50]:
        url = reverse("benefits:decision", args=[decision.pk])
        for move in decision.transitions.all():
            if move.move in moves:
                text, icon, of_case = moves[move.move]
                yield Event(
                    move.recorded_at, f"{text} {decision}", str(move.actor), icon, url,
                    kind="decision", instead_of=f"case:{decision.case_id}:{of_case}",
                )  # fmt: skip


def _seen(user: User, cases: Collection[int]) -> Collection[int]:
    """Of some cases those whose decisions the person may see."""
    units = user.units_with(Cap.SEE_DECISIONS)
    if units is None or not units:
        return cases if units is None else []
    mine = cases_of(user, Cap.SEE_DECISIONS).filter(pk__in=cases)
    return list(mine.values_list("pk", flat=True))
