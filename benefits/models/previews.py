"""A draft's picture as PDF: a cache, not a record."""

from __future__ import annotations

from django.db import models

from benefits.models.decisions import Decision
from opsapp.kernel import clock
from opsapp.kernel.triggers import audited


class DecisionPreview(models.Model):
    """The PDF of a draft marked PROJEKT; of each decision the last version rendered."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="preview")
    version = models.PositiveIntegerField("wersja projektu")
    content = models.BinaryField("treść")
    pages = models.PositiveSmallIntegerField("liczba stron")
    rendered_at = models.DateTimeField("kiedy", default=clock.now)

    class Meta:
        verbose_name = "podgląd projektu"
        verbose_name_plural = "podglądy projektów"
        triggers = [*audited()]

    def __str__(self) -> str:
        return f"podgląd: {self.decision}"
