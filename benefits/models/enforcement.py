"""From when a decision that takes something away may be carried out (k.p.a. art. 108 and 130)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

REASONED = r"\S"
"""A reason has a sign in it."""


class AtOnce(models.TextChoices):
    """Why a decision is carried out before it is final."""

    RIGOUR = "rigour", "rygor natychmiastowej wykonalności (art. 108 § 1 k.p.a.)"
    DEMAND = "demand", "zgodna z żądaniem strony (art. 130 § 4 k.p.a.)"


class RigourGround(models.TextChoices):
    """What immediate enforceability may be given for (k.p.a. art. 108 § 1)."""

    LIFE = "life", "ochrona zdrowia lub życia ludzkiego"
    ECONOMY = "economy", "zabezpieczenie gospodarstwa narodowego przed ciężkimi stratami"
    SOCIAL = "social", "inny interes społeczny"
    PARTY = "party", "wyjątkowo ważny interes strony"


ENFORCED = ("change", "revocation", "expiry")
"""Kinds of decisions of which it is said from when they act."""


def at_once_is_whole() -> list[models.CheckConstraint]:
    """At once only with its reason, a rigour with its ground too; only of what takes away."""
    reasoned = Q(at_once_reason__regex=REASONED)
    return [
        models.CheckConstraint(
            condition=Q(at_once="", rigour_ground="", at_once_reason="")
            | (Q(at_once="rigour") & ~Q(rigour_ground="") & reasoned)
            | (Q(at_once="demand", rigour_ground="") & reasoned),
            name="decision_at_once_has_its_reason",
            violation_error_message="Podaj, dlaczego decyzja działa, zanim stanie się ostateczna.",
        ),
        models.CheckConstraint(
            condition=Q(at_once="") | Q(kind__in=ENFORCED), name="decision_at_once_of_a_change"
        ),
    ]


ACTS_AT_ONCE = """
    (d.kind = 'self_correction' OR d.change_ground = 'death' OR d.at_once <> ''
     OR d.kind = 'change' AND i.amount >= (
        SELECT o.amount FROM benefits_decisionitem o WHERE o.id = i.changed_item_id))
"""
"""Whether an item `i` of a decision `d` about an earlier one is carried out with its issue: it
meets the demand (an appeal allowed, a change that gives no less, what the party asked for), has
immediate enforceability, or only states what a death brought about. Any other waits until final.
"""
STAYED = """
    EXISTS (
        SELECT 1 FROM benefits_appeal s WHERE s.decision_id = d.id AND s.outcome = ''
          AND s.stayed_on IS NOT NULL AND s.stay_ended_on IS NULL)
"""
"""Whether the appeal board stays the execution of a decision `d` (k.p.a. art. 135)."""
