"""Letters put on file, and put right until they are sent."""

from __future__ import annotations

import hashlib
from datetime import date

from cases.models import Case, CaseParty, Letter, Person
from cases.services import dated
from cases.services.excluded import free_for
from cases.services.terms import SHORTEST_SUPPLEMENT_DAYS
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User

REVISED = ("subject", "body", "on", "correspondent_id", "answer_days")
"""What may be put right before a letter is sent."""
SENT = Conflict(
    "To pismo już wysłano, jego treść się nie zmienia. Gdy jest w nim błąd, napisz nowe pismo.",
    "sent",
)
CHANGED = Conflict("Ktoś inny zmienił to pismo przed chwilą. Porównaj obie treści.", "stale")


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
    """Put a letter of the centre on file, addressed as `addressee_of` says unless another is named.

    Raises `Refusal` for an empty text and a day before the case began or to come.
    """
    free_for(case, actor)
    _check(case, body, on)
    letter: Letter = Letter.objects.create(
        case=case,
        direction=Letter.Direction.OUT,
        kind=kind,
        subject=subject.strip() or Letter.Kind(kind).label,
        correspondent=correspondent or addressee_of(case, on),
        on=on,
        answer_days=answer_days,
        body=body.strip(),
    )
    return letter


def addressee_of(case: Case, on: date) -> Person:
    """Who letters of a case go to: a proxy before a representative, else the party (k.p.a.
    art. 40 § 1–2).
    """
    acting = (CaseParty.Role.PROXY, CaseParty.Role.REPRESENTATIVE)
    rows = case.parties.filter(role__in=acting, period__contains=on).select_related("person")
    first = min(
        rows, key=lambda row: (acting.index(CaseParty.Role(row.role)), row.pk), default=None
    )
    return first.person if first else case.client


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
def revise(
    letter: Letter,
    *,
    version: str,
    subject: str,
    body: str,
    on: date,
    correspondent: Person,
    answer_days: int | None = None,
    actor: User,
) -> Letter:
    """Put right a letter that was not sent yet; `version` is `version_of` it when it was opened.

    Raises `Conflict` for a letter sent meanwhile or changed by somebody else, `Refusal` for what
    `write` refuses, and for a summons that gives less than seven days (k.p.a. art. 64 § 2).
    """
    letter = states.lock(letter)
    if letter.sent_on is not None:
        raise SENT
    if letter.direction != Letter.Direction.OUT:
        raise Refusal("To pismo wpłynęło do ośrodka; jego treści się nie poprawia.", "incoming")
    if version != version_of(letter):
        raise CHANGED
    _check(letter.case, body, on)
    if letter.answer_days is None:
        answer_days = None
    elif not answer_days or answer_days < _fewest_days(letter):
        raise Refusal(
            f"Na odpowiedź trzeba dać co najmniej {_fewest_days(letter)} dni.",
            "too_short",
            "answer_days",
        )
    letter.subject, letter.body, letter.on = subject.strip() or letter.subject, body.strip(), on
    letter.correspondent, letter.answer_days = correspondent, answer_days
    letter.save(update_fields=["subject", "body", "on", "correspondent", "answer_days"])
    return letter


def version_of(letter: Letter) -> str:
    """A print of what may be put right: another one means that somebody else changed it."""
    told = repr([getattr(letter, name) for name in REVISED])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _fewest_days(letter: Letter) -> int:
    return SHORTEST_SUPPLEMENT_DAYS if letter.kind == Letter.Kind.SUMMONS else 1


def _check(case: Case, body: str, on: date) -> None:
    if not body.strip():
        raise Refusal("Wpisz treść pisma.", "empty_letter", "body")
    _in_the_case(case, on)


def _in_the_case(case: Case, on: date) -> None:
    dated.not_future(on, field="on", what="Data pisma")
    if on < case.opened_on:
        raise Refusal(
            f"Sprawę wszczęto {case.opened_on:%d.%m.%Y}; pismo nie może mieć wcześniejszej daty.",
            "too_early",
            "on",
        )
