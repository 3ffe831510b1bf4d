"""Roles as named sets of capabilities, and authorisations to decide in the authority's name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When

from opsapp.kernel.audit import tracked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.triggers import audited, frozen_when
from opsapp.office.models.periods import DatedQuerySet, has_beginning, one_at_a_time, period_field
from opsapp.office.models.units import Unit


@tracked
class Role(models.Model):
    """A named set of capabilities that the administrator edits."""

    code = models.SlugField("kod", max_length=40, unique=True)
    name = models.CharField("nazwa", max_length=80, unique=True)
    capabilities = ArrayField(
        models.CharField(max_length=40, choices=Cap.choices),
        verbose_name="uprawnienia",
        default=list,
    )
    second_factor_required = models.BooleanField(
        "wymaga drugiego składnika logowania",
        default=False,
        help_text="Kod z aplikacji w telefonie po podaniu hasła.",
    )

    class Meta:
        verbose_name = "rola"
        verbose_name_plural = "role"
        ordering = ["name"]
        triggers = audited()

    def __str__(self) -> str:
        return self.name


class WithSubUnits(Func):
    """The id of a unit with those of all units under it, as an array; empty without a unit."""

    template = (
        "ARRAY(WITH RECURSIVE below(id) AS (SELECT %(expressions)s UNION"
        " SELECT unit.id FROM office_unit unit JOIN below ON unit.parent_id = below.id)"
        " SELECT id FROM below WHERE id IS NOT NULL)"
    )
    output_field = ArrayField(models.BigIntegerField())


class RoleAssignmentQuerySet(DatedQuerySet["RoleAssignment"]):
    """Assignments of roles."""

    def rights(self) -> Any:
        """What each gives, in one query: capabilities, the units where they hold (None for
        everywhere), whether a second factor is needed.
        """
        units: Any = Case(When(unit=None, then=None), default=WithSubUnits("unit_id"))
        rows = self.annotate(units=units).order_by()
        return rows.values_list("role__capabilities", "units", "role__second_factor_required")


@tracked
class RoleAssignment(models.Model):
    """A role held by a person for a period, in one unit with its sub-units or everywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="role_assignments",
        verbose_name="osoba",
    )
    role = models.ForeignKey(Role, models.PROTECT, related_name="assignments", verbose_name="rola")
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="jednostka",
        help_text="Puste: w całym ośrodku.",
    )
    period: Any = period_field()

    objects: Any = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "przydział roli"
        verbose_name_plural = "przydziały ról"
        ordering = ["user", "role"]
        constraints = [
            has_beginning("roleassignment_has_beginning"),
            one_at_a_time("roleassignment_once_in_a_unit", "user", "role", "unit"),
            one_at_a_time("roleassignment_once_everywhere", "user", "role", condition=Q(unit=None)),
        ]
        triggers = audited()

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class AuthorisationQuerySet(DatedQuerySet["Authorisation"]):
    """Authorisations."""

    def covering(self, benefit_code: str) -> AuthorisationQuerySet:
        """Those whose scope takes in a benefit."""
        return self.filter(Q(scope=[]) | Q(scope__contains=[benefit_code]))


@tracked
class Authorisation(models.Model):
    """Authorisation to issue decisions in the authority's name (art. 110 ust. 7–8 u.p.s., art.
    268a k.p.a.).

    An empty scope means every benefit. It is revoked by ending its period; its other data do not
    change.
    """

    number = models.CharField("numer", max_length=60)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="authorisations",
        verbose_name="osoba upoważniona",
    )
    scope = ArrayField(
        models.CharField(max_length=60),
        verbose_name="zakres",
        default=list,
        blank=True,
        help_text="Kody świadczeń; puste: wszystkie świadczenia.",
    )
    issued_on = models.DateField("z dnia")
    issued_by = models.CharField("kto udzielił", max_length=160)
    period: Any = period_field()

    objects: Any = AuthorisationQuerySet.as_manager()

    class Meta:
        verbose_name = "upoważnienie"
        verbose_name_plural = "upoważnienia"
        ordering = ["-issued_on", "number"]
        constraints = [
            has_beginning("authorisation_has_beginning"),
            models.UniqueConstraint(fields=["number", "issued_on"], name="authorisation_number"),
            models.CheckConstraint(
                condition=Q(
                    issued_on__lte=Func(
                        F("period"), function="lower", output_field=models.DateField()
                    )
                ),
                name="authorisation_not_before_it_was_given",
                violation_error_message="Nie może obowiązywać przed dniem, w którym go udzielono.",
            ),
            models.CheckConstraint(condition=~Q(number=Value("")), name="authorisation_has_number"),
        ]
        triggers = [*audited(), *frozen_when(Q(old__number__gt=""), but=("period",))]

    def __str__(self) -> str:
        return f"nr {self.number} z dnia {self.issued_on:%d.%m.%Y}"
