"""Letters, attachments and notes of a case."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.applications import Application
from cases.models.cases import Case
from cases.models.people import Person
from opsapp.kernel.audit import tracked
from opsapp.kernel.models import StoredDocument, StoredFile
from opsapp.kernel.triggers import audited, frozen, frozen_when

DELIVERY = (
    "delivered_on", "delivery_basis", "delivery_reason", "returned_on", "returned_reason"
)  # fmt: skip
"""What may still be told of a letter that was sent."""


@tracked
class Letter(models.Model):
    """A letter in or out of a case, with the day and the basis of its delivery.

    Once it was sent its text stands, with the `head` it went out under (letterhead, addressee,
    signature), and a document is made of both; the delivery may be corrected, with a reason. One
    that came back undelivered is written anew. `answer_days` is the term it sets to the person
    addressed, from delivery.
    """

    class Direction(models.TextChoices):
        IN = "in", "przychodzące"
        OUT = "out", "wychodzące"

    class Kind(models.TextChoices):
        SUMMONS = "summons", "wezwanie do uzupełnienia braków"
        DELAY = "delay", "zawiadomienie o nowym terminie"
        HEARING = "hearing", "zawiadomienie o zebraniu materiału"
        UNEXAMINED = "unexamined", "zawiadomienie o pozostawieniu bez rozpoznania"
        TRANSFER = "transfer", "przekazanie według właściwości"
        INITIATION_REFUSAL = "initiation_refusal", "postanowienie o odmowie wszczęcia"
        SUSPENSION = "suspension", "postanowienie o zawieszeniu"
        RESUMPTION = "resumption", "postanowienie o podjęciu postępowania"
        ANSWER = "answer", "odpowiedź strony"
        OTHER = "other", "inne pismo"

    class DeliveryBasis(models.TextChoices):
        ACTUAL = "actual", "do rąk własnych"
        SUBSTITUTE = "substitute", "doręczenie zastępcze (art. 43 k.p.a.)"
        NOTICE = "notice", "po awizowaniu (art. 44 k.p.a.)"
        REFUSAL = "refusal", "odmowa przyjęcia (art. 47 k.p.a.)"
        ELECTRONIC = "electronic", "e-Doręczenia"
        OFFICE = "office", "w siedzibie ośrodka"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    direction = models.CharField("kierunek", max_length=3, choices=Direction.choices)
    kind = models.CharField("rodzaj", max_length=30, choices=Kind.choices)
    subject = models.CharField("temat", max_length=200)
    correspondent = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField("data pisma lub wpływu")
    sent_on = models.DateField("wysłano", null=True, blank=True)
    head = models.JSONField("nagłówek i podpis", null=True, blank=True, editable=False)
    delivered_on = models.DateField("doręczono", null=True, blank=True)
    delivery_basis = models.CharField(
        "sposób doręczenia", max_length=10, choices=DeliveryBasis.choices, blank=True
    )
    delivery_reason = models.CharField("powód poprawki doręczenia", max_length=200, blank=True)
    returned_on = models.DateField("wróciło niedoręczone", null=True, blank=True)
    returned_reason = models.CharField("dlaczego wróciło", max_length=200, blank=True)
    answer_days = models.PositiveSmallIntegerField("dni na odpowiedź", null=True, blank=True)
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
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None) | Q(delivered_on__gte=F("on")),
                name="letter_delivered_after_written",
                violation_error_message="Pismo nie mogło być doręczone, zanim powstało.",
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None, head__isnull=True)
                | Q(sent_on__isnull=False, head__isnull=False, direction="out"),
                name="letter_sent_has_head",
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None) | Q(sent_on__gte=F("on")),
                name="letter_sent_after_written",
                violation_error_message="Pismo nie mogło być wysłane, zanim powstało.",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None)
                | Q(sent_on__isnull=False, delivered_on__gte=F("sent_on")),
                name="letter_delivered_was_sent",
                violation_error_message="Pismo nie mogło być doręczone, zanim je wysłano.",
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None, returned_reason="")
                | (
                    Q(sent_on__isnull=False, returned_on__gte=F("sent_on"), delivered_on=None)
                    & ~Q(returned_reason="")
                ),
                name="letter_returned_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(document=None) | Q(sent_on__isnull=False),
                name="letter_document_of_sent",
            ),
            models.CheckConstraint(
                condition=~Q(kind="summons") | Q(answer_days__isnull=False, answer_days__gte=7),
                name="letter_summons_gives_seven_days",
                violation_error_message="Na uzupełnienie braków trzeba dać co najmniej 7 dni.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case"], name="letter_unsent", condition=Q(sent_on=None, direction="out")
            )
        ]
        triggers = [
            *audited(),
            *frozen_when(Q(old__sent_on__isnull=False), but=(*DELIVERY, "document")),
            *frozen_when(Q(old__document__isnull=False), but=DELIVERY),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def has_head(self) -> bool:
        """Whether it was sent under a head that was kept."""
        return bool(self.head and self.head["edition"])


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
