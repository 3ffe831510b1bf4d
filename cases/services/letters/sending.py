"""Letters sent under a head that stays, delivered, or come back; delivery starts the term set."""

from __future__ import annotations

from datetime import date

from cases import documents
from cases.models import Contact, Letter, Term
from cases.selectors.people import group_of, mailing_lines
from cases.services import dated, terms
from cases.services.letters.writing import write
from cases.states import INCOMPLETE, PARTY_NOTIFIED
from opsapp.kernel import jobs, states
from opsapp.kernel.audit import act
from opsapp.kernel.calendar import deadline
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User

STARTS = {
    Letter.Kind.SUMMONS: (INCOMPLETE, Term.Kind.SUPPLEMENT, "art. 64 § 2 k.p.a."),
    Letter.Kind.HEARING: (PARTY_NOTIFIED, Term.Kind.SPEAK, "art. 10 § 1 k.p.a."),
}
"""What delivery starts: in which state of the case, which term, on which basis."""


@act
def send(letter: Letter, *, on: date, actor: User) -> Letter:
    """Send a letter: its text and its head stand from now on, a document is made of them.

    One that was sent already is returned as it is. Raises `Refusal` for a letter that came in, a
    day before it was written or to come, and for a person without any address.
    """
    letter = states.lock(letter)
    _ours(letter)
    if letter.sent_on is not None:
        return letter
    _has_address(letter, on)
    return _seal(letter, on, actor)


@act
def deliver(letter: Letter, *, on: date, basis: str, reason: str = "", actor: User) -> Letter:
    """Note when and how a letter was delivered (k.p.a. art. 39–47); again, with a reason, corrects
    it. One handed over without being sent first is sealed as it is.

    A summons starts the term for supplements and stops the clock for settling the case (k.p.a.
    art. 35 § 5, art. 64 § 2); a notice that the evidence is complete starts the term to speak.
    Raises `Refusal` for a letter that came in or came back, a day before it was sent or to come,
    and for a correction without a reason.
    """
    letter = states.lock(letter)
    _ours(letter)
    dated.not_future(on, field="on", what="Dzień doręczenia")
    if letter.sent_on is None:
        _not_before(on, letter.on, "Pismo ma datę", "nie mogło być doręczone wcześniej.")
        letter = _seal(letter, letter.on, actor)
    elif letter.returned_on is not None:
        raise Conflict("To pismo wróciło niedoręczone. Wyślij je ponownie.", "returned")
    else:
        _not_before(on, letter.sent_on, "Pismo wysłano", "nie mogło być doręczone wcześniej.")
    if (letter.delivered_on, letter.delivery_basis) == (on, basis):
        return letter
    _explained(letter, reason)
    letter.delivered_on, letter.delivery_basis = on, basis
    letter.delivery_reason = reason.strip()
    letter.save(update_fields=["delivered_on", "delivery_basis", "delivery_reason"])
    _start_term(letter, on, actor)
    return letter


@act
def come_back(letter: Letter, *, on: date, reason: str, actor: User) -> Letter:
    """Note that a letter came back undelivered, and write it anew, to be put right and sent again.

    Returns the new one. Raises `Refusal` without a reason, for a letter not sent, and for a day
    before it was sent or to come; `Conflict` when it was delivered or came back already.
    """
    letter = states.lock(letter)
    _ours(letter)
    dated.not_future(on, field="on", what="Dzień zwrotu")
    if letter.sent_on is None:
        raise Refusal("Tego pisma jeszcze nie wysłano.", "not_sent")
    if letter.delivered_on is not None or letter.returned_on is not None:
        raise Conflict("To pismo jest już doręczone albo wróciło. Odśwież stronę.", "ended")
    _not_before(on, letter.sent_on, "Pismo wysłano", "nie mogło wrócić wcześniej.")
    if not reason.strip():
        raise Refusal("Napisz, dlaczego pismo wróciło.", "no_reason", "reason")
    letter.returned_on, letter.returned_reason = on, reason.strip()
    letter.save(update_fields=["returned_on", "returned_reason"])
    return write(
        letter.case,
        kind=letter.kind,
        subject=letter.subject,
        body=letter.body,
        on=on,
        correspondent=letter.correspondent,
        answer_days=letter.answer_days,
        actor=actor,
    )


def _seal(letter: Letter, on: date, actor: User) -> Letter:
    dated.not_future(on, field="on", what="Dzień wysłania")
    _not_before(on, letter.on, "Pismo ma datę", "nie mogło być wysłane wcześniej.")
    letter.head, letter.sent_on = documents.head_of(letter, on=letter.on, signed_by=actor), on
    letter.save(update_fields=["head", "sent_on"])
    want_document(letter, actor=actor)
    return letter


@act
def want_document(letter: Letter, *, actor: User) -> None:
    """Order the document of a sent letter; again it is the same order.

    Raises `Refusal` for a letter not sent, or sent before heads were kept.
    """
    if not letter.has_head:
        raise Refusal("Dokument powstaje dopiero po wysłaniu pisma.", "not_sent")
    jobs.enqueue("render_letter", key=f"letter:{letter.pk}:pdf", actor=actor, letter=letter.pk)


def _ours(letter: Letter) -> None:
    if letter.direction != Letter.Direction.OUT:
        raise Refusal("To pismo wpłynęło do ośrodka, nie było wysyłane ani doręczane.", "incoming")


def _has_address(letter: Letter, on: date) -> None:
    person = letter.correspondent
    if person is None or mailing_lines(person, on):
        return
    electronic = Contact.objects.filter(
        person__in=group_of(person), kind=Contact.Kind.E_DELIVERY, period__contains=on
    )
    if not electronic.exists():
        raise Refusal(
            f"{person} nie ma adresu, na który można wysłać pismo. Wpisz adres na karcie osoby, "
            "popraw adresata albo wręcz pismo w ośrodku i odnotuj doręczenie. Gdy adresu nie można "
            "ustalić, wniosek zostaje bez rozpoznania (art. 64 § 1 k.p.a.).",
            "no_address",
        )


def _not_before(on: date, first: date, what: str, then: str) -> None:
    if on < first:
        raise Refusal(f"{what} {first:%d.%m.%Y}, {then}", "too_early", "on")


def _explained(letter: Letter, reason: str) -> None:
    if letter.delivered_on is not None and not reason.strip():
        raise Refusal("Napisz, dlaczego poprawiasz doręczenie.", "no_reason", "reason")


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
