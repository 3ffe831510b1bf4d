"""Applications left without examination: what allows it, and what stays in the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.models import Application, ApplicationItem, Case, Contact, Letter, Term
from cases.selectors.people import group_of, mailing_lines
from cases.services import applications, cases, dated, letters, terms
from cases.states import INCOMPLETE
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

NOT_SUPPLEMENTED, NO_ADDRESS, PLAIN_EMAIL = "not_supplemented", "no_address", "plain_email"
GROUNDS = {
    NOT_SUPPLEMENTED: "braków nie uzupełniono w terminie (art. 64 § 2 k.p.a.)",
    NO_ADDRESS: "nie ma adresu wnoszącego i nie można go ustalić (art. 64 § 1 k.p.a.)",
    PLAIN_EMAIL: "wniosek przyszedł zwykłą pocztą elektroniczną (art. 63 § 1 k.p.a.)",
}
"""Grounds by code."""


@dataclass(frozen=True, slots=True)
class Summoned:
    """The summons that was delivered and the last day it gave."""

    delivered_on: date
    due_on: date


@act
def leave_unexamined(
    case: Case, *, ground: str = NOT_SUPPLEMENTED, body: str, on: date, actor: User
) -> Letter | None:
    """Leave the application without examination (k.p.a. art. 63 § 1, art. 64 § 1–2), with a note in
    the file. `body` is the letter to the person; without an address it is the note, and no letter.

    Raises `Refusal` when what the ground asks for is not so: while the term to supplement runs or
    before the summons was delivered, when an address is known, when it did not come by e-mail.
    """
    if ground not in GROUNDS:
        raise Refusal("Wybierz podstawę pozostawienia bez rozpoznania.", "no_ground", "ground")
    if not body.strip():
        raise Refusal("Wpisz treść.", "empty_letter", "body")
    dated.not_future(on, field="on", what="Dzień pozostawienia bez rozpoznania")
    case = states.lock(case)
    note = _CHECKS[ground](case, on)
    case = cases.move(case, "leave_unexamined", remark=GROUNDS[ground], reason_code=ground,
                      actor=actor)  # fmt: skip
    cases.note(case, text=f"{note} {body}".strip() if ground == NO_ADDRESS else note, actor=actor)
    applications.settle_items(case, outcome=ApplicationItem.Outcome.LEFT_UNEXAMINED, actor=actor)
    terms.end_all(case, on=on, actor=actor)
    if ground == NO_ADDRESS:
        return None
    return letters.write(
        case,
        kind=Letter.Kind.UNEXAMINED,
        subject="Pozostawienie wniosku bez rozpoznania",
        body=body,
        on=on,
        actor=actor,
    )


def grounds_for(case: Case) -> dict[str, str]:
    """The grounds that the case's state and what is known do not speak against."""
    possible = [
        (NOT_SUPPLEMENTED, case.status == INCOMPLETE),
        (NO_ADDRESS, not can_be_written_to(case)),
        (PLAIN_EMAIL, came_by_email(case)),
    ]
    return {code: GROUNDS[code] for code, may in possible if may}


def can_be_written_to(case: Case) -> bool:
    """Whether an address, of paper or of e-delivery, is known today."""
    electronic = Contact.objects.filter(
        person__in=group_of(case.client), kind=Contact.Kind.E_DELIVERY, period__upper_inf=True
    )
    return bool(mailing_lines(case.client)) or electronic.exists()


def came_by_email(case: Case) -> bool:
    """Whether the case began with a plain e-mail."""
    return case.items.filter(application__channel=Application.Channel.EMAIL).exists()


def summoned(case: Case) -> Summoned | None:
    """The running term of a delivered summons."""
    term = Term.objects.filter(
        case=case, kind=Term.Kind.SUPPLEMENT, met_on=None, cancelled_on=None
    ).first()
    return Summoned(term.starts_on, term.due_on) if term else None


def _not_supplemented(case: Case, on: date) -> str:
    if case.status != INCOMPLETE:
        raise Refusal(
            "Pozostawienie bez rozpoznania nie jest możliwe, zanim wezwano do uzupełnienia braków "
            "(art. 64 § 2 k.p.a.).",
            "not_summoned",
            "ground",
        )
    told = summoned(case)
    if told is None:
        raise Refusal(
            "Termin na uzupełnienie jeszcze nie biegnie. Odnotuj doręczenie wezwania.",
            "not_delivered",
        )
    last = told.due_on
    if on <= last:
        raise Refusal(
            f"Strona może uzupełnić wniosek do {last:%d.%m.%Y}. Do tego dnia nie można "
            "pozostawić go bez rozpoznania.",
            "term_runs",
            "on",
        )
    return (
        f"Wniosek pozostawiono bez rozpoznania {on:%d.%m.%Y}: wezwanie doręczono "
        f"{told.delivered_on:%d.%m.%Y}, termin minął {last:%d.%m.%Y}, braków nie uzupełniono "
        "(art. 64 § 2 k.p.a.)."
    )


def _no_address(case: Case, on: date) -> str:
    if can_be_written_to(case):
        raise Refusal(
            "Adres tej osoby jest znany, więc można ją wezwać. Pozostawienie bez rozpoznania z "
            "powodu braku adresu nie jest możliwe.",
            "address_known",
            "ground",
        )
    return f"Wniosek pozostawiono bez rozpoznania {on:%d.%m.%Y} (art. 64 § 1 k.p.a.)."


def _plain_email(case: Case, on: date) -> str:
    if not came_by_email(case):
        raise Refusal(
            "Ten wniosek nie przyszedł zwykłą pocztą elektroniczną.", "not_by_email", "ground"
        )
    return (
        f"Wniosek pozostawiono bez rozpoznania {on:%d.%m.%Y}: wniesiono go na adres poczty "
        "elektronicznej (art. 63 § 1 k.p.a.)."
    )


_CHECKS = {
    NOT_SUPPLEMENTED: _not_supplemented,
    NO_ADDRESS: _no_address,
    PLAIN_EMAIL: _plain_email,
}
