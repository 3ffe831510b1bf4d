"""The head of a letter, kept when it is sent, and its page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.template.loader import render_to_string

from cases.models import Letter, Person
from cases.selectors.people import mailing_lines
from opsapp.kernel.documents.blocks import blocks
from opsapp.office import selectors as office
from opsapp.office.models import User

EDITION = 1
"""The layout of the head; 0 is of letters sent before heads were kept."""
TEMPLATE = "documents/letter.html"
ORDERS = (Letter.Kind.INITIATION_REFUSAL, Letter.Kind.SUSPENSION, Letter.Kind.RESUMPTION)
"""Kinds that are orders (postanowienia), headed by their name."""


def head_of(letter: Letter, *, on: date, signed_by: User) -> dict[str, Any]:
    """Everything around the text, as of a day: letterhead, sign, addressee, who signs.

    Raises `Refusal` when the particulars of the centre are missing for that day.
    """
    centre = office.centre(on)
    person = letter.correspondent
    return {
        "edition": EDITION,
        "sign": letter.case.sign,
        "on": on.isoformat(),
        "town": centre.town,
        "centre": {
            "name": centre.name,
            "authority": centre.authority,
            "address": centre.address,
            "phone": centre.phone,
            "e_delivery": centre.e_delivery,
            "letterhead": centre.letterhead,
        },
        "addressee": {
            "name": _named(person) if person else "",
            "lines": mailing_lines(person, on) if person else [],
        },
        "signature": {
            "name": signed_by.get_full_name(),
            "title": office.title_of(signed_by, on=on),
        },
    }


def html_of(letter: Letter) -> str:
    """The whole page of a sent letter for the PDF engine."""
    head: dict[str, Any] = letter.head or {}
    return render_to_string(
        TEMPLATE,
        {
            "title": f"{letter.subject} ({head['sign']})",
            "author": head["centre"]["name"],
            "head": head,
            "heading": "Postanowienie" if letter.kind in ORDERS else letter.subject,
            "body": list(blocks(letter.body)),
            "written_on": date.fromisoformat(head["on"]),
        },
    )


def _named(person: Person) -> str:
    name = (person.merged_into or person).current_name
    return f"{name.first_name} {name.last_name}" if name else str(person)
