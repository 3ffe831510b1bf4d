"""Institutions the centre writes to, asks, or pays."""

from __future__ import annotations

from django.db import models

from opsapp.kernel.audit import tracked
from opsapp.kernel.text import PlKey
from opsapp.kernel.triggers import audited


@tracked
class Institution(models.Model):
    """A body outside the centre: court, employment office, landlord, school, clinic."""

    name = models.CharField("nazwa", max_length=200, unique=True)
    kind = models.CharField("rodzaj", max_length=40, blank=True)
    street = models.CharField("ulica i numer", max_length=120, blank=True)
    postal_code = models.CharField("kod pocztowy", max_length=6, blank=True)
    town = models.CharField("miejscowość", max_length=80, blank=True)
    e_delivery = models.CharField("adres do doręczeń elektronicznych", max_length=40, blank=True)
    is_active = models.BooleanField("używana", default=True)

    class Meta:
        verbose_name = "instytucja"
        verbose_name_plural = "instytucje"
        indexes = [models.Index(PlKey("name"), name="institution_order")]
        triggers = [*audited()]

    def __str__(self) -> str:
        return self.name
