"""The lines of a payment list as a file for a spreadsheet."""

from __future__ import annotations

from django.http.response import HttpResponseBase

from benefits import access_payments as access
from benefits import selectors_payments as selectors
from benefits.models import Payment
from benefits.selectors_scope import payments_of
from opsapp.kernel import looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.templatetags.ops import nrb_masked
from opsapp.kernel.web import Request, reads
from opsapp.kernel.web.export import Column, as_csv, as_xlsx


@reads
def lines(request: Request, pk: int, form: str) -> HttpResponseBase:
    """The payments of a list, one a row; of a common list only those of one's own units."""
    request.user.require(Cap.EXPORT)
    payment_list = access.get_list(request, pk)
    rows = list(payments_of(request.user).filter(payment_list=payment_list).order_by("ordinal"))
    looked.exported(
        request.user, "benefits.payment", payment_list.reference, [row.pk for row in rows]
    )
    behalf = selectors.on_behalf(rows)
    columns: list[Column[Payment]] = [
        Column("Lp.", lambda row: row.ordinal, "number"),
        Column("Oznaczenie", lambda row: row.reference),
        Column("Odbiorca", lambda row: row.payee_name),
        Column("W imieniu", lambda row: behalf.get(row.pk, "").removeprefix("za: ")),
        Column("Adres", lambda row: row.payee_address),
        Column("Tytuł", lambda row: row.title),
        Column("Sposób", lambda row: str(row.get_channel_display())),
        Column("Rachunek", lambda row: nrb_masked(row.account) if row.account else ""),
        Column("Kwota", lambda row: row.amount, "money"),
        Column("Stan", lambda row: str(row.get_status_display())),
        Column("Dzień wypłaty", lambda row: payment_list.pay_on, "day"),
        Column("Zrealizowano", lambda row: row.paid_on, "day"),
    ]
    name = payment_list.reference.replace("/", "-")
    return (as_csv if form == "csv" else as_xlsx)(name, columns, rows)
