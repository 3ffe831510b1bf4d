"""What-if runs: what was tried, by whom, and what came out; no law is ever made of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from benefits.models.calculations import Calculation
from opsapp.kernel import clock
from opsapp.kernel.triggers import audited, child_frozen_when, frozen_when
from opsapp.office.models import Benefit

_ENDED = "finished_at IS NOT NULL OR cancelled_at IS NOT NULL"
LEAST_DAYS = 30
"""A run stays at least so long, whatever the centre's setting says."""
_YOUNG = f"asked_at > now() - interval '{LEAST_DAYS} days'"
_AGED = f"OLD.asked_at <= now() - interval '{LEAST_DAYS} days'"


class WhatIf(models.Model):
    """One question 'what if': the numbers tried, the day, whom it looks at, and the answer.

    `changes` holds for each number its code, label, unit and both values. The answer comes once,
    from the job; then nothing of the row changes any more. Old runs are deleted whole.
    """

    class Scope(models.TextChoices):
        DAY = "day", "uprawnienia obowiązujące w dniu zmiany"
        YEAR = "year", "uprawnienia z ostatnich 12 miesięcy"

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="autor"
    )
    changes = models.JSONField("zmiany")
    valid_from = models.DateField("zmiana od")
    scope = models.CharField("zakres", max_length=4, choices=Scope.choices, default=Scope.DAY)
    asked_at = models.DateTimeField("zlecono", default=clock.now)
    finished_at = models.DateTimeField("policzono", null=True, blank=True)
    cancelled_at = models.DateTimeField("przerwano", null=True, blank=True)
    rules_version = models.CharField("wersja reguł", max_length=64, blank=True)
    counted = models.PositiveIntegerField("liczba uprawnień", default=0)
    summary = models.JSONField("podsumowanie", null=True, blank=True)

    class Meta:
        verbose_name = "symulacja zmiany prawa"
        verbose_name_plural = "symulacje zmian prawa"
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None, summary=None, rules_version="")
                | Q(finished_at__isnull=False, summary__isnull=False, cancelled_at=None)
                & ~Q(rules_version=""),
                name="what_if_answer_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["author", "-id"], name="what_if_author")]
        triggers = [
            *audited(),
            *frozen_when(
                Q(old__finished_at__isnull=True, old__cancelled_at__isnull=True),
                but=(
                    "finished_at", "cancelled_at", "rules_version", "counted", "summary",
                ),
                name="question_stands", ages=_AGED,
            ),
            *frozen_when(
                Q(old__finished_at__isnull=False) | Q(old__cancelled_at__isnull=False),
                name="answer_stands", ages=_AGED,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"symulacja nr {self.pk}"

    @property
    def is_open(self) -> bool:
        """Ordered, neither answered nor broken off."""
        return self.finished_at is None and self.cancelled_at is None


class WhatIfCase(models.Model):
    """A case that the change would touch: amounts before and after, in złoty; no name.

    `months` are the months of the year for which it counts; 0 where nothing is paid.
    """

    class Kind(models.TextChoices):
        GAIN = "gain", "zyskuje"
        LOSS = "loss", "traci część"
        CEASE = "cease", "traci prawo"
        START = "start", "nabywa prawo"
        UNANSWERED = "unanswered", "nie policzono"

    run = models.ForeignKey(WhatIf, on_delete=models.PROTECT, related_name="cases")
    calculation = models.ForeignKey(Calculation, on_delete=models.PROTECT, related_name="+")
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("skutek", max_length=10, choices=Kind.choices)
    before = models.DecimalField("przed", max_digits=12, decimal_places=2, null=True, blank=True)
    after = models.DecimalField("po", max_digits=12, decimal_places=2, null=True, blank=True)
    months = models.PositiveSmallIntegerField("miesięcy w roku", default=0)
    yearly = models.DecimalField("różnica w roku", max_digits=14, decimal_places=2, default=0)
    why = models.CharField("powód", max_length=300, blank=True)

    class Meta:
        verbose_name = "sprawa w symulacji"
        verbose_name_plural = "sprawy w symulacji"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="gain", after__gt=F("before"))
                | Q(kind="loss", after__lt=F("before"))
                | Q(kind="cease", before__isnull=False, after=None)
                | Q(kind="start", before=None, after__isnull=False)
                | Q(kind="unanswered", before=None, after=None) & ~Q(why=""),
                name="what_if_case_coherent",
            )
        ]
        indexes = [models.Index(fields=["run", "yearly", "id"], name="what_if_case_run")]
        triggers = [
            *audited(),
            *child_frozen_when("benefits_whatif", "run_id", _ENDED, ["insert", "update"]),
            *child_frozen_when("benefits_whatif", "run_id", f"({_ENDED}) AND {_YOUNG}", ["delete"]),
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.get_kind_display()}"
