"""The centre's tree of branches and sections, and who holds which post in it."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from opsapp.kernel.audit import tracked
from opsapp.kernel.triggers import REFUSED, audited
from opsapp.office.models.periods import DatedQuerySet, has_beginning, one_at_a_time, period_field

_NO_CIRCLE = f"""
    _above := NEW.parent_id;
    WHILE _above IS NOT NULL LOOP
        IF _above = NEW.id THEN
            RAISE EXCEPTION 'Jednostka nie może podlegać sama sobie.' {REFUSED};
        END IF;
        SELECT parent_id INTO _above FROM office_unit WHERE id = _above;
    END LOOP;
    RETURN NEW;
"""


@tracked
class Unit(models.Model):
    """The centre, a branch or a section. The cell's symbol opens the signs of its cases."""

    class Kind(models.TextChoices):
        CENTRE = "centre", "ośrodek"
        BRANCH = "branch", "filia"
        SECTION = "section", "sekcja"

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name="podlega",
    )
    kind = models.CharField("rodzaj", max_length=10, choices=Kind.choices)
    name = models.CharField("nazwa", max_length=160)
    cell = models.CharField("symbol komórki", max_length=12)
    address = models.CharField("adres", max_length=200, blank=True)
    letterhead = models.TextField("nagłówek pism", blank=True)
    period: Any = period_field()

    objects: Any = DatedQuerySet["Unit"].as_manager()

    class Meta:
        verbose_name = "jednostka organizacyjna"
        verbose_name_plural = "jednostki organizacyjne"
        ordering = ["cell"]
        constraints = [
            has_beginning("unit_has_beginning"),
            one_at_a_time("unit_cell_of_one_unit", "cell"),
            models.CheckConstraint(
                condition=Q(kind="centre", parent=None)
                | ~Q(kind="centre") & Q(parent__isnull=False),
                name="unit_all_but_the_centre_have_a_parent",
            ),
            models.CheckConstraint(
                condition=Q(cell__regex=r"^[0-9A-ZĄĆĘŁŃÓŚŹŻ_-]+$"),
                name="unit_cell_fits_a_case_sign",
                violation_error_message="Wielkie litery i cyfry, bez kropek i odstępów.",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_parent"),
        ]
        triggers = [
            *audited(),
            pgtrigger.Trigger(
                name="no_circle",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("_above", "bigint")],
                func=" ".join(_NO_CIRCLE.split()),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.cell})"


@tracked
class Post(models.Model):
    """A post held in a unit, with the title that stands under signatures."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name="osoba"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="jednostka")
    title = models.CharField("stanowisko", max_length=120)
    period: Any = period_field()

    objects: Any = DatedQuerySet["Post"].as_manager()

    class Meta:
        verbose_name = "stanowisko"
        verbose_name_plural = "stanowiska"
        ordering = ["unit", "title"]
        constraints = [
            has_beginning("post_has_beginning"),
            one_at_a_time("post_once_in_a_unit", "user", "unit", "title"),
        ]
        triggers = audited()

    def __str__(self) -> str:
        return f"{self.title}: {self.user}"
