"""Keys by which other programs use the API in somebody's name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from opsapp.kernel.audit import tracked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.triggers import audited, frozen_when


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Keys."""

    def good_on(self, day: Any) -> ApiTokenQuerySet:
        """Those that open on a day: not revoked, not expired."""
        return self.filter(revoked_on=None, expires_on__gte=day)


@tracked(exclude=["digest"])
class ApiToken(models.Model):
    """A key of a program. Only its SHA-256 is kept; it opens no more than `capabilities`, and
    nothing that its user may not do.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="api_tokens",
        verbose_name="w czyim imieniu",
    )
    name = models.CharField("nazwa programu", max_length=80)
    digest = models.CharField("skrót klucza", max_length=64, unique=True, editable=False)
    capabilities = ArrayField(
        models.CharField(max_length=40, choices=Cap.choices), verbose_name="uprawnienia"
    )
    issued_on = models.DateField("wydano")
    expires_on = models.DateField("ostatni dzień ważności")
    revoked_on = models.DateField("cofnięto", null=True, blank=True)

    objects: Any = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "klucz API"
        verbose_name_plural = "klucze API"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], condition=Q(revoked_on=None), name="api_token_one_by_name"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("issued_on")), name="api_token_ends_after_issue"
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="api_token_digest_shape"
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | Q(revoked_on__gte=F("issued_on")),
                name="api_token_revoked_after_issue",
            ),
        ]
        triggers = [
            *audited(),
            *frozen_when(Q(old__revoked_on__isnull=True), but=("revoked_on",)),
            *frozen_when(Q(old__revoked_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name
