"""The plan of help proposed in an interview; its items feed the drafts of decisions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import Person
from opsapp.kernel.audit import tracked
from opsapp.kernel.triggers import audited, child_frozen_when
from opsapp.office.models import Benefit
from socialwork.models.interviews import Interview


@tracked
class PlanItem(models.Model):
    """One form of help the worker proposes: for whom, what, how much, for which months.

    A benefit of the dictionary will be asked of a decision; `form` names help without one.
    """

    class Form(models.TextChoices):
        SOCIAL_WORK = "social_work", "praca socjalna"
        CONTRACT = "contract", "kontrakt socjalny"
        COUNSELLING = "counselling", "poradnictwo lub skierowanie"
        OTHER = "other", "inna pomoc"

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="plan_items")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_items")
    benefit = models.ForeignKey(
        Benefit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    form = models.CharField(
        "pomoc bez decyzji", max_length=12, choices=Form.choices, blank=True, default=""
    )
    description = models.CharField("opis pomocy", max_length=300)
    amount = models.DecimalField(
        "proponowana kwota", max_digits=12, decimal_places=2, null=True, blank=True
    )
    from_month = models.DateField("od miesiąca", null=True, blank=True)
    to_month = models.DateField("do miesiąca", null=True, blank=True)
    justification = models.TextField("uzasadnienie", blank=True)

    class Meta:
        verbose_name = "pozycja planu pomocy"
        verbose_name_plural = "plan pomocy"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0), name="plan_amount_positive"
            ),
            models.CheckConstraint(
                condition=Q(benefit=None) | Q(form=""), name="plan_benefit_or_form"
            ),
            models.CheckConstraint(
                condition=(Q(from_month=None) | Q(from_month__day=1))
                & (Q(to_month=None) | (Q(to_month__day=1) & Q(to_month__gte=F("from_month")))),
                name="plan_months_first_day",
            ),
        ]
        triggers = [
            *audited(),
            *child_frozen_when("socialwork_interview", "interview_id", "status <> 'draft'"),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def what(self) -> str:
        """The benefit or the kind of help, in words."""
        return self.benefit.label if self.benefit else self.get_form_display() or "inna pomoc"
