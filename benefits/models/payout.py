"""How a payee is paid: a dated row, changed by two people."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from cases.models import Institution, Person
from opsapp.kernel.audit import tracked
from opsapp.kernel.secrets import BlindIndexField, EncryptedTextField
from opsapp.kernel.triggers import audited, frozen_when

_ONLY_CUT = """
    IF OLD.confirmed_by_id IS NOT NULL AND NEW.period <> OLD.period AND (
        lower(NEW.period) IS DISTINCT FROM lower(OLD.period) OR NOT NEW.period <@ OLD.period
    ) THEN
        RAISE EXCEPTION 'Okres zatwierdzonego sposobu wypłaty można tylko zakończyć wcześniej.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Channel(models.TextChoices):
    """The ways money reaches a payee."""

    BANK = "bank", "przelew"
    CASH = "cash", "kasa"
    POST = "post", "przekaz pocztowy"
    CARD = "card", "karta przedpłacona"
    IN_KIND = "in_kind", "w naturze"


class Represents(models.TextChoices):
    """By what right somebody else receives what is due to a person."""

    PARENT = "parent", "rodzic, przedstawiciel ustawowy"
    GUARDIAN = "guardian", "opiekun prawny"
    CURATOR = "curator", "kurator"
    PROXY = "proxy", "osoba upoważniona"


@tracked
class PayoutWay(models.Model):
    """A payee's way of payment, proposed by one person and confirmed by another.

    Only a confirmed way pays. The account number (NRB, 26 digits) is encrypted. `receiver` is who
    collects the money for the person, with the right and the paper it stands on.
    """

    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="payout_ways"
    )
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="payout_ways"
    )
    channel = models.CharField("sposób wypłaty", max_length=8, choices=Channel.choices)
    account = EncryptedTextField("numer rachunku", blank=True)
    account_index = BlindIndexField(null=True)
    holder = models.CharField("posiadacz rachunku", max_length=140, blank=True)
    receiver = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="received_ways"
    )
    receiver_role = models.CharField(
        "kim jest odbierający",
        max_length=8,
        choices=Represents.choices,
        blank=True,
        default="",
        db_default="",
    )
    receiver_basis = models.CharField(
        "podstawa odbioru", max_length=200, blank=True, default="", db_default=""
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    rejected = models.BooleanField("odrzucono", default=False)
    period = DateRangeField("okres")
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    class Meta:
        verbose_name = "sposób wypłaty"
        verbose_name_plural = "sposoby wypłaty"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, institution=None)
                | Q(person=None, institution__isnull=False),
                name="payout_one_payee",
            ),
            models.CheckConstraint(
                condition=Q(channel="bank", account_index__isnull=False) & ~Q(account="")
                | (~Q(channel="bank") & Q(account="", account_index=None)),
                name="payout_account_for_bank",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="payout_four_eyes",
                violation_error_message="Sposób wypłaty zatwierdza inna osoba niż wpisująca.",
            ),
            models.CheckConstraint(
                condition=Q(rejected=False) | Q(confirmed_by=None), name="payout_rejected_open"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["bank", "cash", "post", "card", "in_kind"]),
                name="payout_channel_known",
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="payout_period"),
            models.CheckConstraint(
                condition=Q(receiver=None, receiver_role="", receiver_basis="")
                | (
                    Q(receiver__isnull=False, person__isnull=False)
                    & ~Q(receiver=F("person"))
                    & Q(receiver_role__in=["parent", "guardian", "curator", "proxy"])
                    & ~Q(receiver_basis="")
                    & ~Q(holder="")
                ),
                name="payout_receiver_is_whole",
            ),
            ExclusionConstraint(
                name="payout_one_confirmed_person",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(confirmed_by__isnull=False, person__isnull=False),
            ),
            ExclusionConstraint(
                name="payout_one_confirmed_inst",
                expressions=[
                    ("institution", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(confirmed_by__isnull=False, institution__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["account_index"], name="payout_account_search"),
            models.Index(
                fields=["id"],
                name="payout_proposed",
                condition=Q(confirmed_by=None, rejected=False),
            ),
        ]
        triggers = [
            *audited(),
            *frozen_when(Q(old__confirmed_by__isnull=False), but=("period",)),
            *frozen_when(Q(old__rejected=True)),
            *frozen_when(Q(old__confirmed_by__isnull=True), but=("confirmed_by", "rejected")),
            pgtrigger.Trigger(
                name="period_only_cut",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("period"),  # type: ignore[no-untyped-call]
                func=_ONLY_CUT,
            ),
        ]

    def __str__(self) -> str:
        return self.get_channel_display()
