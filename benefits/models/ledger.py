"""How the database keeps the ledger of settled payments (`SettledItem`) by itself."""

from __future__ import annotations

import pgtrigger

COLUMNS = (
    "payment_item_id, paid_on, entitlement_id, snapshot_id, beneficiary_id, supplement, amount,"
    " granted"
)
LEDGER = """
    SELECT pi.id AS payment_item_id, p.paid_on, i.entitlement_id, i.snapshot_id, i.beneficiary_id,
           i.kind = 'supplement' AS supplement, pi.amount,
           LEAST(i.amount - COALESCE(o.amount, 0), pi.amount) AS granted
    FROM {payments} p
    JOIN benefits_paymentitem pi ON pi.payment_id = p.id AND pi.live
    JOIN benefits_instalment i ON i.id = pi.instalment_id
    LEFT JOIN benefits_instalmentfunding o ON o.instalment_id = i.id AND o.source = 'own'
    WHERE p.status = 'settled'
"""
"""What the ledger holds of these payments. Own means and the grant sum up to the instalment."""
_FOLLOWS_PAYMENTS = f"""
    DELETE FROM benefits_settleditem s
        USING benefits_paymentitem pi, old_payments o, new_payments n
        WHERE o.status = 'settled' AND n.id = o.id
          AND (n.status, n.paid_on) <> (o.status, o.paid_on)
          AND pi.payment_id = o.id AND s.payment_item_id = pi.id;
    INSERT INTO benefits_settleditem ({COLUMNS})
        {LEDGER.format(payments="new_payments")} AND NOT EXISTS (
            SELECT 1 FROM old_payments o
            WHERE o.id = p.id AND (o.status, o.paid_on) = (p.status, p.paid_on)
        );
    RETURN NULL;
"""
_BY_PAYMENTS_ONLY = """
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'Księgę realizacji prowadzi baza: zmienia ją tylko stan wypłaty.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


def follows_payments() -> pgtrigger.Trigger:
    """The payments' trigger that keeps the ledger."""
    return pgtrigger.Trigger(
        name="kept_in_ledger",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_payments", new="new_payments"),  # type: ignore[no-untyped-call]
        func=_FOLLOWS_PAYMENTS,
    )


def by_payments_only() -> pgtrigger.Trigger:
    """The ledger's guard: nobody writes it, not even an act; only the trigger above does."""
    return pgtrigger.Trigger(
        name="by_payments_only",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_BY_PAYMENTS_ONLY,
    )
