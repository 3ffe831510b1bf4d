"""Letters of a case: written, received, delivered; the delivery starts the term they set."""

from __future__ import annotations

from datetime import date

from cases.models import Case, Letter, Person, Term
from cases.services import dated, terms
from cases.states import INCOMPLETE, PARTY_NOTIFIED
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.calendar import deadline
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

STARTS = {
    Letter.Kind.SUMMONS: (INCOMPLETE, Term.Kind.SUPPLEMENT, "art. 64 § 2 k.p.a."),
    Letter.Kind.HEARING: (PARTY_NOTIFIED, Term.Kind.SPEAK, "art. 10 § 1 k.p.a."),
}
"""What delivery starts: in which state of the case, which term, on which basis."""


@act
def write(
    case: Case,
    *,
    kind: str,
    subject: str,
    body: str,
    on: date,
    correspondent: Person | None = None,
    answer_days: int | None = None,
    actor: User,
) -> Letter:
    """Put a letter of the centre on file, addressed to the client unless another is named.

    Raises `Refusal` for an empty text and a day before the case began or to come.
    """
    if not body.strip():
        raise Refusal("Wpisz treść pisma.", "empty_letter", "body")
    _in_the_case(case, on)
    letter: Letter = Letter.objects.create(
        case=case,
        direction=Letter.Direction.OUT,
        kind=kind,
        subject=subject.strip() or Letter.Kind(kind).label,
        correspondent=correspondent or case.client,
        on=on,
        answer_days=answer_days,
        body=body.strip(),
    )
    return letter


@act
def receive(
    case: Case,
    *,
    subject: str,
    on: date,
    correspondent: Person | None = None,
    body: str = "",
    kind: str = Letter.Kind.ANSWER,
    actor: User,
) -> Letter:
    """Put a letter that came in on file. Raises `Refusal` without a subject."""
    if not subject.strip():
        raise Refusal("Napisz, czego dotyczy pismo.", "no_subject", "subject")
    _in_the_case(case, on)
    letter: Letter = Letter.objects.create(
        case=case,
        direction=Letter.Direction.IN,
        kind=kind,
        subject=subject.strip(),
        correspondent=correspondent,
        on=on,
        body=body.strip(),
    )
    return letter


@act
def deliver(letter: Letter, *, on: date, basis: str, actor: User) -> Letter:
    """Note when and how a letter was delivered (k.p.a. art. 39–47); again corrects it.

    A summons starts the term for supplements and stops the clock for settling the case (k.p.a.
    art. 35 § 5, art. 64 § 2); a notice that the evidence is complete starts the term to speak.
    Raises `Refusal` for a letter that came in, a day before it was written and a day to come.
    """
    letter = states.lock(letter)
    if letter.direction != Letter.Direction.OUT:
        raise Refusal("To pismo wpłynęło do ośrodka, nie było doręczane.", "incoming")
    if on < letter.on:
        raise Refusal(
            f"Pismo ma datę {letter.on:%d.%m.%Y}, nie mogło być doręczone wcześniej.",
            "too_early",
            "on",
        )
    dated.not_future(on, field="on", what="Dzień doręczenia")
    letter.delivered_on, letter.delivery_basis = on, basis
    letter.save(update_fields=["delivered_on", "delivery_basis"])
    _start_term(letter, on, actor)
    return letter


def _start_term(letter: Letter, on: date, actor: User) -> None:
    """Start, or start anew from a corrected day, the term that the letter sets."""
    if letter.kind not in STARTS or not letter.answer_days:
        return
    status, kind, basis = STARTS[Letter.Kind(letter.kind)]
    case = states.lock(letter.case)
    if case.status != status or not _is_last_of_kind(letter):
        return
    terms.cancel(case, kind=kind, on=on, actor=actor)
    terms.open_term(
        case,
        kind=kind,
        starts_on=on,
        due_on=deadline(on, letter.answer_days, "days"),
        basis=basis,
        actor=actor,
    )
    if letter.kind == Letter.Kind.SUMMONS and not terms.stop(
        case, kind=Term.Kind.SETTLE, on=on, actor=actor
    ):
        terms.correct_stop(case, kind=Term.Kind.SETTLE, on=on, actor=actor)


def _is_last_of_kind(letter: Letter) -> bool:
    return not letter.case.letters.filter(kind=letter.kind, pk__gt=letter.pk).exists()


def _in_the_case(case: Case, on: date) -> None:
    dated.not_future(on, field="on", what="Data pisma")
    if on < case.opened_on:
        raise Refusal(
            f"Sprawę wszczęto {case.opened_on:%d.%m.%Y}; pismo nie może mieć wcześniejszej daty.",
            "too_early",
            "on",
        )
