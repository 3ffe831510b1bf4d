"""Statements of the centre's accounts, and what somebody decided about each of their entries."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from benefits.models.lists import BankProfile, PaymentList
from benefits.models.payments import Payment, PaymentEvent
from opsapp.kernel.models import StoredDocument
from opsapp.kernel.secrets import BlindIndexField, EncryptedTextField
from opsapp.kernel.triggers import audited, frozen, frozen_when

_REFUSED = "USING ERRCODE = 'check_violation'"
_AGREES = f"""
    IF TG_OP = 'INSERT' THEN
        IF NEW.outcome <> 'waits' THEN
            RAISE EXCEPTION 'Pozycja wyciągu wchodzi nierozstrzygnięta.' {_REFUSED};
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.outcome = 'returned' AND NOT EXISTS (
        SELECT 1 FROM benefits_payment y
        JOIN benefits_paymentevent v ON v.payment_id = y.id AND v.kind = 'returned'
        JOIN benefits_paymentlist l ON l.id = y.payment_list_id
        JOIN benefits_bankstatement s ON s.id = NEW.statement_id
        WHERE y.id = NEW.payment_id AND y.amount = NEW.amount
          AND l.bank_profile_id = s.bank_profile_id
          AND v.proof = 'WB ' || s.number || ' poz. ' || NEW.ordinal
    ) THEN
        RAISE EXCEPTION 'Pozycja wyciągu nie zgadza się ze zwrotem wypłaty.' {_REFUSED};
    END IF;
    IF NEW.outcome = 'settled' AND NEW.payment_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM benefits_paymentlist l
        JOIN benefits_bankstatement s ON s.id = NEW.statement_id
        JOIN benefits_payment y ON y.payment_list_id = l.id
        LEFT JOIN benefits_paymentevent v ON v.payment_id = y.id AND v.kind = 'settled'
        WHERE (v.proof = 'WB ' || s.number || ' poz. ' || NEW.ordinal
               OR v.id IS NULL AND y.status = 'returned')
          AND l.id = NEW.payment_list_id AND l.bank_profile_id = s.bank_profile_id
        GROUP BY l.id HAVING sum(y.amount) = -NEW.amount
    ) THEN
        RAISE EXCEPTION 'Pozycja wyciągu nie zgadza się z realizacją listy.' {_REFUSED};
    END IF;
    IF NEW.outcome = 'settled' AND NEW.payment_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM benefits_payment y
        JOIN benefits_paymentlist l ON l.id = y.payment_list_id
        JOIN benefits_bankstatement s ON s.id = NEW.statement_id
        LEFT JOIN benefits_paymentevent v ON v.payment_id = y.id AND v.kind = 'settled'
        WHERE (v.proof = 'WB ' || s.number OR v.id IS NULL AND y.status = 'returned')
          AND y.id = NEW.payment_id AND y.payment_list_id = NEW.payment_list_id
          AND y.amount = -NEW.amount AND l.bank_profile_id = s.bank_profile_id
    ) THEN
        RAISE EXCEPTION 'Pozycja wyciągu nie zgadza się z realizacją wypłaty.' {_REFUSED};
    END IF;
    RETURN NEW;
"""
"""An outcome repeats what the payments say happened, with this entry as their proof. What came back
before its list was settled left the account all the same.
"""


class BankStatement(models.Model):
    """One statement of one account, as the bank gave it. `part` is its place in the file."""

    bank_profile = models.ForeignKey(
        BankProfile, on_delete=models.PROTECT, related_name="statements"
    )
    number = models.CharField("numer", max_length=30)
    since = models.DateField("od dnia")
    until = models.DateField("do dnia")
    opening = models.DecimalField("saldo początkowe", max_digits=14, decimal_places=2)
    closing = models.DecimalField("saldo końcowe", max_digits=14, decimal_places=2)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField("skrót pliku", max_length=64)
    part = models.PositiveSmallIntegerField("miejsce w pliku", default=1)
    name = models.CharField("nazwa pliku", max_length=100)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("wczytano", auto_now_add=True)

    class Meta:
        verbose_name = "wyciąg bankowy"
        verbose_name_plural = "wyciągi bankowe"
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "part"],
                name="statement_file_once",
                violation_error_message="Ten wyciąg już wczytano.",
            ),
            models.CheckConstraint(condition=Q(since__lte=F("until")), name="statement_days"),
        ]
        indexes = [models.Index(fields=["-until", "-id"], name="statement_day")]
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return self.proof

    @property
    def proof(self) -> str:
        """What an event of a payment names as its proof."""
        return f"WB {self.number}"


class StatementEntry(models.Model):
    """One line of a statement: below zero when money left. It is written as the bank gave it, and
    waits until somebody decides what it was, once.

    `fingerprint` is the same for the same line in two statements that overlap.
    """

    class Outcome(models.TextChoices):
        WAITS = "waits", "czeka"
        RETURNED = "returned", "zwrot wypłaty"
        SETTLED = "settled", "realizacja listy"
        OTHER = "other", "nie dotyczy wypłat"

    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="entries")
    ordinal = models.PositiveIntegerField("poz.")
    booked_on = models.DateField("dzień księgowania")
    value_on = models.DateField("data waluty")
    amount = models.DecimalField("kwota", max_digits=14, decimal_places=2)
    text = models.CharField("tytuł", max_length=500, blank=True)
    name = models.CharField("druga strona", max_length=200, blank=True)
    account = EncryptedTextField("rachunek drugiej strony", blank=True)
    account_index = BlindIndexField(null=True)
    reference = models.CharField("oznaczenie", max_length=100, blank=True)
    bank_reference = models.CharField("oznaczenie banku", max_length=100, blank=True)
    reason = models.CharField(
        "przyczyna zwrotu", max_length=4, choices=PaymentEvent.ReturnReason.choices, blank=True
    )
    fingerprint = BlindIndexField(unique=True, editable=False)
    outcome = models.CharField(
        "co to było", max_length=8, choices=Outcome.choices, default=Outcome.WAITS
    )
    payment = models.ForeignKey(
        Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="bank_entries"
    )
    payment_list = models.ForeignKey(
        PaymentList, null=True, blank=True, on_delete=models.PROTECT, related_name="bank_entries"
    )
    remark = models.CharField("uwaga", max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("rozstrzygnięto", null=True, blank=True)

    class Meta:
        verbose_name = "pozycja wyciągu"
        verbose_name_plural = "pozycje wyciągów"
        constraints = [
            models.UniqueConstraint(fields=["statement", "ordinal"], name="entry_ordinal"),
            models.UniqueConstraint(
                fields=["payment", "outcome"], name="entry_of_one_payment_event"
            ),
            models.CheckConstraint(
                condition=Q(outcome="waits", decided_by=None, decided_at=None)
                | (~Q(outcome="waits") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="entry_decided",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waits", payment=None, payment_list=None, remark="")
                | Q(outcome="returned", payment__isnull=False, payment_list=None, amount__gt=0)
                | Q(outcome="settled", payment_list__isnull=False, amount__lt=0)
                | (Q(outcome="other", payment=None, payment_list=None) & ~Q(remark="")),
                name="entry_outcome_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["statement"], name="entry_waits", condition=Q(outcome="waits"))
        ]
        triggers = [
            *audited(),
            *frozen_when(~Q(old__outcome="waits")),
            *frozen_when(
                Q(old__outcome="waits"),
                but=("outcome", "payment", "payment_list", "remark", "decided_by", "decided_at"),
            ),
            pgtrigger.Trigger(
                name="outcome_agrees",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("outcome"),  # type: ignore[no-untyped-call]
                func=_AGREES,
            ),
        ]

    def __str__(self) -> str:
        return self.proof

    @property
    def proof(self) -> str:
        """What an event of a payment names as its proof."""
        return f"{self.statement.proof} poz. {self.ordinal}"
