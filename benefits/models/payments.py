"""Payments: lines of a list, the instalments they pay, and what happened to them."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from benefits.models.entitlements import Instalment
from benefits.models.ledger import follows_payments
from benefits.models.lists import PaymentList
from benefits.models.payout import Channel, PayoutWay
from benefits.states import PAYMENT
from cases.models import Institution, Person
from opsapp.kernel.secrets import BlindIndexField, EncryptedTextField
from opsapp.kernel.triggers import audited, child_frozen_when, frozen, frozen_when

_LIST_NOT_A_DRAFT = "status <> 'draft'"
_LIST_OF_NO_DRAFT = (
    "exists (select 1 from benefits_paymentlist l"
    " where l.id = payment_list_id and l.status <> 'draft')"
)
_FOLLOWS_LIST = """
    SELECT status, channel INTO _list, _channel
        FROM benefits_paymentlist WHERE id = NEW.payment_list_id FOR SHARE;
    IF NEW.channel <> _channel THEN
        RAISE EXCEPTION 'Wypłata ma inny sposób niż jej lista.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.status <> OLD.status AND NOT (
        (NEW.status = 'cancelled' AND _list IN ('draft', 'cancelled'))
        OR (NEW.status = 'sent' AND _list = 'sent')
        OR (NEW.status IN ('settled', 'returned') AND _list IN ('sent', 'settled'))
    ) THEN
        RAISE EXCEPTION 'Wypłata nie może być w stanie „%”, gdy jej lista jest w stanie „%”.',
            NEW.status, _list USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_PAID_ONCE = """
    UPDATE benefits_instalment SET open = false
        WHERE open AND id IN (SELECT instalment_id FROM new_items WHERE live);
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT instalment_id AS id FROM new_items) n
        WHERE (SELECT amount FROM benefits_instalment WHERE id = n.id) < (
            SELECT SUM(p.amount) FROM benefits_paymentitem p WHERE p.instalment_id = n.id AND p.live
        )
    ) THEN
        RAISE EXCEPTION 'Suma wypłat przekroczyłaby kwotę raty.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
"""Both sums are asked instalment by instalment: joined, a first match is sought through all."""
_DUE_AGAIN = """
    UPDATE benefits_instalment SET open = true
        WHERE NOT open AND id IN (SELECT instalment_id FROM new_items WHERE NOT live)
          AND NOT EXISTS (
            SELECT 1 FROM benefits_paymentitem p
            WHERE p.instalment_id = benefits_instalment.id AND p.live
          );
    RETURN NULL;
"""
_LIVE_UNTIL_UNDONE = """
    IF OLD.live AND NOT NEW.live AND NOT EXISTS (
        SELECT 1 FROM benefits_payment
        WHERE id = NEW.payment_id AND status IN ('cancelled', 'returned')
    ) THEN
        RAISE EXCEPTION 'Rata jest zwalniana tylko przez anulowanie albo zwrot wypłaty.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_EVENT_FOLLOWS_PAYMENT = """
    IF NOT EXISTS (
        SELECT 1 FROM benefits_payment y
        JOIN benefits_paymentlist l ON l.id = y.payment_list_id
        WHERE y.id = NEW.payment_id AND CASE NEW.kind
            WHEN 'reissue' THEN y.status = 'returned'
            WHEN 'closed' THEN y.status IN ('returned', 'sent', 'settled')
            WHEN 'to_recover' THEN y.status = 'listed' AND l.status = 'approved' AND EXISTS (
                SELECT 1 FROM benefits_paymentlistfile f
                JOIN kernel_look k ON k.subject_type = 'benefits.paymentlistfile'
                 AND k.kind = 'exported' AND f.id = ANY (k.ids)
                WHERE f.payment_list_id = l.id AND f.round = l.round AND f.kind = 'elixir')
            ELSE y.status = NEW.kind END
    ) OR NEW.kind IN ('closed', 'reissue') AND EXISTS (
        SELECT 1 FROM benefits_paymentevent v
        WHERE v.payment_id = NEW.payment_id AND v.kind IN ('closed', 'reissue')
    ) THEN
        RAISE EXCEPTION 'Zdarzenie „%” nie zgadza się ze stanem wypłaty.', NEW.kind
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
"""What went out in a bank's file may be noted as sent though it is not due any more: only when
somebody took that file out. A return is let out again or closed, not both.
"""


class Payment(models.Model):
    """One line of one list: to whom, how much, how. The payout way is copied, not pointed at only.

    `reference` is what the bank sends back with a return (field 16 of Elixir-0).
    """

    payment_list = models.ForeignKey(
        PaymentList, on_delete=models.PROTECT, related_name="payments", db_index=False
    )
    ordinal = models.PositiveIntegerField("lp.")
    reference = models.CharField("oznaczenie", max_length=32)
    payee_person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="payments",
        db_index=False,
    )
    payee_institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="payments"
    )
    payee_name = models.CharField("odbiorca", max_length=140)
    payee_address = models.CharField("adres odbiorcy", max_length=200, blank=True)
    payout_way = models.ForeignKey(
        PayoutWay, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField("sposób wypłaty", max_length=8, choices=Channel.choices)
    account = EncryptedTextField("rachunek", blank=True)
    account_index = BlindIndexField(null=True)
    title = models.CharField("tytuł", max_length=140)
    amount = models.DecimalField("kwota", max_digits=12, decimal_places=2)
    status = models.CharField(
        "stan", max_length=10, choices=PAYMENT.choices, default=PAYMENT.initial
    )
    paid_on = models.DateField("dzień realizacji", null=True, blank=True)

    class Meta:
        verbose_name = "wypłata"
        verbose_name_plural = "wypłaty"
        constraints = [
            models.UniqueConstraint(fields=["payment_list", "ordinal"], name="payment_ordinal"),
            models.UniqueConstraint(fields=["reference"], name="payment_reference"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(payee_person__isnull=False, payee_institution=None)
                | Q(payee_person=None, payee_institution__isnull=False),
                name="payment_one_payee",
            ),
            models.CheckConstraint(
                condition=Q(channel="bank", account_index__isnull=False)
                | (~Q(channel="bank") & Q(account_index=None)),
                name="payment_account_for_bank",
            ),
            models.CheckConstraint(
                condition=~Q(status="settled") | Q(paid_on__isnull=False), name="payment_paid_on"
            ),
        ]
        indexes = [
            models.Index(fields=["payee_person", "-id"], name="payment_payee"),
            models.Index(
                fields=["paid_on"], name="payment_paid_day", condition=Q(paid_on__isnull=False)
            ),
            models.Index(fields=["-id"], name="payment_returned", condition=Q(status="returned")),
            models.Index(fields=["account_index"], name="payment_account_search"),
        ]
        triggers = [
            *audited(),
            *PAYMENT.triggers(),
            *child_frozen_when(
                "benefits_paymentlist",
                "payment_list_id",
                _LIST_NOT_A_DRAFT,
                operations=("insert", "delete"),
            ),
            *frozen_when(Q(old__amount__gt=0), but=("status", "paid_on")),
            pgtrigger.Trigger(
                name="follows_list",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),  # type: ignore[no-untyped-call]
                declare=[("_list", "text"), ("_channel", "text")],
                func=_FOLLOWS_LIST,
            ),
            follows_payments(),
        ]

    def __str__(self) -> str:
        return self.reference


class PaymentItem(models.Model):
    """The part of a payment that pays one instalment.

    `live` is dropped when the payment is cancelled or returned, and only then: so an instalment
    has at most one live transfer and can be paid anew after a return.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="items")
    instalment = models.ForeignKey(
        Instalment, on_delete=models.PROTECT, related_name="payment_items"
    )
    amount = models.DecimalField("kwota", max_digits=12, decimal_places=2)
    live = models.BooleanField("obowiązuje", default=True)

    class Meta:
        verbose_name = "pozycja wypłaty"
        verbose_name_plural = "pozycje wypłat"
        constraints = [
            models.UniqueConstraint(
                fields=["instalment"],
                condition=Q(live=True),
                name="one_live_payment",
                violation_error_message="Ta rata jest już na liście wypłat albo została wypłacona.",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_item_positive"),
        ]
        triggers = [
            *audited(),
            *frozen_when(Q(old__live=False)),
            *frozen_when(Q(old__live=True), but=("live",)),
            *child_frozen_when(
                "benefits_payment", "payment_id", _LIST_OF_NO_DRAFT, operations=("insert",)
            ),
            pgtrigger.Trigger(
                name="live_until_undone",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("live"),  # type: ignore[no-untyped-call]
                func=_LIVE_UNTIL_UNDONE,
            ),
            pgtrigger.Trigger(
                name="paid_once",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_items"),  # type: ignore[no-untyped-call]
                func=_PAID_ONCE,
            ),
            pgtrigger.Trigger(
                name="due_again",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(new="new_items"),  # type: ignore[no-untyped-call]
                func=_DUE_AGAIN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment}: {self.amount}"


class PaymentEvent(models.Model):
    """What happened to a payment: only added, never edited, each kind once.

    A returned payment waits until someone lets its instalments be paid again (`reissue`) or says
    that they are never paid (`closed`). One that went to the bank though nothing was due by it any
    more is `to_recover`, until it comes back or is `closed`.
    """

    class Kind(models.TextChoices):
        SENT = "sent", "wysłano"
        SETTLED = "settled", "zrealizowano"
        RETURNED = "returned", "zwrócono"
        CANCELLED = "cancelled", "anulowano"
        REISSUE = "reissue", "dopuszczono do ponownej wypłaty"
        TO_RECOVER = "to_recover", "poszło do banku mimo przeszkody"
        CLOSED = "closed", "zamknięto bez ponownej wypłaty"

    class ReturnReason(models.TextChoices):
        WRONG_ACCOUNT = "AC01", "błędny numer rachunku"
        CLOSED_ACCOUNT = "AC04", "rachunek zamknięty"
        BLOCKED_ACCOUNT = "AC06", "rachunek zablokowany"
        DECEASED = "MD07", "odbiorca zmarł"
        NOT_COLLECTED = "NOTC", "nie podjęto gotówki"
        UNSPECIFIED = "MS03", "bez podania przyczyny"

    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    kind = models.CharField("zdarzenie", max_length=10, choices=Kind.choices)
    on = models.DateField("dzień")
    reason = models.CharField("przyczyna", max_length=4, choices=ReturnReason.choices, blank=True)
    remark = models.CharField("uwagi", max_length=200, blank=True)
    proof = models.CharField("dowód (wyciąg, raport kasowy)", max_length=80, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    class Meta:
        verbose_name = "zdarzenie wypłaty"
        verbose_name_plural = "zdarzenia wypłat"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="returned", reason__in=["AC01", "AC04", "AC06", "MD07", "NOTC", "MS03"]
                )
                | (~Q(kind="returned") & Q(reason="")),
                name="payment_return_has_reason",
            ),
            models.UniqueConstraint(fields=["payment", "kind"], name="payment_event_once"),
        ]
        indexes = [
            models.Index(
                fields=["payment"], name="payment_to_recover", condition=Q(kind="to_recover")
            )
        ]
        triggers = [
            *audited(),
            *frozen(),
            pgtrigger.Trigger(
                name="event_follows_payment",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_EVENT_FOLLOWS_PAYMENT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%d.%m.%Y}"
