"""The frozen text: everything the document shows, as it was on the day of issue."""

from __future__ import annotations

from datetime import date
from typing import Any

from benefits.models import Decision
from benefits.texts import full_name
from cases.models import CaseParty, Person
from cases.selectors.people import mailing_lines
from opsapp.office import selectors as office
from opsapp.office.models import Centre

EDITION = 1
"""The layout of the frozen text; a change of its keys is the next edition."""
_REPRESENTING = (CaseParty.Role.REPRESENTATIVE, CaseParty.Role.PROXY)


def compose(decision: Decision, *, on: date) -> dict[str, Any]:
    """The text of a decision as of a day. Its number is put in last, by the issue."""
    centre = office.centre(on)
    return {
        "edition": EDITION,
        "sign": decision.sign if decision.number else "",
        "case": decision.case.sign,
        "issued_on": on.isoformat(),
        "town": centre.town,
        "centre": _centre(centre),
        "kind": decision.kind,
        "addressee": _party(decision.addressee, on),
        "legal_basis": decision.legal_basis,
        "operative_part": decision.operative_part,
        "reasons": "" if decision.reasons_skipped else decision.reasons,
        "reasons_skipped": decision.reasons_skipped,
        "instruction": decision.instruction,
        "signature": _signature(decision, centre, on),
        "recipients": _recipients(decision, on),
        "items": [_item(row) for row in decision.items.select_related("benefit").order_by("pk")],
    }


def _centre(centre: Centre) -> dict[str, str]:
    return {
        "name": centre.name,
        "authority": centre.authority,
        "address": centre.address,
        "phone": centre.phone,
        "e_delivery": centre.e_delivery,
        "letterhead": centre.letterhead,
    }


def _party(person: Person, on: date) -> dict[str, Any]:
    died = _died_by(person, on)
    if died is not None:
        return {"name": f"{full_name(person)} (zm. {died:%d.%m.%Y})", "lines": []}
    return {"name": full_name(person), "lines": mailing_lines(person, on)}


def _died_by(person: Person, on: date) -> date | None:
    """The day of death of somebody who was dead on a day."""
    died: date | None = (person.merged_into or person).died_on
    return died if died is not None and died <= on else None


def _signature(decision: Decision, centre: Centre, on: date) -> dict[str, str]:
    approver, authorisation = decision.approver, decision.authorisation
    if approver is None or authorisation is None:
        return {}
    return {
        "for": in_the_name_of(centre.authority),
        "name": approver.get_full_name(),
        "title": office.title_of(approver, on=on),
        "authorisation": str(authorisation),
    }


_DECLINED = {"Burmistrz": "Burmistrza", "Wójt": "Wójta", "Prezydent": "Prezydenta"}


def in_the_name_of(authority: str) -> str:
    """'Burmistrza Miasta Sandomierza': the authority after 'z up.'."""
    office_holder, space, rest = authority.partition(" ")
    return f"{_DECLINED.get(office_holder, office_holder)}{space}{rest}"


def _recipients(decision: Decision, on: date) -> list[str]:
    """Representatives instead of the party (k.p.a. art. 40), then the others, then the file."""
    if _died_by(decision.addressee, on) is not None:
        return ["a/a"]
    rows = CaseParty.objects.filter(case=decision.case_id, period__contains=on)
    parties = list(rows.select_related("person").prefetch_related("person__names").order_by("pk"))
    acting = [row for row in parties if row.role in _REPRESENTING]
    others = [row for row in parties if row.role == CaseParty.Role.RECIPIENT]
    named = [f"{full_name(row.person)} ({row.get_role_display()})" for row in (*acting, *others)]
    return [*([] if acting else [full_name(decision.addressee)]), *named, "a/a"]


def _item(row: Any) -> dict[str, Any]:
    return {
        "benefit": row.benefit.code,
        "kind": row.kind,
        "amount": None if row.amount is None else f"{row.amount:.2f}",
        "first_day": row.period.lower.isoformat() if row.period else None,
        "until": row.period.upper.isoformat() if row.period and row.period.upper else None,
        "refusal_code": row.refusal_code,
        "calculation": row.calculation_id,
    }
