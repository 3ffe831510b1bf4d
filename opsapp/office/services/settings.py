"""Answers to open points of law, and versions of documents' wording."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import Setting, User, Wording


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
