"""Keys of the API: issued once, shown once, revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from opsapp.kernel import clock, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import ApiToken, User
from opsapp.office.services.users import managing

LONGEST_DAYS = 366
MARK = "ops_"
"""How a key begins, so that a leaked one is recognised."""


def digest_of(key: str) -> str:
    """What is kept of a key. It has 256 bits of chance, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


@act
def issue(
    user: User, *, name: str, capabilities: Iterable[Cap], expires_on: date, actor: User
) -> tuple[ApiToken, str]:
    """A key in the name of a user, good up to and including `expires_on`, with its text: it is
    shown now and never again.

    Raises `Refusal` for a system user, no capability named, or longer than a year;
    `Conflict` when the user has a key of that name: an order given twice makes one key.
    """
    managing(actor)
    user = states.lock(user)
    today = clock.today()
    if user.is_system or not user.is_active:
        raise Refusal("Klucz wydaje się czynnemu użytkownikowi.", "user_cannot", "user")
    if not today <= expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise Refusal(
            "Klucz może być ważny najwyżej rok, licząc od dziś.",
            "expiry_out_of_range",
            "expires_on",
        )
    held = {Cap.USE_API.value, *(cap.value for cap in capabilities)}
    if len(held) == 1:
        raise Refusal("Wskaż, do czego klucz ma służyć.", "no_capability", "capabilities")
    if ApiToken.objects.filter(user=user, name=name, revoked_on=None).exists():
        raise Conflict(
            f"{user} ma już klucz „{name}”. Cofnij tamten albo nazwij nowy inaczej.", "same_name"
        )
    key = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        digest=digest_of(key),
        capabilities=sorted(held),
        issued_on=today,
        expires_on=expires_on,
    )
    return token, key


@act
def revoke(token: ApiToken, *, actor: User) -> ApiToken:
    """The key opens nothing from now on. Raises `Conflict` when it was revoked before."""
    managing(actor)
    token = states.lock(token)
    if token.revoked_on:
        raise Conflict("Ten klucz jest już cofnięty.", "revoked")
    token.revoked_on = clock.today()
    token.save(update_fields=["revoked_on"])
    return token
