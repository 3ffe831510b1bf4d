"""Who looked at this person: opened cards, and lists and searches that showed the name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse

from cases import access
from cases.web.people.heading import Heading
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look
from opsapp.kernel.web import Request, page, reads
from opsapp.kernel.web.paging import cut

SHOWN_IN_LISTS_DAYS = 30
LISTS_LIMIT = 50
SECTIONS = {
    "/pesel/": "odsłonięcie numeru PESEL",
    "/dane/": "dane i adresy",
    "/rodzina/": "rodzina",
    "/dochody/": "dochody",
    "/kto-ogladal/": "rejestr wglądów",
    "/zmien/": "zmiana danych",
    "/polacz/": "łączenie kart",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One look as the table shows it."""

    at: datetime
    who: str
    what: str
    where: str


@reads
def looks(request: Request, pk: int) -> HttpResponse:
    """The register of looks at one person, the newest first."""
    request.user.require(Cap.AUDIT)
    person = access.get_person(request, pk)
    head = Heading(request, person, "person_looks")
    rows = Look.objects.filter(subject_type="cases.person", subject_id__in=head.group)
    slice_ = cut(rows.select_related("actor"), request.GET, by=("-pk",))
    since = clock.now() - timedelta(days=SHOWN_IN_LISTS_DAYS)
    listed = Look.objects.filter(
        at__gte=since, subject_type="cases.person", ids__overlap=head.group
    ).select_related("actor")[:LISTS_LIMIT]
    return page(
        request, "cases/person_looks.html",
        head=head, person=person, slice=slice_, rows=[_row(look) for look in slice_.rows],
        listed=[_row(look) for look in listed], days=SHOWN_IN_LISTS_DAYS,
    )  # fmt: skip


def _row(look: Look) -> Row:
    where = next((name for part, name in SECTIONS.items() if part in look.query), "")
    if look.subject_id is None:
        where = look.query
    return Row(look.at, look.actor.get_full_name(), look.get_kind_display(), where or "karta")
