"""The person's card: one for ever, whatever else changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pgtrigger
from django.db import models
from django.db.models import F, Q

from opsapp.kernel import clock
from opsapp.kernel.audit import tracked
from opsapp.kernel.triggers import REFUSED, Triggers, audited

if TYPE_CHECKING:
    from cases.models.particulars import PersonName


def merged_one_deep() -> Triggers:
    """A card points only to a card that is not merged itself, so a group is one step deep."""
    return [
        pgtrigger.Trigger(
            name="merged_one_deep",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            condition=pgtrigger.Q(new__merged_into__isnull=False),
            func=(
                "IF EXISTS (SELECT FROM cases_person WHERE id = NEW.merged_into_id"
                " AND merged_into_id IS NOT NULL)"
                " OR EXISTS (SELECT FROM cases_person WHERE merged_into_id = NEW.id)"
                " THEN RAISE EXCEPTION 'Karta połączona z inną nie może sama przyjmować kart.'"
                f" {REFUSED}; END IF; RETURN NEW;"
            ),
        )
    ]


class PersonQuerySet(models.QuerySet["Person"]):
    def live(self) -> PersonQuerySet:
        """Cards that were not merged into another one."""
        return self.filter(merged_into=None)


@tracked
class Person(models.Model):
    """A human being known to the centre.

    Names, identifiers, citizenship, marital status, contacts and addresses are dated rows of
    their own. A card found to be a second one of the same person points to the better card;
    no foreign key is ever rewritten.
    """

    class Sex(models.TextChoices):
        FEMALE = "female", "kobieta"
        MALE = "male", "mężczyzna"
        UNKNOWN = "unknown", "nie ustalono"

    sex = models.CharField("płeć", max_length=7, choices=Sex.choices, default=Sex.UNKNOWN)
    birth_date = models.DateField("data urodzenia", null=True, blank=True)
    birth_date_estimated = models.BooleanField("data urodzenia przybliżona", default=False)
    died_on = models.DateField("data zgonu", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name="połączono z kartą",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_cards",
    )
    request_id = models.UUIDField(unique=True, null=True, editable=False)
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "osoba"
        verbose_name_plural = "osoby"
        constraints = [
            models.CheckConstraint(
                condition=Q(sex__in=["female", "male", "unknown"]), name="person_sex_known"
            ),
            models.CheckConstraint(
                condition=Q(died_on=None) | Q(birth_date=None) | Q(died_on__gte=F("birth_date")),
                name="person_died_after_birth",
                violation_error_message="Data zgonu nie może być wcześniejsza niż data urodzenia.",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="person_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(birth_date_estimated=False) | Q(birth_date__isnull=False),
                name="person_estimated_needs_date",
            ),
        ]
        indexes = [
            models.Index(fields=["birth_date"], name="person_birth_date"),
            models.Index(
                fields=["merged_into"], name="person_merged", condition=~Q(merged_into=None)
            ),
        ]
        triggers = [*audited(), *merged_one_deep()]

    def __str__(self) -> str:
        name = self.current_name
        return str(name) if name else f"osoba nr {self.pk}"

    @property
    def current_name(self) -> PersonName | None:
        """The name in force today, from the prefetched rows when there are any."""
        today = clock.today()
        return next((name for name in self.names.all() if today in name.period), None)

    def age_on(self, day: date) -> int | None:
        """Full years on the given day; None when the birth date is unknown."""
        if self.birth_date is None:
            return None
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
