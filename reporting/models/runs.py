"""A report run: computed, checked, filed. A filed run never changes; a correction is a new run."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from opsapp.kernel.models import StoredDocument
from opsapp.kernel.states import TransitionRecord
from opsapp.kernel.triggers import audited, child_frozen_when, frozen_when
from reporting.states import REPORT


class ReportRun(models.Model):
    """One computation of a form for a period; `edition` names the layout file it follows."""

    form = models.CharField("sprawozdanie", max_length=40)
    edition = models.CharField("wydanie", max_length=20)
    period_from = models.DateField("od")
    period_to = models.DateField("do")
    year_from = models.DateField("narastająco od")
    status = models.CharField("stan", max_length=10, choices=REPORT.choices, default=REPORT.initial)
    correction = models.PositiveSmallIntegerField("numer korekty", default=0)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    job_key = models.CharField(max_length=200, unique=True, null=True, editable=False)
    computed_at = models.DateTimeField("policzono", auto_now_add=True)
    filed_on = models.DateField("złożono", null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.OneToOneField(
        StoredDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    content_sha256 = models.CharField("skrót treści", max_length=64, blank=True)

    class Meta:
        verbose_name = "sprawozdanie"
        verbose_name_plural = "sprawozdania"
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")) & Q(year_from__lte=F("period_from")),
                name="report_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="filed",
                    filed_on__isnull=False,
                    filed_by__isnull=False,
                    content_sha256__regex=r"^[0-9a-f]{64}$",
                )
                | (
                    ~Q(status="filed")
                    & Q(filed_on=None, filed_by=None, content_sha256="", document=None)
                ),
                name="report_filed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(filed_by=None) | ~Q(filed_by=F("made_by")),
                name="report_four_eyes",
                violation_error_message="Sprawozdanie składa inna osoba niż ta, która je liczyła.",
            ),
            models.CheckConstraint(
                condition=Q(filed_on=None) | Q(filed_on__gt=F("period_to")),
                name="report_filed_after_period",
            ),
            models.CheckConstraint(
                condition=Q(correction=0, corrects=None)
                | Q(correction__gte=1, corrects__isnull=False),
                name="report_correction_names_run",
            ),
            models.UniqueConstraint(
                fields=["form", "period_from", "period_to", "correction"],
                condition=Q(status="filed"),
                name="report_filed_once",
            ),
        ]
        triggers = [
            *audited(),
            *REPORT.triggers(),
            *frozen_when(Q(old__status="filed"), but=("document",)),
            *frozen_when(Q(old__document__isnull=False)),
            *frozen_when(Q(old__status="discarded")),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.period_from:%d.%m.%Y}–{self.period_to:%d.%m.%Y}"


class ReportTransition(TransitionRecord):
    """A move of a report run."""

    record = models.ForeignKey(ReportRun, on_delete=models.PROTECT, related_name="transitions")

    class Meta(TransitionRecord.Meta):
        verbose_name = "zmiana stanu sprawozdania"


class ReportCell(models.Model):
    """One number of a report and the rows behind it.

    `source` names the kind of the ids (person, household, payment_item, decision …); the ids
    are stored when the report is filed, until then the list is asked anew.
    """

    run = models.ForeignKey(ReportRun, on_delete=models.PROTECT, related_name="cells")
    table = models.CharField("tabela", max_length=8)
    row = models.CharField("wiersz", max_length=40)
    column = models.CharField("kolumna", max_length=30)
    value = models.DecimalField("wartość", max_digits=16, decimal_places=2, null=True)
    source = models.CharField("rodzaj źródła", max_length=20, blank=True)
    ids = ArrayField(models.BigIntegerField(), null=True, blank=True)

    class Meta:
        verbose_name = "komórka sprawozdania"
        verbose_name_plural = "komórki sprawozdania"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "table", "row", "column"], name="report_cell_once"
            )
        ]
        triggers = [
            *audited(),
            *child_frozen_when("reporting_reportrun", "run_id", "status in ('filed', 'discarded')"),
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.row}.{self.column}"


class ReportCheck(models.Model):
    """The result of one control rule; an open one needs a reason before filing."""

    class Level(models.TextChoices):
        ERROR = "error", "błąd"
        WARNING = "warning", "ostrzeżenie"

    run = models.ForeignKey(ReportRun, on_delete=models.PROTECT, related_name="checks")
    code = models.CharField("reguła", max_length=20)
    level = models.CharField("waga", max_length=7, choices=Level.choices)
    message = models.CharField("treść", max_length=300)
    waiver = models.CharField("powód przyjęcia mimo uwagi", max_length=300, blank=True)

    class Meta:
        verbose_name = "kontrola sprawozdania"
        verbose_name_plural = "kontrole sprawozdania"
        triggers = [
            *audited(),
            *child_frozen_when("reporting_reportrun", "run_id", "status in ('filed', 'discarded')"),
        ]

    def __str__(self) -> str:
        return self.message
