"""Who takes part in a case, from when to when."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from cases.models import Case, CaseParty, Person
from cases.services import dated
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User


@act
def add(case: Case, *, person: Person, role: str, on: date, actor: User) -> CaseParty:
    """Let somebody take part in the case. Raises `Refusal` when they do already in that role."""
    try:
        with transaction.atomic():
            party: CaseParty = CaseParty.objects.create(
                case=case, person=person, role=role, period=dated.since(on)
            )
    except IntegrityError as clash:
        raise Refusal(
            f"{person} ma już w tej sprawie tę rolę: {CaseParty.Role(role).label}.",
            "party_already",
            "person_key",
        ) from clash
    return party


@act
def end(party: CaseParty, *, on: date, actor: User) -> CaseParty:
    """End a role; `on` is the first day it no longer holds. The client stays a party.

    Raises `Refusal` for the client of the case and for a day not after the beginning.
    """
    party = states.lock(party)
    if party.role == CaseParty.Role.PARTY and party.person_id == party.case.client_id:
        raise Refusal("Osoba, której dotyczy sprawa, zawsze jest jej stroną.", "client")
    dated.end(party, on=on)
    return party
