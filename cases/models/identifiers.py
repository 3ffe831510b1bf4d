"""PESEL and document numbers: encrypted at rest, found by a blind index."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.models.people import Person
from opsapp.kernel.audit import tracked
from opsapp.kernel.secrets import BlindIndexField, EncryptedTextField
from opsapp.kernel.triggers import audited


@tracked
class PersonIdentifier(models.Model):
    """A number that identifies a person.

    A corrected PESEL is a further row: the old one stops being live. The live value is unique
    in the whole centre; a person has at most one live PESEL.
    """

    class Kind(models.TextChoices):
        PESEL = "pesel", "PESEL"
        ID_CARD = "id_card", "dowód osobisty"
        PASSPORT = "passport", "paszport"
        RESIDENCE_CARD = "residence_card", "karta pobytu"
        OTHER = "other", "inny dokument"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField("rodzaj", max_length=14, choices=Kind.choices)
    value = EncryptedTextField("numer")
    value_index = BlindIndexField()
    country = models.CharField("kraj wydania", max_length=2, default="PL")
    valid_until = models.DateField("ważny do", null=True, blank=True)
    is_live = models.BooleanField("aktualny", default=True)
    checksum_exception = models.CharField(
        "powód przyjęcia mimo błędnej cyfry kontrolnej", max_length=200, blank=True
    )
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    class Meta:
        verbose_name = "numer identyfikacyjny"
        verbose_name_plural = "numery identyfikacyjne"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "country", "value_index"],
                condition=Q(is_live=True),
                name="identifier_live_unique",
                violation_error_message="Osoba z tym numerem jest już w kartotece.",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_live=True, kind="pesel"),
                name="identifier_one_live_pesel",
                violation_error_message="Ta osoba ma już wpisany aktualny PESEL.",
            ),
        ]
        indexes = [models.Index(fields=["value_index"], name="identifier_search")]
        triggers = [*audited()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} …{self.value[-4:]}"
