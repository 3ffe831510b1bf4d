"""What people typed and did not yet send."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from opsapp.kernel import clock
from opsapp.kernel.secrets import EncryptedTextField
from opsapp.kernel.triggers import audited


class Draft(models.Model):
    """The typed fields of one form, by person and subject; sealed, for they may hold a PESEL."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form = models.CharField("formularz", max_length=80)
    subject = models.CharField("czego dotyczy", max_length=80, blank=True, default="")
    sealed = EncryptedTextField("treść")
    version = models.PositiveIntegerField("wersja", default=1)
    saved_at = models.DateTimeField("zapisano", default=clock.now)

    class Meta:
        verbose_name = "szkic"
        verbose_name_plural = "szkice"
        constraints = [
            models.UniqueConstraint(fields=["user", "form", "subject"], name="draft_one_per_form")
        ]
        triggers = audited()

    def __str__(self) -> str:
        return f"{self.form} {self.subject}".strip()
