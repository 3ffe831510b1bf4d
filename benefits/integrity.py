"""What must agree in payments, asked every night by check_integrity."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from benefits.models import PaymentList
from benefits.models.ledger import LEDGER
from benefits.services.payments.signing import content_digest

_SHOWN = 50
_FAULTS = {
    "Rata {0} ma żywe wypłaty na {1}, a wynosi {2}.": """
        SELECT i.id, sum(p.amount), i.amount
        FROM benefits_paymentitem p JOIN benefits_instalment i ON i.id = p.instalment_id
        WHERE p.live GROUP BY i.id, i.amount HAVING sum(p.amount) > i.amount
    """,
    "Księga realizacji nie zgadza się z pozycją {0} wypłaty {1}.": f"""
        SELECT pi.id, y.reference
        FROM benefits_settleditem s
        FULL JOIN ({LEDGER.format(payments="benefits_payment")}) l USING (payment_item_id)
        JOIN benefits_paymentitem pi ON pi.id = payment_item_id
        JOIN benefits_payment y ON y.id = pi.payment_id
        WHERE (s.paid_on, s.entitlement_id, s.snapshot_id, s.beneficiary_id, s.supplement, s.amount,
               s.granted)
          IS DISTINCT FROM
              (l.paid_on, l.entitlement_id, l.snapshot_id, l.beneficiary_id, l.supplement, l.amount,
               l.granted)
    """,
    "Rata {0} jest oznaczona niezgodnie z tym, czy jest na liście wypłat.": """
        SELECT i.id FROM benefits_instalment i
        LEFT JOIN benefits_paymentitem p ON p.instalment_id = i.id AND p.live
        WHERE i.open = (p.id IS NOT NULL)
    """,
    "Wypłata {0} wynosi {1}, a jej raty {2}.": """
        SELECT y.reference, y.amount, COALESCE(sum(p.amount), 0)
        FROM benefits_payment y LEFT JOIN benefits_paymentitem p ON p.payment_id = y.id
        GROUP BY y.id HAVING COALESCE(sum(p.amount), 0) <> y.amount
    """,
    "Wypłata {0} w stanie „{1}” ma raty oznaczone odwrotnie.": """
        SELECT DISTINCT y.reference, y.status
        FROM benefits_payment y JOIN benefits_paymentitem p ON p.payment_id = y.id
        WHERE p.live = (y.status IN ('cancelled', 'returned'))
    """,
    "Wypłata {0} w stanie „{1}” nie ma takiego zdarzenia.": """
        SELECT y.reference, y.status FROM benefits_payment y
        WHERE y.status <> 'listed' AND NOT EXISTS (
          SELECT 1 FROM benefits_paymentevent v WHERE v.payment_id = y.id AND v.kind = y.status
        )
    """,
    "Wypłata {0} w stanie „{1}” stoi na liście w stanie „{2}”.": """
        SELECT y.reference, y.status, l.status
        FROM benefits_payment y JOIN benefits_paymentlist l ON l.id = y.payment_list_id
        WHERE (y.status = 'listed' AND l.status IN ('sent', 'settled', 'cancelled'))
           OR (y.status IN ('sent', 'settled', 'returned') AND l.status NOT IN ('sent', 'settled'))
           OR (y.status = 'sent' AND l.status = 'settled')
    """,
    "Lista {0} ma zapisane {1} wypłat na {2}, a jest ich {3} na {4}.": """
        SELECT l.reference, l.payment_count, l.total, count(y.id), COALESCE(sum(y.amount), 0)
        FROM benefits_paymentlist l
        LEFT JOIN benefits_payment y ON y.payment_list_id = l.id AND y.status <> 'cancelled'
        WHERE l.status IN ('prepared', 'checked', 'to_head', 'approved', 'sent', 'settled')
        GROUP BY l.id HAVING count(y.id) <> l.payment_count OR COALESCE(sum(y.amount), 0) <> l.total
    """,
    "Lista {0} w stanie „{1}” ma podpisy tylko {2} osób pod swoją treścią.": """
        SELECT l.reference, l.status, count(DISTINCT s.user_id)
        FROM benefits_paymentlist l
        LEFT JOIN benefits_paymentlistsignature s
          ON s.payment_list_id = l.id AND s.content_sha256 = l.content_sha256
          AND s.round = l.round
        WHERE l.status IN ('to_head', 'approved', 'sent', 'settled')
        GROUP BY l.id HAVING count(DISTINCT s.user_id) <
          3 + (l.head_signs AND l.status <> 'to_head')::int
    """,
    "Pliki listy {0} mają {1} wypłat na {2}, a lista {3} na {4}.": """
        SELECT l.reference, sum(f.payment_count), sum(f.total), l.payment_count, l.total
        FROM benefits_paymentlist l JOIN benefits_paymentlistfile f
          ON f.payment_list_id = l.id AND f.round = l.round
        GROUP BY l.id, f.kind
        HAVING sum(f.total) <> l.total OR sum(f.payment_count) <> l.payment_count
    """,
    "Zatwierdzona lista przelewów {0} nie ma pliku dla banku.": """
        SELECT l.reference FROM benefits_paymentlist l
        WHERE l.channel = 'bank' AND l.status IN ('approved', 'sent', 'settled') AND NOT EXISTS (
          SELECT 1 FROM benefits_paymentlistfile f
          WHERE f.payment_list_id = l.id AND f.round = l.round
        )
    """,
    "Bajty pliku {0} nie zgadzają się z jego skrótem.": """
        SELECT f.name FROM benefits_paymentlistfile f
        JOIN kernel_storeddocument d ON d.id = f.document_id
        WHERE encode(sha256(d.content), 'hex') <> d.sha256
    """,
}
"""A sentence for each row that the statement finds."""


def payment_faults() -> Iterator[str]:
    """One Polish sentence for every payment, list or instalment that does not agree."""
    for sentence, statement in _FAULTS.items():
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} LIMIT {_SHOWN}")
            rows = cursor.fetchall()
        for row in rows:
            yield sentence.format(*row)
    yield from _altered_lists()


def _altered_lists() -> Iterator[str]:
    """Lists that wait to go out: their content against the signed digest. Sent ones are frozen."""
    rows = PaymentList.objects.filter(status__in=["prepared", "checked", "to_head", "approved"])
    for payment_list in rows.order_by("id").iterator():
        if content_digest(payment_list) != payment_list.content_sha256:
            yield f"Treść listy {payment_list.reference} różni się od podpisanej."
