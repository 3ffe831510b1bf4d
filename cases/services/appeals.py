"""An appeal from a decision of the case: received, passed on, the case come back.

What becomes of the decision itself is done by those who keep decisions: they follow.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from cases.models import ApplicationItem, Case, Letter, Term
from cases.services import cases, letters, terms
from cases.states import FINAL
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.calendar import deadline
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

DECIDED = (ApplicationItem.Outcome.GRANTED, ApplicationItem.Outcome.REFUSED)


class Follower(Protocol):
    """Who keeps decisions. `about` is the key of the appealed one, when the caller knows it; each
    step happens in the transaction of the act.
    """

    def coming(self, case: Case, *, on: date, about: int | None, actor: User) -> None:
        """Before the case moves: a decision whose term has passed becomes final first."""

    def received(self, case: Case, *, on: date, about: int | None, actor: User) -> None:
        """The appeal is on file."""

    def passed_on(self, case: Case, *, on: date, about: int | None, actor: User) -> None:
        """The appeal is with the board."""

    def sent_back(
        self, case: Case, *, on: date, sign: str, about: int | None, actor: User
    ) -> Collection[int] | None:
        """The decision is quashed; keys of the items it had ruled on, None when it is not known."""


followers: list[Follower] = []
"""Filled when the apps are loaded."""


@act
def receive(
    case: Case, *, on: date, body: str = "", about: int | None = None, actor: User
) -> Letter:
    """Put an appeal on file (k.p.a. art. 129): seven days to pass it on run (art. 133). A late one
    is received too, and the case stays final: the appeal board says that it is late (art. 134).
    """
    for one in followers:
        one.coming(case, on=on, about=about, actor=actor)
    case = states.lock(case)
    if case.status != FINAL:
        case = cases.move(case, "appeal", remark=f"wpłynęło {on:%d.%m.%Y}", actor=actor)
    letter = take_in(case, subject="Odwołanie od decyzji", on=on, body=body, actor=actor)
    terms.meet(case, kind=Term.Kind.APPEAL, on=on, actor=actor)
    for one in followers:
        one.received(case, on=on, about=about, actor=actor)
    return letter


@act
def take_in(case: Case, *, subject: str, on: date, body: str, actor: User) -> Letter:
    """The letter of an appeal, and the seven days to pass it on (k.p.a. art. 133)."""
    letter = letters.receive(
        case, subject=subject, on=on, correspondent=case.client, body=body,
        kind=Letter.Kind.OTHER, actor=actor,
    )  # fmt: skip
    terms.open_term(
        case,
        kind=Term.Kind.FORWARD_APPEAL,
        starts_on=on,
        due_on=deadline(on, terms.FORWARD_APPEAL_DAYS, "days"),
        basis="art. 133 k.p.a.",
        actor=actor,
    )
    return letter


@act
def pass_on(case: Case, *, on: date, about: int | None = None, actor: User) -> Case:
    """Pass the appeal with the file to the appeal board (k.p.a. art. 133).

    Raises `Refusal` for a day before the appeal came.
    """
    term = case.terms.filter(kind=Term.Kind.FORWARD_APPEAL).order_by("-pk").first()
    if term is not None and on < term.starts_on:
        raise Refusal(
            f"Odwołanie wpłynęło {term.starts_on:%d.%m.%Y}; nie można go było przekazać wcześniej.",
            "too_early",
            "on",
        )
    case = states.lock(case)
    if case.status != FINAL:
        case = cases.move(case, "send_to_sko", remark=f"przekazano {on:%d.%m.%Y}", actor=actor)
    terms.meet(case, kind=Term.Kind.FORWARD_APPEAL, on=on, actor=actor)
    for one in followers:
        one.passed_on(case, on=on, about=about, actor=actor)
    return case


@act
def come_back(
    case: Case, *, on: date, sign: str, body: str = "", about: int | None = None, actor: User
) -> Case:
    """The board quashed the decision and sent the case back (k.p.a. art. 138 § 2): the month for
    settling it is counted anew from the day the files came, and what was decided is open again.
    Nothing more is paid by the decision.

    Raises `Refusal` without the sign of the board's decision.
    """
    if not sign.strip():
        raise Refusal("Wpisz znak decyzji Kolegium.", "no_sign", "sign")
    case = states.lock(case)
    letters.receive(
        case, subject=f"Decyzja Samorządowego Kolegium Odwoławczego {sign.strip()}"[:200], on=on,
        body=body, kind=Letter.Kind.OTHER, actor=actor,
    )  # fmt: skip
    case = cases.move(case, "remand", remark=sign.strip(), actor=actor)
    terms.end_all(case, on=on, actor=actor)
    terms.open_term(
        case,
        kind=Term.Kind.SETTLE,
        starts_on=on,
        due_on=deadline(on, terms.SETTLE_MONTHS, "months"),
        basis="art. 35 § 3 k.p.a.",
        reason=f"ponowne rozpatrzenie, art. 138 § 2 k.p.a., akta wróciły {on:%d.%m.%Y}",
        actor=actor,
    )
    known = [
        one.sent_back(case, on=on, sign=sign.strip(), about=about, actor=actor) for one in followers
    ]
    keys = [key for found in known if found is not None for key in found]
    for item in case.items.filter(pk__in=keys).order_by("pk") if keys else _settled_last(case):
        open_again(item, actor=actor)
    return case


def _settled_last(case: Case) -> list[ApplicationItem]:
    settled = case.items.filter(outcome__in=DECIDED).order_by("application_id", "pk")
    last = settled.last()
    return list(settled.filter(application=last.application_id)) if last else []


@act
def open_again(item: ApplicationItem, *, actor: User) -> ApplicationItem:
    """What a decision ruled on is asked for again, in an item of its own that names it."""
    again: ApplicationItem = ApplicationItem.objects.create(
        application_id=item.application_id,
        case_id=item.case_id,
        benefit_id=item.benefit_id,
        person_id=item.person_id,
        purpose=item.purpose,
        requested_from=item.requested_from,
        requested_to=item.requested_to,
        reopens=item,
    )
    return again
