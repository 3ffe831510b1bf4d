"""The frozen text of an issued decision, in the layout of the composer's edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from benefits.documents.composing import EDITION
from opsapp.demo.papers import Paper


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every frozen text says of the centre and of who signs it, by the approver's key."""

    town: str
    centre: dict[str, str]
    signatures: dict[int, dict[str, str]]
    authorisations: dict[int, int]


def frozen_text(paper: Paper, letterhead: Letterhead, issued: date) -> dict[str, object]:
    """The text as it stood on the day of issue."""
    assert paper.approver is not None
    name = " ".join(paper.seen.members[0].names_on(issued))
    return {
        "edition": EDITION,
        "sign": paper.sign,
        "case": paper.made.sign,
        "issued_on": issued.isoformat(),
        "town": letterhead.town,
        "centre": letterhead.centre,
        "kind": paper.kind,
        "addressee": {"name": name, "lines": paper.made.family.home_on(issued).lines},
        "legal_basis": paper.words.legal_basis,
        "operative_part": paper.words.operative_part,
        "reasons": paper.words.reasons,
        "reasons_skipped": False,
        "instruction": paper.words.instruction,
        "signature": letterhead.signatures[paper.approver],
        "recipients": [name, "a/a"],
        "items": [] if paper.kind == "revocation" else [_item(paper)],
    }


def _item(paper: Paper) -> dict[str, object]:
    ruled, first = paper.ruled, paper.first
    return {
        "benefit": "periodic_allowance",
        "kind": "grant" if ruled.granted else "refusal",
        "amount": f"{ruled.amount:.2f}" if ruled.amount is not None else None,
        "first_day": first.first_day.isoformat() if ruled.granted else None,
        "until": (first + ruled.months).first_day.isoformat() if ruled.granted else None,
        "refusal_code": ruled.refusal,
        "calculation": paper.calculated.key,
    }
