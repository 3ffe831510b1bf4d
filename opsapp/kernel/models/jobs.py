"""Background work: jobs, their effects and their schedules. These rows are not audited."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from opsapp.kernel import clock


class Job(models.Model):
    """One piece of background work, as ordered.

    Its lease is an advisory lock of the worker's session, not a column: a running job whose lock is
    free has lost its worker.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "oczekuje"
        RUNNING = "running", "w toku"
        DONE = "done", "wykonane"
        FAILED = "failed", "nieudane"
        STOPPED = "stopped", "zatrzymane"

    OPEN = (Status.QUEUED, Status.RUNNING)

    kind = models.CharField("rodzaj", max_length=60)
    arguments = models.JSONField("dane wejściowe", default=dict)
    key = models.CharField("klucz", max_length=200, unique=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="zleceniodawca"
    )
    status = models.CharField("stan", max_length=8, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField("próby", default=0)
    kills = models.PositiveSmallIntegerField("przerwane próby", default=0)
    progress = models.PositiveIntegerField("zrobiono", default=0)
    total = models.PositiveIntegerField("do zrobienia", null=True, blank=True)
    message = models.CharField("wiadomość", max_length=300, blank=True)
    error = models.TextField("błąd", blank=True)
    result = models.JSONField("wynik", null=True, blank=True)
    run_after = models.DateTimeField("nie wcześniej niż", default=clock.now)
    recorded_at = models.DateTimeField("zlecono", default=clock.now)
    started_at = models.DateTimeField("rozpoczęto", null=True, blank=True)
    finished_at = models.DateTimeField("zakończono", null=True, blank=True)

    class Meta:
        verbose_name = "zadanie w tle"
        verbose_name_plural = "zadania w tle"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None, status__in=["queued", "running"])
                | Q(finished_at__isnull=False, status__in=["done", "failed", "stopped"]),
                name="job_finished_has_time",
            ),
            models.CheckConstraint(
                condition=Q(total=None) | Q(progress__lte=F("total")),
                name="job_progress_within_total",
            ),
            models.CheckConstraint(
                condition=~Q(error="") | ~Q(status__in=["failed", "stopped"]),
                name="job_failure_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["run_after", "id"],
                condition=Q(status__in=["queued", "running"]),
                name="job_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_status_display()})"

    @property
    def is_open(self) -> bool:
        """Waiting or running."""
        return self.status in self.OPEN


class Effect(models.Model):
    """Something that happened exactly once; written in the transaction that did it."""

    key = models.CharField("klucz", max_length=200, unique=True)
    recorded_at = models.DateTimeField("kiedy", default=clock.now)

    class Meta:
        verbose_name = "skutek zadania"
        verbose_name_plural = "skutki zadań"

    def __str__(self) -> str:
        return self.key


class Schedule(models.Model):
    """Work that is ordered again and again."""

    kind = models.CharField("rodzaj", max_length=60, unique=True)
    arguments = models.JSONField("dane wejściowe", default=dict)
    every = models.DurationField("co ile")
    next_run = models.DateTimeField("następny raz")
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="zleceniodawca"
    )
    is_on = models.BooleanField("włączone", default=True)

    class Meta:
        verbose_name = "harmonogram"
        verbose_name_plural = "harmonogramy"
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                condition=Q(every__gte=timedelta(minutes=1)), name="schedule_not_too_often"
            )
        ]

    def __str__(self) -> str:
        return self.kind
