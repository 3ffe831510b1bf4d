"""Our own documents, byte for byte as they were made."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q, Value

from opsapp.kernel import clock
from opsapp.kernel.triggers import audited, frozen

_HASH_OF_CONTENT = Func(
    Func(F("content"), function="sha256", output_field=models.BinaryField()),
    Value("hex"),
    function="encode",
    output_field=models.CharField(),
)


class StoredDocument(models.Model):
    """A rendered document or an exported file. Never joined by lists: the bytes lie here."""

    kind = models.CharField("rodzaj", max_length=60)
    content = models.BinaryField("treść")
    media_type = models.CharField("rodzaj treści", max_length=100, default="application/pdf")
    sha256 = models.CharField("skrót SHA-256", max_length=64)
    pages = models.PositiveSmallIntegerField("liczba stron", null=True, blank=True)
    recorded_at = models.DateTimeField("kiedy", default=clock.now)

    class Meta:
        verbose_name = "dokument"
        verbose_name_plural = "dokumenty"
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256=_HASH_OF_CONTENT), name="storeddocument_hash_is_true"
            ),
            models.CheckConstraint(condition=~Q(content=b""), name="storeddocument_not_empty"),
        ]
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"
