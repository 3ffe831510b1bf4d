"""What a decision gives: the entitlement, the persons it covers, its monthly instalments."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from benefits.models.appeals import Appeal
from benefits.models.decision_guards import (
    covered_guards,
    entitlement_guards,
    instalment_guards,
)
from benefits.models.decision_items import DecisionItem
from benefits.models.decisions import Decision
from benefits.states import ENTITLEMENT
from cases.models import HouseholdSnapshot, Institution, Person
from opsapp.kernel.states import TransitionRecord
from opsapp.kernel.triggers import audited, frozen, frozen_when
from opsapp.office.models import Benefit, Classification

_PERIOD_ONLY_CUT = """
    IF NEW.period <> OLD.period AND NOT (
        NEW.period <@ OLD.period AND (
            NEW.cut_by_id IS NOT NULL AND NEW.cut_by_id IS DISTINCT FROM OLD.cut_by_id
            OR NEW.quashed_by_id IS NOT NULL
               AND NEW.quashed_by_id IS DISTINCT FROM OLD.quashed_by_id
        )
        OR NEW.cut_by_id IS NULL AND OLD.cut_by_id IS NOT NULL AND NEW.period = (
            SELECT i.period FROM benefits_decisionitem i WHERE i.id = NEW.decision_item_id
        )
    ) THEN
        RAISE EXCEPTION 'Okres uprawnienia można tylko skrócić późniejszą decyzją.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_PERSON_PERIOD_OF_ENTITLEMENT = """
    IF NOT EXISTS (
        SELECT 1 FROM benefits_entitlement e
        WHERE e.id = NEW.entitlement_id AND NEW.period <@ e.period AND e.benefit_id = NEW.benefit_id
    ) THEN
        RAISE EXCEPTION 'Okres osoby objętej nie mieści się w okresie uprawnienia.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_OPEN_FOLLOWS_ITEMS = """
    IF NEW.open = EXISTS (
        SELECT 1 FROM benefits_paymentitem i WHERE i.instalment_id = NEW.id AND i.live
    ) THEN
        RAISE EXCEPTION 'Rata czeka wtedy i tylko wtedy, gdy nie ma jej na żadnej liście.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Entitlement(models.Model):
    """The right a granting item gives to one beneficiary for a period.

    The period may only be cut, and only by a later decision that is named in `cut_by` or by the
    ruling on an appeal, in `quashed_by`. It comes back whole when the decision that cut it was
    itself quashed.
    """

    decision_item = models.OneToOneField(
        DecisionItem, on_delete=models.PROTECT, related_name="entitlement"
    )
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entitlements")
    snapshot = models.ForeignKey(HouseholdSnapshot, on_delete=models.PROTECT, related_name="+")
    period = DateRangeField("okres")
    amount = models.DecimalField("kwota miesięcznie", max_digits=12, decimal_places=2)
    status = models.CharField(
        "stan", max_length=10, choices=ENTITLEMENT.choices, default=ENTITLEMENT.initial
    )
    cut_by = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="cut_entitlements"
    )
    quashed_by = models.ForeignKey(
        Appeal, null=True, blank=True, on_delete=models.PROTECT, related_name="quashed"
    )

    class Meta:
        verbose_name = "uprawnienie"
        verbose_name_plural = "uprawnienia"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="entitlement_amount_positive"),
            models.CheckConstraint(
                condition=Q(period__isempty=False)
                | Q(cut_by__isnull=False)
                | Q(quashed_by__isnull=False),
                name="entitlement_period",
            ),
        ]
        indexes = [models.Index(fields=["beneficiary", "status"], name="entitlement_beneficiary")]
        triggers = [
            *audited(),
            *ENTITLEMENT.triggers(),
            *entitlement_guards(),
            *frozen_when(Q(old__amount__gt=0), but=("status", "period", "cut_by", "quashed_by")),
            pgtrigger.Trigger(
                name="period_only_cut",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_PERIOD_ONLY_CUT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.amount}"


class EntitlementTransition(TransitionRecord):
    """A move of an entitlement."""

    record = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="transitions")

    class Meta(TransitionRecord.Meta):
        verbose_name = "zmiana stanu uprawnienia"


class EntitlementPerson(models.Model):
    """A person covered by an entitlement, for the same period.

    For exclusive benefits no person may be covered twice on the same day: so a household gets
    one okresowy, while targeted help may overlap. Only a child in alternating custody, who is of
    the family of both parents (art. 6 pkt 14 u.p.s.), may be covered in both; never by help that
    is the child's own.
    """

    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="persons")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covered_by")
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="+")
    exclusive = models.BooleanField("wyłącznie jedno naraz")
    alternating = models.BooleanField("opieka naprzemienna", default=False)
    period = DateRangeField("okres")

    class Meta:
        verbose_name = "osoba objęta świadczeniem"
        verbose_name_plural = "osoby objęte świadczeniem"
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement", "person"], name="entitlement_person_once"
            ),
            ExclusionConstraint(
                name="entitlement_no_overlap",
                expressions=[
                    ("benefit", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(exclusive=True, alternating=False),
                violation_error_message=(
                    "W tym okresie osoba ma już przyznane to świadczenie inną decyzją."
                ),
            ),
        ]
        triggers = [
            *audited(),
            *frozen_when(Q(old__id__isnull=False), but=("period",)),
            *covered_guards(),
            pgtrigger.Trigger(
                name="period_of_entitlement",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_PERSON_PERIOD_OF_ENTITLEMENT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.benefit}"


class Instalment(models.Model):
    """What is due for one month to one payee: frozen when planned. Amounts in złoty.

    `open` says that no live payment pays it. Payments' own triggers keep it, so that what is due
    is found among millions of paid rows at once; what may be paid is still decided by the items.

    A key with which another index begins, or by which nobody asks, has no index of its own: every
    list moves thousands of these rows, and every index with them.
    """

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "zwykła"
        SUPPLEMENT = "supplement", "wyrównanie"
        ARREARS = "arrears", "zaległa"

    entitlement = models.ForeignKey(
        Entitlement, on_delete=models.PROTECT, related_name="instalments", db_index=False
    )
    month = models.DateField("za miesiąc")
    beneficiary = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="instalments", db_index=False
    )
    payee_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    payee_institution = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    kind = models.CharField("rodzaj raty", max_length=10, choices=Kind.choices)
    ordinal = models.PositiveSmallIntegerField("kolejność", default=1)
    amount = models.DecimalField("kwota", max_digits=12, decimal_places=2)
    days = models.PositiveSmallIntegerField("liczba dni")
    due_on = models.DateField("termin wypłaty")
    classification = models.ForeignKey(
        Classification, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    snapshot = models.ForeignKey(
        HouseholdSnapshot, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    open = models.BooleanField("czeka na wypłatę", default=True, db_default=True, editable=False)

    class Meta:
        verbose_name = "rata"
        verbose_name_plural = "raty"
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement", "month", "beneficiary", "kind", "ordinal"],
                name="instalment_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_amount_positive"),
            models.CheckConstraint(condition=Q(month__day=1), name="instalment_month_first_day"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=31), name="instalment_days"),
            models.CheckConstraint(
                condition=Q(payee_person__isnull=False, payee_institution=None)
                | Q(payee_person=None, payee_institution__isnull=False),
                name="instalment_one_payee",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="instalment_open", condition=Q(open=True)),
            models.Index(fields=["beneficiary", "-month"], name="instalment_beneficiary"),
            models.Index(
                fields=["entitlement"],
                name="instalment_supplement",
                condition=Q(kind="supplement"),
            ),
        ]
        triggers = [
            *audited(),
            *frozen_when(Q(old__amount__gt=0), but=("open",)),
            *instalment_guards(),
            pgtrigger.Trigger(
                name="open_follows_items",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("open"),  # type: ignore[no-untyped-call]
                func=_OPEN_FOLLOWS_ITEMS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m.%Y}: {self.amount}"


class InstalmentFunding(models.Model):
    """How an instalment is financed: the grant's share and the centre's own; they sum up to it."""

    class Source(models.TextChoices):
        OWN = "own", "środki własne"
        GRANT = "grant", "dotacja"

    instalment = models.ForeignKey(
        Instalment, on_delete=models.PROTECT, related_name="funding", db_index=False
    )
    source = models.CharField("źródło", max_length=5, choices=Source.choices)
    amount = models.DecimalField("kwota", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "źródło finansowania raty"
        verbose_name_plural = "źródła finansowania rat"
        constraints = [
            models.UniqueConstraint(fields=["instalment", "source"], name="funding_source_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="funding_amount_positive"),
        ]
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.amount}"
