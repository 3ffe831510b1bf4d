"""Kinship, representation and exclusions: dated, apart from the household."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from cases.models.particulars import one_at_a_time
from cases.models.people import Person
from opsapp.kernel.audit import tracked
from opsapp.kernel.triggers import audited


@tracked
class Relation(models.Model):
    """`person` is, towards `other`, what `kind` says (parent of, guardian of …)."""

    class Kind(models.TextChoices):
        PARENT = "parent", "rodzic"
        SPOUSE = "spouse", "małżonek"
        SIBLING = "sibling", "rodzeństwo"
        GUARDIAN = "guardian", "opiekun prawny"
        CURATOR = "curator", "kurator"
        PROXY = "proxy", "pełnomocnik"
        ALIMONY_OBLIGOR = "alimony_obligor", "zobowiązany do alimentów"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relations_of")
    kind = models.CharField("rodzaj", max_length=16, choices=Kind.choices)
    basis = models.CharField("podstawa", max_length=200, blank=True)
    period = DateRangeField("okres")

    class Meta:
        verbose_name = "relacja"
        verbose_name_plural = "relacje"
        constraints = [
            one_at_a_time("relation_one_at_a_time", "person", "other", "kind"),
            models.CheckConstraint(
                condition=~Q(person=F("other")), name="relation_between_two_persons"
            ),
        ]
        triggers = [*audited()]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()} – {self.other}"


@tracked
class Exclusion(models.Model):
    """A worker's declared exclusion from a person's matters (k.p.a. art. 24)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exclusions"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exclusions")
    reason = models.CharField("powód", max_length=200)
    period = DateRangeField("okres")

    class Meta:
        verbose_name = "wyłączenie pracownika"
        verbose_name_plural = "wyłączenia pracowników"
        constraints = [one_at_a_time("exclusion_one_at_a_time", "user", "person")]
        triggers = [*audited()]

    def __str__(self) -> str:
        return f"{self.user} – {self.person}"
