"""The centre's particulars, answers to open points of law, and versions of documents' wording."""

from __future__ import annotations

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max

from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Centre, Setting, User, Wording


@act
def answer(code: str, *, value: object, valid_from: date, basis: str = "", actor: User) -> Setting:
    """Answer an open point from a day on; a second answer for the same day corrects the first."""
    configuring(actor)
    row, _ = Setting.objects.update_or_create(
        code=code, valid_from=valid_from, defaults={"value": value, "basis": basis}
    )
    return row


@act
def word(*, kind: str, code: str, text: str, valid_from: date, actor: User) -> Wording:
    """Add the next version of a document's fixed text."""
    configuring(actor)
    last = Wording.objects.filter(kind=kind, code=code).aggregate(last=Max("version"))["last"] or 0
    return Wording.objects.create(
        kind=kind, code=code, version=last + 1, text=text, valid_from=valid_from
    )


def configuring(actor: User) -> None:
    """System users lay what ships; people need the capability."""
    if not actor.is_system:
        actor.require(Cap.CONFIGURE)


@act
def describe_centre(*, since: date, actor: User, **particulars: str) -> Centre:
    """The centre's particulars from a day on; what stood before ends the day before.

    Raises `Refusal` when later particulars were entered already.
    """
    configuring(actor)
    now: Centre | None = Centre.objects.order_by("-period").first()
    if now is not None:
        if since <= now.period.lower:
            raise Refusal(
                f"Dane od dnia {now.period.lower:%d.%m.%Y} już wpisano. Podaj późniejszy dzień.",
                "centre_described",
                "since",
            )
        now.period = DateRange(now.period.lower, since, "[)")
        now.save(update_fields=["period"])
    centre: Centre = Centre.objects.create(period=DateRange(since, None, "[)"), **particulars)
    return centre
