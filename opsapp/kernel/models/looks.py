"""The trace of looking: who saw whose data, and the nightly seals over it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from opsapp.kernel import clock
from opsapp.kernel.triggers import frozen


class Look(models.Model):
    """One opened record, or one list, search, print or export with the ids that it showed."""

    class Kind(models.TextChoices):
        OPENED = "opened", "otwarcie"
        LISTED = "listed", "lista"
        SEARCHED = "searched", "wyszukiwanie"
        PRINTED = "printed", "wydruk"
        EXPORTED = "exported", "eksport"

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="kto"
    )
    kind = models.CharField("czynność", max_length=10, choices=Kind.choices)
    subject_type = models.CharField("rodzaj danych", max_length=60)
    subject_id = models.BigIntegerField("zapis", null=True, blank=True)
    ids = ArrayField(
        models.BigIntegerField(), verbose_name="pokazane zapisy", default=list, blank=True
    )
    query = models.TextField("zapytanie", blank=True)
    at = models.DateTimeField("kiedy", default=clock.now)

    class Meta:
        verbose_name = "wgląd"
        verbose_name_plural = "wglądy"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["listed", "searched", "exported", "printed"])
                | Q(subject_id__isnull=False),
                name="look_opened_names_its_subject",
            )
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="look_subject"),
            models.Index(fields=["actor", "at"], name="look_actor_at"),
            models.Index(fields=["at"], name="look_at"),
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject_type} {self.subject_id or self.query}"


class LookSeal(models.Model):
    """The digest of one day's looks, chained to the seal before it: a look removed or altered
    later breaks the chain.
    """

    day = models.DateField("dzień", unique=True)
    count = models.PositiveIntegerField("liczba wglądów")
    digest = models.BinaryField("skrót", max_length=32)
    sealed_at = models.DateTimeField("kiedy", default=clock.now)

    class Meta:
        verbose_name = "pieczęć dnia"
        verbose_name_plural = "pieczęcie dni"
        ordering = ["day"]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
