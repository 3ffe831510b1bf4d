"""Drafts: a form's typed fields kept on the server, one draft per person, form and subject.

Versions keep two windows of the same person from overwriting each other unnoticed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.models import Draft
from opsapp.kernel.refusals import Conflict

Data = dict[str, Any]
MAX_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Typed:
    """A draft as it was last saved."""

    data: Data
    version: int
    saved_at: datetime


class StaleDraft(Conflict):
    """Another window saved first; `theirs` is what it saved."""

    def __init__(self, theirs: Typed | None) -> None:
        super().__init__(
            "Ten formularz jest otwarty także w innym oknie i tam zapisano nowszą wersję. "
            "Porównaj obie, zanim zapiszesz.",
            code="stale",
        )
        self.theirs = theirs


def load(user: Any, form: str, subject: str = "") -> Typed | None:
    """What this person typed into the form, or None."""
    draft = Draft.objects.filter(user=user, form=form, subject=subject).first()
    return _typed(draft) if draft else None


def save(user: Any, form: str, subject: str, data: Data, *, version: int | None = None) -> Typed:
    """Keep what was typed; `version` is the one the page was opened with (0: there was none).

    Raises StaleDraft when another window saved since, ValueError beyond MAX_BYTES. Without a
    version the last writer wins.
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    if len(text.encode()) > MAX_BYTES:
        raise ValueError(f"A draft holds at most {MAX_BYTES} bytes.")
    with acting(user, "szkic"):
        kept = Draft.objects.select_for_update(of=("self",))
        draft = kept.filter(user=user, form=form, subject=subject).first()
        if version is not None and version != (draft.version if draft else 0):
            raise StaleDraft(_typed(draft) if draft else None)
        return _typed(_change(draft, text) if draft else _first(user, form, subject, text, version))


def discard(user: Any, form: str, subject: str = "") -> None:
    """Forget the draft: it was sent, or its author gave it up."""
    with acting(user, "szkic"):
        Draft.objects.filter(user=user, form=form, subject=subject).delete()


def forget_old(*, older_than: timedelta, actor: Any) -> int:
    """Delete drafts that nobody touched for so long; returns how many."""
    with acting(actor, "porządkowanie szkiców"):
        return Draft.objects.filter(saved_at__lt=clock.now() - older_than).delete()[0]


def _first(user: Any, form: str, subject: str, text: str, version: int | None) -> Draft:
    draft = Draft(user=user, form=form, subject=subject, sealed=text, saved_at=clock.now())
    Draft.objects.bulk_create([draft], ignore_conflicts=True)
    kept = Draft.objects.select_for_update(of=("self",)).get(user=user, form=form, subject=subject)
    if kept.sealed == text:
        return kept
    if version is not None:  # another window made the first version a moment ago
        raise StaleDraft(_typed(kept))
    return _change(kept, text)


def _change(draft: Draft, text: str) -> Draft:
    draft.sealed, draft.saved_at = text, clock.now()
    draft.version += 1
    draft.save(update_fields=["sealed", "saved_at", "version"])
    return draft


def _typed(draft: Draft) -> Typed:
    return Typed(json.loads(draft.sealed), draft.version, draft.saved_at)
