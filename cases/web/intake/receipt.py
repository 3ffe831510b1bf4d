"""The receipt of an application: all that whoever only registers sees of what was begun."""

from __future__ import annotations

from django.http import HttpResponse

from cases import access
from cases.selectors.cases import assignment_of
from cases.selectors.people import names_of
from opsapp.kernel import clock
from opsapp.kernel.web import Request, page, reads
from opsapp.office import selectors as office


@reads
def receipt(request: Request, pk: int) -> HttpResponse:
    """Number, day, what was asked for, signs of the cases and who runs them; to print."""
    application = access.get_application(request, pk)
    items = application.items.select_related("case", "benefit").order_by("pk")
    return page(
        request, "cases/application_receipt.html",
        application=application, centre=office.centre(clock.today()),
        name=names_of([application.applicant_id]).get(application.applicant_id, ""),
        rows=[(item, assignment_of(item.case)) for item in items],
    )  # fmt: skip
