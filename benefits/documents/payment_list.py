"""The list of payments as a document for the cash desk: from its signed content alone."""

from __future__ import annotations

from django.template.loader import render_to_string

from benefits import selectors_payments as selectors
from benefits.models import PaymentList
from opsapp.kernel.web.frame import centre_and_address

TEMPLATE = "documents/payment_list.html"


def html_of_list(payment_list: PaymentList) -> str:
    """The whole page for the PDF engine: every payment with a place for the payee's signature, the
    sum in words, the signatures and the digest that they stand under.
    """
    rows = list(payment_list.payments.exclude(status="cancelled").order_by("ordinal"))
    centre, address = centre_and_address()
    return render_to_string(
        TEMPLATE,
        {
            "title": f"Lista wypłat {payment_list.reference}",
            "author": centre,
            "centre": centre,
            "address": address,
            "payment_list": payment_list,
            "rows": rows,
            "behalf": selectors.on_behalf(rows),
            "totals": selectors.totals(payment_list),
            "signatures": payment_list.signatures.filter(round=payment_list.round)
            .select_related("user")
            .order_by("id"),
        },
    )
