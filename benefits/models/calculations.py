"""The calculation: facts, law, result and trace, written once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models import ApplicationItem, HouseholdSnapshot, IncomeRecord
from opsapp.kernel.triggers import audited, frozen
from socialwork.models import Interview


class Calculation(models.Model):
    """The answer of the rules for one item of an application, with everything it stood on.

    `facts` holds ids, never names or PESEL; `law` the parameters used with their acts; `trace`
    the tree of steps. Amounts are złoty a month. New facts make a new calculation.
    """

    item = models.ForeignKey(ApplicationItem, on_delete=models.PROTECT, related_name="calculations")
    interview = models.ForeignKey(
        Interview, null=True, blank=True, on_delete=models.PROTECT, related_name="calculations"
    )
    snapshot = models.ForeignKey(HouseholdSnapshot, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("na dzień")
    facts = models.JSONField("fakty")
    law = models.JSONField("prawo")
    trace = models.JSONField("tok wyliczenia")
    result = models.JSONField("wynik")
    rules_version = models.CharField("wersja reguł", max_length=64)
    eligible = models.BooleanField("przysługuje")
    amount_min = models.DecimalField(
        "najmniej", max_digits=12, decimal_places=2, null=True, blank=True
    )
    amount_max = models.DecimalField(
        "najwięcej", max_digits=12, decimal_places=2, null=True, blank=True
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("wyliczono", auto_now_add=True)

    class Meta:
        verbose_name = "wyliczenie"
        verbose_name_plural = "wyliczenia"
        constraints = [
            models.CheckConstraint(
                condition=Q(eligible=True, amount_min__gte=0, amount_max__gte=F("amount_min"))
                | Q(eligible=False, amount_min=None, amount_max=None),
                name="calculation_range_when_eligible",
            )
        ]
        indexes = [models.Index(fields=["item", "-id"], name="calculation_item")]
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return f"wyliczenie nr {self.pk}"


class CalculationIncome(models.Model):
    """An income on record that a calculation read."""

    calculation = models.ForeignKey(
        Calculation, on_delete=models.PROTECT, related_name="income_links"
    )
    income = models.ForeignKey(IncomeRecord, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "dochód w wyliczeniu"
        verbose_name_plural = "dochody w wyliczeniu"
        constraints = [
            models.UniqueConstraint(
                fields=["calculation", "income"], name="calculation_income_once"
            )
        ]
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return str(self.income)
