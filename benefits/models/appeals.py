"""An appeal from a decision: received, passed on, answered; what it stops meanwhile."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from benefits.models.decisions import Decision
from opsapp.kernel.audit import tracked
from opsapp.kernel.triggers import REFUSED, audited, frozen_when

QUASHING = ("quashed", "remanded", "self_corrected")
"""Outcomes after which the decision is no more; `partly` takes a part of its period."""
COMES_LATER = (
    "passed_on", "stayed_on", "stay_ended_on", "stay_sign", "outcome", "ruled_on", "sign", "since",
)  # fmt: skip
_OF_DELIVERED = f"""
    IF NOT EXISTS (
        SELECT 1 FROM benefits_decision d WHERE d.id = NEW.decision_id
          AND d.status IN ('delivered', 'final') AND d.delivered_on <= NEW.received_on
    ) THEN
        RAISE EXCEPTION 'Odwołać się można od doręczonej decyzji, po jej doręczeniu.' {REFUSED};
    END IF;
    RETURN NEW;
"""


@tracked
class Appeal(models.Model):
    """What the party appealed from and what became of it (k.p.a. art. 127–140).

    `late` says that it came after the term: it stops nothing. `stayed_on` is the day on which the
    appeal board stayed the execution (art. 135): until `stay_ended_on` nothing is paid by the
    decision. `since` is the first day taken away when the decision was quashed in part.
    """

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "utrzymano decyzję w mocy (art. 138 § 1 pkt 1)"
        QUASHED = "quashed", "uchylono w całości (art. 138 § 1 pkt 2)"
        PARTLY = "partly", "uchylono w części (art. 138 § 1 pkt 2)"
        REMANDED = "remanded", "uchylono do ponownego rozpatrzenia (art. 138 § 2)"
        DISCONTINUED = "discontinued", "umorzono postępowanie odwoławcze (art. 138 § 1 pkt 3)"
        INADMISSIBLE = "inadmissible", "niedopuszczalne albo po terminie (art. 134)"
        SELF_CORRECTED = "self_corrected", "uwzględnił je ośrodek (art. 132)"

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    received_on = models.DateField("wpłynęło")
    late = models.BooleanField("po terminie", default=False)
    passed_on = models.DateField("przekazano do organu odwoławczego", null=True, blank=True)
    stayed_on = models.DateField("wstrzymano wykonanie", null=True, blank=True)
    stay_ended_on = models.DateField("koniec wstrzymania", null=True, blank=True)
    stay_sign = models.CharField("znak postanowienia", max_length=100, blank=True)
    outcome = models.CharField(
        "rozstrzygnięcie", max_length=16, choices=Outcome.choices, blank=True, default=""
    )
    ruled_on = models.DateField("data rozstrzygnięcia", null=True, blank=True)
    sign = models.CharField("znak rozstrzygnięcia", max_length=100, blank=True)
    since = models.DateField("uchylono od dnia", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    class Meta:
        verbose_name = "odwołanie"
        verbose_name_plural = "odwołania"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", ruled_on=None, sign="", since=None)
                | (Q(ruled_on__gte=F("received_on")) & ~Q(outcome="") & ~Q(sign="")),
                name="appeal_ruling_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "self_corrected"]) | Q(passed_on__isnull=False),
                name="appeal_ruled_after_passed_on",
            ),
            models.CheckConstraint(
                condition=Q(outcome="partly", since__isnull=False)
                | (~Q(outcome="partly") & Q(since=None)),
                name="appeal_part_since",
            ),
            models.CheckConstraint(
                condition=Q(passed_on=None) | Q(passed_on__gte=F("received_on")),
                name="appeal_passed_on_after_received",
            ),
            models.CheckConstraint(
                condition=Q(stayed_on=None, stay_ended_on=None, stay_sign="")
                | (
                    Q(stayed_on__gte=F("received_on"))
                    & ~Q(stay_sign="")
                    & (Q(stay_ended_on=None) | Q(stay_ended_on__gte=F("stayed_on")))
                ),
                name="appeal_stay_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["received_on"], name="appeal_open", condition=Q(outcome=""))
        ]
        triggers = [
            *audited(),
            *frozen_when(~Q(old__outcome="")),
            *frozen_when(Q(old__outcome=""), but=COMES_LATER),
            pgtrigger.Trigger(
                name="of_delivered",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=" ".join(_OF_DELIVERED.split()),
            ),
        ]

    def __str__(self) -> str:
        return f"odwołanie od decyzji {self.decision}"

    @property
    def is_open(self) -> bool:
        """Nobody has answered it yet."""
        return not self.outcome

    @property
    def is_stayed(self) -> bool:
        """The execution of the decision is stayed today."""
        return self.is_open and self.stayed_on is not None and self.stay_ended_on is None
