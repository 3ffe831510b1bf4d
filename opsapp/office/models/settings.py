"""The centre's particulars, its open points of law, and the wording of its documents."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from opsapp.kernel.audit import tracked
from opsapp.kernel.triggers import audited, frozen
from opsapp.office.models.periods import DatedQuerySet, has_beginning, one_at_a_time, period_field


@tracked
class Centre(models.Model):
    """The centre as it stands on letters and reports, for a period."""

    name = models.CharField("nazwa ośrodka", max_length=160)
    authority = models.CharField(
        "organ",
        max_length=160,
        help_text="W którego imieniu wydaje się decyzje, np. Burmistrz Miasta Sandomierza.",
    )
    address = models.CharField("adres", max_length=200)
    town = models.CharField("miejscowość", max_length=80)
    terc = models.CharField("kod TERC gminy", max_length=7)
    nip = models.CharField("NIP", max_length=10, blank=True)
    regon = models.CharField("REGON", max_length=14, blank=True)
    phone = models.CharField("telefon", max_length=40, blank=True)
    e_delivery = models.CharField("adres do doręczeń elektronicznych", max_length=40, blank=True)
    letterhead = models.TextField("nagłówek pism", blank=True)
    period: Any = period_field()

    objects: Any = DatedQuerySet["Centre"].as_manager()

    class Meta:
        verbose_name = "dane ośrodka"
        verbose_name_plural = "dane ośrodka"
        ordering = ["period"]
        constraints = [
            has_beginning("centre_has_beginning"),
            one_at_a_time("centre_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(terc__regex=r"^[0-9]{7}$"),
                name="centre_terc",
                violation_error_message="Kod TERC gminy ma 7 cyfr.",
            ),
            models.CheckConstraint(
                condition=Q(nip__regex=r"^([0-9]{10})?$"),
                name="centre_nip",
                violation_error_message="NIP ma 10 cyfr.",
            ),
            models.CheckConstraint(
                condition=Q(regon__regex=r"^([0-9]{9}|[0-9]{14})?$"),
                name="centre_regon",
                violation_error_message="REGON ma 9 albo 14 cyfr.",
            ),
        ]
        triggers = audited()

    def __str__(self) -> str:
        return self.name


@tracked
class Setting(models.Model):
    """How the centre answers an open point of law or practice, from a day on."""

    code = models.SlugField("kod", max_length=80)
    value = models.JSONField("wartość")
    valid_from = models.DateField("od dnia")
    basis = models.CharField("podstawa", max_length=200, blank=True)

    class Meta:
        verbose_name = "ustawienie ośrodka"
        verbose_name_plural = "ustawienia ośrodka"
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="setting_one_a_day")
        ]
        triggers = audited()

    def __str__(self) -> str:
        return f"{self.code} od {self.valid_from:%d.%m.%Y}"


class Wording(models.Model):
    """A version of a document's fixed text. It never changes: a correction is the next version."""

    kind = models.SlugField("rodzaj dokumentu", max_length=40)
    code = models.SlugField("miejsce", max_length=60)
    version = models.PositiveSmallIntegerField("wersja")
    text = models.TextField("treść")
    valid_from = models.DateField("od dnia")

    class Meta:
        verbose_name = "brzmienie dokumentu"
        verbose_name_plural = "brzmienia dokumentów"
        ordering = ["kind", "code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "version"], name="wording_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="wording_version_from_one"),
        ]
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return f"{self.kind}/{self.code}, wersja {self.version}"
