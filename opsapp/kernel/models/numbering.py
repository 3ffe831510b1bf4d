"""Gapless series of numbers."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from opsapp.kernel.triggers import REFUSED, audited

KEY = ("kind", "cell", "jrwa", "year", "starts_after")


class OneStep(pgtrigger.Trigger):
    """A series grows by one; its key never changes; it is never deleted."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def get_func(self, model: Any) -> str:
        """A new series may stand at its beginning (opened) or one further (the first number
        taken).
        """
        key_changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in KEY)
        return self.format_sql(f"""
            IF TG_OP = 'DELETE' THEN
                RAISE EXCEPTION 'Serii numerów nie wolno usuwać.' {REFUSED};
            ELSIF TG_OP = 'INSERT' THEN
                IF NEW.last NOT IN (NEW.starts_after, NEW.starts_after + 1) THEN
                    RAISE EXCEPTION 'Seria numerów musi zaczynać się od początku.' {REFUSED};
                END IF;
            ELSIF {key_changed} OR NEW.last IS DISTINCT FROM OLD.last + 1 THEN
                RAISE EXCEPTION 'Kolejny numer po % to %, a nie %.',
                    OLD.last, OLD.last + 1, NEW.last {REFUSED};
            END IF;
            RETURN NEW;
        """)


class NumberSeries(models.Model):
    """One series: what is numbered, the cell's symbol and the JRWA class (or none), the year, the
    last number given.

    `starts_after` is not zero only for a series continued from paper in the year the centre began
    to work here.
    """

    kind = models.CharField("rodzaj", max_length=40)
    cell = models.CharField("komórka", max_length=20, blank=True, default="")
    jrwa = models.CharField("symbol JRWA", max_length=10, blank=True, default="")
    year = models.PositiveSmallIntegerField("rok")
    starts_after = models.PositiveIntegerField("ostatni numer z papieru", default=0)
    last = models.PositiveIntegerField("ostatni nadany numer", default=0)

    class Meta:
        verbose_name = "seria numerów"
        verbose_name_plural = "serie numerów"
        ordering = ["-year", "kind", "cell", "jrwa"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "cell", "jrwa", "year"], name="numberseries_one_of_its_kind"
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("starts_after")), name="numberseries_not_before_its_start"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100), name="numberseries_year"
            ),
        ]
        triggers = [*audited(), OneStep(name="one_step")]

    def __str__(self) -> str:
        return ".".join(part for part in (self.kind, self.cell, self.jrwa, str(self.year)) if part)
