"""The ledger of money that reached people: one narrow row for each settled item of a payment.

Everything in it stands elsewhere too, in rows that are frozen. A report adds up hundreds of
thousands of them, and finds them here by their day, in one index, instead of joining four tables.
The database alone keeps it, by the payments' own trigger; nobody writes it, not even an act.
"""

from __future__ import annotations

from django.db import models

from benefits.models.entitlements import Entitlement
from benefits.models.ledger import by_payments_only
from benefits.models.payments import PaymentItem
from cases.models import HouseholdSnapshot, Person
from opsapp.kernel.triggers import audited


class SettledItem(models.Model):
    """What one settled item paid: the day, whose help, in which picture of the household, how much
    and what of it came from the grant (złoty). It is gone when the payment comes back.

    Its keys point at frozen rows that are guarded where they stand, so they are not guarded again.
    """

    payment_item = models.OneToOneField(
        PaymentItem, primary_key=True, on_delete=models.PROTECT, related_name="settled"
    )
    paid_on = models.DateField("dzień realizacji")
    entitlement = models.ForeignKey(
        Entitlement, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    snapshot = models.ForeignKey(
        HouseholdSnapshot,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    beneficiary = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    supplement = models.BooleanField("wyrównanie")
    amount = models.DecimalField("kwota", max_digits=12, decimal_places=2)
    granted = models.DecimalField("w tym z dotacji", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "pozycja księgi realizacji"
        verbose_name_plural = "księga realizacji wypłat"
        indexes = [
            models.Index(
                fields=["paid_on"],
                include=[
                    "payment_item",
                    "entitlement",
                    "snapshot",
                    "beneficiary",
                    "supplement",
                    "amount",
                    "granted",
                ],
                name="settled_day",
            )
        ]
        triggers = [*audited(), by_payments_only()]

    def __str__(self) -> str:
        return f"{self.paid_on}: {self.amount}"
