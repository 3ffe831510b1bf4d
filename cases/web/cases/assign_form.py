"""The form that gives a case to another unit or worker; two who do it at once are told."""

from __future__ import annotations

from django import forms

from cases.models import CaseAssignment
from cases.selectors.offices import units_for, workers_for
from cases.services import cases
from cases.web.cases.forms import CaseForm, ChangedMeanwhile
from opsapp.kernel import clock, states
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web.fields import PolishDateField
from opsapp.kernel.web.parts import Difference

NOBODY = "jeszcze nikt"


class AssignForm(CaseForm):
    """Another unit or worker."""

    what, title, button = "prowadzacy", "Zmiana prowadzącego", "Przekaż sprawę"
    said = "Zmieniono prowadzącego sprawę."
    halves = ("unit", "worker")
    unit = forms.ChoiceField(label="Komórka")
    worker = forms.ChoiceField(label="Prowadzi", required=False)
    on = PolishDateField(label="Od dnia")
    reason = forms.CharField(label="Dlaczego", max_length=200)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def prepare(self) -> None:
        today = clock.today()
        self.units = {str(unit.pk): unit for unit in units_for(self.user, Cap.RUN_CASES, today)}
        self.workers = {str(one.pk): one for one in workers_for(Cap.RUN_CASES, today)}
        now = self.case.assignments.filter(period__upper_inf=True).first()
        nobody = [("", f"– {NOBODY} –")]
        named = [(key, str(one)) for key, one in self.workers.items()]
        self.offer("unit", [(key, str(unit)) for key, unit in self.units.items()])
        self.offer("worker", nobody + named)
        if now is not None:
            self.initial = {"unit": now.unit_id, "worker": now.worker_id or "", **self.initial}
        self.fields["seen"].initial = _print(now)

    def save(self) -> None:
        data = self.cleaned_data
        with acting(self.user, act=f"{__name__}.save"):
            self.case = states.lock(self.case)
            self._refuse_stale()
            cases.assign(
                self.case, unit=self.units[data["unit"]], worker=self.workers.get(data["worker"]),
                reason=data["reason"], on=data["on"], actor=self.user,
            )  # fmt: skip

    def _refuse_stale(self) -> None:
        """Raise `ChangedMeanwhile` when it was given to somebody after the form was opened."""
        now = self.case.assignments.filter(period__upper_inf=True).first()
        mine = self.cleaned_data
        if now is None or mine["seen"] == _print(now):
            return
        worker = self.workers.get(mine["worker"])
        compared = [
            ("Komórka", str(now.unit), str(self.units[mine["unit"]])),
            ("Prowadzi", str(now.worker or NOBODY), str(worker or NOBODY)),
            ("Od dnia", f"{now.period.lower:%d.%m.%Y}", f"{mine['on']:%d.%m.%Y}"),
            ("Dlaczego", now.reason or "(puste)", mine["reason"]),
        ]
        raise ChangedMeanwhile([Difference(*row) for row in compared if row[1] != row[2]])


def _print(row: CaseAssignment | None) -> str:
    """What tells an assignment from another one, also when it was corrected in place."""
    return f"{row.pk}-{row.unit_id}-{row.worker_id or 0}" if row else ""
