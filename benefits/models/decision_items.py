"""What a decision grants or refuses, item by item, with the reasons of each."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from benefits.models.calculations import Calculation
from benefits.models.decision_guards import item_guards
from benefits.models.decisions import Decision
from benefits.models.payout import Represents
from cases.models import ApplicationItem, Institution, Person
from opsapp.kernel.triggers import audited, child_frozen_when
from opsapp.office.models import Benefit, Reason

_NOT_A_DRAFT = "status <> 'draft'"
_ITEM_OF_NO_DRAFT = (
    "exists (select 1 from benefits_decision d where d.id = decision_id and d.status <> 'draft')"
)
_AMOUNT_IN_RANGE = """
    IF NEW.amount IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM benefits_calculation c
        WHERE c.id = NEW.calculation_id AND c.item_id = NEW.item_id AND c.eligible
          AND NEW.amount BETWEEN c.amount_min AND c.amount_max
    ) THEN
        RAISE EXCEPTION 'Kwota % nie mieści się w granicach wyliczenia.', NEW.amount
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class DecisionItem(models.Model):
    """What the decision grants or refuses in one item: kind, monthly amount in złoty, period.

    The amount lies in the calculation's range, and another than the least needs a written reason.
    An item that ends or changes what an earlier one granted names it; of an end the period is
    what is taken away.
    `payee_*` is whom the decision orders to pay when it is not its addressee.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", "przyznanie"
        REFUSAL = "refusal", "odmowa"
        END = "end", "zakończenie"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(
        ApplicationItem, on_delete=models.PROTECT, related_name="decision_items"
    )
    calculation = models.ForeignKey(
        Calculation, on_delete=models.PROTECT, related_name="decision_items"
    )
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("rozstrzygnięcie", max_length=8, choices=Kind.choices)
    amount = models.DecimalField(
        "kwota miesięcznie", max_digits=12, decimal_places=2, null=True, blank=True
    )
    proposed_amount = models.DecimalField(
        "kwota proponowana", max_digits=12, decimal_places=2, null=True, blank=True
    )
    amount_reason = models.TextField("powód innej kwoty niż proponowana", blank=True)
    period = DateRangeField("okres", null=True, blank=True)
    changed_item = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="changed_by"
    )
    refusal_code = models.CharField("podstawa odmowy", max_length=30, blank=True)
    payee_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    payee_institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    payee_role = models.CharField(
        "kim jest odbiorca",
        max_length=8,
        choices=Represents.choices,
        blank=True,
        default="",
        db_default="",
    )

    class Meta:
        verbose_name = "pozycja decyzji"
        verbose_name_plural = "pozycje decyzji"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="grant",
                    amount__gt=0,
                    period__isnull=False,
                    proposed_amount__isnull=False,
                    refusal_code="",
                )
                | (Q(kind="refusal", amount=None, period=None) & ~Q(refusal_code=""))
                | Q(
                    kind="end",
                    amount=None,
                    proposed_amount=None,
                    period__isnull=False,
                    changed_item__isnull=False,
                    refusal_code="",
                ),
                name="decision_item_coherent",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount=F("proposed_amount")) | ~Q(amount_reason=""),
                name="decision_item_other_amount_reason",
                violation_error_message="Inna kwota niż proponowana wymaga uzasadnienia.",
            ),
            models.CheckConstraint(
                condition=Q(period=None) | Q(period__isempty=False, period__lower_inf=False),
                name="decision_item_period",
            ),
            models.UniqueConstraint(fields=["decision", "item"], name="decision_item_once"),
            models.CheckConstraint(
                condition=Q(payee_person=None, payee_role="")
                | (Q(payee_person__isnull=False, payee_institution=None) & ~Q(payee_role="")),
                name="decision_item_payee_is_whole",
            ),
        ]
        triggers = [
            *audited(),
            *child_frozen_when("benefits_decision", "decision_id", _NOT_A_DRAFT),
            *item_guards(),
            pgtrigger.Trigger(
                name="amount_in_range",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_AMOUNT_IN_RANGE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit}: {self.amount or self.get_kind_display()}"


class DecisionItemReason(models.Model):
    """A reason of art. 7 u.p.s. for which the help is granted; one of them is the first."""

    decision_item = models.ForeignKey(
        DecisionItem, on_delete=models.PROTECT, related_name="reason_links"
    )
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="+")
    is_first = models.BooleanField("główny powód", default=False)

    class Meta:
        verbose_name = "powód przyznania"
        verbose_name_plural = "powody przyznania"
        constraints = [
            models.UniqueConstraint(
                fields=["decision_item", "reason"], name="decision_item_reason_once"
            ),
            models.UniqueConstraint(
                fields=["decision_item"],
                condition=Q(is_first=True),
                name="decision_item_one_first_reason",
            ),
        ]
        triggers = [
            *audited(),
            *child_frozen_when("benefits_decisionitem", "decision_item_id", _ITEM_OF_NO_DRAFT),
        ]

    def __str__(self) -> str:
        return str(self.reason)
