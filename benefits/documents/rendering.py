"""The page of a decision, from its text alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from benefits.documents.composing import compose
from benefits.models import Decision
from opsapp.kernel import clock
from opsapp.kernel.documents.blocks import blocks, together

PARTS = ("operative_part", "reasons", "instruction")
TEMPLATE = "documents/decision.html"


def text_of(decision: Decision) -> dict[str, Any]:
    """The frozen text, or of a draft the text as it stands today."""
    if decision.text is not None:
        return dict(decision.text)
    return compose(decision, on=decision.approved_on or clock.today())


def html_of(text: Mapping[str, Any], *, is_draft: bool) -> str:
    """The whole page for the PDF engine or the print view."""
    sign = text["sign"]
    return render_to_string(
        TEMPLATE,
        {
            "title": f"Decyzja nr {sign}" if sign else f"Projekt decyzji w sprawie {text['case']}",
            "author": text["centre"]["name"],
            "text": {**text, "legal_basis": together(text["legal_basis"])},
            **{part: list(blocks(text[part])) for part in PARTS},
            "issued_on": date.fromisoformat(text["issued_on"]),
            "is_draft": is_draft,
        },
    )
