"""The case: opened with its sign, moved along its table, given to those who run it."""

from __future__ import annotations

from datetime import date

from cases.models import Case, CaseAssignment, CaseNote, CaseParty, Person, Term
from cases.services import dated, terms
from cases.services.excluded import free_for
from cases.states import CASE, CLOSED
from opsapp.kernel import clock, numbering, states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Benefit, JrwaClass, Unit, User

MEETS = {"finish_interview": Term.Kind.INTERVIEW, "draft": Term.Kind.SPEAK}
"""Terms that a move answers."""


@act
def open_case(
    client: Person,
    *,
    benefit: Benefit,
    unit: Unit,
    worker: User | None,
    opened_on: date,
    subject: str = "",
    actor: User,
) -> Case:
    """Enter a case in the register under the next number of its class (`CELL.JRWA.NUMBER.YEAR`).

    Raises `Refusal` when the class of the benefit is not in force on that day.
    """
    jrwa = JrwaClass.objects.on(opened_on).filter(symbol=benefit.jrwa_symbol).first()
    if jrwa is None:
        raise Refusal(
            f"W wykazie akt nie ma klasy {benefit.jrwa_symbol} na dzień {opened_on:%d.%m.%Y}. "
            "Zwróć się do administratora.",
            "no_jrwa",
        )
    year = opened_on.year
    number = numbering.take("case", cell=unit.cell, jrwa=jrwa.symbol, year=year)
    case: Case = Case.objects.create(
        cell=unit.cell,
        jrwa=jrwa.symbol,
        number=number,
        year=year,
        jrwa_class=jrwa,
        benefit=benefit,
        client=client,
        subject=subject or benefit.label,
        opened_on=opened_on,
    )
    CaseAssignment.objects.create(
        case=case, unit=unit, worker=worker, period=dated.since(opened_on)
    )
    CaseParty.objects.create(
        case=case, person=client, role=CaseParty.Role.PARTY, period=dated.since(opened_on)
    )
    return case


@act
def move(
    case: Case,
    name: str,
    *,
    remark: str = "",
    reason_code: str = "",
    on: date | None = None,
    actor: User,
) -> Case:
    """Make a move of the case; the terms it answers are met. `on` is the closing day of `close`.

    Raises `NotAllowed` for whoever is excluded from the matters of a party (k.p.a. art. 24).
    """
    case = states.lock(case)
    free_for(case, actor)
    closing = CASE.move(name).target == CLOSED
    fields = {"closed_on": on} if closing and on else {}
    states.apply(CASE, name, case, actor=actor, remark=remark, reason_code=reason_code, **fields)
    if name in MEETS:
        terms.meet(case, kind=MEETS[name], on=clock.today(), actor=actor)
    return case


@act
def assign(
    case: Case, *, unit: Unit, worker: User | None, reason: str, on: date, actor: User
) -> CaseAssignment:
    """Give the case to another unit or worker from a day on; the history stays. Whoever is
    excluded from it may give it away (k.p.a. art. 24 § 4), not get it.

    Raises `Refusal` without a reason, for a day to come (rights follow the last row at once) or
    before the assignment in force, `NotAllowed` for a worker who is excluded.
    """
    dated.not_future(on, field="on", what="Dzień zmiany prowadzącego")
    if not reason.strip():
        raise Refusal("Napisz, dlaczego zmienia się prowadzący.", "no_reason", "reason")
    if worker is not None:
        free_for(case, worker)
    new = CaseAssignment(case=case, unit=unit, worker=worker, reason=reason.strip())
    return dated.succeed(CaseAssignment.objects.filter(case=case), new, on=on)


@act
def note(case: Case, *, text: str, actor: User) -> CaseNote:
    """Add a note to the case file. Raises `Refusal` for an empty one."""
    free_for(case, actor)
    if not text.strip():
        raise Refusal("Wpisz treść notatki.", "empty_note", "text")
    written: CaseNote = CaseNote.objects.create(case=case, text=text.strip(), author=actor)
    return written
