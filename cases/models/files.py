"""Letters, attachments and notes of a case."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.applications import Application
from cases.models.cases import Case
from cases.models.people import Person
from opsapp.kernel.audit import tracked
from opsapp.kernel.models import StoredDocument, StoredFile
from opsapp.kernel.triggers import audited, frozen


@tracked
class Letter(models.Model):
    """A letter in or out of a case, with the day and the basis of its delivery."""

    class Direction(models.TextChoices):
        IN = "in", "przychodzące"
        OUT = "out", "wychodzące"

    class DeliveryBasis(models.TextChoices):
        ACTUAL = "actual", "do rąk własnych"
        SUBSTITUTE = "substitute", "doręczenie zastępcze (art. 43 k.p.a.)"
        NOTICE = "notice", "po awizowaniu (art. 44 k.p.a.)"
        REFUSAL = "refusal", "odmowa przyjęcia (art. 47 k.p.a.)"
        ELECTRONIC = "electronic", "e-Doręczenia"
        OFFICE = "office", "w siedzibie ośrodka"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    direction = models.CharField("kierunek", max_length=3, choices=Direction.choices)
    kind = models.CharField("rodzaj", max_length=30)
    subject = models.CharField("temat", max_length=200)
    correspondent = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField("data pisma lub wpływu")
    delivered_on = models.DateField("doręczono", null=True, blank=True)
    delivery_basis = models.CharField(
        "sposób doręczenia", max_length=10, choices=DeliveryBasis.choices, blank=True
    )
    body = models.TextField("treść", blank=True)
    document = models.ForeignKey(
        StoredDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    class Meta:
        verbose_name = "pismo"
        verbose_name_plural = "pisma"
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_on=None, delivery_basis="")
                | (Q(delivered_on__isnull=False) & ~Q(delivery_basis="")),
                name="letter_delivery_has_basis",
            )
        ]
        triggers = [*audited()]

    def __str__(self) -> str:
        return self.subject


class Attachment(models.Model):
    """A file of a person, of an application or of a case; served only through its door."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attachments")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("opis", max_length=200)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("dodano", auto_now_add=True)

    class Meta:
        verbose_name = "załącznik"
        verbose_name_plural = "załączniki"
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return self.title


class CaseNote(models.Model):
    """A note in the case file, open to everyone who may see the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField("treść")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    class Meta:
        verbose_name = "notatka"
        verbose_name_plural = "notatki"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_not_empty")]
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return self.text[:60]
