"""The head of a case's pages: sign, what, whose, who runs it, the term, the road, the next step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cases.models import Alert, Application, Case, CaseAssignment, PersonName, Term, in_force
from cases.selectors.applications import applications_of
from cases.selectors.cases import assignment_of, running_terms
from cases.selectors.people import group_of
from cases.services.unexamined import grounds_for
from cases.states import REGISTERED, WAITING
from cases.web.cases.menu import Group, groups_for
from cases.web.cases.road import stages_of
from opsapp.kernel import clock, registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import Step
from opsapp.kernel.web import Request
from opsapp.kernel.web.parts import Stage


@dataclass
class CaseHead:
    """Everything the head of a case shows; read once."""

    request: Request
    case: Case

    @cached_property
    def name(self) -> PersonName | None:
        """The client's name in force."""
        names = PersonName.objects.filter(in_force(), person=self.case.client_id)
        return names.first()

    @property
    def client(self) -> str:
        """'Anna Nowak'."""
        name = self.name
        return f"{name.first_name} {name.last_name}" if name else str(self.case.client)

    @cached_property
    def alerts(self) -> list[Alert]:
        """Warnings in force on the client's card."""
        rows = Alert.objects.filter(
            person__in=group_of(self.case.client), period__contains=clock.today()
        )
        return list(rows)

    @cached_property
    def assignment(self) -> CaseAssignment | None:
        """Unit and worker in charge."""
        return assignment_of(self.case)

    @cached_property
    def terms(self) -> list[Term]:
        """Running terms, the nearest first."""
        return running_terms(self.case)

    @property
    def clock_stopped(self) -> bool:
        """Whether the case is open and the term to settle it does not run."""
        waits = self.case.status in WAITING
        return waits and not any(term.kind == Term.Kind.SETTLE for term in self.terms)

    @cached_property
    def stages(self) -> list[Stage]:
        """The road."""
        return stages_of(self.case, registry.stages.ask(self.request, self.case))

    @cached_property
    def may_run(self) -> bool:
        """Whether the person at the screen may run this case, in its unit."""
        unit = self.assignment.unit if self.assignment else None
        return self.request.user.can(Cap.RUN_CASES, unit)

    @cached_property
    def step(self) -> Step | None:
        """The next step: the first that somebody offers this person."""
        return next(registry.steps.ask(self.request, self.case), None)

    @cached_property
    def menu(self) -> list[Group]:
        """The other things that may be done now."""
        if not self.may_run:
            return []
        step = self.step.url if self.step else ""
        offered = step.rstrip("/").rpartition("/")[2]
        return groups_for(self.case.status, besides={offered, *self._without_ground})

    @property
    def _without_ground(self) -> set[str]:
        """What the state allows and nothing known speaks for."""
        early = self.case.status == REGISTERED
        return {"bez-rozpoznania"} if early and not grounds_for(self.case) else set()

    @cached_property
    def applications(self) -> list[Application]:
        """Applications that run in this case, the newest first."""
        return applications_of(self.case)

    @property
    def application(self) -> Application | None:
        """The newest of them."""
        return self.applications[0] if self.applications else None
