"""Authorisations to issue decisions in the authority's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Authorisation, Benefit, User
from opsapp.office.services.roles import cut, days
from opsapp.office.services.users import managing


@act
def enter(
    user: User,
    *,
    number: str,
    issued_on: date,
    issued_by: str,
    scope: Sequence[str] = (),
    since: date,
    until: date | None = None,
    actor: User,
) -> Authorisation:
    """Enter an authorisation given on paper. `scope` are codes of benefits, none means all of them.

    Raises `Refusal` for an unknown benefit, a number used that day already, or days out of order;
    nobody enters one's own.
    """
    new = Authorisation(
        user=user,
        number=number,
        issued_on=issued_on,
        issued_by=issued_by,
        scope=sorted(set(scope)),
        period=days(since, until),
    )
    check_new(new, actor=actor)
    new.save()
    return new


def check_new(new: Authorisation, *, actor: User) -> None:
    """Raise the refusals of `enter`."""
    managing(actor)
    if actor.pk == new.user_id:
        raise Refusal(
            "Własnego upoważnienia nie wpisuje się samemu. Poproś innego administratora.",
            "own_authorisation",
            "user",
        )
    known = set(Benefit.objects.filter(code__in=new.scope).values_list("code", flat=True))
    if unknown := sorted(set(new.scope) - known):
        raise Refusal(
            f"Nie ma świadczenia o kodzie: {', '.join(unknown)}.", "unknown_benefit", "scope"
        )
    if new.period.lower < new.issued_on:
        raise Refusal(
            "Upoważnienie nie może obowiązywać przed dniem, w którym go udzielono.",
            "too_early",
            "period",
        )
    if Authorisation.objects.filter(number=new.number, issued_on=new.issued_on).exists():
        raise Refusal(
            f"Upoważnienie nr {new.number} z tego dnia już wpisano.", "number_used", "number"
        )


@act
def revoke(authorisation: Authorisation, *, last_day: date, actor: User) -> Authorisation:
    """End an authorisation with its last day; decisions signed under it stay good. Raises
    `Refusal`.
    """
    managing(actor)
    authorisation.period = cut(authorisation.period, last_day)
    authorisation.save(update_fields=["period"])
    return authorisation
