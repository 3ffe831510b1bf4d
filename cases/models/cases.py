"""The case (sprawa): one entry of the register; its sign never changes."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat

from cases.models.particulars import CURRENT, one_at_a_time
from cases.models.people import Person
from cases.states import CASE
from opsapp.kernel.audit import tracked
from opsapp.kernel.states import TransitionRecord
from opsapp.kernel.triggers import audited, frozen_when
from opsapp.office.models import Benefit, JrwaClass, Unit


class Case(models.Model):
    """A matter of a client in one JRWA class, kept by one cell of the centre.

    The sign `CELL.JRWA.NUMBER.YEAR` is composed by the database and stays for ever.
    """

    cell = models.CharField("komórka", max_length=12)
    jrwa = models.CharField("klasa JRWA", max_length=12)
    number = models.PositiveIntegerField("numer w spisie")
    year = models.PositiveSmallIntegerField("rok")
    sign = models.GeneratedField(
        expression=Concat(
            F("cell"),
            Value("."),
            F("jrwa"),
            Value("."),
            Cast("number", models.CharField()),
            Value("."),
            Cast("year", models.CharField()),
        ),
        output_field=models.CharField(max_length=60),
        db_persist=True,
        verbose_name="znak sprawy",
    )
    jrwa_class = models.ForeignKey(JrwaClass, on_delete=models.PROTECT, related_name="+")
    benefit = models.ForeignKey(
        Benefit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    client = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    subject = models.CharField("czego dotyczy", max_length=200)
    opened_on = models.DateField("wszczęto")
    closed_on = models.DateField("zakończono", null=True, blank=True)
    status = models.CharField("stan", max_length=20, choices=CASE.choices, default=CASE.initial)
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    class Meta:
        verbose_name = "sprawa"
        verbose_name_plural = "sprawy"
        constraints = [
            models.UniqueConstraint(fields=["cell", "jrwa", "year", "number"], name="case_number"),
            models.UniqueConstraint(fields=["sign"], name="case_sign"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="case_closed_after_opened",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(year__gte=1990), name="case_number_positive"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "opened_on"], name="case_status"),
            models.Index(fields=["client", "-opened_on"], name="case_client"),
        ]
        triggers = [
            *audited(),
            *CASE.triggers(),
            *frozen_when(Q(old__number__gte=1), but=("status", "subject", "closed_on")),
        ]

    def __str__(self) -> str:
        return str(self.sign)


class CaseTransition(TransitionRecord):
    """A move of a case: who, when, from, to, remark."""

    record = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transitions")

    class Meta(TransitionRecord.Meta):
        verbose_name = "zmiana stanu sprawy"


@tracked
class CaseParty(models.Model):
    """Who takes part in the case and how, from when to when."""

    class Role(models.TextChoices):
        PARTY = "party", "strona"
        REPRESENTATIVE = "representative", "przedstawiciel ustawowy"
        PROXY = "proxy", "pełnomocnik"
        RECIPIENT = "recipient", "odbiorca pism"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_roles")
    role = models.CharField("rola", max_length=14, choices=Role.choices)
    period = DateRangeField("okres")

    class Meta:
        verbose_name = "uczestnik sprawy"
        verbose_name_plural = "uczestnicy sprawy"
        constraints = [one_at_a_time("case_party_one_at_a_time", "case", "person", "role")]
        triggers = [*audited()]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


@tracked
class CaseAssignment(models.Model):
    """The unit and the worker in charge of the case in a period."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    reason = models.CharField("powód zmiany", max_length=200, blank=True)
    period = DateRangeField("okres")

    class Meta:
        verbose_name = "prowadzący sprawę"
        verbose_name_plural = "prowadzący sprawy"
        constraints = [one_at_a_time("case_assignment_one_at_a_time", "case")]
        indexes = [models.Index(fields=["worker"], name="assignment_worker", condition=CURRENT)]
        triggers = [*audited()]

    def __str__(self) -> str:
        return f"{self.case}: {self.worker or self.unit}"
