"""Uploaded files: what is known of them; their bytes lie on disk, named by their hash."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from opsapp.kernel import clock
from opsapp.kernel.triggers import audited, frozen


class StoredFile(models.Model):
    """One upload. The same bytes uploaded twice are two rows and one file on disk."""

    sha256 = models.CharField("skrót SHA-256", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("rozmiar w bajtach")
    media_type = models.CharField("rodzaj treści", max_length=100)
    name = models.CharField("nazwa nadana przez przesyłającego", max_length=255)
    recorded_at = models.DateTimeField("kiedy", default=clock.now)

    class Meta:
        verbose_name = "plik"
        verbose_name_plural = "pliki"
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="storedfile_hash_shape"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="storedfile_not_empty"),
        ]
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return self.name
