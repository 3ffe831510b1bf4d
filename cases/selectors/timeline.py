"""What happened in cases and to persons, as one stream."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from itertools import chain

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from cases.models import (
    Application,
    ApplicationItem,
    Attachment,
    CaseNote,
    CaseTransition,
    Letter,
)
from cases.states import CASE
from opsapp.kernel import registry
from opsapp.kernel.web.parts import Event
from opsapp.office.models import User

KINDS = {
    "case": "Postępowanie",
    "letter": "Pisma",
    "note": "Notatki",
    "document": "Dokumenty",
    "interview": "Wywiady",
    "decision": "Decyzje",
    "payment": "Wypłaty",
}
"""Filters of a timeline, by the kind of its events."""
MADE = {
    "proceed": "Dokumenty kompletne, rozpoczęto postępowanie",
    "supplement": "Uzupełniono braki wniosku",
    "resume": "Podjęto zawieszone postępowanie",
    "drop_draft": "Wycofano projekt decyzji",
    "return": "Zwrócono projekt decyzji do poprawy",
}
"""Moves whose target state does not say what happened."""
ICONS = {"summon": "mail-forward", "suspend": "player-pause", "resume": "player-play",
         "order_interview": "clipboard-plus", "finish_interview": "clipboard-check",
         "discontinue": "circle-x", "transfer": "send", "decide": "gavel"}  # fmt: skip
EACH = 200
"""Newest rows of one kind that a stream takes."""


def stream(
    user: User, cases: Collection[int], persons: Collection[int] = (), *, kind: str = ""
) -> list[Event]:
    """Everything told by all apps of these cases (and of these cards), the newest first."""
    told: list[Event] = list(registry.events.ask(user, cases, persons))
    told_better = {event.instead_of for event in told if event.instead_of}
    once = [event for event in told if event.fact not in told_better]
    chosen = [event for event in once if kind in ("", event.kind)]
    placed = sorted(enumerate(chosen), key=lambda row: (_moment(row[1].at), row[0]), reverse=True)
    return [event for _, event in placed]


def told_by_cases(user: User, cases: Collection[int], persons: Collection[int]) -> Iterator[Event]:
    """What this app tells: applications, moves, letters, notes, files."""
    signed = len(cases) > 1 or bool(persons)
    yield from chain(
        _applications(cases),
        _moves(cases, signed),
        _letters(cases, signed),
        _notes(cases, signed),
        _files(cases, persons),
    )


def _applications(cases: Collection[int]) -> Iterator[Event]:
    asked_here = ApplicationItem.objects.filter(case__in=cases).select_related("benefit")
    items = Prefetch("items", asked_here)
    rows = Application.objects.filter(items__case__in=cases).distinct().order_by("-pk")
    for row in rows.select_related("recorded_by").prefetch_related(items)[:EACH]:
        asked = ", ".join(dict.fromkeys(item.benefit.label for item in row.items.all()))
        how = f"{row.get_channel_display()}; {asked}"
        at = _when(row.received_on, row.recorded_at)
        text = f"Wpłynął wniosek {row.reference}"
        yield Event(at, text, str(row.recorded_by), "file-plus", detail=how, kind="case")


def _moves(cases: Collection[int], signed: bool) -> Iterator[Event]:
    rows = CaseTransition.objects.filter(record__in=cases).select_related("actor", "record")
    for row in rows.order_by("-pk")[:EACH]:
        text = MADE.get(row.move) or CASE.label(row.to_state)
        detail = " · ".join(filter(None, [row.record.sign if signed else "", row.remark]))
        yield Event(
            row.recorded_at, text[:1].upper() + text[1:], str(row.actor),
            ICONS.get(row.move, "arrow-right"), detail=detail, kind="case",
            fact=f"case:{row.record_id}:{row.move}",
        )  # fmt: skip


def _letters(cases: Collection[int], signed: bool) -> Iterator[Event]:
    rows = Letter.objects.filter(case__in=cases).select_related("case")
    for row in rows.order_by("-pk")[:EACH]:
        came = row.direction == Letter.Direction.IN
        text = f"{'Wpłynęło pismo' if came else 'Pismo'}: {row.subject}"
        parts = [row.case.sign if signed else "", "" if came else delivery(row)]
        yield Event(
            _when(row.on, row.recorded_at), text, icon="mail-opened" if came else "mail",
            url=reverse("cases:letter", args=[row.case_id, row.pk]),
            detail=" · ".join(filter(None, parts)), kind="letter",
        )  # fmt: skip


def delivery(letter: Letter) -> str:
    """'doręczono 24.11.2026, do rąk własnych', or how far it got."""
    if letter.delivered_on is not None:
        return f"doręczono {letter.delivered_on:%d.%m.%Y}, {letter.get_delivery_basis_display()}"
    if letter.returned_on is not None:
        return f"wróciło {letter.returned_on:%d.%m.%Y}: {letter.returned_reason}"
    if letter.sent_on is not None:
        return f"wysłano {letter.sent_on:%d.%m.%Y}, czeka na doręczenie"
    return "do wysłania"


def _notes(cases: Collection[int], signed: bool) -> Iterator[Event]:
    rows = CaseNote.objects.filter(case__in=cases).select_related("author", "case")
    for row in rows.order_by("-pk")[:EACH]:
        sign = row.case.sign if signed else ""
        yield Event(row.recorded_at, row.text, str(row.author), "note", detail=sign, kind="note")


def _files(cases: Collection[int], persons: Collection[int]) -> Iterator[Event]:
    rows = Attachment.objects.filter(case__in=cases) | Attachment.objects.filter(
        case=None, person__in=persons
    )
    for row in rows.select_related("added_by").order_by("-pk")[:EACH]:
        yield Event(
            row.added_at, f"Dodano załącznik: {row.title}", str(row.added_by), "paperclip",
            url=reverse("cases:attachment", args=[row.pk]), kind="document",
        )  # fmt: skip


def _when(on: date, recorded_at: datetime) -> date | datetime:
    """The moment of recording when it was recorded on its day, else the day."""
    return recorded_at if timezone.localdate(recorded_at) == on else on


def _moment(at: date | datetime) -> datetime:
    if isinstance(at, datetime):
        return at
    return datetime.combine(at, time.min, tzinfo=timezone.get_default_timezone())
