"""Values of law that the centre entered itself, laid over the files that ship."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from opsapp.kernel.audit import tracked
from opsapp.kernel.triggers import audited, frozen_when


@tracked
class LawValue(models.Model):
    """One dated value: a council's resolution, or a late announcement no file answers yet.

    Entered by one person and confirmed by another; only confirmed values count.
    A null value ends the parameter from that day. It is never edited once confirmed.
    """

    code = models.CharField("parametr", max_length=80)
    valid_from = models.DateField("obowiązuje od")
    value = models.CharField("wartość", max_length=40, null=True, blank=True)
    act = models.CharField("akt prawny", max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    class Meta:
        verbose_name = "wartość prawa"
        verbose_name_plural = "wartości prawa"
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="law_value_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")),
                name="law_value_four_eyes",
                violation_error_message="Wartość zatwierdza inna osoba niż ta, która ją wpisała.",
            ),
            models.CheckConstraint(condition=~Q(act=""), name="law_value_has_act"),
        ]
        triggers = [*audited(), *frozen_when(Q(old__confirmed_by__isnull=False))]

    def __str__(self) -> str:
        return f"{self.code} od {self.valid_from:%d.%m.%Y}"
